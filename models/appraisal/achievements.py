"""What units achieved (capaian kinerja organisasi), as it was set for a period."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import UnitPredicate
from models.base import NumberedBase
from models.people.employees import Employee
from models.people.units import Unit


class UnitAchievement(NumberedBase):
    """A unit's predicate of a period (capaian kinerja organisasi); the newest counts."""

    __tablename__ = "unit_achievements"
    __table_args__ = (Index("ix_unit_achievements_unit_id", "unit_id", "cadence", "since"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    cadence: Mapped[Cadence]
    since: Mapped[date]
    until: Mapped[date]
    predicate: Mapped[UnitPredicate]
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]


def achieved(
    unit_id: int, span: Span, predicate: UnitPredicate, *, by: Employee, at: datetime
) -> UnitAchievement:
    return UnitAchievement(unit_id=unit_id, cadence=span.cadence, since=span.since,
                           until=span.until, predicate=predicate, by_id=by.id, at=at)  # fmt: skip


async def achievement_of(
    session: AsyncSession, unit: Unit | None, span: Span
) -> UnitPredicate | None:
    """The predicate of the unit, or of the nearest unit above that has one."""
    if unit is None:
        return None
    rows = await session.execute(
        select(Unit.path, UnitAchievement.predicate)
        .join(Unit, Unit.id == UnitAchievement.unit_id)
        .where(Unit.code.in_(unit.codes))
        .where(UnitAchievement.cadence == span.cadence, UnitAchievement.since == span.since)
        .order_by(UnitAchievement.id)
    )
    found: dict[str, UnitPredicate] = {}
    for path, predicate in rows:
        found[path] = predicate
    return found[max(found, key=len)] if found else None
