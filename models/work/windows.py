"""Until when a day may be reported, and a month be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from models.office import Office, Rules
from models.work.calendars import WorkCalendar


@dataclass(frozen=True)
class Window:
    """The entry window of one day for one employee, as the office's rules have it."""

    day: date
    today: date
    closes_at: datetime  # reports written before this moment still count
    month_closes_at: datetime
    rules: Rules

    @property
    def last_day(self) -> date:
        """The last day on which a report may still be written, to be said to people."""
        return (self.closes_at - timedelta(seconds=1)).date()


def window_for(
    day: date, *, now: datetime, office: Office, rules: Rules, calendar: WorkCalendar
) -> Window:
    """Days close when the last working day of the window is over, at the latest with the month."""
    month_closes_at = month_end(day, office, rules)
    last = max(islice(calendar.after(day, rules.pattern), rules.entry_window), default=day)
    closes_at = office.at(last + timedelta(days=1), time.min)
    return Window(
        day=day,
        today=office.today(now),
        closes_at=min(closes_at, month_closes_at),
        month_closes_at=month_closes_at,
        rules=rules,
    )


def month_end(day: date, office: Office, rules: Rules) -> datetime:
    """When the month of ``day`` closes: the 5th of the next, 23.59, by the office's default."""
    next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=rules.month_closes_day)
    # "23.59" is a whole minute that still counts.
    return office.at(next_month, rules.month_closes_at) + timedelta(minutes=1)
