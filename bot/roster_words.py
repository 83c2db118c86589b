"""A plan in words: counts, remarks and changes, for the screen and for the checked workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from pathlib import Path

from handlers.documents.checked import Mark
from models.people.importing.cells import words
from models.people.importing.columns import Column, Table
from models.people.importing.plan import Moved, Plan, PlannedUnit, Remark
from models.people.importing.standing import Post, Who
from models.people.nip import masked

SHOWN = 20  # lines of a list on the screen; the workbook has all
SUPERVISOR_NIP = "supervisor-nip"

COLUMNS = {
    "name": Column.NAME,
    "kind": Column.KIND,
    "role": Column.ROLE,
    "administers": Column.ADMINISTERS,
    "unit": Column.UNIT,
    "supervisor": Column.SUPERVISOR,
    "position": Column.POSITION,
    "grade": Column.GRADE,
    "pattern": Column.PATTERN,
}


def dated(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def reason(because: str, facts: Mapping[str, object], say: Callable[..., str]) -> str:
    """Why a cell is wrong or doubtful, in words."""
    shown = {name: dated(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}
    if because.startswith(SUPERVISOR_NIP):
        why = say(f"roster-{because.removeprefix('supervisor-')}", **shown)
        return say("roster-supervisor-nip", why=why)
    return say(f"roster-{because}", **shown)


class RosterWords:
    """One plan, said."""

    def __init__(self, say: Callable[..., str], table: Table, plan: Plan) -> None:
        self.say = say
        self.table = table
        self.plan = plan

    def why(self, remark: Remark) -> str:
        return reason(remark.because, remark.facts, self.say)

    def title(self, column: Column, table: Table | None = None) -> str:
        """The column as the file calls it."""
        table = table or self.table
        place = table.places.get(column)
        if place is None:
            return self.say(f"roster-column-{column}")
        return words(table.rows[table.header][place])

    def line(self, remark: Remark) -> str:
        is_here = remark.sheet == self.table.sheet
        column = None
        if remark.column is not None:
            column = (
                self.title(remark.column) if is_here else self.say(f"roster-column-{remark.column}")
            )
        return self.say(
            "roster-remark",
            row=remark.row,
            sheet=None if is_here else remark.sheet,
            column=column,
            why=self.why(remark),
        )

    # On the screen

    def counts(self) -> str:
        plan = self.plan
        return self.say(
            "roster-counts",
            **plan.counts(),
            missing=len(plan.missing),
            wrong=len({(remark.sheet, remark.row) for remark in plan.wrong}),
            held_up=len(plan.held_up),
            doubtful=len(plan.doubtful),
        )

    def lists(self, whole: Path) -> Iterator[str]:
        """What is wrong, what waits, what to look at and what changes: the first of each."""
        named = {
            "wrong": [self.line(remark) for remark in self.plan.wrong],
            "held-up": [self.line(remark) for remark in self.plan.held_up],
            "doubtful": [self.line(remark) for remark in self.plan.doubtful],
            "changes": [_as_line(change) for change in self.changes(hide=True)[1:]],
        }
        for name, lines in named.items():
            if lines:
                yield self.say(f"roster-head-{name}")
                yield from (f"  {line}" for line in lines[:SHOWN])
            if len(lines) > SHOWN:
                yield "  " + self.say("roster-more", count=len(lines) - SHOWN, file=whole.name)

    # In the workbook

    def marks(self, units: Table | None) -> Iterator[Mark]:
        tables = {table.sheet: table for table in (units, self.table) if table is not None}
        remarks = [(remark, True) for remark in (*self.plan.wrong, *self.plan.held_up)]
        remarks += [(remark, False) for remark in self.plan.doubtful]
        for remark, is_wrong in remarks:
            places = tables[remark.sheet].places
            place = places.get(remark.column) if remark.column else None
            if place is None and remark.column is Column.CODE:
                place = places.get(Column.UNIT)
            why = self.why(remark)
            if remark.column is not None and place is not None:
                why = f"{self.title(remark.column, tables[remark.sheet])}: {why}"
            yield Mark(remark.sheet, remark.row, place, why, is_wrong)

    def summary(self) -> list[list[str]]:
        lines = [line.strip() for line in self.counts().splitlines()]
        return [[self.table.sheet, str(self.plan.entries)]] + [
            [part.strip() for part in line.split("  ", 1)] for line in lines if line
        ]

    def changes(self, *, hide: bool = False) -> list[list[str]]:
        """A header, then a row for each thing that changes; ``hide``: NIPs in part."""
        rows = [self.say("roster-changes-header").split("|")]
        rows += self._unit_changes()
        shown = masked if hide else str
        for new in self.plan.added:
            about = f"{new.post.position}, {new.post.unit}"
            rows.append(
                [self.say("roster-change-added"), str(new.row), shown(new.nip), new.who.name, "",
                 "", about, dated(new.since)]
            )  # fmt: skip
        for one in self.plan.corrected:
            head = [self.say("roster-change-corrected"), str(one.row), shown(one.person.nip)]
            rows += [
                [*head, one.who.name, *difference, ""]
                for difference in self._differences(one.person.who, one.who)
            ]
        for move in self.plan.moved:
            rows += self._move(move, shown)
        for person in self.plan.missing:
            what = self.say("roster-change-ended" if self.plan.ended else "roster-change-missing")
            rows.append([what, "", shown(person.nip), person.who.name, "", "", "", ""])
        return rows

    def _move(self, move: Moved, shown: Callable[[str], str]) -> list[list[str]]:
        what = self.say("roster-change-returned" if move.is_return else "roster-change-moved")
        head = [what, str(move.row), shown(move.person.nip), move.person.who.name]
        before = move.before.post if move.before else None
        since = dated(move.since)
        found = self._differences(before, move.post) or [["", "", move.post.position]]
        return [[*head, *difference, since] for difference in found]

    def _differences(self, before: Who | Post | None, after: Who | Post) -> list[list[str]]:
        """[column, before, after] for each part that differs."""
        pairs = (
            (part.name, getattr(before, part.name, None), getattr(after, part.name))
            for part in fields(after)
        )
        return [
            [
                self.say(f"roster-column-{COLUMNS[name]}"),
                self._shown(name, old),
                self._shown(name, new),
            ]
            for name, old, new in pairs
            if old != new
        ]

    def _shown(self, name: str, value: object) -> str:
        if isinstance(value, Enum) and name in ("role", "pattern"):
            return self.say(f"roster-{name}-{value.value}")
        if name == "supervisor" and isinstance(value, str):
            return masked(value)
        return str(value) if value is not None else "–"

    def _unit_changes(self) -> list[list[str]]:
        rows = [
            self._unit("added", unit, "", unit.path.strip("/")) for unit in self.plan.units_added
        ]
        for unit in self.plan.units_changed:
            known = unit.known
            assert known is not None
            if unit.is_renamed:
                rows.append(self._unit("renamed", unit, known.name, unit.name))
            if unit.is_moved:
                rows.append(self._unit("moved", unit, known.path.strip("/"), unit.path.strip("/")))
        return rows

    def _unit(self, what: str, unit: PlannedUnit, before: str, after: str) -> list[str]:
        return [self.say(f"roster-change-unit-{what}"), "", unit.code, unit.name, "", before, after,
                ""]  # fmt: skip


def _as_line(change: Sequence[str]) -> str:
    what, _, nip, name, column, before, after, since = change
    became = f"{column} {before} → {after}".strip() if column or before else after
    parts = [f"{name} ({nip})", became, since and f"({since})"]
    return f"{what}: " + " ".join(part for part in parts if part)
