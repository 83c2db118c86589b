"""Duties made ahead follow the roster, from today on. Whoever is new gets theirs from the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.importing.plan import Plan
from models.people.postings import Posting
from models.work.duties import Duty
from models.work.making_duties import AHEAD, of_people, write_duties

BECAUSE = "roster"
AT_ONCE = 500  # people in one statement: some 30,000 duties


async def follow_in_duties(
    session: AsyncSession, plan: Plan, *, office: Office, at: datetime
) -> None:
    """Rewrite the days of whoever works elsewhere, otherwise or not at all any more."""
    same = [move.person.id for move in plan.moved if move.keeps_its_days]
    other = [move.person.id for move in plan.moved if not move.keeps_its_days]
    other += [person.id for person in plan.ended]
    for ids in _lots(same):
        await _carry_over(session, ids, plan.today)
    await rewrite_duties(session, office, other, since=plan.today, at=at)


async def rewrite_duties(
    session: AsyncSession, office: Office, employees: Iterable[int], *, since: date, at: datetime
) -> None:
    """Make the days from ``since`` on as they should be, for people who have any."""
    until = office.today(at) + AHEAD
    for ids in _lots(sorted(employees)):
        owing = await session.scalars(
            select(Duty.employee_id).where(Duty.employee_id.in_(ids), Duty.day >= since).distinct()
        )
        if whose := owing.all():
            await write_duties(
                session, office, since=since, until=until, at=at, whose=of_people(whose),
                because=BECAUSE,
            )  # fmt: skip


async def _carry_over(session: AsyncSession, employees: Sequence[int], since: date) -> None:
    """The same days, under the posting that holds now."""
    holds = (
        select(Posting.id)
        .where(
            Posting.employee_id == Duty.employee_id,
            Posting.since <= Duty.day,
            or_(Posting.until.is_(None), Posting.until >= Duty.day),
        )
        .order_by(Posting.since.desc(), Posting.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    await session.execute(
        update(Duty)
        .where(Duty.employee_id.in_(employees), Duty.day >= since)
        .values(posting_id=holds)
        .execution_options(synchronize_session=False)
    )


def _lots(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
