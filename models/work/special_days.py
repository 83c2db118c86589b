"""Special days are the office's to add and to remove; duties follow, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.units import Unit
from models.refusals import Refusal
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


async def add_special_day(
    session: AsyncSession, holiday: Holiday, office: Office, *, at: datetime
) -> int:
    """Add it and rewrite the duties it touches; say how many. Raises the refusals above."""
    unit = await _unit(session, holiday.unit)
    _must_be_open(holiday.day, unit, office, at)
    same = await special_days_on(session, holiday.day, holiday.unit)
    if any(other.kind is holiday.kind for other in same):
        raise DayAlreadySpecial(day=holiday.day)
    session.add(holiday)
    return await _rewrite(session, holiday.day, unit, office, at, because=f"+ {holiday.name}")


async def trial_of_special_day(
    session: AsyncSession, holiday: Holiday, office: Office, *, at: datetime
) -> int:
    """How many duties it would change. All is as if it had never been; so is ``holiday``."""
    savepoint = await session.begin_nested()
    try:
        return await add_special_day(session, holiday, office, at=at)
    finally:
        await savepoint.rollback()


async def remove_special_day(
    session: AsyncSession, day: date, unit_code: str, office: Office, *, at: datetime
) -> int:
    """Remove whatever makes this day special for the office (""), or for this very unit."""
    unit = await _unit(session, unit_code)
    _must_be_open(day, unit, office, at)
    found = await special_days_on(session, day, unit_code)
    if not found:
        raise NotASpecialDay(day=day)
    await session.execute(delete(Holiday).where(Holiday.day == day, Holiday.unit == unit_code))
    names = ", ".join(holiday.name for holiday in found)
    return await _rewrite(session, day, unit, office, at, because=f"- {names}")


async def take_back(
    session: AsyncSession, holiday: Holiday, office: Office, *, at: datetime
) -> int:
    """Remove this one only, until its day has come; say how many duties change."""
    if holiday.day <= office.today(at):
        raise SpecialDayHasCome(day=holiday.day)
    unit = await _unit(session, holiday.unit)
    await session.delete(holiday)
    return await _rewrite(session, holiday.day, unit, office, at, because=f"- {holiday.name}")


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


async def special_days_on(session: AsyncSession, day: date, unit_code: str) -> Sequence[Holiday]:
    """What this day is for the office (""), or for this very unit."""
    rows = await session.scalars(
        select(Holiday).where(Holiday.day == day, Holiday.unit == unit_code)
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
    session: AsyncSession, day: date, unit: Unit | None, office: Office, at: datetime, because: str
) -> int:
    """A day that is too far off has no duties yet; they will be made as it is by then.

    Made now they would lie beyond a gap, which ``make_ahead`` does not look for.
    """
    if day > office.today(at) + AHEAD:
        return 0
    whose = true() if unit is None else of_unit(unit)
    return await write_duties(
        session, office, since=day, until=day, at=at, whose=whose, because=because[:200]
    )
