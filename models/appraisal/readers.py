"""Who may read somebody's recap, and of which days; and whose unit's year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.people.units import Unit
from models.work.duties import Duty
from models.work.periods import Period
from models.work.stand_ins import StandIn, places_of
from models.work.weeks import of_team, of_unit, unit_headed_by, unit_left_by


@dataclass(frozen=True)
class Readable:
    """Somebody's days that may be read: all of them, or those within a condition on ``Duty``."""

    employee: Employee
    scope: ColumnElement[bool] | None = None


async def readable(
    session: AsyncSession, reader: Employee, employee_id: int, period: Period, *, today: date
) -> Readable | None:
    """One's own; of others the days on which they worked under the reader, or in their unit."""
    if employee_id in (0, reader.id):
        return Readable(reader)
    scope = await led_by(session, reader, today)
    days = select(Duty.id).where(
        scope, Duty.employee_id == employee_id, Duty.day.between(period.first, period.last)
    )
    if await session.scalar(days.limit(1)) is None:
        return None
    return Readable(await session.get_one(Employee, employee_id), scope)


async def led_by(session: AsyncSession, reader: Employee, today: date) -> ColumnElement[bool]:
    """The days of those whom somebody leads, as supervisor or as head of the unit."""
    unit = await unit_headed_by(session, reader, today)
    team = of_team(reader)
    return team if unit is None else or_(team, of_unit(unit, besides=reader))


@dataclass(frozen=True)
class LedUnit:
    """A unit that somebody leads today, as its head or in the head's place (Plh, Plt)."""

    unit: Unit
    besides: tuple[int, ...]  # whose own year is another matter: the reader's and the head's
    place: StandIn | None = None


async def units_led_by(session: AsyncSession, reader: Employee, today: date) -> list[LedUnit]:
    """One's own first; a Plt leads the unit that a head has left, too."""
    own = await unit_headed_by(session, reader, today)
    led = [LedUnit(own, (reader.id,))] if own else []
    for place in await places_of(session, reader, today=today):
        unit = await unit_headed_by(session, place.official, today)
        unit = unit or await unit_left_by(session, place.official, today)
        if unit is not None:
            led.append(LedUnit(unit, (reader.id, place.official_id), place))
    return led


async def unit_led_by(
    session: AsyncSession, reader: Employee, unit_id: int, today: date
) -> LedUnit | None:
    """This unit if the reader leads it today; 0 is the first that they lead."""
    led = await units_led_by(session, reader, today)
    return next((one for one in led if unit_id in (0, one.unit.id)), None)
