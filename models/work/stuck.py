"""Where reports wait with nobody: with a reviewer who cannot be reached, or without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.chats import Chat
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.states import State


class Why(StrEnum):
    """Why nobody decides."""

    NOT_JOINED = "not-joined"
    BLOCKED = "blocked"
    NOBODY = "nobody"  # no reviewer is known


@dataclass(frozen=True)
class Stuck:
    """The reviewer who cannot be reached, or the author who has none, and how much waits."""

    who: Employee
    count: int
    why: Why


async def stuck_in(session: AsyncSession, units: Sequence[int]) -> list[Stuck]:
    """All of what was sent from these units; the most first."""
    return [*await _unreachable(session, units), *await _without_reviewer(session, units)]


async def _unreachable(session: AsyncSession, units: Sequence[int]) -> list[Stuck]:
    rows = await session.execute(
        select(Employee, func.count(Activity.id), Chat.blocked_at)
        .join(Activity, Activity.reviewer_id == Employee.id)
        .outerjoin(Chat, Chat.employee_id == Employee.id)
        .where(Activity.state == State.SUBMITTED)
        .where((Chat.id.is_(None)) | (Chat.blocked_at.is_not(None)))
        .where(Activity.unit_id.in_(units))
        .group_by(Employee.id, Chat.blocked_at)
        .order_by(func.count(Activity.id).desc(), Employee.name)
    )
    return [
        Stuck(who, count, Why.NOT_JOINED if blocked is None else Why.BLOCKED)
        for who, count, blocked in rows
    ]


async def _without_reviewer(session: AsyncSession, units: Sequence[int]) -> list[Stuck]:
    rows = await session.execute(
        select(Employee, func.count(Activity.id))
        .join(Activity, Activity.author_id == Employee.id)
        .where(Activity.state == State.SUBMITTED, Activity.reviewer_id.is_(None))
        .where(Activity.unit_id.in_(units))
        .group_by(Employee.id)
        .order_by(func.count(Activity.id).desc(), Employee.name)
    )
    return [Stuck(who, count, Why.NOBODY) for who, count in rows]
