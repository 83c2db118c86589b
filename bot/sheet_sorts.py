"""Sorts of sheets of the agency's: each read, tried, applied and taken back in its own way.

One description a sort; a command and an admin's chat go through the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.administering import tree_of, units_of
from models.people.audit import WHOLE_OFFICE
from models.people.employees import Employee
from models.people.importing.columns import Sheet
from models.people.imports import About, Import

ROWS = 4  # wrong ones in the chat; the workbook has all
LONGEST = 90  # letters of one: a caption has 1,024 for everything

Say = Callable[..., str]
Facts = dict[str, Any]


@dataclass(frozen=True)
class Asker:
    """Who asks, when, and what of the office is theirs."""

    admin: Employee
    office: Office
    at: datetime
    within: str | None  # a unit's code; None: the whole office
    units: frozenset[int] | None  # it and all below it, by id

    @classmethod
    async def of(
        cls, session: AsyncSession, admin: Employee, office: Office, at: datetime
    ) -> Asker:
        """Raises ``NoLongerAdmin``."""
        today = office.today(at)
        top = await tree_of(session, admin, today=today)
        units = frozenset(await units_of(session, admin, today=today)) if top else None
        return cls(admin, office, at, top.code if top else None, units)

    @property
    def audited(self) -> str:
        return self.within or WHOLE_OFFICE


@dataclass(frozen=True)
class Shown:
    """A plan for its card: JSON facts, and what makes the checked copy if it is worth one."""

    fingerprint: str
    facts: Facts
    copy: Callable[[], bytes] | None


class Sort(Protocol):
    """What one sort of sheet needs; ``file`` and ``plan`` are its own."""

    about: About
    only_the_last: bool  # is taken back: what came after builds on it

    def read(self, name: str, sheets: Sequence[Sheet]) -> Any:
        """The file's tables. It has them, since it was recognised by them."""
        ...

    async def look(self, session: AsyncSession, file: Any, asker: Asker) -> Callable[[], Any]:
        """What makes the plan, in a thread of its own, from the office as it stands."""
        ...

    def shown(self, file: Any, plan: Any, say: Say) -> Shown: ...

    async def apply(self, session: AsyncSession, file: Any, plan: Any, asker: Asker) -> Import:
        """All of it, but for what is wrong."""
        ...

    async def undo(self, session: AsyncSession, done: Import, asker: Asker) -> list[Facts]:
        """What stands in the way, for the obstacle's text; nothing: it is taken back."""
        ...


def the_facts(
    about: About, entries: int, counts: dict[str, int], lines: Sequence[str], **more: object
) -> Facts:
    """What a card says of a plan. ``counts``: what would change; ``lines``: what is wrong."""
    asides = {"same": 0, "past": 0, "missing": 0, "held_up": 0, "doubtful": 0,
              "has_changed": False}  # fmt: skip
    return {
        "sheet": about.value, "entries": entries, "counts": counts,
        "lines": [clipped(line) for line in lines[:ROWS]], "more": len(lines[ROWS:]),
        **asides, **more,
    }  # fmt: skip


def clipped(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
