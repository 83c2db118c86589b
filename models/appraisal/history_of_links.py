"""What somebody's earlier activities served: what a suggestion learns from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.plans import PlanVersion
from models.appraisal.suggesting import Done, Planned
from models.work.activities import Activity
from models.work.states import SENT

LEARNS_FROM = 200  # the newest


async def done_for(session: AsyncSession, plan_id: int) -> list[Done]:
    """The newest activities that were sent under a plan, with what they serve."""
    rows = await session.execute(
        select(Activity.what, Activity.result_key)
        .where(Activity.plan_id == plan_id, Activity.state.in_(SENT))
        .order_by(Activity.id.desc())
        .limit(LEARNS_FROM)
    )
    return [Done(what, key) for what, key in rows]


def planned_in(version: PlanVersion) -> list[Planned]:
    return [
        Planned(
            result.key,
            " ".join([result.what, *(indicator.what for indicator in result.indicators)]),
            frozenset(i.unit.casefold() for i in result.indicators if i.unit),
        )
        for result in version.results
    ]
