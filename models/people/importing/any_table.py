"""A table in a spreadsheet, found by its headers, whatever it is about; and what is wrong in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from models.people.importing.cells import Cell, words
from models.people.importing.columns import HEADER_WITHIN, Sheet, numbers_columns, plain

C = TypeVar("C", bound=StrEnum)


@dataclass(frozen=True)
class AnyTable(Generic[C]):
    """A sheet's rows with the place of its header and of each column (from 0)."""

    sheet: str
    rows: Sequence[Sequence[Cell]]
    header: int
    places: Mapping[C, int]

    def entries(self) -> Iterator[tuple[int, dict[C, Cell]]]:
        """(row as the spreadsheet numbers it, cells by column), without what is no entry."""
        for number, row in enumerate(self.rows[self.header + 1 :], self.header + 2):
            cells = {c: row[at] if at < len(row) else None for c, at in self.places.items()}
            if any(words(cell) for cell in cells.values()) and not numbers_columns(row):
                yield number, cells


class NoTable(Exception):
    """No sheet of the file has these columns."""

    def __init__(self, missing: Sequence[StrEnum]) -> None:
        super().__init__("no table")
        self.missing = tuple(missing)


@dataclass(frozen=True)
class Fault:
    """Why a cell is wrong; ``because`` and the facts find the words."""

    row: int  # as the spreadsheet numbers it
    column: StrEnum | None  # None: the row as a whole
    because: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


def find_any(
    sheets: Sequence[Sheet], headers: Mapping[C, Sequence[str]], needed: Collection[C]
) -> AnyTable[C]:
    """The sheet and the row in which the most columns are known; raise ``NoTable``."""
    meanings = {name: column for column, names in headers.items() for name in names}
    tables = [
        AnyTable(sheet.name, sheet.rows, number, _places(sheet.rows[number], meanings))
        for sheet in sheets
        for number in range(min(len(sheet.rows), HEADER_WITHIN))
    ]
    best = max(tables, key=lambda table: len(table.places), default=None)
    missing = [c for c in needed if best is None or c not in best.places]
    if best is None or missing:
        raise NoTable(missing)
    return best


def _places(row: Sequence[Cell], meanings: Mapping[str, C]) -> dict[C, int]:
    places: dict[C, int] = {}
    for place, cell in enumerate(row):
        column = meanings.get(plain(words(cell)))
        if column is not None:
            places.setdefault(column, place)
    return places
