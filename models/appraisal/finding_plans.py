"""Which plan holds for whom on which day, in which version, and how far its results have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models.appraisal.plans import PlanVersion, WorkPlan, WorkResult
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.states import State


async def plans_of(session: AsyncSession, employee_id: int) -> Sequence[WorkPlan]:
    """All plans of somebody, the newest first."""
    rows = await session.scalars(
        select(WorkPlan).where(WorkPlan.employee_id == employee_id).order_by(WorkPlan.since.desc())
    )
    return rows.all()


async def plan_on(session: AsyncSession, employee_id: int, day: date) -> WorkPlan | None:
    return await session.scalar(
        select(WorkPlan).where(
            WorkPlan.employee_id == employee_id, WorkPlan.since <= day, WorkPlan.until >= day
        )
    )


async def newest_version(session: AsyncSession, plan_id: int) -> PlanVersion | None:
    """The version that is being worked on, or else the agreed one."""
    return await session.scalar(_whole().where(PlanVersion.plan_id == plan_id).limit(1))


async def version_in_force(session: AsyncSession, plan_id: int) -> PlanVersion | None:
    """What was agreed last; before that what is being written, so that nobody has to wait."""
    order = _whole().order_by(None).order_by(
        PlanVersion.agreed_at.is_(None), PlanVersion.number.desc()
    )  # fmt: skip
    return await session.scalar(order.where(PlanVersion.plan_id == plan_id).limit(1))


def _whole() -> Select[PlanVersion]:
    return (
        select(PlanVersion)
        .order_by(PlanVersion.number.desc())
        .options(selectinload(PlanVersion.results).selectinload(WorkResult.indicators))
    )


def begin_plan(
    posting: Posting, earlier: Sequence[WorkPlan], *, employee_id: int, today: date
) -> WorkPlan:
    """A plan from New Year, or from the transfer on; the one before it ends the day before."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    since = max(first, posting.since)
    for plan in earlier:
        if plan.holds_on(since) and plan.since < since:
            plan.until = date.fromordinal(since.toordinal() - 1)
    return WorkPlan(employee_id=employee_id, unit_id=posting.unit_id, position=posting.position,
                    since=since, until=last)  # fmt: skip


def is_of(plan: WorkPlan, posting: Posting) -> bool:
    """Whether a plan was made for this post: a transfer asks for another one."""
    return (plan.unit_id, plan.position) == (posting.unit_id, posting.position)


@dataclass
class Progress:
    """What was approved for a result: activities, minutes, and quantities by unit."""

    activities: int = 0
    minutes: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def of(self, unit: str | None) -> Decimal:
        return self.amounts.get((unit or "").casefold(), Decimal(0))


async def progress_of(
    session: AsyncSession, plan: WorkPlan, *, since: date = date.min, until: date = date.max
) -> dict[int, Progress]:
    """By result's key, from what was approved within the plan's days and these; one query."""
    rows = await session.execute(
        select(
            Activity.result_key, Activity.unit, func.count(), func.sum(Activity.minutes),
            func.sum(Activity.quantity),
        )
        .where(Activity.plan_id == plan.id, Activity.result_key.is_not(None))
        .where(Activity.state == State.APPROVED)
        .where(Activity.day.between(max(plan.since, since), min(plan.until, until)))
        .group_by(Activity.result_key, Activity.unit)
    )  # fmt: skip
    found: dict[int, Progress] = {}
    for key, unit, count, minutes, amount in rows:
        assert key is not None, "asked for by the query"
        progress = found.setdefault(key, Progress())
        progress.activities += count
        progress.minutes += minutes or 0
        if unit is not None and amount is not None:
            name = unit.casefold()
            progress.amounts[name] = progress.of(unit) + Decimal(amount)
    return found
