"""/tertahan: where cards wait with nobody; for those who administer the office."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.turn import Known, NotForYou, Reply, Turn, named
from models.people.administering import units_of
from models.work.stuck import Why, stuck_in

MOST = 12  # people of a sort that one message names

router = Router(name="stuck")
router.message.filter(Known())


@router.message(Command("tertahan", "stuck"))
async def stuck(message: Message, turn: Turn) -> Reply:
    """Reviewers who cannot be reached, with how much waits for each; authors without one."""
    if not turn.me.is_admin:
        raise NotForYou
    units = await units_of(turn.session, turn.me, today=turn.office.today(turn.now))
    found = await stuck_in(turn.session, units)
    without = [(named(one.who), one.count) for one in found if one.why is Why.NOBODY]
    unreachable = [
        (named(one.who), one.count, one.why is Why.BLOCKED)
        for one in found
        if one.why is not Why.NOBODY
    ]
    return message.answer(
        turn.say(
            "stuck",
            unreachable=unreachable[:MOST],
            without=without[:MOST],
            more=max(0, len(unreachable) - MOST) + max(0, len(without) - MOST),
        )
    )
