"""Periods (periode): a calendar month, quarter (triwulan) or year, as an appraisal knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[self]


# Of this millennium: before the first year and after the last there is no period.
NAMES = (
    (Span.MONTH, re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")),
    (Span.QUARTER, re.compile(r"(2\d{3})-Q([1-4])")),
    (Span.YEAR, re.compile(r"(2\d{3})")),
)


@dataclass(frozen=True)
class Period:
    """From the first of a month on; both ends are included."""

    span: Span
    first: date

    @classmethod
    def of(cls, span: Span, day: date) -> Period:
        """The one that a day is in."""
        month = (day.month - 1) // span.months * span.months + 1
        return cls(span, date(day.year, month, 1))

    @classmethod
    def named(cls, name: str) -> Period:
        """From "2026-11", "2026-Q4" or "2026"; raise ``ValueError`` for anything else."""
        for span, written in NAMES:
            if found := written.fullmatch(name):
                place = int(found[2]) if found.lastindex == 2 else 1
                return cls(span, date(int(found[1]), (place - 1) * span.months + 1, 1))
        raise ValueError(name)

    def __str__(self) -> str:
        if self.span is Span.MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-Q{self.number}" if self.span is Span.QUARTER else self.year

    @property
    def year(self) -> str:
        return f"{self.first.year:04}"

    @property
    def number(self) -> int:
        """Its place in the year, from 1."""
        return (self.first.month - 1) // self.span.months + 1

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> Period:
        return Period.of(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        # A day in the middle of the next one's first month, however long the months are.
        return Period.of(self.span, self.first + timedelta(days=round(30.5 * self.span.months) + 8))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
