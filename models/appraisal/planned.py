"""What was planned beside what was done: the results in force in a period, and their indicators.

A result that nothing went into is no less a part of the plan: it is listed with nothing reached.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.plans import Aspect, Indicator, PlanVersion, WorkPlan, WorkResult
from models.appraisal.recaps import Recap, Share
from models.work.duties import Duty
from models.work.periods import Period

LOT = 500  # people in one query


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator (IKI) of a planned result, as the version in force has it."""

    aspect: Aspect
    what: str
    target: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None

    @property
    def least(self) -> Decimal | None:
        """What is to be reached, where the target says a number."""
        return self.low if self.low is not None else self.high

    def reached(self, amounts: Mapping[str, Decimal]) -> Decimal | None:
        """Of what was approved, in the target's unit; None where nobody counts but its owner.

        ``amounts``: by unit, in lower case. A quantity of which nothing was approved is 0.
        """
        if self.unit is None or self.least is None:
            return None
        nothing = Decimal(0) if self.aspect is Aspect.QUANTITY else None
        return amounts.get(self.unit.casefold(), nothing)


@dataclass(frozen=True, slots=True)
class Planned:
    """A result (RHK) of the version in force of a plan that held in the period."""

    plan_id: int
    key: int
    is_agreed: bool
    aims: list[Aim] = field(default_factory=list)

    def as_share(self) -> Share:
        """What went into it: nothing."""
        amounts = {
            (aim.unit or "").casefold(): reached
            for aim in self.aims
            if (reached := aim.reached({})) is not None
        }
        return Share(self.plan_id, self.key, is_task=False, amounts=amounts)


async def add_planned(
    session: AsyncSession, recaps: Mapping[int, Recap], period: Period, *,
    scope: ColumnElement[bool] | None = None,
) -> dict[int, list[Planned]]:  # fmt: skip
    """Put what was agreed and not worked on among the shares; what was planned, by employee id.

    ``recaps`` by employee id. ``scope``, a condition on ``Duty``: only plans that held on some of
    these days. One query for 500 people.
    """
    planned = await planned_of(session, recaps, period, scope=scope)
    for employee_id, results in planned.items():
        shares = recaps[employee_id].shares
        served = {(share.plan_id, share.key) for share in shares}
        shares += [one.as_share() for one in results
                   if one.is_agreed and (one.plan_id, one.key) not in served]  # fmt: skip
    return planned


async def planned_of(
    session: AsyncSession, employee_ids: Collection[int], period: Period, *,
    scope: ColumnElement[bool] | None = None,
) -> dict[int, list[Planned]]:  # fmt: skip
    """By employee id, in the order of the plans; who has planned nothing is not in it."""
    ids, found = sorted(employee_ids), dict[int, list[Planned]]()
    for start in range(0, len(ids), LOT):
        await _find(session, ids[start : start + LOT], period, scope, found)
    return found


async def _find(
    session: AsyncSession, ids: Sequence[int], period: Period,
    scope: ColumnElement[bool] | None, found: dict[int, list[Planned]],
) -> None:  # fmt: skip
    of_scope = true() if scope is None else exists().where(
        Duty.employee_id == WorkPlan.employee_id, scope,
        Duty.day.between(WorkPlan.since, WorkPlan.until),
        Duty.day.between(period.first, period.last),
    )  # fmt: skip
    rows = await session.execute(
        select(
            WorkPlan.employee_id, WorkPlan.id, PlanVersion.id, PlanVersion.agreed_at,
            WorkResult.key, Indicator.aspect, Indicator.what, Indicator.target, Indicator.low,
            Indicator.high, Indicator.unit,
        )
        .join(PlanVersion, PlanVersion.plan_id == WorkPlan.id)
        .join(WorkResult, WorkResult.version_id == PlanVersion.id)
        .outerjoin(Indicator, Indicator.result_id == WorkResult.id)
        .where(WorkPlan.employee_id.in_(ids), of_scope)
        .where(WorkPlan.since <= period.last, WorkPlan.until >= period.first)
        .order_by(WorkPlan.employee_id, WorkPlan.since, WorkPlan.id,
                  PlanVersion.agreed_at.is_(None), PlanVersion.number.desc(),
                  WorkResult.place, Indicator.id)
    )  # fmt: skip
    in_force: dict[int, int] = {}
    for employee_id, plan_id, version_id, agreed_at, key, aspect, *aim in rows:
        if in_force.setdefault(plan_id, version_id) != version_id:
            continue
        results = found.setdefault(employee_id, [])
        if not results or (results[-1].plan_id, results[-1].key) != (plan_id, key):
            results.append(Planned(plan_id, key, agreed_at is not None))
        if aspect is not None:
            results[-1].aims.append(Aim(aspect, *aim))
