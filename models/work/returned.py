"""What was sent back (dikembalikan) and has come once more: by whom it was, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.work.activities import Activity
from models.work.decisions import Decision, Verdict


@dataclass(frozen=True)
class Returned:
    """The return that an activity was sent again after."""

    by: Employee
    at: datetime
    reason: str


async def returned_before(
    session: AsyncSession, activities: Sequence[Activity]
) -> dict[int, Returned]:
    """By activity id, of what waits and whose last decision sent it back; at most one query."""
    again = [a.id for a in activities if a.is_waiting and a.kept > 1]
    if not again:
        return {}
    rows = await session.execute(
        select(Decision, Employee)
        .join(Employee, Employee.id == Decision.by_id)
        .where(Decision.activity_id.in_(again))
        .order_by(Decision.id)
    )
    last = {decision.activity_id: (decision, by) for decision, by in rows}
    return {
        number: Returned(by, decision.at, decision.reason or "")
        for number, (decision, by) in last.items()
        if decision.verdict is Verdict.RETURNED
    }
