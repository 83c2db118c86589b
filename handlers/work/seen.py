"""A report as its author's card sees it: what is open, waits, or only its reviewer lets change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from handlers.cards import Look
from models.work.activities import Activity
from models.work.corrections import Correction, is_needed, open_corrections
from models.work.days import Day, day_of
from models.work.known import Before, known_before


@dataclass
class Seen:
    """A report as it stands now, with all that the card says about it."""

    activities: list[Activity]
    days: dict[date, Day]
    now: datetime
    before: dict[int, Before]  # activity id: what was approved, where it waits changed
    asked_for: dict[int, Correction]  # activity id: a correction that is not answered yet
    rules: dict[int, str] = field(default_factory=dict)  # activity id: why it cannot be sent

    @property
    def open(self) -> list[Activity]:
        return [a for a in self.activities if a.is_open]

    @property
    def waiting(self) -> list[Activity]:
        return [a for a in self.activities if a.is_waiting]

    @property
    def changeable(self) -> list[Activity]:
        return [a for a in self.activities if a.is_open or (a.is_sent and not self.is_closed(a))]

    @property
    def correctable(self) -> list[Activity]:
        """What only the reviewer can still let change, and nobody has asked for yet."""
        return [
            a
            for a in self.activities
            if a.id not in self.asked_for and _is_needed(a, self.days, self.now)
        ]

    @property
    def has_history(self) -> bool:
        """Whether anything of it was ever sent."""
        return any(a.kept for a in self.activities)

    @property
    def asked(self) -> list[Activity]:
        return [a for a in self.open if a.questions and a.id not in self.rules]

    @property
    def sendable(self) -> list[Activity]:
        return [a for a in self.open if not a.questions and a.id not in self.rules]

    @property
    def day(self) -> date | None:
        """The day of all of them, if it is one."""
        days = {activity.day for activity in self.activities}
        return days.pop() if len(days) == 1 else None

    def number(self, activity: Activity) -> int:
        return self.activities.index(activity) + 1

    def changes_at(self, look: Look) -> datetime | None:
        """When a line ceases to be sendable, or begins to be, although nobody does anything."""
        moments = [
            moment
            for activity in self.open
            if activity.day is not None
            for moment in (
                look.office.at(activity.day, time.min),
                activity.closes_at(self.days[activity.day].window),
            )
        ]
        moments += [
            self.days[activity.day].window.month_closes_at
            for activity in self.waiting
            if activity.day is not None
        ]
        return min((moment for moment in moments if moment > look.now), default=None)

    def is_closed(self, activity: Activity) -> bool:
        """Whether its month has closed; what is undecided then stays decidable."""
        if activity.day is None:
            return False
        return self.now >= self.days[activity.day].window.month_closes_at


async def seen_by(look: Look, shown: Sequence[Activity]) -> Seen:
    """Fetch what the card says about these activities."""
    days = await days_of(look, shown)
    before = await known_before(look.session, shown)
    approved = {number: it for number, it in before.items() if it.approved_at is not None}
    closed = [a for a in shown if _is_needed(a, days, look.now)]
    asked_for = await open_corrections(look.session, closed) if closed else {}
    return Seen(list(shown), days, look.now, approved, asked_for)


def _is_needed(activity: Activity, days: dict[date, Day], now: datetime) -> bool:
    if activity.day is None:
        return False
    return is_needed(activity, at=now, window=days[activity.day].window)


async def days_of(look: Look, shown: Sequence[Activity]) -> dict[date, Day]:
    """The days that these activities stand on."""
    return {
        day: await day_of(look.session, look.to, day, now=look.now, office=look.office)
        for day in sorted({a.day for a in shown if a.day is not None})
    }
