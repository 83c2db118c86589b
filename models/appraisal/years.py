"""A year at a glance: somebody's months, and the predicates of a unit and all below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models.appraisal.evaluation_steps import Step
from models.appraisal.evaluations import Evaluation
from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import Predicate
from models.people.employees import Employee
from models.people.postings import Posting, held_on
from models.people.units import Unit, within
from models.work.figures import Figures


def months_of(figures: Figures) -> list[Figures]:
    """The twelve months of a year's figures, January first."""
    return [
        replace(figures, days=[day for day in figures.days if day.day.month == month])
        for month in range(1, 13)
    ]


@dataclass(frozen=True)
class UnitYear:
    """What was signed for a unit's people in a year, their number, and how many objected."""

    predicates: Sequence[Predicate]
    people: int
    objections: int

    def count(self, predicate: Predicate) -> int:
        return sum(one is predicate for one in self.predicates)


async def unit_year(
    session: AsyncSession, unit: Unit, year: int, *, besides: Employee, today: date
) -> UnitYear:
    """Everybody's newest signed version, as it stands by now; the head's own is another matter."""
    span = Span.holding(date(year, 1, 1), Cadence.YEARLY)
    inside = select(Unit.id).where(within(unit))
    rows = await session.scalars(
        select(Evaluation)
        .where(Evaluation.unit_id.in_(inside), Evaluation.cadence == span.cadence)
        .where(Evaluation.since == span.since, Evaluation.signed_at.is_not(None))
        .where(Evaluation.employee_id != besides.id)
        .order_by(Evaluation.number)
        .options(selectinload(Evaluation.steps))
    )
    newest = {one.employee_id: one for one in rows}
    people = await session.scalar(
        select(func.count(Posting.employee_id.distinct()))
        .where(Posting.unit_id.in_(inside), held_on(min(span.until, today)))
        .where(Posting.employee_id != besides.id)
    )
    return UnitYear(
        [one.outcome for one in newest.values() if one.outcome is not None],
        people or 0,
        sum(one.step(Step.OBJECTED) is not None for one in newest.values()),
    )
