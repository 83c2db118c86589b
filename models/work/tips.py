"""The weekly tip (tip mingguan): a line in one's own week, and none again before all were shown."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json

# In this order; the text ``tip-…`` is what each says.
TIPS = (
    "repeat", "one-line", "several", "result", "edit", "photo", "yesterday", "signal", "examples",
    "returned", "away", "recap", "own-way", "history", "feedback", "practice",
)  # fmt: skip
OFF = "off"  # where a tip would stand


class Tips(Base):
    """Which ones somebody has had in this round, and whether they want none."""

    __tablename__ = "tips"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    is_off: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[list[str]] = mapped_column(Json, default_factory=list)

    def take(self) -> str:
        """The next one; after the last it begins anew."""
        left = [tip for tip in TIPS if tip not in self.shown]
        earlier = self.shown if left else []
        tip = left[0] if left else TIPS[0]
        self.shown = [*earlier, tip]
        return tip

    def latest(self) -> str:
        """The one that was shown last."""
        return self.shown[-1] if self.shown else self.take()


async def tips_for(session: AsyncSession, employee_ids: Sequence[int]) -> dict[int, str]:
    """This week's tip for each of them, or ``OFF``; one query, and one to keep it."""
    rows = await session.scalars(select(Tips).where(Tips.employee_id.in_(employee_ids)))
    known = {row.employee_id: row for row in rows}
    chosen = {}
    for employee_id in employee_ids:
        row = known.get(employee_id) or Tips(employee_id=employee_id)
        session.add(row)
        chosen[employee_id] = OFF if row.is_off else row.take()
    return chosen


async def tips_of(session: AsyncSession, employee_id: int) -> Tips:
    """Somebody's row, to be changed."""
    row = await session.get(Tips, employee_id) or Tips(employee_id=employee_id)
    session.add(row)
    return row
