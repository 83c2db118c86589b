"""Where work waits with nobody: with who cannot be reached, is away with nobody acting, or left.

Reports, leave that was asked for and corrections alike. Nothing is decided by itself: these are
told to whoever administers the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee
from models.people.postings import Posting, held_on
from models.work.absences import Absence, holding
from models.work.acting import Ways
from models.work.activities import Activity
from models.work.corrections import Correction, CorrectionAnswer
from models.work.requests_away import answerable
from models.work.states import State

Counts = Select[int | None, int, int]  # who is to decide, the author, how many


class Why(StrEnum):
    """Why nobody decides."""

    NOT_JOINED = "not-joined"
    BLOCKED = "blocked"
    LEFT = "left"  # works here no longer, and nobody acts
    AWAY = "away"  # today, and nobody acts
    NOBODY = "nobody"  # no reviewer is known


class Sort(StrEnum):
    """What waits."""

    REPORT = "report"
    LEAVE = "leave"
    CORRECTION = "correction"


@dataclass(frozen=True)
class Stuck:
    """Who cannot decide, or the author who has nobody, and how much of each sort waits."""

    who: Employee
    why: Why
    of: Mapping[Sort, int]

    @property
    def count(self) -> int:
        return sum(self.of.values())


@dataclass(frozen=True)
class Held:
    """What one author has with one person, of one sort."""

    who_id: int
    author_id: int
    count: int
    sort: Sort


async def stuck_in(
    session: AsyncSession, units: Sequence[int], office: Office, *, now: datetime
) -> list[Stuck]:
    """All of what was sent or asked for from these units; the most first."""
    ways = Ways(session, office, office.today(now))
    hard = _is_out_of_reach(ways.today)
    held = [
        *await _found(session, Sort.REPORT, _reports().where(Activity.unit_id.in_(units), hard)),
        *await _found(session, Sort.LEAVE, _leave_of(units, office, now).where(hard)),
        *await _corrections_held(ways, Activity.unit_id.in_(units)),
    ]
    return [*await _stuck(ways, held), *await _without_reviewer(session, units)]


async def stuck_with(
    session: AsyncSession, official: Employee, office: Office, *, now: datetime
) -> Mapping[Sort, int]:
    """What waits with this official, who is away, and nobody acts for its author."""
    ways = Ways(session, office, office.today(now))
    leave = _leave(office, now).where(Absence.told_id == official.id)
    held = [
        *await _found(session, Sort.REPORT, _reports().where(Activity.reviewer_id == official.id)),
        *await _found(session, Sort.LEAVE, leave),
        *await _corrections_held(ways, Correction.reviewer_id == official.id),
    ]
    of: Counter[Sort] = Counter()
    for one in held:
        if one.who_id == official.id and await _nobody_acts(ways, official, one.author_id):
            of[one.sort] += one.count
    return of


# What waits, by whom it waits for and whose it is


async def _found(session: AsyncSession, sort: Sort, query: Counts) -> list[Held]:
    rows = await session.execute(query)
    return [Held(who_id or 0, author_id, count, sort) for who_id, author_id, count in rows]


def _reports() -> Counts:
    return (
        select(Activity.reviewer_id, Activity.author_id, func.count(Activity.id))
        .join(Employee, Employee.id == Activity.reviewer_id)
        .outerjoin(Chat, Chat.employee_id == Employee.id)
        .where(Activity.state == State.SUBMITTED)
        .group_by(Activity.reviewer_id, Activity.author_id)
    )


def _leave(office: Office, now: datetime) -> Counts:
    return (
        select(Absence.told_id, Absence.employee_id, func.count(Absence.id.distinct()))
        .join(Employee, Employee.id == Absence.told_id)
        .outerjoin(Chat, Chat.employee_id == Employee.id)
        .where(answerable(office, now))
        .group_by(Absence.told_id, Absence.employee_id)
    )


def _leave_of(units: Sequence[int], office: Office, now: datetime) -> Counts:
    """Of those who were in these units on its first day."""
    is_there = and_(
        Posting.employee_id == Absence.employee_id,
        Posting.since <= Absence.since,
        or_(Posting.until.is_(None), Posting.until >= Absence.since),
    )
    return _leave(office, now).join(Posting, is_there).where(Posting.unit_id.in_(units))


async def _corrections_held(ways: Ways, where: ColumnElement[bool]) -> list[Held]:
    """A correction stays with its official by name: who decides is found anew."""
    rows = await ways.session.execute(
        select(Employee, Correction.by_id, func.count(Correction.id))
        .join(Correction, Correction.reviewer_id == Employee.id)
        .join(Activity, Activity.id == Correction.activity_id)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .where(where, CorrectionAnswer.id.is_(None))
        .group_by(Employee.id, Correction.by_id)
    )
    return [
        Held((await ways.acting(official, author_id=by)).who.id, by, count, Sort.CORRECTION)
        for official, by, count in rows.all()
    ]


# Who cannot decide


async def _stuck(ways: Ways, held: Sequence[Held]) -> list[Stuck]:
    found = await _whys(ways, {one.who_id for one in held}) if held else {}
    counts: dict[int, Counter[Sort]] = {}
    for one in held:
        if one.who_id in found and await _is_stuck(ways, *found[one.who_id], one.author_id):
            counts.setdefault(one.who_id, Counter())[one.sort] += one.count
    return _the_most_first([Stuck(*found[number], of) for number, of in counts.items()])


async def _is_stuck(ways: Ways, who: Employee, why: Why, author_id: int) -> bool:
    """While somebody is away, what waits with them may be with whoever is to answer it."""
    return why is not Why.AWAY or await _nobody_acts(ways, who, author_id)


async def _whys(ways: Ways, people: Collection[int]) -> dict[int, tuple[Employee, Why]]:
    """Those of these people who are not there, or cannot be reached."""
    rows = await ways.session.execute(
        select(Employee, Chat.id, Chat.blocked_at, _postings(ways.today))
        .outerjoin(Chat, Chat.employee_id == Employee.id)
        .where(Employee.id.in_(people), _is_out_of_reach(ways.today))
    )
    return {who.id: (who, _why(*facts)) for who, *facts in rows}


def _why(chat: int | None, blocked_at: datetime | None, posted: int) -> Why:
    if not posted:
        return Why.LEFT
    if chat is None:
        return Why.NOT_JOINED
    return Why.AWAY if blocked_at is None else Why.BLOCKED


async def _nobody_acts(ways: Ways, official: Employee, author_id: int) -> bool:
    """Somebody may act for all others, and not for this author: for nobody's own work."""
    return (await ways.acting(official, author_id=author_id)).is_stuck


def _is_out_of_reach(today: date) -> ColumnElement[bool]:
    """Of ``Employee``, with the ``Chat`` if there is one."""
    no_chat = or_(Chat.id.is_(None), Chat.blocked_at.is_not(None))
    return or_(no_chat, _postings(today) == 0, _absences(today) > 0)


def _postings(today: date) -> Any:
    """How many hold; a count, unlike an EXISTS, always goes by an index."""
    query = select(func.count(Posting.id)).where(Posting.employee_id == Employee.id, held_on(today))
    return query.correlate(Employee).scalar_subquery()


def _absences(today: date) -> Any:
    is_away = and_(Absence.employee_id == Employee.id, holding(today, today))
    return select(func.count(Absence.id)).where(is_away).correlate(Employee).scalar_subquery()


async def _without_reviewer(session: AsyncSession, units: Sequence[int]) -> list[Stuck]:
    """Reports only: neither leave nor a correction can be asked of nobody."""
    rows = await session.execute(
        select(Employee, func.count(Activity.id))
        .join(Activity, Activity.author_id == Employee.id)
        .where(Activity.state == State.SUBMITTED, Activity.reviewer_id.is_(None))
        .where(Activity.unit_id.in_(units))
        .group_by(Employee.id)
    )
    return _the_most_first([Stuck(who, Why.NOBODY, {Sort.REPORT: n}) for who, n in rows])


def _the_most_first(found: list[Stuck]) -> list[Stuck]:
    return sorted(found, key=lambda one: (-one.count, one.who.name))
