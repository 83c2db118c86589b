"""Rows of a roster as typed values; whatever cannot be read is remarked on, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from models.office import Pattern
from models.people.employees import Kind, Role
from models.people.importing import cells
from models.people.importing.cells import Cell, Unreadable, said
from models.people.importing.columns import Column, Table
from models.people.importing.plan import Remark

T = TypeVar("T")

NAME_MOST, POSITION_MOST, UNIT_MOST, CODE_MOST = 120, 160, 160, 40  # as wide as the tables


@dataclass(frozen=True)
class UnitText:
    """How a row names a unit: by code, by name, by a path of names; perhaps with what is above."""

    code: str = ""
    name: str = ""
    above: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.code and not self.name


@dataclass(frozen=True)
class PersonRow:
    """One person as the file has them. A column that the file lacks is not in ``columns``."""

    row: int
    nip: str
    name: str
    columns: frozenset[Column]
    kind: Kind | None = None
    unit: UnitText = UnitText()
    position: str = ""
    grade: str | None = None
    supervisor: str | None = None
    pattern: Pattern | None = None
    since: date | None = None
    role: Role = Role.STAFF
    administers: str = ""


@dataclass
class People:
    """All rows of a sheet: those with a NIP are in ``nips``, those without a fault in ``whole``."""

    sheet: str
    nips: dict[int, str] = field(default_factory=dict)  # by row
    whole: dict[int, PersonRow] = field(default_factory=dict)
    wrong: list[Remark] = field(default_factory=list)
    entries: int = 0


def read_people(table: Table, today: date) -> People:
    """Read every row; a row with a cell that cannot be read is not whole."""
    people = People(table.sheet)
    columns = frozenset(table.places)
    for row, entry in table.entries():
        people.entries += 1
        reading = Reading(table.sheet, row, entry)
        person = _person(reading, columns, today)
        if person.nip:
            people.nips[row] = person.nip
        if not reading.remarks:
            people.whole[row] = person
        people.wrong += reading.remarks
    return people


class Reading:
    """One row while it is read."""

    def __init__(self, sheet: str, row: int, entry: Mapping[Column, Cell]) -> None:
        self.sheet = sheet
        self.row = row
        self.entry = entry
        self.remarks: list[Remark] = []

    def take(self, column: Column, read: Callable[[Cell], T], otherwise: T) -> T:
        """A cell's value; ``otherwise`` where it cannot be read or the file lacks the column."""
        if column not in self.entry:
            return otherwise
        try:
            return read(self.entry[column])
        except Unreadable as why:
            self.remark(column, why)
            return otherwise

    def remark(self, column: Column | None, why: Unreadable) -> None:
        self.remarks.append(Remark(self.sheet, self.row, column, why.because, why.facts))

    def unit(self) -> UnitText:
        return UnitText(
            self.take(Column.CODE, said, ""),
            self.take(Column.UNIT, said, ""),
            self.take(Column.PARENT, said, ""),
        )


def _person(reading: Reading, columns: frozenset[Column], today: date) -> PersonRow:
    take = reading.take
    unit = reading.unit()
    if unit.is_empty and columns & {Column.CODE, Column.UNIT}:
        place = Column.CODE if Column.CODE in columns else Column.UNIT
        reading.remark(place, Unreadable("unit-missing"))
    return PersonRow(
        row=reading.row,
        nip=take(Column.NIP, partial(cells.read_nip, today=today), ""),
        name=take(Column.NAME, partial(cells.read_text, most=NAME_MOST), ""),
        columns=columns,
        kind=take(Column.KIND, cells.read_kind, None),
        unit=unit,
        position=take(Column.POSITION, partial(cells.read_text, most=POSITION_MOST), ""),
        grade=take(Column.GRADE, cells.read_grade, None),
        supervisor=take(Column.SUPERVISOR, partial(cells.read_supervisor, today=today), None),
        pattern=take(Column.PATTERN, cells.read_pattern, None),
        since=take(Column.SINCE, partial(cells.read_date, today=today), None),
        role=take(Column.ROLE, cells.read_role, Role.STAFF),
        administers=take(Column.ADMINISTERS, said, ""),
    )
