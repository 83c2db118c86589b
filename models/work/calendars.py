"""Which days are working days (hari kerja): the one place that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import SATURDAY, SUNDAY, Pattern
from models.people.postings import Posting
from models.refusals import Refusal
from models.work.absences import Absence, holding
from models.work.holidays import Holiday, special_days
from models.work.shifts import Shift

NEAR = timedelta(days=62)  # enough for every window that touches a day
NO_DAYS: frozenset[date] = frozenset()


class NoWorkingDay(Refusal):
    """Nothing would be owed on these days anyway."""


def is_weekend(day: date, pattern: Pattern) -> bool:
    weekend = {SUNDAY} if pattern is Pattern.SIX_DAYS else {SATURDAY, SUNDAY}
    return day.weekday() in weekend


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one employee, or of a unit. A value: it asks nobody."""

    off: frozenset[date] = field(default=NO_DAYS)
    on: frozenset[date] = field(default=NO_DAYS)  # working days after all
    shifts: frozenset[date] = field(default=NO_DAYS)  # for the pattern "shifts"
    away: frozenset[date] = field(default=NO_DAYS)

    def works_on(self, day: date, pattern: Pattern) -> bool:
        if day in self.away:
            return False
        if pattern is Pattern.SHIFTS:
            return day in self.shifts
        return day in self.on or (not is_weekend(day, pattern) and day not in self.off)

    def after(self, day: date, pattern: Pattern) -> Iterator[date]:
        """The working days after ``day``, one by one, without end.

        Past the end of a shift roster every day counts: a window must close some time.
        """
        planned_until = max(self.shifts, default=date.min)
        while True:
            day += timedelta(days=1)
            unplanned = pattern is Pattern.SHIFTS and day > planned_until
            if unplanned or self.works_on(day, pattern):
                yield day


async def calendar_around(
    session: AsyncSession, day: date, posting: Posting | None = None, *, until: date | None = None
) -> WorkCalendar:
    """The calendar of the months near a day, or near the days from it to another.

    It is that of whoever has this posting, or of the office.
    """
    since, until = day - NEAR, (until or day) + NEAR
    holidays = await session.scalars(select(Holiday).where(Holiday.day.between(since, until)))
    special = special_days(holidays, posting.unit.codes if posting else ())
    of_unit = WorkCalendar(
        off=frozenset(day for day, holiday in special.items() if holiday.is_off),
        on=frozenset(day for day, holiday in special.items() if not holiday.is_off),
    )
    return of_unit if posting is None else await _personal(session, of_unit, posting, since, until)


async def working_days(
    session: AsyncSession, posting: Posting | None, pattern: Pattern, since: date, until: date
) -> int | None:
    """How many of these days ask for work, absences aside; None: a roster of shifts says so."""
    if pattern is Pattern.SHIFTS:
        return None
    calendar = replace(await calendar_around(session, since, posting, until=until), away=NO_DAYS)
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return sum(calendar.works_on(day, pattern) for day in days)


async def _personal(
    session: AsyncSession, of_unit: WorkCalendar, posting: Posting, since: date, until: date
) -> WorkCalendar:
    shifts = await session.scalars(
        select(Shift.day).where(
            Shift.employee_id == posting.employee_id, Shift.day.between(since, until)
        )
    )
    absences = await session.scalars(
        select(Absence).where(Absence.employee_id == posting.employee_id, holding(since, until))
    )
    away: set[date] = set()
    for absence in absences:
        first, last = max(since, absence.since), min(until, absence.until)
        away.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return WorkCalendar(of_unit.off, of_unit.on, frozenset(shifts), frozenset(away))
