"""/tertahan: where cards wait with nobody; for those who administer the office."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message
from sqlalchemy import func, select

from handlers.turn import Known, NotForYou, Reply, Turn, named
from models.people.administering import units_of
from models.people.chats import Chat
from models.people.employees import Employee
from models.work.activities import Activity, State

MOST = 12  # people of a sort that one message names

router = Router(name="stuck")
router.message.filter(Known())


@router.message(Command("tertahan", "stuck"))
async def stuck(message: Message, turn: Turn) -> Reply:
    """Reviewers who cannot be reached, with how much waits for each; authors without one."""
    if not turn.me.is_admin:
        raise NotForYou
    unreachable = await _unreachable(turn)
    without = await _without_reviewer(turn)
    return message.answer(
        turn.say(
            "stuck",
            unreachable=[
                (named(who), count, blocked) for who, count, blocked in unreachable[:MOST]
            ],
            without=[(named(who), count) for who, count in without[:MOST]],
            more=max(0, len(unreachable) - MOST) + max(0, len(without) - MOST),
        )
    )


async def _unreachable(turn: Turn) -> list[tuple[Employee, int, bool]]:
    """(reviewer, activities waiting, whether they blocked the bot rather than never joined)."""
    rows = await turn.session.execute(
        select(Employee, func.count(Activity.id), Chat.blocked_at)
        .join(Activity, Activity.reviewer_id == Employee.id)
        .outerjoin(Chat, Chat.employee_id == Employee.id)
        .where(Activity.state == State.SUBMITTED)
        .where((Chat.id.is_(None)) | (Chat.blocked_at.is_not(None)))
        .where(Activity.unit_id.in_(await _units(turn)))
        .group_by(Employee.id, Chat.blocked_at)
        .order_by(func.count(Activity.id).desc(), Employee.name)
    )
    return [(who, count, blocked is not None) for who, count, blocked in rows]


async def _without_reviewer(turn: Turn) -> list[tuple[Employee, int]]:
    rows = await turn.session.execute(
        select(Employee, func.count(Activity.id))
        .join(Activity, Activity.author_id == Employee.id)
        .where(Activity.state == State.SUBMITTED, Activity.reviewer_id.is_(None))
        .where(Activity.unit_id.in_(await _units(turn)))
        .group_by(Employee.id)
        .order_by(func.count(Activity.id).desc(), Employee.name)
    )
    return [(who, count) for who, count in rows]


async def _units(turn: Turn) -> list[int]:
    return await units_of(turn.session, turn.me, today=turn.office.today(turn.now))
