"""Rings: what is due is a column; who moves it on first reminds, and nobody else does.

A day rings once, at the office's hour of that very day, and names every day that is still open;
what was written and not sent is shown again, also where nothing is missing.
A ring that comes on another day or at night (the bot was down) is dropped: the next day's says it
all. Only a snooze rings again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.notices import Notice
from models.notices.telling import redraw, show
from models.office import Office, Rules
from models.people.chats import Chat, chat_of
from models.people.postings import Posting
from models.people.preferences import Preferences, preferences_of
from models.work.duties import Duty
from models.work.open_days import OpenDay, drafts_beside, open_days
from models.work.unsent import Unsent

KIND = SUBJECT = "reminder"  # one card a person
DRAFTS_SHOWN = 3


class Rung(StrEnum):
    """What became of a ring."""

    SHOWN = "shown"
    DONE = "done"  # the report had come
    DROPPED = "dropped"  # not on the day it was due, or at night
    UNWANTED = "unwanted"  # they have chosen not to be reminded
    UNREACHABLE = "unreachable"  # not joined, or the bot is blocked
    TAKEN = "taken"  # another replica was quicker
    FAILED = "failed"


@dataclass(frozen=True)
class Due:
    """A duty's ring, as it was seen."""

    duty_id: int
    at: datetime


async def next_due(session: AsyncSession, *, now: datetime) -> Due | None:
    """What has been due longest."""
    found = await session.execute(
        select(Duty.id, Duty.remind_at)
        .where(Duty.remind_at <= now)
        .order_by(Duty.remind_at, Duty.id)
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None or row[1] is None else Due(row[0], row[1])


async def drop_earlier(session: AsyncSession, office: Office, *, now: datetime) -> int:
    """Drop what was due before today, all at once (the bot was down for days); say how many.

    What was put off, or pushed ahead, to today stays.
    """
    dropped = await session.execute(
        update(Duty)
        .where(Duty.remind_at < office.at(office.today(now), time()))
        .values(remind_at=None)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(dropped, CursorResult)
    return max(dropped.rowcount, 0)


async def ring(session: AsyncSession, due: Due, office: Office, *, now: datetime) -> Rung:
    """Move it on, and remind if the report is still owed and somebody can be reminded now."""
    if not await _move_on(session, due, to=None):
        return Rung.TAKEN
    if office.today(due.at) != office.today(now):
        return Rung.DROPPED  # it became tomorrow meanwhile
    duty = await session.get_one(Duty, due.duty_id)
    chat = await chat_of(session, duty.employee_id)
    if chat is None or chat.blocked_at is not None:
        return Rung.UNREACHABLE
    wishes = await preferences_of(session, duty.employee_id)
    if not wishes.reminders(office):
        return Rung.UNWANTED
    return await _remind_of(session, duty, chat, wishes, office, now=now)


async def _remind_of(
    session: AsyncSession, duty: Duty, chat: Chat, wishes: Preferences, office: Office, *,
    now: datetime,
) -> Rung:  # fmt: skip
    days = await open_days(session, chat, office, now=now)
    beside = await _beside(session, chat, duty, days, office, now=now)
    days = _wanted(wishes, duty, days, office)
    if not days and not beside:
        return Rung.DONE
    rules = await rules_of(session, duty, office)
    if not is_timely(duty, office, rules, now=now):
        return Rung.DROPPED
    duty.rung_at = now
    remind(session, chat, days, beside, at=now)
    return Rung.SHOWN


def _wanted(wishes: Preferences, duty: Duty, days: list[OpenDay], office: Office) -> list[OpenDay]:
    """Without the earlier days for those who are not to be reminded of them."""
    if wishes.is_reminded_of_earlier_days(office):
        return days
    return [open_day for open_day in days if open_day.day == duty.day]


async def _beside(
    session: AsyncSession,
    chat: Chat,
    duty: Duty,
    days: list[OpenDay],
    office: Office,
    *,
    now: datetime,
) -> list[Unsent]:
    """The drafts nobody waits for: with the day's own ring, not again when it was put off."""
    if duty.rung_at is not None:
        return []
    return await drafts_beside(session, chat, office, days, now=now)


async def push_ahead(session: AsyncSession, due: Due, *, to: datetime) -> bool:
    """After a failure: later, so that it does not stand in everybody's way."""
    return await _move_on(session, due, to=to)


def is_timely(duty: Duty, office: Office, rules: Rules, *, now: datetime) -> bool:
    """By day, and on the duty's own day unless it was put off by hand."""
    if office.is_quiet(now, rules):
        return False
    return duty.day == office.today(now) or duty.rung_at is not None


def remind(
    session: AsyncSession,
    chat: Chat,
    days: Sequence[OpenDay],
    beside: Sequence[Unsent] = (),
    *,
    at: datetime,
    urgent: bool = False,
) -> None:
    """Show the reminder, if a day is missing, and what was written and not sent, as new messages.

    A draft's card comes with its button, or with its question.
    """
    assert chat.employee_id is not None
    to = chat.employee_id
    if days:
        show(session, KIND, SUBJECT, to=to, at=at, anew=True, urgent=urgent, facts={})
    drafts = [*beside, *(draft for day in days for draft in day.drafts)]
    reports = dict.fromkeys(draft.report_id for draft in drafts)
    for report_id in list(reports)[-DRAFTS_SHOWN:]:
        show(session, "report", report_id, to=to, at=at, anew=True, urgent=urgent, facts={})


async def redraw_reminder(session: AsyncSession, employee_id: int, *, at: datetime) -> None:
    """A day may be open no more: the reminder that stands on the screen is to say so, or to go."""
    await redraw(session, KIND, SUBJECT, to=Notice.employee_id == employee_id, at=at)


def put_off(
    duty: Duty, office: Office, rules: Rules, wishes: Preferences, *, at: datetime
) -> datetime | None:
    """Ring again in half an hour; None, and no ring, if that would be night or tomorrow."""
    later = at + timedelta(minutes=rules.snooze_minutes)
    is_night = office.is_quiet(later, rules) or office.is_quiet(later, wishes.resting(rules))
    if is_night or office.today(later) != office.today(at):
        return None
    duty.remind_at = later
    return later


async def last_rung(session: AsyncSession, employee_id: int) -> Duty | None:
    """The duty whose reminder came last."""
    return await session.scalar(
        select(Duty)
        .where(Duty.employee_id == employee_id, Duty.rung_at.is_not(None))
        .order_by(Duty.day.desc())
        .limit(1)
    )


async def next_hour(session: AsyncSession, employee_id: int, *, after: datetime) -> datetime | None:
    """When the office reminds this employee next by itself."""
    return await session.scalar(
        select(Duty.hour)
        .where(Duty.employee_id == employee_id, Duty.off.is_(None), Duty.hour > after)
        .order_by(Duty.day)
        .limit(1)
    )


async def rules_of(session: AsyncSession, duty: Duty, office: Office) -> Rules:
    posting = await session.get(Posting, duty.posting_id) if duty.posting_id else None
    return posting.rules_on(duty.day, office) if posting else office.rules_on(duty.day)


async def _move_on(session: AsyncSession, due: Due, *, to: datetime | None) -> bool:
    """The conditional UPDATE that is the lock; whether it was ours to move."""
    moved = await session.execute(
        update(Duty)
        .where(Duty.id == due.duty_id, Duty.remind_at == due.at)
        .values(remind_at=to)
        .returning(Duty.id)
        .execution_options(synchronize_session=False)
    )
    return moved.scalar_one_or_none() is not None
