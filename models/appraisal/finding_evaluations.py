"""Evaluations as they are asked for: one's own, a team's, a unit's, and what stands behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from models.appraisal.evaluation_steps import EvaluationStep, Step
from models.appraisal.evaluations import Evaluation, EvaluationMovedOn, EvaluationStage
from models.appraisal.feedback import Feedback
from models.appraisal.periods import Span
from models.appraisal.plans import WorkPlan
from models.appraisal.ratings import Predicate
from models.people.employees import Employee, Role
from models.people.postings import Posting, posting_of


def _whole() -> Select[Evaluation]:
    return select(Evaluation).options(
        selectinload(Evaluation.answers), selectinload(Evaluation.steps),
        joinedload(Evaluation.employee), joinedload(Evaluation.appraiser),
    )  # fmt: skip


async def evaluation_with(session: AsyncSession, evaluation_id: int) -> Evaluation | None:
    return await session.scalar(_whole().where(Evaluation.id == evaluation_id))


async def evaluations_with(session: AsyncSession, ids: Sequence[int]) -> dict[int, Evaluation]:
    rows = await session.scalars(_whole().where(Evaluation.id.in_(ids)))
    return {one.id: one for one in rows}


async def newest_of(
    session: AsyncSession, employee_ids: Sequence[int], span: Span
) -> dict[int, Evaluation]:
    """Each one's newest version of a period, by employee."""
    rows = await session.scalars(
        _whole()
        .where(Evaluation.employee_id.in_(employee_ids))
        .where(Evaluation.cadence == span.cadence, Evaluation.since == span.since)
        .order_by(Evaluation.number)
    )
    return {one.employee_id: one for one in rows}


async def versions_before(session: AsyncSession, one: Evaluation) -> Sequence[int]:
    """The ids of what a correction replaces."""
    if one.number == 1:
        return []
    rows = await session.scalars(
        select(Evaluation.id)
        .where(Evaluation.employee_id == one.employee_id, Evaluation.number < one.number)
        .where(Evaluation.cadence == one.cadence, Evaluation.since == one.since)
    )
    return rows.all()


async def newest_signed(session: AsyncSession, employee_id: int, span: Span) -> Evaluation | None:
    """The version that holds: what is being corrected holds until the correction is signed."""
    return await session.scalar(
        _whole()
        .where(Evaluation.employee_id == employee_id, Evaluation.signed_at.is_not(None))
        .where(Evaluation.cadence == span.cadence, Evaluation.since == span.since)
        .order_by(Evaluation.number.desc())
        .limit(1)
    )


async def must_stand_alone(session: AsyncSession, one: Evaluation) -> None:
    """Refuse where another version of the same evaluation has the word.

    What was corrected and signed anew is accepted or objected to; once a version has been objected
    to, only the appraiser's superior changes anything.
    """
    rows = await session.scalars(
        _whole()
        .where(Evaluation.employee_id == one.employee_id, Evaluation.id != one.id)
        .where(Evaluation.cadence == one.cadence, Evaluation.since == one.since)
    )
    for other in rows:
        if other.stage in (EvaluationStage.OBJECTED, EvaluationStage.DECIDED):
            raise EvaluationMovedOn(stage="elsewhere")
        if other.number > one.number and other.signed_at is not None:
            raise EvaluationMovedOn(stage="newer")


async def own_evaluations(
    session: AsyncSession, employee_id: int, *, most: int
) -> Sequence[Evaluation]:
    """Somebody's evaluations that were signed, the newest first."""
    rows = await session.scalars(
        _whole()
        .where(Evaluation.employee_id == employee_id, Evaluation.signed_at.is_not(None))
        .order_by(Evaluation.until.desc(), Evaluation.number.desc())
        .limit(most)
    )
    return rows.all()


async def objections_for(
    session: AsyncSession, employee_id: int, *, most: int
) -> Sequence[Evaluation]:
    """What was objected to, and waits for somebody's decision or had it; the newest first."""
    rows = await session.scalars(
        _whole()
        .join(EvaluationStep, EvaluationStep.evaluation_id == Evaluation.id)
        .where(EvaluationStep.to_id == employee_id, EvaluationStep.step == Step.OBJECTED)
        .order_by(EvaluationStep.at.desc())
        .limit(most)
    )
    return rows.all()


def is_head(employee: Employee) -> bool:
    """Whoever leads a unit is rated by the unit's achievement (SE MenPANRB 3/2023)."""
    return employee.role is Role.UNIT_HEAD


async def posting_for(
    session: AsyncSession, employee: Employee, span: Span, today: date
) -> Posting | None:
    """Where they worked at the end of a period, or work by now if it is not over."""
    return await posting_of(session, employee, min(span.until, today))


async def predicates_in(
    session: AsyncSession, unit_id: int, span: Span, *, besides: Collection[int]
) -> list[Predicate]:
    """What was signed for the others of a unit and period, as it stands by now."""
    rows = await session.scalars(
        select(Evaluation)
        .where(Evaluation.unit_id == unit_id, Evaluation.cadence == span.cadence)
        .where(Evaluation.since == span.since, Evaluation.employee_id.not_in(besides))
        .where(Evaluation.signed_at.is_not(None))
        .order_by(Evaluation.number)
        .options(selectinload(Evaluation.steps))
    )
    newest = {one.employee_id: one for one in rows}
    return [one.outcome for one in newest.values() if one.outcome is not None]


async def feedback_within(
    session: AsyncSession, employee_id: int, since: datetime, until: datetime, *, most: int
) -> Sequence[Feedback]:
    """What somebody was told in a period, the newest first."""
    rows = await session.scalars(
        select(Feedback)
        .where(Feedback.to_id == employee_id, Feedback.at >= since, Feedback.at < until)
        .order_by(Feedback.at.desc())
        .limit(most)
        .options(joinedload(Feedback.by))
    )
    return rows.all()


async def feedback_counts(
    session: AsyncSession, employee_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, int]:
    """How often each was told something in a period; who never was is not in it."""
    rows = await session.execute(
        select(Feedback.to_id, func.count())
        .where(Feedback.to_id.in_(employee_ids), Feedback.at >= since, Feedback.at < until)
        .group_by(Feedback.to_id)
    )
    return {row[0]: row[1] for row in rows}


async def plans_within(session: AsyncSession, employee_id: int, span: Span) -> Sequence[WorkPlan]:
    """The plans of a period: two, if a transfer divides it."""
    rows = await session.scalars(
        select(WorkPlan)
        .where(WorkPlan.employee_id == employee_id)
        .where(WorkPlan.since <= span.until, WorkPlan.until >= span.since)
        .order_by(WorkPlan.since)
    )
    return rows.all()
