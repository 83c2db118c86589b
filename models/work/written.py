"""The words of an activity: what a revision keeps, and what may stand on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from models.office import Rules
from models.refusals import Refusal
from models.work.windows import Window

if TYPE_CHECKING:
    from models.work.corrections import Correction
    from models.work.entries import Entry
    from models.work.revisions import Revision

MOST_CHARACTERS = 1500  # of the words of one activity: a card must show all that it sends

# What is said together is changed together.
PARTS = {
    "day": ("day",),
    "time": ("start", "end", "minutes"),
    "what": ("what",),
    "quantity": ("quantity", "unit"),
}


class StillAsking(Refusal):
    """Something is missing: nothing unclear is guessed silently."""


class MoreThanADay(Refusal):
    """More minutes than a day has."""


class WordsTooLong(Refusal):
    """More words than a card can show, and nothing is sent unseen."""


@dataclass(frozen=True)
class Written:
    """The words of an activity."""

    day: date | None
    start: time | None
    end: time | None  # smaller than start for a night shift
    minutes: int | None
    quantity: Decimal | None
    unit: str | None  # satuan
    what: str

    @classmethod
    def of(cls, row: Entry | Revision | Correction) -> Written:
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    def check(self, *, at: datetime, window: Window, others: int) -> None:
        """Refuse what may not stand on this day, written at this moment."""
        if self.day is None:
            raise StillAsking
        window.check(at=at)
        self.check_alone(window.rules, others=others)

    def check_alone(self, rules: Rules, *, others: int) -> None:
        """Refuse what may not stand on any day."""
        if self.day is None:
            raise StillAsking
        if len(self.what) > MOST_CHARACTERS:
            raise WordsTooLong(count=len(self.what), most=MOST_CHARACTERS)
        if self.minutes is None or not self.what:
            raise StillAsking
        if self.minutes + others > rules.most_minutes_a_day:
            raise MoreThanADay(day=self.day)

    def overlaps(self, other: Written) -> bool:
        """Whether both claim the same time of the same day; a night shift runs past midnight."""
        mine, theirs = self._span(), other._span()
        return bool(
            mine
            and theirs
            and self.day == other.day
            and mine[0] < theirs[1]
            and theirs[0] < mine[1]
        )

    def _span(self) -> tuple[int, int] | None:
        if self.start is None or self.minutes is None:
            return None
        begins = self.start.hour * 60 + self.start.minute
        return begins, begins + self.minutes

    def changed_since(self, before: Written) -> list[str]:
        """Which parts differ: "day", "time", "what", "quantity"."""
        return [
            part
            for part, names in PARTS.items()
            if any(getattr(self, name) != getattr(before, name) for name in names)
        ]

    def following(self, before: Written, after: Written) -> Written:
        """These words, with whatever changed between the other two changed here too."""
        names = [name for part in after.changed_since(before) for name in PARTS[part]]
        return replace(self, **{name: getattr(after, name) for name in names})
