"""What waits goes to whoever acts today (serah terima), and back: the next day is a column.

Absences and stand-ins know the next day on which they begin or end. Whoever moves that on, by a
conditional UPDATE, looks at everything that waits because of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import CompoundSelect, Select, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.people.postings import awake_for
from models.work.absences import Absence, holding
from models.work.acting import Acting, Ways
from models.work.activities import Activity
from models.work.handing_over_requests import (
    give_back_told,
    hand_over_absences,
    hand_over_corrections,
)
from models.work.stand_ins import StandIn, acting_on
from models.work.states import State
from models.work.telling_admins import look_at_stuck, tell_admin

AT_ONCE = 200
A_DAY = timedelta(days=1)

Turning = TypeVar("Turning", Absence, StandIn)


async def hand_over_some(session: AsyncSession, office: Office, *, now: datetime) -> int:
    """Take some of what begins or ends today; say how many there were."""
    today = office.today(now)
    absences = await session.scalars(_due(Absence, today))
    stand_ins = await session.scalars(_due(StandIn, today))
    turning: list[tuple[Absence | StandIn, int]] = [
        *((row, row.employee_id) for row in absences),
        *((row, row.official_id) for row in stand_ins),
    ]
    moved = [(row, who) for row, who in turning if await _move_on(session, row, today)]
    if moved:
        await look_again(session, office, {who for _, who in moved}, now=now)
        deputies = {row.deputy_id for row, _ in moved if isinstance(row, StandIn)}
        await give_back_told(Ways(session, office, today), deputies, at=now)
    return len(turning)


def _due(table: type[Turning], today: date) -> Select[Turning]:
    return (
        select(table)
        .where(table.turns_on <= today)
        .order_by(table.turns_on, table.id)
        .limit(AT_ONCE)
    )


async def _move_on(session: AsyncSession, row: Absence | StandIn, today: date) -> bool:
    """The conditional UPDATE that is the lock; whether it was ours to move."""
    table = type(row)
    moved = await session.execute(
        update(table)
        .where(table.id == row.id, table.turns_on == row.turns_on)
        .values(turns_on=_next_turn(row, today))
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    return moved.scalar_one_or_none() is not None


def _next_turn(row: Absence | StandIn, today: date) -> date | None:
    if today < row.since:
        return row.since
    return row.until + A_DAY if row.until is not None and today <= row.until else None


async def look_again(
    session: AsyncSession, office: Office, people: Collection[int], *, now: datetime
) -> int:
    """Move what waits to whoever acts now; say how much moved.

    It concerns what waits with these people, and all that has been handed on: they may stand
    anywhere on its way up.
    """
    ways = Ways(session, office, office.today(now))
    away = set(await session.scalars(_standing_aside(ways.today)))
    moved = 0
    for activity in await _concerned(session, {*people, *away}):
        official = await session.get_one(Employee, activity.official_id or 0)
        acting = await ways.acting(official, author_id=activity.author_id)
        if acting.is_stuck:
            await tell_admin(session, official, office, at=now)
        moved += await hand_to(session, activity, acting, office, at=now)
    moved += await hand_over_absences(ways, at=now)
    await hand_over_corrections(ways, {*people, *away}, at=now)
    await look_at_stuck(session, at=now)
    return moved


def _standing_aside(today: date) -> CompoundSelect[int]:
    """Officials who are away today, or for whom somebody stands in."""
    return union(
        select(Absence.employee_id).where(holding(today, today)),
        select(StandIn.official_id).where(acting_on(today, today)),
    )


async def _concerned(session: AsyncSession, people: Collection[int]) -> Sequence[Activity]:
    """With them, or handed on; where nobody could decide it stayed with who is away."""
    waits = Activity.state == State.SUBMITTED
    found: list[Activity] = []
    for whose in (Activity.reviewer_id.in_(people), Activity.instead_of_id.is_not(None)):
        rows = await session.scalars(
            select(Activity)
            .where(waits, whose)
            .options(joinedload(Activity.author))
            .execution_options(populate_existing=True)
        )
        found += rows
    return list(dict.fromkeys(found))


async def hand_to(
    session: AsyncSession, activity: Activity, acting: Acting, office: Office, *, at: datetime
) -> bool:
    """Hand one over, by day; the cards of all three follow. Whether anything changed."""
    before = activity.reviewer_id
    if not activity.hand_to(acting.who, instead_of=acting.instead_of, capacity=acting.capacity):
        return False
    by_day = await awake_for(session, acting.who, office, at=at)
    subject = f"{activity.author_id}:{activity.day}"
    for who in {before, activity.reviewer_id} - {None}:
        show(session, "review", subject, to=who or 0, at=by_day)
    show(session, "report", activity.report_id, to=activity.author_id, at=by_day)
    return True
