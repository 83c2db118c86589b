"""Special days are the office's to add and to remove; duties follow, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.units import Unit
from models.refusals import Refusal
from models.work.holidays import WHOLE_OFFICE, Holiday
from models.work.making_duties import of_unit, write_duties


class UnitUnknown(Refusal):
    """No unit has this code."""


class DayAlreadySpecial(Refusal):
    """The same sort of day is there already, for the same unit."""


class NotASpecialDay(Refusal):
    """There is nothing to be removed."""


async def add_special_day(
    session: AsyncSession, holiday: Holiday, office: Office, *, at: datetime
) -> int:
    """Add it and rewrite the duties it touches; say how many. Raises the refusals above."""
    unit = await _unit(session, holiday.unit)
    same = await _there(session, holiday.day, holiday.unit)
    if any(other.kind is holiday.kind for other in same):
        raise DayAlreadySpecial(day=holiday.day)
    session.add(holiday)
    return await _rewrite(session, holiday.day, unit, office, at, because=f"+ {holiday.name}")


async def remove_special_day(
    session: AsyncSession, day: date, unit_code: str, office: Office, *, at: datetime
) -> int:
    """Remove whatever makes this day special for the office (""), or for this very unit."""
    unit = await _unit(session, unit_code)
    found = await _there(session, day, unit_code)
    if not found:
        raise NotASpecialDay(day=day)
    await session.execute(delete(Holiday).where(Holiday.day == day, Holiday.unit == unit_code))
    names = ", ".join(holiday.name for holiday in found)
    return await _rewrite(session, day, unit, office, at, because=f"- {names}")


async def special_days_of(session: AsyncSession, year: int) -> Sequence[Holiday]:
    """A year's special days of the whole office and of units, in order."""
    rows = await session.scalars(
        select(Holiday)
        .where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Holiday.day, Holiday.unit, Holiday.kind)
    )
    return rows.all()


async def _there(session: AsyncSession, day: date, unit_code: str) -> Sequence[Holiday]:
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


async def _rewrite(
    session: AsyncSession, day: date, unit: Unit | None, office: Office, at: datetime, because: str
) -> int:
    whose = true() if unit is None else of_unit(unit)
    return await write_duties(
        session, office, since=day, until=day, at=at, whose=whose, because=because[:200]
    )
