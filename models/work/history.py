"""The history (riwayat) of an activity: what was sent, decided, asked for, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.work.activities import Activity
from models.work.corrections import Correction, CorrectionAnswer
from models.work.decisions import Decision, Verdict
from models.work.link_changes import LinkChange
from models.work.revisions import Revision
from models.work.written import Written

SENT, CHANGED, SENT_AGAIN, ASKED, DECLINED = "sent", "changed", "sent-again", "asked", "declined"
RELINKED = "relinked"  # to another planned result, after it was approved

Log = TypeVar("Log", Decision, Revision, Correction, CorrectionAnswer, LinkChange)


@dataclass(frozen=True)
class Event:
    """One thing that happened to an activity."""

    at: datetime
    by_id: int
    kind: str  # one of the above, or a verdict
    words: Written | None = None  # what was sent, or is wanted
    before: Written | None = None  # and what stood until then
    reason: str | None = None
    decision: Decision | CorrectionAnswer | None = None
    relinked: LinkChange | None = None


async def history_of(session: AsyncSession, activity: Activity) -> list[tuple[Event, Employee]]:
    """Everything that was ever written down of it, the first first; six queries."""
    decisions = await _all(session, Decision, activity)
    events = [  # in the order in which they come of each other, where the moment is the same
        *_of_revisions(activity, await _all(session, Revision, activity), decisions),
        *_of_corrections(
            await _all(session, Correction, activity),
            await _all(session, CorrectionAnswer, activity),
        ),
        *_of_decisions(decisions),
        *(
            Event(change.at, change.by_id, RELINKED, relinked=change)
            for change in await _all(session, LinkChange, activity)
        ),
    ]
    people = await session.scalars(
        select(Employee).where(Employee.id.in_({event.by_id for event in events}))
    )
    by_id = {person.id: person for person in people}
    return [(event, by_id[event.by_id]) for event in sorted(events, key=lambda event: event.at)]


async def _all(session: AsyncSession, table: type[Log], activity: Activity) -> Sequence[Log]:
    rows = await session.scalars(
        select(table).where(table.activity_id == activity.id).order_by(table.id)
    )
    return rows.all()


def _of_revisions(
    activity: Activity, revisions: Sequence[Revision], decisions: Sequence[Decision]
) -> list[Event]:
    """What came of a correction is its reviewer's doing, all else the author's."""
    let_in = {d.revision: d.by_id for d in decisions if d.verdict is Verdict.CORRECTED}
    events, before = [], None
    for revision in revisions:
        words = Written.of(revision)
        kind = SENT if before is None else SENT_AGAIN if before == words else CHANGED
        by_id = let_in.get(revision.number, activity.author_id)
        events.append(Event(revision.at, by_id, kind, words, before))
        before = words
    return events


def _of_decisions(decisions: Sequence[Decision]) -> list[Event]:
    return [Event(d.at, d.by_id, d.verdict.value, reason=d.reason, decision=d) for d in decisions]


def _of_corrections(
    corrections: Sequence[Correction], answers: Sequence[CorrectionAnswer]
) -> list[Event]:
    """One that was let in is among the decisions."""
    asked = [Event(c.at, c.by_id, ASKED, c.wanted, reason=c.reason) for c in corrections]
    declined = [a for a in answers if not a.is_granted]
    return asked + [Event(a.at, a.by_id, DECLINED, reason=a.reason, decision=a) for a in declined]
