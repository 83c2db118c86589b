"""One roster: checked, applied, taken back. Whoever asks, a command or an admin's chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.roster_words import RosterWords
from handlers.documents.checked import checked_workbook
from models.office import Office
from models.people.audit import Act, note
from models.people.employees import Employee
from models.people.importing.applying import apply
from models.people.importing.checking import Wishes, check
from models.people.importing.columns import Sheet, Table, find_tables
from models.people.importing.plan import Plan
from models.people.importing.standing import Standing
from models.people.importing.undoing import Obstacle, obstacles, take_back
from models.people.imports import Import

FEW = 20  # people that may end without being asked for twice
A_FIFTH = 5


@dataclass(frozen=True)
class Order:
    """What is asked for."""

    apply: bool = False
    skip_wrong: bool = False
    end_missing: bool = False
    end_many: bool = False
    unit: str | None = None


@dataclass(frozen=True)
class Roster:
    """A file that was read."""

    name: str
    sheets: Sequence[Sheet]
    people: Table
    units: Table | None

    @classmethod
    def of(cls, name: str, sheets: Sequence[Sheet]) -> Roster:
        """Raises ``NoRoster``."""
        return cls(name, sheets, *find_tables(sheets))

    def check(self, standing: Standing, *, today: date, wishes: Wishes) -> Plan:
        return check(self.people, self.units, standing, today=today, wishes=wishes)


@dataclass(frozen=True)
class Why:
    """A text's key, and what it speaks of."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)


def why_not(plan: Plan, order: Order, at_work: int) -> Why | None:
    """Why a plan is not applied although it was asked for."""
    if plan.wrong and not order.skip_wrong:
        return Why("roster-wrong-stops")
    if plan.wrong and plan.ended:
        return Why("roster-ending-stops")
    if not order.end_many and len(plan.ended) > max(FEW, at_work // A_FIFTH):
        return Why("roster-many-stops", {"ended": len(plan.ended), "all": at_work})
    return None


def checked_copy(roster: Roster, show: RosterWords) -> Callable[[], bytes]:
    """What makes the workbook with what is wrong coloured and what changes listed."""
    tables = [table for table in (roster.people, roster.units) if table is not None]
    headers = {table.sheet: table.header for table in tables}
    marks = list(show.marks(roster.units))
    return partial(
        checked_workbook, roster.sheets, headers, marks, show.summary(), show.changes()
    )  # fmt: skip


async def apply_roster(
    session: AsyncSession, roster: Roster, plan: Plan, office: Office, *, by: Employee | str,
    at: datetime, unit: str,
) -> Import:  # fmt: skip
    """Write a plan down, with its line in the audit of ``unit``, a code."""
    name = by if isinstance(by, str) else by.name
    done = await apply(session, plan, office=office, file_name=roster.name, by=name, at=at)
    note(session, Act.IMPORTED, by=by, at=at, unit=unit, what=done.file_name)
    return done


async def undo_roster(
    session: AsyncSession, done: Import, office: Office, *, by: Employee | str, at: datetime,
    unit: str,
) -> list[Obstacle]:  # fmt: skip
    """Take an import back, unless something builds on it: then that is the answer."""
    found = await obstacles(session, done)
    if not found:
        await take_back(session, done, office=office, at=at)
        note(session, Act.UNDONE, by=by, at=at, unit=unit, what=done.file_name)
    return found


def as_facts(obstacle: Obstacle) -> dict[str, Any]:
    """What ``roster-obstacle`` speaks of."""
    more = obstacle.count > len(obstacle.names)
    return {"about": obstacle.about, "count": obstacle.count, "names": list(obstacle.names),
            "more": more}  # fmt: skip
