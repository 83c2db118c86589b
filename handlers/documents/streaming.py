"""Workbooks that are written row by row: no row is held in memory once the next one has begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from xlsxwriter import Workbook

from models.office import Office

if TYPE_CHECKING:
    from handlers.turn import Say  # it would bring the whole of aiogram along

DAY, MOMENT, CLOCK, SHARE = "dd/mm/yyyy", "dd/mm/yyyy hh.mm", "hh.mm", "0%"
ORDINARY = 13  # characters
A4 = 9  # as spreadsheets number their papers
LONGEST = 32_000  # characters of a cell; Excel takes 32,767


class StreamedWorkbook:
    """Sheets by name, whose titles come from the texts "export-sheet-…" and "export-columns-…"."""

    WIDE: Mapping[str, Mapping[int, int]] = {}  # by sheet, columns that are wider than ordinary

    def __init__(self, path: Path, say: Say, office: Office) -> None:
        # What looks like a formula, a number or a link was written by a person: it is text.
        self._book = Workbook(
            path,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
             "strings_to_urls": False},
        )  # fmt: skip
        self._say, self._office = say, office
        self._bold = self._book.add_format({"bold": True})
        self._formats = {
            name: self._book.add_format({"num_format": name})
            for name in (DAY, MOMENT, CLOCK, SHARE)
        }
        self._sheets = {name: self._sheet(name) for name in self.WIDE}
        self._rows = dict.fromkeys(self._sheets, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self._book.close()

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each sheet has, its titles left out."""
        return self._rows

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(self._said(f"export-sheet-{name}"))
        titles = self._said(f"export-columns-{name}").splitlines()
        for column, title in enumerate(titles):
            sheet.set_column(column, column, self.WIDE[name].get(column, ORDINARY))
            sheet.write_string(0, column, title, self._bold)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        self._prints(sheet)
        return sheet

    def _prints(self, sheet: Any) -> None:
        """On paper as wide as a page, with its number."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")

    def _write(self, name: str, *cells: object) -> None:
        """A row: text, numbers, or (value, one of the formats above); nothing for what is empty."""
        self._rows[name] += 1
        sheet, row = self._sheets[name], self._rows[name]
        for column, cell in enumerate(cells):
            value, kind = cell if isinstance(cell, tuple) else (cell, None)
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(row, column, value[:LONGEST])
            elif kind in (DAY, MOMENT, CLOCK):
                sheet.write_datetime(row, column, value, self._formats[kind])
            else:
                sheet.write_number(row, column, value, self._formats.get(kind))

    def _explain(self, words: str) -> None:
        """The last sheet: what the columns mean."""
        sheet = self._book.add_worksheet(self._said("export-sheet-about"))
        sheet.set_column(0, 0, 100)
        for row, line in enumerate(words.splitlines()):
            sheet.write_string(row, 0, line)
        self._prints(sheet)

    def _local(self, moment: datetime | None) -> tuple[datetime | None, str]:
        # A spreadsheet knows no time zones: the office's wall clock.
        return (self._office.local(moment).replace(tzinfo=None) if moment else None), MOMENT

    def _said(self, key: str, **facts: object) -> str:
        return unescape(str(self._say(key, **facts)))
