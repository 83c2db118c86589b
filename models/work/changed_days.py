"""Whoever owes a day that they did not owe, or owes one no more, is told once, by day.

A special day may change the day of six thousand people: that they are to be told is a column of
their duties, worked off by the clock in slices. What is taken back before it was told is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import case, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Moment
from models.notices.telling import show
from models.office import Office
from models.people.chats import Chat
from models.people.preferences import Preferences
from models.people.units import Unit
from models.work.duties import Duty, Off

KIND = "changed-days"  # of the card
GRACE = timedelta(minutes=5)  # in which a slip is taken back and nobody has heard of it
AT_ONCE = 5_000  # ids in one statement
ADDED, REMOVED = "+ ", "- "  # how the reason of a rewrite begins
OF_ONES_OWN = (Off.ABSENCE, Off.NO_POSTING)  # and no special day: there is nothing to be told

Owed = dict[int, int]  # whose (employee), by the duty's id


@dataclass(frozen=True)
class ChangedDays:
    """Days in a row of which the same is to be said."""

    first: date
    last: date
    is_off: bool
    is_back: bool  # it is as it would have been: a special day was taken back
    name: str  # of the special day


async def owed_on(session: AsyncSession, since: date, until: date) -> Owed:
    """Every day of the period that somebody owes."""
    rows = await session.execute(
        select(Duty.id, Duty.employee_id).where(Duty.day.between(since, until), Duty.off.is_(None))
    )
    return {row.id: row.employee_id for row in rows}


async def tell_of(session: AsyncSession, before: Owed, after: Owed, *, at: datetime) -> int:
    """Say to whom these days differ that they do, from ``at`` on; how many people there are.

    Who has not heard of the change before need not hear that it is none.
    """
    changed = sorted(before.keys() ^ after.keys())
    then = case((Duty.tell_at.is_(None), literal(at, Moment)), else_=None)
    for start in range(0, len(changed), AT_ONCE):
        await session.execute(
            update(Duty)
            .where(Duty.id.in_(changed[start : start + AT_ONCE]))
            .values(tell_at=then)
            .execution_options(synchronize_session=False)
        )
    whose = before | after
    return len({whose[duty] for duty in changed})


async def tell_some(session: AsyncSession, office: Office, *, now: datetime, most: int = 25) -> int:
    """A round over the days that are due; how many there were."""
    duties = await _take(session, now, most)
    duties = await _by_day(session, duties, office, now)
    wanted = await _wanting(session, {duty.employee_id for duty in duties}, office)
    for employee_id, theirs in groupby(_in_order(duties), lambda duty: duty.employee_id):
        days = [duty.day.isoformat() for duty in theirs if _is_news(duty, office, now)]
        if days and employee_id in wanted:
            show(session, KIND, days[0], to=employee_id, at=now, anew=True, facts={"days": days})
    return len(duties)


async def changed_days(
    session: AsyncSession, employee_id: int, days: Sequence[date]
) -> list[ChangedDays]:
    """What is so by now of the days that somebody is told of."""
    rows = await session.scalars(
        select(Duty)
        .where(Duty.employee_id == employee_id, Duty.day.in_(days))
        .where(or_(Duty.off.is_(None), Duty.off.not_in(OF_ONES_OWN)))
        .order_by(Duty.day)
    )
    found: list[ChangedDays] = []
    for duty in rows:
        one = _as_said(duty)
        if found and _goes_on(found[-1], one):
            found[-1] = ChangedDays(found[-1].first, one.last, one.is_off, one.is_back, one.name)
        else:
            found.append(one)
    return found


def _as_said(duty: Duty) -> ChangedDays:
    reason = duty.reason or ""
    name = reason[len(ADDED) :] if reason.startswith((ADDED, REMOVED)) else duty.off_name or ""
    return ChangedDays(duty.day, duty.day, not duty.is_owed, reason.startswith(REMOVED), name)


def _goes_on(before: ChangedDays, one: ChangedDays) -> bool:
    same = (before.is_off, before.is_back, before.name) == (one.is_off, one.is_back, one.name)
    return same and one.first - before.last == timedelta(days=1)


async def _take(session: AsyncSession, now: datetime, most: int) -> Sequence[Duty]:
    """All that is due of the next few people: one message for each of them."""
    due = select(Duty.employee_id).where(Duty.tell_at <= now)
    due = due.order_by(Duty.tell_at, Duty.id).limit(most)
    taken = await session.scalars(
        update(Duty)
        .where(Duty.employee_id.in_(due.scalar_subquery()), Duty.tell_at <= now)
        .values(tell_at=None)
        .returning(Duty)
        .execution_options(synchronize_session=False)
    )
    return taken.all()


async def _by_day(
    session: AsyncSession, duties: Sequence[Duty], office: Office, now: datetime
) -> list[Duty]:
    """Those of units where it is day; the others come in the morning."""
    awake: list[Duty] = []
    for unit_id in {duty.unit_id for duty in duties}:
        unit = await session.get(Unit, unit_id) if unit_id else None
        rules = office.rules_on(office.today(now), unit.codes if unit else ())
        theirs = [duty for duty in duties if duty.unit_id == unit_id]
        if office.is_quiet(now, rules):
            for duty in theirs:
                duty.tell_at = office.awake(now, rules)
        else:
            awake += theirs
    return awake


async def _wanting(session: AsyncSession, people: Iterable[int], office: Office) -> set[int]:
    """Who has a chat, and wants to be spoken to at all."""
    rows = await session.execute(
        select(Chat.employee_id, Preferences)
        .outerjoin(Preferences, Preferences.employee_id == Chat.employee_id)
        .where(Chat.employee_id.in_(sorted(people)), Chat.blocked_at.is_(None))
    )
    return {
        employee_id
        for employee_id, wishes in rows
        if employee_id is not None and (wishes is None or wishes.reminders(office))
    }


def _in_order(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: (duty.employee_id, duty.day))


def _is_news(duty: Duty, office: Office, now: datetime) -> bool:
    """Not on leave meanwhile; nor was it to come, and the bot down until it was over."""
    was_to_come = duty.day >= office.today(duty.written_at)
    is_stale = was_to_come and duty.day < office.today(now)
    return duty.off not in OF_ONES_OWN and not is_stale
