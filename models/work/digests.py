"""The digest (ringkasan): who wants it has one card a day of what waits, not one for each report.

When the next one is due is a column of their preferences. One that comes late on its day still
comes; one of an earlier day, or on a day off, is dropped: what waits is in the next, and always in
``/tinjau``. What has waited for days is reminded of in the morning as for everybody.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting, held_on
from models.people.preferences import Preferences
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.duties import Duty
from models.work.requests_away import answerable
from models.work.states import State

KIND, SUBJECT = "queue", "all"  # the card of /tinjau


def next_digest(office: Office, hour: time, *, after: datetime) -> datetime:
    """The next time that the office's clock shows this hour."""
    today = office.at(office.today(after), hour)
    return today if today > after else office.at(office.today(after) + timedelta(days=1), hour)


async def send_digests(
    session: AsyncSession, office: Office, *, now: datetime, most: int = 200
) -> int:
    """Take some of the digests that are due, and say how many; 0: none was."""
    hour = office.own_way.digest_at
    if hour is None:
        return 0
    today = office.today(now)
    await _take(session, Preferences.digest_at < office.at(today, time()),
                office.at(today, hour), most)  # fmt: skip
    following = next_digest(office, hour, after=now)
    whose = await _take(session, Preferences.digest_at <= now, following, most)
    if whose and not office.is_quiet(now, office.rules_on(today)):
        for reviewer in await _with_something_waiting(session, whose, office, now):
            show(session, KIND, SUBJECT, to=reviewer, at=now, anew=True,
                 facts={"page": 0, "digest": True})  # fmt: skip
    return len(whose)


async def reviews(session: AsyncSession, me: Employee, office: Office, *, now: datetime) -> bool:
    """Whether somebody's reports come to this person."""
    if office.top_reviewer == me.nip:
        return True
    today = held_on(office.today(now))
    led = select(Posting.id).where(Posting.supervisor_id == me.id, today).limit(1)
    return await session.scalar(led) is not None


async def _take(
    session: AsyncSession, are_due: ColumnElement[bool], following: datetime, most: int
) -> list[int]:
    some = (
        select(Preferences.employee_id).where(are_due).order_by(Preferences.digest_at).limit(most)
    )
    taken = await session.scalars(
        update(Preferences)
        .where(Preferences.employee_id.in_(some.scalar_subquery()), are_due)
        .values(digest_at=following)
        .returning(Preferences.employee_id)
        .execution_options(synchronize_session=False)
    )
    return list(taken)


async def _with_something_waiting(
    session: AsyncSession, whose: list[int], office: Office, now: datetime
) -> list[int]:
    """Those of them for whom something waits, if they are there today."""
    today = office.today(now)
    is_there = select(Duty.employee_id).where(
        Duty.employee_id.in_(whose), Duty.day == today, Duty.off.is_(None)
    )
    sent = await session.scalars(
        select(Activity.reviewer_id)
        .where(Activity.reviewer_id.in_(is_there), Activity.state == State.SUBMITTED)
        .distinct()
    )
    asked = await session.scalars(
        select(Absence.told_id)
        .where(Absence.told_id.in_(is_there), answerable(office, now))
        .distinct()
    )
    return sorted({reviewer for reviewer in (*sent, *asked) if reviewer is not None})
