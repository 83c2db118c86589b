"""What was understood of a message: activities, and questions about what is missing or doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

DAY_MINUTES = 24 * 60


def minute_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def clock_at(minute: int) -> time:
    """The clock at so many minutes after midnight, of whatever day."""
    return time(minute % DAY_MINUTES // 60, minute % 60)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the message as it was written; indices as Python counts them (code points)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """Which stretch each part was read from; None for a part that was not said.

    A day may come from another line (a header, or an earlier activity): it holds on.
    """

    day: Span | None = None
    time: Span | None = None
    minutes: Span | None = None
    quantity: Span | None = None


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """One activity (kegiatan) as far as it was understood; None is unknown or asked.

    Of a night shift ``end`` is smaller than ``start``: it belongs to the day it began.
    """

    day: date | None
    start: time | None
    end: time | None
    minutes: int | None
    quantity: Decimal | None
    unit: str | None
    what: str
    line: Span
    read_from: ReadFrom = ReadFrom()


class About(StrEnum):
    """What a question is about."""

    DAY = "date"
    MINUTES = "minutes"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Option:
    """One likely answer: a day, or minutes, or a start and an end; nothing else is set."""

    day: date | None = None
    minutes: int | None = None
    start: time | None = None
    end: time | None = None

    def __str__(self) -> str:
        if self.day is not None:
            return self.day.isoformat()
        if self.start is not None and self.end is not None:
            return f"{self.start:%H:%M}-{self.end:%H:%M}"
        return str(self.minutes)


@dataclass(frozen=True, slots=True)
class Question:
    """What only the writer knows.

    ``activity`` counts from 0; it is None for ``About.WHAT``: a message with no activity, or a
    time in it (``span``) of which nothing is said. Activities that share a doubtful day have a
    question each, with the same ``span``: one answer serves all.
    """

    about: About
    activity: int | None
    options: tuple[Option, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole message, understood."""

    activities: tuple[ReadActivity, ...]
    questions: tuple[Question, ...]
