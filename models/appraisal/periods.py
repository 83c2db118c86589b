"""Periods of evaluation: months or quarters as the office chooses, and the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OPENS = timedelta(days=14)  # before a period's last day
STAYS_OPEN = timedelta(days=92)  # after it: a year's evaluation is made by the end of March


class Cadence(StrEnum):
    """How long a period is: bulanan, triwulanan, tahunan."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}


@dataclass(frozen=True)
class Span:
    """One period of evaluation, both days included."""

    cadence: Cadence
    since: date
    until: date

    @classmethod
    def holding(cls, day: date, cadence: Cadence) -> Span:
        """The period that a day is in."""
        months = MONTHS[cadence]
        first = (day.month - 1) // months * months + 1
        after = first + months
        ends = date(day.year + 1, 1, 1) if after > 12 else date(day.year, after, 1)
        return cls(cadence, date(day.year, first, 1), ends - timedelta(days=1))

    @property
    def before(self) -> Span:
        return Span.holding(self.since - timedelta(days=1), self.cadence)

    @property
    def number(self) -> int:
        """Which month or quarter of its year."""
        return (self.since.month - 1) // MONTHS[self.cadence] + 1

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
