"""What an import would do: a plan that is shown first, and applied only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from models.people.importing.columns import Column
from models.people.importing.standing import KnownPerson, KnownPosting, KnownUnit, Post, Who


@dataclass(frozen=True)
class Remark:
    """Why a cell is wrong, or looks so; ``because`` and the facts find the words."""

    sheet: str
    row: int  # as the spreadsheet numbers it
    column: Column | None  # None: the row as a whole
    because: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class PlannedUnit:
    """A unit as the file wants it."""

    code: str
    name: str
    parent: str | None
    path: str
    known: KnownUnit | None = None

    @property
    def is_renamed(self) -> bool:
        return self.known is not None and self.known.name != self.name

    @property
    def is_moved(self) -> bool:
        """Under another unit than before, or below one that is."""
        return self.known is not None and self.known.path != self.path


@dataclass(frozen=True)
class Added:
    """Somebody new."""

    row: int
    nip: str
    who: Who
    post: Post
    since: date


@dataclass(frozen=True)
class Corrected:
    """Another name, kind or role: a change of the employee, without a date."""

    row: int
    person: KnownPerson
    who: Who


@dataclass(frozen=True)
class Moved:
    """Another unit, supervisor, position, grade or pattern: a posting ends, another begins."""

    row: int
    person: KnownPerson
    post: Post
    since: date

    @property
    def before(self) -> KnownPosting | None:
        return self.person.posting

    @property
    def in_place(self) -> bool:
        """The posting began no earlier than the new one would: it is put right instead."""
        return self.before is not None and self.before.since >= self.since

    @property
    def ends_before(self) -> date | None:
        """The last day of the posting that this ends; None: none is open by then."""
        last = self.since - timedelta(days=1)
        before = self.before
        if before is None or self.in_place or (before.until is not None and before.until <= last):
            return None
        return last

    @property
    def keeps_its_days(self) -> bool:
        """The same unit and pattern: the days owed stay what they are."""
        before = self.before
        return (
            before is not None
            and not self.is_return
            and (before.post.unit, before.post.pattern) == (self.post.unit, self.post.pattern)
        )

    @property
    def is_return(self) -> bool:
        """They had left."""
        return self.before is None or (
            self.before.until is not None and self.before.until < self.since
        )


@dataclass
class Plan:
    """Everything one file would change, and everything that is wrong with it."""

    today: date
    units_added: list[PlannedUnit] = field(default_factory=list)  # from the top down
    units_changed: list[PlannedUnit] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    missing: list[KnownPerson] = field(default_factory=list)  # at work, but not in the file
    ended: list[KnownPerson] = field(default_factory=list)  # those of them that end
    wrong: list[Remark] = field(default_factory=list)
    held_up: list[Remark] = field(default_factory=list)  # right, but they need a wrong row
    doubtful: list[Remark] = field(default_factory=list)
    entries: int = 0

    @property
    def changes_nothing(self) -> bool:
        return not any(self.counts().values())

    @property
    def is_spotless(self) -> bool:
        """Neither a change nor anything to say about a row."""
        return self.changes_nothing and not (self.wrong or self.held_up or self.doubtful)

    def fingerprint(self) -> str:
        """The same for two plans that do the same and leave out the same rows."""
        done = (
            self.units_added, self.units_changed, self.added, self.corrected, self.moved,
            self.ended, self.wrong, self.held_up,
        )  # fmt: skip
        return sha256(repr(done).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added),
            "corrected": len(self.corrected),
            "moved": len(self.moved),
            "ended": len(self.ended),
            "units_added": len(self.units_added),
            "units_changed": len(self.units_changed),
        }
