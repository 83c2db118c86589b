"""What waits for somebody's decision: a report that was sent, or leave that was asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.office import Office
from models.people.employees import Employee
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.requests_away import answerable
from models.work.states import State


@dataclass(frozen=True)
class Pending:
    """One of either, with what a reminder needs to know of it."""

    row: Activity | Absence
    reviewer_id: int
    who: Employee
    sent_at: datetime
    since: date

    @property
    def was_told(self) -> bool:
        """Whether a superior has been told since it was sent."""
        told = self.row.superior_told_at
        return told is not None and told >= self.sent_at


async def pending_with(
    session: AsyncSession, reviewers: Collection[int], office: Office, *, now: datetime
) -> Mapping[int, Sequence[Pending]]:
    """What waits for each of these people, reports first; two queries."""
    sent = await session.scalars(
        select(Activity)
        .where(Activity.reviewer_id.in_(reviewers), Activity.state == State.SUBMITTED)
        .order_by(Activity.submitted_at, Activity.id)
        .options(joinedload(Activity.author))
    )
    asked = await session.scalars(
        select(Absence)
        .where(Absence.told_id.in_(reviewers), answerable(office, now))
        .order_by(Absence.said_at, Absence.id)
        .options(joinedload(Absence.employee))
    )
    found: defaultdict[int, list[Pending]] = defaultdict(list)
    for one in (*map(_report, sent), *map(_request, asked)):
        found[one.reviewer_id].append(one)
    return found


async def note_told(session: AsyncSession, told: Sequence[Pending], *, at: datetime) -> None:
    """The superior knows of these now."""
    requests = [one.row.id for one in told if isinstance(one.row, Absence)]
    for one in told:
        if isinstance(one.row, Activity):
            one.row.superior_told_at = at
    # Not through the row: nothing of the absence itself has changed.
    await session.execute(
        update(Absence)
        .where(Absence.id.in_(requests))
        .values(superior_told_at=at)
        .execution_options(synchronize_session=False)
    )


def _report(activity: Activity) -> Pending:
    sent_at, day = activity.submitted_at, activity.day
    assert sent_at is not None, "it waits, so it was sent"
    assert day is not None, "it was sent, so its day is known"
    return Pending(activity, activity.reviewer_id or 0, activity.author, sent_at, day)


def _request(absence: Absence) -> Pending:
    return Pending(absence, absence.told_id or 0, absence.employee, absence.said_at, absence.since)
