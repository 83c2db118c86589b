"""Periods of evaluation: months or quarters as the office chooses, and the year.

The calendar is that of ``models/work/periods.py``; a row keeps its cadence and both of its days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.work import periods

OPENS = timedelta(days=14)  # before a period's last day
STAYS_OPEN = timedelta(days=92)  # after it: a year's evaluation is made by the end of March


class Cadence(StrEnum):
    """How long a period is: bulanan, triwulanan, tahunan."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


SPANS = {
    Cadence.MONTHLY: periods.Span.MONTH,
    Cadence.QUARTERLY: periods.Span.QUARTER,
    Cadence.YEARLY: periods.Span.YEAR,
}


@dataclass(frozen=True)
class Span:
    """One period of evaluation, both days included."""

    cadence: Cadence
    since: date
    until: date

    @classmethod
    def holding(cls, day: date, cadence: Cadence) -> Span:
        """The period that a day is in."""
        period = periods.Period.of(SPANS[cadence], day)
        return cls(cadence, period.first, period.last)

    @property
    def before(self) -> Span:
        return Span.holding(self.since - timedelta(days=1), self.cadence)

    @property
    def number(self) -> int:
        """Which month or quarter of its year."""
        return periods.Period.of(SPANS[self.cadence], self.since).number

    def is_open(self, today: date) -> bool:
        """Whether it may be evaluated by now, or still."""
        return self.until - OPENS <= today <= self.until + STAYS_OPEN


def open_spans(today: date, periodic: Cadence) -> Iterator[Span]:
    """What may be evaluated today, the newest first; a period that is over, or about to end."""
    for cadence in (Cadence.YEARLY, periodic):
        current = Span.holding(today, cadence)
        for span in (current, current.before):
            if span.is_open(today):
                yield span
                break
