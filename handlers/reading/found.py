"""What is found in a line: days, times, durations, quantities, each with its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, auto

from handlers.reading.tokens import Token


class PartOfDay(Enum):
    """Which half of the clock an hour up to 12 means."""

    DAWN = auto()  # subuh, dini hari
    MORNING = auto()  # pagi
    MIDDAY = auto()  # siang
    AFTERNOON = auto()  # sore, petang
    NIGHT = auto()  # malam


class Weight(Enum):
    """When a day word is the day of the activity, and not a word of it."""

    ALWAYS = auto()  # kemarin, tadi, hari senin
    AT_A_CLAUSE_END = auto()  # tgl 20: unless it is a letter's
    IN_PLACE = auto()  # senin, besok: first, or beside a time


@dataclass(slots=True)
class FoundDay:
    """A day; ``day`` is None where it has to be asked."""

    first: int
    after: int
    day: date | None
    weight: Weight
    options: tuple[date, ...] = ()
    last_night: bool = False  # semalam: after midnight it is already today


@dataclass(slots=True)
class FoundTime:
    """A clock time or two; ``minutes`` is None where they do not follow."""

    first: int
    after: int
    start: time | None
    end: time | None
    minutes: int | None


@dataclass(slots=True)
class FoundMinutes:
    """A duration; several minutes where it may mean one or the other."""

    first: int
    after: int
    minutes: tuple[int, ...]


@dataclass(slots=True)
class FoundQuantity:
    """An output (volume dan satuan): 12 berkas."""

    first: int
    after: int
    quantity: Decimal
    unit: str


Found = FoundDay | FoundTime | FoundMinutes | FoundQuantity


@dataclass(slots=True)
class Page:
    """A message on the desk: its tokens, when it was written, and the units this office counts."""

    text: str
    tokens: list[Token]
    now: datetime  # on the office's wall clock
    units: Mapping[str, Mapping[tuple[str, ...], str]]
    spellings: set[str] = field(default_factory=set)  # of months, to be looked up

    @property
    def today(self) -> date:
        return self.now.date()
