"""Who may read somebody's recap, and of which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.work.duties import Duty
from models.work.periods import Period
from models.work.weeks import of_team, of_unit, unit_headed_by


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
