"""Special days are the office's to add and to remove; duties follow, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.units import Unit
from models.refusals import Refusal
from models.work.changed_days import ADDED, GRACE, REMOVED, owed_on, tell_of
from models.work.holidays import WHOLE_OFFICE, Holiday, HolidayKind
from models.work.making_duties import AHEAD, of_unit, write_duties
from models.work.windows import month_end

DECIDED_HERE = (HolidayKind.OFFICE, HolidayKind.WORKDAY)  # not by the three ministers


class UnitUnknown(Refusal):
    """No unit has this code."""


class DayAlreadySpecial(Refusal):
    """The same sort of day is there already, for the same unit."""


class NotASpecialDay(Refusal):
    """There is nothing to be removed."""


class SpecialDayClosed(Refusal):
    """The day's month is closed: what was owed in it stays."""


class SpecialDayHasCome(Refusal):
    """People have acted upon it already."""


@dataclass(frozen=True)
class Changed:
    """What a special day has changed."""

    duties: int  # days of somebody, whatever has changed of them
    people: int  # who owe another day now, or one day less


async def add_special_day(
    session: AsyncSession, holiday: Holiday, office: Office, *, at: datetime
) -> Changed:
    """Add it and rewrite the duties it touches. Raises the refusals above."""
    return await add_special_days(session, [holiday], office, at=at)


async def add_special_days(
    session: AsyncSession, run: Sequence[Holiday], office: Office, *, at: datetime
) -> Changed:
    """The same of days in a row, of one name and unit; those that are there already stay."""
    first, last = run[0], run[-1]
    unit = await _unit(session, first.unit)
    _must_be_open(first.day, unit, office, at)
    there = await _days_there(session, first, last.day)
    new = [holiday for holiday in run if holiday.day not in there]
    if not new:
        raise DayAlreadySpecial(day=first.day)
    session.add_all(new)
    because = f"{ADDED}{first.name}"
    return await _rewrite(session, first.day, last.day, unit, office, at, because=because)


async def trial_of_special_days(
    session: AsyncSession, run: Sequence[Holiday], office: Office, *, at: datetime
) -> Changed:
    """What it would change. All is as if it had never been; so is ``run``."""
    savepoint = await session.begin_nested()
    try:
        return await add_special_days(session, run, office, at=at)
    finally:
        await savepoint.rollback()


async def remove_special_day(
    session: AsyncSession, day: date, unit_code: str, office: Office, *, at: datetime
) -> Changed:
    """Remove whatever makes this day special for the office (""), or for this very unit."""
    unit = await _unit(session, unit_code)
    _must_be_open(day, unit, office, at)
    found = await special_days_on(session, day, unit_code)
    if not found:
        raise NotASpecialDay(day=day)
    await session.execute(delete(Holiday).where(Holiday.day == day, Holiday.unit == unit_code))
    names = ", ".join(holiday.name for holiday in found)
    return await _rewrite(session, day, day, unit, office, at, because=f"{REMOVED}{names}")


async def take_back(
    session: AsyncSession, run: Sequence[Holiday], office: Office, *, at: datetime
) -> Changed:
    """Remove these only, days in a row of which none has come."""
    first, last = run[0], run[-1]
    if first.day <= office.today(at):
        raise SpecialDayHasCome(day=first.day)
    unit = await _unit(session, first.unit)
    for holiday in run:
        await session.delete(holiday)
    because = f"{REMOVED}{first.name}"
    return await _rewrite(session, first.day, last.day, unit, office, at, because=because)


def runs(holidays: Sequence[Holiday]) -> list[list[Holiday]]:
    """Days in a row that were decided as one, in the order of their first days."""
    found: list[list[Holiday]] = []
    for holiday in sorted(holidays, key=lambda one: one.day):
        before = next((run for run in found if _goes_on(run[-1], holiday)), None)
        if before is None:
            found.append([holiday])
        else:
            before.append(holiday)
    return found


def _goes_on(before: Holiday, holiday: Holiday) -> bool:
    same = (before.kind, before.unit, before.name) == (holiday.kind, holiday.unit, holiday.name)
    return same and holiday.day - before.day == timedelta(days=1)


async def run_of(session: AsyncSession, holiday: Holiday, *, after: date) -> list[Holiday]:
    """The days that were decided with this one and come after a day; it is one of them, or none."""
    decided = await decided_from(session, after + timedelta(days=1), [holiday.unit])
    return next((run for run in runs(decided) if holiday in run), [])


async def _days_there(session: AsyncSession, first: Holiday, last: date) -> set[date]:
    rows = await session.scalars(
        select(Holiday.day).where(
            Holiday.day.between(first.day, last),
            Holiday.unit == first.unit,
            Holiday.kind == first.kind,
        )
    )
    return {*rows}


async def special_days_of(session: AsyncSession, year: int) -> Sequence[Holiday]:
    """A year's special days of the whole office and of units, in order."""
    rows = await session.scalars(
        select(Holiday)
        .where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Holiday.day, Holiday.unit, Holiday.kind)
    )
    return rows.all()


async def decided_from(session: AsyncSession, day: date, units: Sequence[str]) -> Sequence[Holiday]:
    """What the office itself has decided for these units (codes) and days from this one on."""
    rows = await session.scalars(
        select(Holiday)
        .where(Holiday.day >= day, Holiday.kind.in_(DECIDED_HERE), Holiday.unit.in_(units))
        .order_by(Holiday.day, Holiday.unit, Holiday.kind)
    )
    return rows.all()


async def special_days_on(
    session: AsyncSession, day: date, unit_code: str, *, until: date | None = None
) -> Sequence[Holiday]:
    """What this day, and those until another, are for the office (""), or for this very unit."""
    rows = await session.scalars(
        select(Holiday)
        .where(Holiday.day.between(day, until or day), Holiday.unit == unit_code)
        .order_by(Holiday.day)
    )
    return rows.all()


async def _unit(session: AsyncSession, code: str) -> Unit | None:
    if code == WHOLE_OFFICE:
        return None
    unit = await session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise UnitUnknown(code=code)
    return unit


def _must_be_open(day: date, unit: Unit | None, office: Office, at: datetime) -> None:
    rules = office.rules_on(day, unit.codes if unit else ())
    if at >= month_end(day, office, rules):
        raise SpecialDayClosed(day=day)


async def _rewrite(
    session: AsyncSession, since: date, until: date, unit: Unit | None, office: Office,
    at: datetime, because: str,
) -> Changed:  # fmt: skip
    """Rewrite the duties, and have those told whose days have changed.

    A day that is too far off has no duties yet; they will be made as it is by then. Made now they
    would lie beyond a gap, which ``make_ahead`` does not look for.
    """
    until = min(until, office.today(at) + AHEAD)
    if until < since:
        return Changed(0, 0)
    before = await owed_on(session, since, until)
    whose = true() if unit is None else of_unit(unit)
    duties = await write_duties(
        session, office, since=since, until=until, at=at, whose=whose, because=because[:200]
    )
    after = await owed_on(session, since, until)
    rules = office.rules_on(office.today(at), unit.codes if unit else ())
    due = office.awake(at + GRACE, rules)
    return Changed(duties, await tell_of(session, before, after, at=due))
