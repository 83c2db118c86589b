"""What an activity was known as before it changed: as it was last decided, else first sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.work.activities import Activity
from models.work.decisions import Decision, Verdict
from models.work.revisions import Revision
from models.work.written import Written

APPROVING = (Verdict.APPROVED, Verdict.CORRECTED)


@dataclass(frozen=True)
class Before:
    """The words that somebody knows, and since when they were approved, if they were."""

    words: Written
    approved_at: datetime | None = None


async def known_before(session: AsyncSession, activities: Sequence[Activity]) -> dict[int, Before]:
    """By activity id, of what waits with other words than these; at most two queries."""
    changed = {a.id: a for a in activities if a.is_waiting and a.kept > 1}
    if not changed:
        return {}
    decisions = await _last_decisions(session, list(changed))
    revisions = await session.scalars(
        select(Revision).where(Revision.activity_id.in_(changed)).order_by(Revision.number)
    )
    found: dict[int, Before] = {}
    for revision in revisions:
        decision = decisions.get(revision.activity_id)
        if decision is None or decision.revision == revision.number:
            found.setdefault(revision.activity_id, _before(revision, decision))
    return {key: it for key, it in found.items() if it.words != changed[key].written}


async def _last_decisions(session: AsyncSession, ids: Sequence[int]) -> dict[int, Decision]:
    rows = await session.scalars(
        select(Decision).where(Decision.activity_id.in_(ids)).order_by(Decision.id)
    )
    return {decision.activity_id: decision for decision in rows}


def _before(revision: Revision, decision: Decision | None) -> Before:
    approved = decision is not None and decision.verdict in APPROVING
    return Before(Written.of(revision), decision.at if decision and approved else None)
