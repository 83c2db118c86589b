"""Open days: owed, begun to be asked for, not yet reported, and their window still open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.chats import Chat
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.calendars import calendar_around
from models.work.duties import Duty
from models.work.states import State
from models.work.unsent import Unsent, drafts_on, drafts_since
from models.work.windows import window_for

REPORTED = (State.SUBMITTED, State.APPROVED, State.RETURNED)
LOOKS_BACK = timedelta(days=45)  # longer than any window: months close in between


@dataclass(frozen=True)
class OpenDay:
    """A day whose report is still owed and can still be written."""

    day: date
    closes_at: datetime
    drafts: tuple[Unsent, ...]  # a draft whose day is still asked for is today's

    @property
    def last_day(self) -> date:
        """The last day on which it can be reported, on the office's clock."""
        return (self.closes_at - timedelta(seconds=1)).date()

    @property
    def is_drafted(self) -> bool:
        """Whether something is written that is of this day for certain."""
        return any(draft.day is not None for draft in self.drafts)

    @property
    def questions(self) -> int:
        """What its drafts still ask."""
        return sum(draft.questions for draft in self.drafts if draft.day is not None)


async def open_days(
    session: AsyncSession, chat: Chat, office: Office, *, now: datetime
) -> list[OpenDay]:
    """The open days of whoever this chat is bound to, the oldest first.

    What was owed before somebody joined is not held against them, and a day is not asked for
    before the office's hour.
    """
    duties = await _owed(session, chat, office, now)
    done = await _reported(session, chat, [duty.day for duty in duties])
    duties = [duty for duty in duties if duty.day not in done]
    if not duties:
        return []
    ends = await _ends(session, duties, office, now)
    still_open = [day for day, closes_at in ends.items() if now < closes_at]
    drafts = await _drafts(session, chat, still_open, office, now)
    return [OpenDay(day, ends[day], tuple(drafts.get(day, ()))) for day in still_open]


async def drafts_beside(
    session: AsyncSession, chat: Chat, office: Office, days: Sequence[OpenDay], *, now: datetime
) -> list[Unsent]:
    """The drafts that belong to none of these open days and can still be sent.

    Their day's report has come, or the day owes none: nothing is missing, and yet something that
    was written would be lost without a word.
    """
    assert chat.employee_id is not None
    today = office.today(now)
    found = await drafts_since(session, chat.employee_id, today - LOOKS_BACK, today, now=now)
    known = {draft for day in days for draft in day.drafts}
    beside = [draft for draft in found if draft not in known]
    dated = {draft.day for draft in beside if draft.day is not None}
    ends = (
        await _ends(session, await _duties_on(session, chat, dated), office, now) if dated else {}
    )
    return [draft for draft in beside if draft.day is None or now < ends.get(draft.day, now)]


async def _owed(session: AsyncSession, chat: Chat, office: Office, now: datetime) -> Sequence[Duty]:
    today = office.today(now)
    joined = office.today(chat.bound_at) if chat.bound_at else today
    rows = await session.scalars(
        select(Duty)
        .where(
            Duty.employee_id == chat.employee_id,
            Duty.day.between(max(today - LOOKS_BACK, joined), today),
            Duty.off.is_(None),
            or_(Duty.day < today, Duty.hour <= now),
        )
        .order_by(Duty.day)
    )
    return rows.all()


async def _duties_on(session: AsyncSession, chat: Chat, days: Collection[date]) -> Sequence[Duty]:
    rows = await session.scalars(
        select(Duty)
        .where(Duty.employee_id == chat.employee_id, Duty.day.in_(days))
        .order_by(Duty.day)
    )
    return rows.all()


async def _reported(session: AsyncSession, chat: Chat, days: Sequence[date]) -> set[date | None]:
    if not days:
        return set()
    rows = await session.scalars(
        select(Activity.day).where(
            Activity.author_id == chat.employee_id,
            Activity.day.in_(days),
            Activity.state.in_(REPORTED),
        )
    )
    return set(rows)


async def _ends(
    session: AsyncSession, duties: Sequence[Duty], office: Office, now: datetime
) -> dict[date, datetime]:
    """When each day closes: one calendar serves all the days under one posting."""
    ends = {}
    for posting_id, under_it in groupby(duties, key=lambda duty: duty.posting_id):
        days = [duty.day for duty in under_it]
        posting = await session.get(Posting, posting_id) if posting_id else None
        calendar = await calendar_around(session, days[0], posting, until=days[-1])
        for day in days:
            rules = posting.rules_on(day, office) if posting else office.rules_on(day)
            window = window_for(day, now=now, office=office, rules=rules, calendar=calendar)
            ends[day] = window.closes_at
    return ends


async def _drafts(
    session: AsyncSession, chat: Chat, days: Sequence[date], office: Office, now: datetime
) -> dict[date, list[Unsent]]:
    assert chat.employee_id is not None
    today = office.today(now)
    found: dict[date, list[Unsent]] = {}
    for draft in await drafts_on(session, chat.employee_id, days, now=now):
        found.setdefault(draft.day or today, []).append(draft)
    return found
