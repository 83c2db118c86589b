"""A checked list of leave is written down, and the days made ahead follow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.work.absence_lists import AT_ONCE, AbsencePlan
from models.work.absences import Absence
from models.work.calendars import WorkCalendar
from models.work.duties import Duty
from models.work.making_duties import AHEAD, of_people, write_duties
from models.work.windows import window_for

Spans = dict[tuple[date, date], list[int]]


def first_open_day(office: Office, now: datetime) -> date:
    """The first day of the oldest month that has not closed."""
    this = office.today(now).replace(day=1)
    before = this - timedelta(days=1)
    window = window_for(before, now=now, office=office, rules=office.rules_on(before),
                        calendar=WorkCalendar())  # fmt: skip
    return before.replace(day=1) if now < window.month_closes_at else this


async def apply(
    session: AsyncSession, plan: AbsencePlan, *, office: Office, at: datetime
) -> list[Absence]:
    """Write the plan down: the absences that are new or have changed."""
    spans: Spans = defaultdict(list)
    written = []
    for one, (first, *others) in plan.changed:
        for absence in others:
            absence.strike(at=at)
        first.correct(one.kind, one.since, one.until)
        spans[one.since, one.until].append(one.employee_id)
        written.append(first)
    for one in plan.added:
        absence = Absence(employee_id=one.employee_id, kind=one.kind, since=one.since,
                          until=one.until, said_at=at)  # fmt: skip
        spans[one.since, one.until].append(one.employee_id)
        session.add(absence)
        written.append(absence)
    await _follow(session, office, spans, at, "absence: listed")
    return written


async def take_out(
    session: AsyncSession, plan: AbsencePlan, *, office: Office, at: datetime
) -> list[Absence]:
    """Absences that are exactly as the list has them no longer are: the days are owed again."""
    spans: Spans = defaultdict(list)
    for one, absence in plan.there:
        absence.strike(at=at)
        spans[one.since, one.until].append(one.employee_id)
    await _follow(session, office, spans, at, "absence: taken off the list")
    return [absence for _, absence in plan.there]


async def _follow(
    session: AsyncSession, office: Office, spans: Spans, at: datetime, because: str
) -> None:
    """Rewrite what has been made, in months that have not closed."""
    await session.flush()
    made = await session.scalar(select(func.min(Duty.day)))
    if made is None:
        return
    begin, end = max(made, first_open_day(office, at)), office.today(at) + AHEAD
    for (since, until), people in spans.items():
        first, last = max(since, begin), min(until, end)
        if first <= last:
            await _rewrite(session, office, people, first, last, at, because)


async def _rewrite(
    session: AsyncSession, office: Office, people: Sequence[int], since: date, until: date,
    at: datetime, because: str,
) -> None:  # fmt: skip
    for start in range(0, len(people), AT_ONCE):
        whose = of_people(people[start : start + AT_ONCE])
        await write_duties(session, office, since=since, until=until, at=at, whose=whose,
                           because=because)  # fmt: skip
