"""/tertahan: where work waits with nobody; for those who administer the office."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.cards import sheet
from handlers.office.stuck_lines import stuck_line, what_to_do
from handlers.turn import Known, NotForYou, Reply, Turn
from models.people.administering import units_of
from models.work.stuck import Stuck, Why, stuck_in

MOST = 12  # people of a sort that one message names

router = Router(name="stuck")
router.message.filter(Known())


@router.message(Command("tertahan", "stuck"))
async def stuck(message: Message, turn: Turn) -> Reply:
    """Who cannot decide, with how much waits for each and why; authors without a reviewer."""
    if not turn.me.is_admin:
        raise NotForYou
    units = await units_of(turn.session, turn.me, today=turn.office.today(turn.now))
    found = await stuck_in(turn.session, units, turn.office, now=turn.now)
    if not found:
        return message.answer(turn.say("stuck-nothing"))
    waiting = [one for one in found if one.why is not Why.NOBODY]
    without = [one for one in found if one.why is Why.NOBODY]
    more = max(0, len(waiting) - MOST) + max(0, len(without) - MOST)
    parts = [*_named(turn, "stuck-waiting", waiting), *_named(turn, "stuck-without", without),
             turn.say("stuck-more", count=more) if more else "",
             what_to_do(turn.say, found)]  # fmt: skip
    return message.answer(sheet(*parts))


def _named(turn: Turn, head: str, found: Sequence[Stuck]) -> list[str]:
    lines = [f"• {stuck_line(turn.say, one)}" for one in found[:MOST]]
    return [turn.say(head), *lines] if lines else []
