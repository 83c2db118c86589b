"""Context of a unit: attendance, service time and citizens' satisfaction, shown beside its figures.

Nothing is reckoned from it: a report that is missing is no absence, and no allowance is computed.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Json, NumberedBase
from models.work.periods import Period, Span

LOOKS_AT = 60  # figures of one unit, the newest


class Context(StrEnum):
    """What an agency counts beside the reports."""

    ATTENDANCE = "attendance"  # kehadiran, in percent
    SERVICE_TIME = "service-time"  # waktu layanan, in minutes
    SATISFACTION = "satisfaction"  # IKM of SKM, 25 to 100


class UnitFigure(NumberedBase):
    """One figure of a unit and a period, as a sheet of the agency's has it."""

    __tablename__ = "unit_figures"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "since", "until"),
        Index("ix_unit_figures_until", "until"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[Context]
    since: Mapped[date]
    until: Mapped[date]  # the last day
    hundredths: Mapped[int]  # exact: two decimals are all there is
    basis: Mapped[dict[str, Any]] = mapped_column(Json, default_factory=dict)  # SKM's nine means
    at: Mapped[datetime]

    @property
    def amount(self) -> Decimal:
        return Decimal(self.hundredths).scaleb(-2)

    @property
    def period(self) -> Period:
        """The month, quarter or year that it is of."""
        months = 12 * (self.until.year - self.since.year) + self.until.month - self.since.month + 1
        return Period.of(next(span for span in Span if span.months == months), self.since)


async def context_of(session: AsyncSession, unit_id: int) -> list[UnitFigure]:
    """The newest figure of each kind, in the order of the kinds."""
    rows = await session.scalars(
        select(UnitFigure)
        .where(UnitFigure.unit_id == unit_id)
        .order_by(UnitFigure.until.desc(), UnitFigure.since.desc())
        .limit(LOOKS_AT)
    )
    newest: dict[Context, UnitFigure] = {}
    for row in rows:
        newest.setdefault(row.kind, row)
    return [newest[kind] for kind in Context if kind in newest]
