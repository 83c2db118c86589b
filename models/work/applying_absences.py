"""A checked list of leave is written down, and the days made ahead follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from models.office import Office
from models.work.absence_lists import AT_ONCE, AbsencePlan, Listed
from models.work.absences import Absence
from models.work.calendars import WorkCalendar
from models.work.duties import Duty
from models.work.making_duties import AHEAD, write_duties
from models.work.windows import window_for


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
    written = []
    for one, (first, *others) in plan.changed:
        for absence in others:
            absence.strike(at=at)
        first.correct(one.kind, one.since, one.until)
        written.append(first)
    written += await _add(session, plan.added, at)
    await _follow(session, office, written, at, "absence: listed")
    return written


async def take_out(
    session: AsyncSession, plan: AbsencePlan, *, office: Office, at: datetime
) -> list[Absence]:
    """Absences that are exactly as the list has them no longer are: the days are owed again."""
    gone = [absence for _, absence in plan.there]
    await _strike(session, gone, at)
    await _follow(session, office, gone, at, "absence: taken off the list")
    return gone


async def _add(session: AsyncSession, listed: Sequence[Listed], at: datetime) -> list[Absence]:
    """Many rows in one statement: one by one they hold SQLite's writer for seconds."""
    rows = [
        {"employee_id": one.employee_id, "kind": one.kind, "since": one.since, "until": one.until,
         "said_at": at, "waits": False}
        for one in listed
    ]  # fmt: skip
    added: list[Absence] = []
    for start in range(0, len(rows), AT_ONCE):
        lot = rows[start : start + AT_ONCE]
        added += await session.scalars(insert(Absence).returning(Absence), lot)
    return added


async def _strike(session: AsyncSession, absences: Sequence[Absence], at: datetime) -> None:
    """Many at once, as ``Absence.strike`` does one; what has changed meanwhile is not touched."""
    for start in range(0, len(absences), AT_ONCE):
        lot = [(one.id, one.version) for one in absences[start : start + AT_ONCE]]
        struck = await session.scalars(
            update(Absence)
            .where(tuple_(Absence.id, Absence.version).in_(lot))
            .values(withdrawn_at=at, turns_on=Absence.since, version=Absence.version + 1)
            .returning(Absence.id)
            .execution_options(synchronize_session=False)
        )
        if len(struck.all()) != len(lot):
            raise StaleDataError("an absence has changed meanwhile")


async def _follow(
    session: AsyncSession, office: Office, absences: Sequence[Absence], at: datetime, because: str
) -> None:
    """Rewrite what has been made of their days, in months that have not closed, lot by lot.

    By date, so that a lot spans few days: what each day asks is worked out once a lot.
    """
    await session.flush()
    made = await session.scalar(select(func.min(Duty.day)))
    if made is None:
        return
    begin, end = max(made, first_open_day(office, at)), office.today(at) + AHEAD
    ordered = sorted(absences, key=lambda one: (one.since, one.until))
    for start in range(0, len(ordered), AT_ONCE):
        lot = ordered[start : start + AT_ONCE]
        first, last = max(begin, lot[0].since), min(end, max(one.until for one in lot))
        if first <= last:
            await write_duties(session, office, since=first, until=last, at=at, because=because,
                               only=[one.id for one in lot])  # fmt: skip
