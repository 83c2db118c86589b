"""What waits too long for a decision, reports and leave: the reviewer is reminded, then their
superior is told; nothing is ever approved by itself.

Ages are working days of the reviewer. Reminders count the days they were there; what their superior
is told counts their absences too, since a reviewer's leave must not stand in others' way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.telling import show, tell
from models.office import Office, Rules
from models.people.employees import Employee
from models.people.postings import posting_of
from models.people.units import Unit
from models.work.absences import Absence
from models.work.days import reviewer_for
from models.work.duties import Duty, Off
from models.work.pending import Pending, note_told, pending_with

KIND, SUBJECT = "review-reminder", "all"
LOOKS_BACK = timedelta(days=31)
NAMED = 10  # people that a superior is told by name


@dataclass
class Looked:
    """What a round over reviewers came to."""

    reviewers: int = 0
    reminded: int = 0
    told: int = 0
    dropped: int = 0


@dataclass
class Reviewer:
    """Somebody for whom something waits, and their working days up to today."""

    duty: Duty
    rules: Rules
    waiting: Sequence[Pending]
    there: list[date] = field(default_factory=list)
    there_or_away: list[date] = field(default_factory=list)

    def to_be_reminded_of(self, office: Office) -> list[Pending]:
        """What has just reached one of the office's ages; all of that age or older."""
        ages = [_age(one, self.there, office) for one in self.waiting]
        after = self.rules.remind_reviewer_after
        if not self.duty.is_owed or not set(ages) & set(after):
            return []
        return [one for one, age in zip(self.waiting, ages, strict=True) if age >= min(after)]

    def to_be_told_of(self, office: Office) -> list[Pending]:
        """What is older than the last reminder and has not been told since it was sent."""
        last = max(self.rules.remind_reviewer_after, default=0)
        return [
            one
            for one in self.waiting
            if _age(one, self.there_or_away, office) > last and not one.was_told
        ]


async def look_at_reviewers(
    session: AsyncSession, office: Office, *, now: datetime, most: int = 200
) -> Looked:
    """Take some of the reviewers' hours that are due; no reviewers: nothing was due."""
    duties = await _take(session, now, most)
    looked = Looked(reviewers=len(duties))
    reviewers = await _with_something_waiting(session, duties, office, now)
    for reviewer in reviewers:
        today = office.today(now)
        if reviewer.duty.day != today or office.is_quiet(now, reviewer.rules):
            looked.dropped += 1
            continue
        looked.reminded += _remind(session, reviewer, office, now)
        looked.told += await _tell_superior(session, reviewer, office, now)
    return looked


def _age(one: Pending, working_days: Sequence[date], office: Office) -> int:
    """Working days since it was sent: sent today is 0, H+1 is 1."""
    return len(working_days) - bisect_right(working_days, office.today(one.sent_at))


async def _take(session: AsyncSession, now: datetime, most: int) -> Sequence[Duty]:
    due = select(Duty.id).where(Duty.review_at <= now).order_by(Duty.review_at, Duty.id).limit(most)
    taken = await session.scalars(
        update(Duty)
        .where(Duty.id.in_(due), Duty.review_at <= now)
        .values(review_at=None)
        .returning(Duty)
        .execution_options(synchronize_session=False)
    )
    return taken.all()


async def _with_something_waiting(
    session: AsyncSession, duties: Sequence[Duty], office: Office, now: datetime
) -> list[Reviewer]:
    reviewing = {duty.employee_id for duty in duties}
    waiting = await pending_with(session, reviewing, office, now=now)
    reviewers = [
        Reviewer(duty, await _rules(session, duty, office), waiting[duty.employee_id])
        for duty in duties
        if duty.employee_id in waiting
    ]
    await _fill_working_days(session, reviewers)
    return reviewers


async def _rules(session: AsyncSession, duty: Duty, office: Office) -> Rules:
    unit = await session.get(Unit, duty.unit_id) if duty.unit_id else None
    return office.rules_on(duty.day, unit.codes if unit else ())


async def _fill_working_days(session: AsyncSession, reviewers: Collection[Reviewer]) -> None:
    if not reviewers:
        return
    first = min(reviewer.duty.day for reviewer in reviewers) - LOOKS_BACK
    rows = await session.execute(
        select(Duty.employee_id, Duty.day, Duty.off)
        .where(Duty.employee_id.in_({reviewer.duty.employee_id for reviewer in reviewers}))
        .where(Duty.day >= first, or_(Duty.off.is_(None), Duty.off == Off.ABSENCE))
        .order_by(Duty.day)
    )
    days: defaultdict[int, list[tuple[date, Off | None]]] = defaultdict(list)
    for employee_id, day, off in rows:
        days[employee_id].append((day, off))
    for reviewer in reviewers:
        until = [
            (day, off) for day, off in days[reviewer.duty.employee_id] if day <= reviewer.duty.day
        ]
        reviewer.there = [day for day, off in until if off is None]
        reviewer.there_or_away = [day for day, _ in until]


def _remind(session: AsyncSession, reviewer: Reviewer, office: Office, now: datetime) -> bool:
    old = reviewer.to_be_reminded_of(office)
    if not old:
        return False
    # The card counts what was sent until then and still waits when it is drawn.
    facts = {"sent_until": max(one.sent_at for one in old).isoformat()}
    to = reviewer.duty.employee_id
    show(session, KIND, SUBJECT, to=to, at=now, anew=True, facts=facts)
    return True


async def _tell_superior(
    session: AsyncSession, reviewer: Reviewer, office: Office, now: datetime
) -> bool:
    """Once for what has become too old; on a day off of theirs it waits for the next day."""
    old = reviewer.to_be_told_of(office)
    if not old:
        return False
    who = await session.get_one(Employee, reviewer.duty.employee_id)
    posting = await posting_of(session, who, reviewer.duty.day)
    acting = await reviewer_for(session, who, posting, office, today=office.today(now))
    superior = acting.who if acting else None
    if superior is None or not await _is_there(session, superior, reviewer.duty.day):
        return False
    await note_told(session, old, at=now)
    facts = {**_of_reports(old), "asked": _of_requests(old)}
    tell(session, "overdue", to=superior.id, at=now, reviewer=_named(who),
         away=not reviewer.duty.is_owed, **facts)  # fmt: skip
    return True


def _of_reports(old: Sequence[Pending]) -> dict[str, Any]:
    reports = [one for one in old if not isinstance(one.row, Absence)]
    authors = list(dict.fromkeys(one.who for one in reports))
    since = min((one.since for one in reports), default=None)
    return {
        "count": len(reports),
        "since": since.isoformat() if since else None,
        "authors": [
            [*_named(who), sum(one.who is who for one in reports)] for who in authors[:NAMED]
        ],
        "more": max(0, len(authors) - NAMED),
    }


def _of_requests(old: Sequence[Pending]) -> list[list[str]]:
    """Whose leave waits, and from which day."""
    return [
        [*_named(one.who), one.since.isoformat()] for one in old if isinstance(one.row, Absence)
    ]


async def _is_there(session: AsyncSession, employee: Employee, day: date) -> bool:
    owed = select(Duty.id).where(
        Duty.employee_id == employee.id, Duty.day == day, Duty.off.is_(None)
    )
    return await session.scalar(owed) is not None


def _named(person: Employee) -> list[str]:
    return [person.sex.value, person.short_name]
