"""One employee's day: where they were posted, who reviews it, until when, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting, posting_of
from models.work.acting import Acting, Ways, official_of
from models.work.activities import Activity
from models.work.calendars import calendar_around
from models.work.states import State
from models.work.windows import Window, window_for

COUNTED = (State.SUBMITTED, State.APPROVED)


@dataclass(frozen=True)
class Day:
    """What the rules need to know about one employee's day."""

    day: date
    window: Window
    posting: Posting | None
    acting: Acting | None
    counted: tuple[Activity, ...]  # sent and not refused

    @property
    def reviewer(self) -> Employee | None:
        """Whoever decides on it today."""
        return self.acting.who if self.acting else None

    def minutes_besides(self, activity: Activity) -> int:
        """Minutes that the day already holds without this activity."""
        return sum(other.minutes or 0 for other in self.counted if other is not activity)

    def with_one_more(self, activity: Activity) -> Day:
        """The same day once this activity has been sent too."""
        return replace(self, counted=(*self.counted, activity))

    def overlapping(self, activity: Activity) -> Activity | None:
        """Another activity of the day that claims the same time."""
        for other in self.counted:
            if other is not activity and activity.overlaps(other):
                return other
        return None


async def day_of(
    session: AsyncSession, author: Employee, day: date, *, now: datetime, office: Office
) -> Day:
    """Fetch what the rules ask about a day; six short queries."""
    posting = await posting_of(session, author, day)
    rules = posting.rules_on(day, office) if posting else office.rules_on(day)
    calendar = await calendar_around(session, day, posting)
    counted = await session.scalars(
        select(Activity).where(
            Activity.author_id == author.id, Activity.day == day, Activity.state.in_(COUNTED)
        )
    )
    return Day(
        day=day,
        window=window_for(day, now=now, office=office, rules=rules, calendar=calendar),
        posting=posting,
        acting=await reviewer_for(session, author, posting, office, today=office.today(now)),
        counted=tuple(counted),
    )


async def reviewer_for(
    session: AsyncSession, author: Employee, posting: Posting | None, office: Office, *, today: date
) -> Acting | None:
    """Who reviews today: the supervisor (atasan langsung), or whoever acts in their place.

    None: nobody is known, or it would be the author.
    """
    official = await official_of(session, posting, office)
    if official is None or author.is_same_as(official):
        return None
    return await Ways(session, office, today).acting(official, author_id=author.id)
