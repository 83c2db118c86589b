"""What planned results (RHK) are called, for those whose keys are known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.plans import PlanVersion, WorkPlan, WorkResult

LOT = 500  # plans in one query
Key = tuple[int, int]  # a plan's id and the result's key


@dataclass(frozen=True)
class NamedResult:
    """Its words, and its number in the version in force; None: it is in none any more."""

    what: str
    number: int | None
    place: int  # among all that were asked for


async def results_named(session: AsyncSession, plan_ids: Collection[int]) -> dict[Key, NamedResult]:
    """Every result of these plans, as the version in force has it, or else the last that had it."""
    found: dict[Key, NamedResult] = {}
    ids = sorted(plan_ids)
    for start in range(0, len(ids), LOT):
        await _name(session, ids[start : start + LOT], found)
    return found


async def _name(
    session: AsyncSession, plan_ids: Collection[int], found: dict[Key, NamedResult]
) -> None:
    rows = await session.execute(
        select(PlanVersion.plan_id, PlanVersion.id, WorkResult.key, WorkResult.what)
        .join(WorkResult, WorkResult.version_id == PlanVersion.id)
        .join(WorkPlan, WorkPlan.id == PlanVersion.plan_id)
        .where(PlanVersion.plan_id.in_(plan_ids))
        .order_by(WorkPlan.since, PlanVersion.plan_id, PlanVersion.agreed_at.is_(None),
                  PlanVersion.number.desc(), WorkResult.place)
    )  # fmt: skip
    in_force: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for plan_id, version_id, key, what in rows:
        number = None
        if in_force.setdefault(plan_id, version_id) == version_id:
            number = numbers[plan_id] = numbers.get(plan_id, 0) + 1
        found.setdefault((plan_id, key), NamedResult(what, number, len(found)))
