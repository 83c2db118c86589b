"""A year at a glance: somebody's months, and the predicates of a unit and all below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.appraisal.evaluation_steps import EvaluationStep, Step
from models.appraisal.evaluations import Evaluation
from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import Predicate, Rating
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


class Behind(StrEnum):
    """Which names behind the figures of a unit's year: a predicate's, or these."""

    ALL = "all"
    UNSIGNED = "unsigned"
    OBJECTED = "objected"
    VERY_GOOD = Predicate.VERY_GOOD.value
    GOOD = Predicate.GOOD.value
    NEEDS_IMPROVEMENT = Predicate.NEEDS_IMPROVEMENT.value
    POOR = Predicate.POOR.value
    VERY_POOR = Predicate.VERY_POOR.value


@dataclass(frozen=True)
class Standing:
    """How somebody came out of a year, as decided or else as signed; nothing before that."""

    employee_id: int
    name: str
    predicate: Predicate | None = None
    results: Rating | None = None
    behaviour: Rating | None = None
    has_objected: bool = False
    is_decided: bool = False

    def is_behind(self, of: Behind) -> bool:
        if of is Behind.ALL:
            return True
        if of is Behind.OBJECTED:
            return self.has_objected
        if of is Behind.UNSIGNED:
            return self.predicate is None
        return self.predicate is Predicate(of.value)


@dataclass(frozen=True)
class UnitYear:
    """What was signed for a unit's people in a year, for whom nothing was, and their number."""

    signed: Sequence[Standing]
    unsigned: Sequence[Standing]
    people: int  # who worked there at the end of the year, or work there by now

    @property
    def predicates(self) -> list[Predicate]:
        return [one.predicate for one in self.signed if one.predicate is not None]

    def count(self, predicate: Predicate) -> int:
        return sum(one.predicate is predicate for one in self.signed)

    def behind(self, of: Behind) -> list[Standing]:
        """In the order of names."""
        found = [one for one in (*self.signed, *self.unsigned) if one.is_behind(of)]
        return sorted(found, key=lambda one: (one.name.casefold(), one.employee_id))

    def holds(self, employee_id: int) -> bool:
        return any(one.employee_id == employee_id for one in (*self.signed, *self.unsigned))


async def unit_year(
    session: AsyncSession, unit: Unit, year: int, *, besides: Collection[int], today: date
) -> UnitYear:
    """Everybody's newest signed version, as it stands by now; three queries.

    ``besides``: employee ids. The head's own evaluation is another matter.
    """
    span = Span.holding(date(year, 1, 1), Cadence.YEARLY)
    inside = select(Unit.id).where(within(unit))
    there = and_(Posting.unit_id.in_(inside), held_on(min(span.until, today)),
                 Posting.employee_id.not_in(besides))  # fmt: skip
    people = select(func.count(Posting.employee_id.distinct())).where(there)
    is_signed = exists().where(
        Evaluation.employee_id == Employee.id, Evaluation.cadence == span.cadence,
        Evaluation.since == span.since, Evaluation.signed_at.is_not(None),
    )  # fmt: skip
    unsigned = await session.execute(
        select(Employee.id, Employee.name)
        .join(Posting, Posting.employee_id == Employee.id)
        .where(there, ~is_signed)
        .distinct()
    )
    return UnitYear(
        await _signed(session, unit, span, besides),
        [Standing(row.id, row.name) for row in unsigned],
        await session.scalar(people) or 0,
    )


async def _signed(
    session: AsyncSession, unit: Unit, span: Span, besides: Collection[int]
) -> list[Standing]:
    objected, decided = aliased(EvaluationStep), aliased(EvaluationStep)
    inside = select(Unit.id).where(within(unit))
    rows = await session.execute(
        select(
            Employee.id, Employee.name, objected.id, decided.id,
            func.coalesce(decided.predicate, Evaluation.predicate),
            func.coalesce(decided.results, Evaluation.results),
            func.coalesce(decided.behaviour, Evaluation.behaviour),
        )
        .join(Evaluation, Evaluation.employee_id == Employee.id)
        .outerjoin(objected, _is(objected, Step.OBJECTED))
        .outerjoin(decided, _is(decided, Step.DECIDED))
        .where(Evaluation.unit_id.in_(inside), Evaluation.cadence == span.cadence)
        .where(Evaluation.since == span.since, Evaluation.signed_at.is_not(None))
        .where(Evaluation.employee_id.not_in(besides))
        .order_by(Evaluation.number)
    )  # fmt: skip
    newest = {
        employee_id: Standing(employee_id, name, predicate, results, behaviour,
                              objection is not None, decision is not None)
        for employee_id, name, objection, decision, predicate, results, behaviour in rows
    }  # fmt: skip
    return list(newest.values())


def _is(step: type[EvaluationStep], which: Step) -> ColumnElement[bool]:
    return and_(step.evaluation_id == Evaluation.id, step.step == which)
