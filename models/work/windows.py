"""Until when a day may be reported, and a month be changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from models.office import Office, Rules
from models.refusals import Refusal
from models.work.calendars import WorkCalendar


class DayInFuture(Refusal):
    """What has not happened cannot be reported."""


class EntryWindowClosed(Refusal):
    """The day's entry window is over."""


class MonthClosed(Refusal):
    """The month is closed; only a correction with a reason could change it.

    ``reader``: who is told so, the "author" or the "reviewer" of something that was sent; None if
    nothing was.
    """


@dataclass(frozen=True)
class Window:
    """The entry window of one day for one employee, as the office's rules have it."""

    day: date
    today: date
    closes_at: datetime  # reports written before this moment still count
    month_closes_at: datetime
    rules: Rules
    calendar: WorkCalendar = field(default_factory=WorkCalendar, repr=False)

    @property
    def last_day(self) -> date:
        """The last day on which a report may still be written, to be said to people."""
        return (self.closes_at - timedelta(seconds=1)).date()

    @property
    def for_what_stands(self) -> Window:
        """The same day for what was reported in time: its words may change until the month ends."""
        return replace(self, closes_at=self.month_closes_at)

    def check(self, *, at: datetime) -> None:
        """Refuse what is reported of this day at this moment."""
        if self.day > self.today:
            raise DayInFuture(day=self.day)
        if at >= self.month_closes_at:
            raise MonthClosed(day=self.day, reader=None)
        if at >= self.closes_at:
            raise EntryWindowClosed(
                day=self.day, last=self.last_day, workdays=self.rules.entry_window
            )

    def once_returned(self, at: datetime) -> Window:
        """The same day for what the reviewer returned at this moment.

        There is as much time again to correct it, also when the month has closed meanwhile: nobody
        loses a day because it was read late.
        """
        local = at.astimezone(self.closes_at.tzinfo)
        last = _last_day(local.date(), self.rules, self.calendar)
        closes_at = datetime.combine(last + timedelta(days=1), time.min, tzinfo=local.tzinfo)
        return replace(
            self,
            closes_at=max(self.closes_at, closes_at),
            month_closes_at=max(self.month_closes_at, closes_at),
        )


def window_for(
    day: date, *, now: datetime, office: Office, rules: Rules, calendar: WorkCalendar
) -> Window:
    """Days close when the last working day of the window is over, at the latest with the month."""
    month_closes_at = month_end(day, office, rules)
    last = _last_day(day, rules, calendar)
    closes_at = office.at(last + timedelta(days=1), time.min)
    return Window(
        day=day,
        today=office.today(now),
        closes_at=min(closes_at, month_closes_at),
        month_closes_at=month_closes_at,
        rules=rules,
        calendar=calendar,
    )


def _last_day(day: date, rules: Rules, calendar: WorkCalendar) -> date:
    return max(islice(calendar.after(day, rules.pattern), rules.entry_window), default=day)


def month_end(day: date, office: Office, rules: Rules) -> datetime:
    """When the month of ``day`` closes: the 5th of the next, 23.59, by the office's default."""
    next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=rules.month_closes_day)
    # "23.59" is a whole minute that still counts.
    return office.at(next_month, rules.month_closes_at) + timedelta(minutes=1)
