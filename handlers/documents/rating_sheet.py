"""A team's evaluations as a workbook: made to be filled in, read when it comes back.

It is known again by a hidden sheet, whatever it is called by then and whoever has saved it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from math import ceil

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from handlers.documents.sheets import NoSpreadsheet, must_be_of_a_size
from models.appraisal.evaluation_answers import MOST_OF_A_NOTE, Question
from models.appraisal.periods import Cadence
from models.appraisal.rating_rows import FILLED, NOTE
from models.people.importing.cells import Cell, words

MARK, MARK_SHEET = "kinerja-bot/penilaian", "_penilaian"
TOLD = ("nip", "name", "self", "owed", "reported", "on-time", "activities", "approved", "evidence",
        "feedback")  # fmt: skip
REMARK = "remark"
EXPECTED = "-expected"  # behind a value's name: what the superior expects, before its rating
WIDTHS = {"nip": 21, "name": 28, "self": 60, REMARK: 50}
ADVICE = 110  # characters, how wide it is
A_LINE, LEAST, MOST = 15, 75, 409  # points: a line's height; a row's, of which Excel takes no more
A4, PAGES_ACROSS = 9, 4  # as spreadsheets number their papers; of columns that one could still read
MOST_UNPACKED = 60_000_000  # bytes: a file of a thousand rows has one or two million
MOST_ROWS = 300
MOST_OF_A_CELL = 2000  # characters that are kept of what somebody wrote
HEADER_WITHIN = 12  # rows
MOST_CELLS_ACROSS = 80


@dataclass(frozen=True)
class Line:
    """One employee: what is told (by ``TOLD``), what is filled in, and what is wrong with it.

    ``expected``: special expectations, by the name of the question whose rating they stand beside.
    """

    told: Sequence[str | int]
    filled: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)
    leads_unit: bool = False
    wrong: Sequence[str] = ()  # columns
    remark: str = ""


@dataclass(frozen=True)
class RatingWorkbook:
    """Plain data, to be put together where nobody waits."""

    title: str
    cadence: str
    since: str
    titles: Mapping[str, str]  # by column
    ratings: Sequence[str]  # the words that are offered
    of_units: Sequence[str]
    advice: Sequence[str]
    advice_title: str
    lines: Sequence[Line]
    is_checked: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """A value has a column of expectations only where something is expected of somebody."""
        expected = {name for line in self.lines for name in line.expected}
        asked = (
            column
            for name in FILLED
            for column in ([name + EXPECTED, name] if name in expected else [name])
        )
        return (*TOLD, *asked, *((REMARK,) if self.is_checked else ()))

    def __call__(self) -> bytes:
        made = BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
            _Writing(self, workbook).write()
        return made.getvalue()


class _Writing:
    """Sheets and formats of one workbook. Text is written as text: a "=" begins no formula."""

    def __init__(self, book: RatingWorkbook, workbook: Workbook) -> None:
        self.book, self.workbook = book, workbook
        wrapped = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5DBDB"}
        form = workbook.add_format
        self.head = form({"bold": True, "bg_color": "#0B5563", "font_color": "white", **wrapped})
        self.told = form({"bg_color": "#F1F4F4", **wrapped})
        self.open = form({"locked": False, "num_format": "@", "bg_color": "#FFFBE6", **wrapped})
        self.wrong = form(
            {"locked": False, "num_format": "@", "bg_color": "#F8C9C4", "font_color": "#8C1D18",
             **wrapped}
        )  # fmt: skip
        self.columns = book.columns
        self.widths = [_width(column) for column in self.columns]

    def write(self) -> None:
        page = self.workbook.add_worksheet(self.book.title[:31])
        for place, column in enumerate(self.columns):
            page.write_string(0, place, self.book.titles[column], self.head)
            page.set_column(place, place, self.widths[place])
        for number, line in enumerate(self.book.lines, 1):
            self._line(page, number, line)
        page.freeze_panes(1, 2)
        page.set_row(0, 48)
        page.repeat_rows(0)
        page.repeat_columns(0, 1)
        _prints(page, PAGES_ACROSS)
        page.protect("", {"format_columns": True, "format_rows": True})
        self._advice()
        self._mark()

    def _line(self, page: Worksheet, number: int, line: Line) -> None:
        told = dict(zip(TOLD, line.told, strict=False))
        told |= {name + EXPECTED: words for name, words in line.expected.items()}
        told[REMARK] = line.remark
        written = [str({**told, **line.filled}.get(column, "")) for column in self.columns]
        page.set_row(number, max(LEAST, _height(written, self.widths)))
        for place, column in enumerate(self.columns):
            if column in FILLED:
                paint = self.wrong if column in line.wrong else self.open
                _write(page, number, place, line.filled.get(column, ""), paint)
                page.data_validation(number, place, number, place, self._rule(column, line))
            else:
                _write(page, number, place, told.get(column, ""), self.told)

    def _rule(self, column: str, line: Line) -> dict[str, object]:
        if column.endswith(NOTE):
            return {"validate": "length", "criteria": "<=", "value": MOST_OF_A_NOTE}
        of_unit = line.leads_unit and column == Question.RESULTS.value
        offered = self.book.of_units if of_unit else self.book.ratings
        return {"validate": "list", "source": list(offered)}

    def _advice(self) -> None:
        page = self.workbook.add_worksheet(self.book.advice_title[:31])
        wrapped = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        page.set_column(0, 0, ADVICE)
        _prints(page, 1)
        for number, line in enumerate(self.book.advice):
            page.set_row(number, _height([line], [ADVICE]))
            page.write_string(number, 0, line, wrapped)

    def _mark(self) -> None:
        page = self.workbook.add_worksheet(MARK_SHEET)
        for place, text in enumerate((MARK, self.book.cadence, self.book.since)):
            page.write_string(0, place, text)
        page.hide()


def _width(column: str) -> int:
    if column in TOLD[3:]:
        return 12
    return 32 if column.endswith((NOTE, EXPECTED)) else WIDTHS.get(column, 17)


def _height(written: Sequence[str], widths: Sequence[int]) -> int:
    """Points; said outright, since LibreOffice leaves rows of another program's file low."""
    lines = [
        sum(ceil((len(line) or 1) / width) for line in (text.splitlines() or [""]))
        for text, width in zip(written, widths, strict=True)
    ]
    return min(MOST, A_LINE * max(lines))


def _prints(page: Worksheet, across: int) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(across, 0)
    page.set_footer("&L&A&R&P / &N")


def _write(page: Worksheet, number: int, place: int, told: str | int, paint: Format) -> None:
    if isinstance(told, int):
        page.write_number(number, place, told, paint)
    elif told:
        page.write_string(number, place, told, paint)
    else:
        page.write_blank(number, place, None, paint)


# Reading


@dataclass(frozen=True)
class Reading:
    """Of which bytes, with which titles (lower case) for which column; called away from turns."""

    content: bytes
    columns: Mapping[str, str]

    def __call__(self) -> bytes:
        """JSON: null for what is no such workbook; else its period and its rows."""
        return json.dumps(read_ratings(self.content, self.columns)).encode()


def read_ratings(content: bytes, columns: Mapping[str, str]) -> dict[str, object] | None:
    """``{"cadence", "since", "rows"}``; None: nothing that we have made."""
    try:
        must_be_of_a_size(content, MOST_UNPACKED)
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            if MARK_SHEET not in workbook.sheet_names:
                return None
            period = _period(workbook.get_sheet_by_name(MARK_SHEET).to_python(nrows=1))
            others = (name for name in workbook.sheet_names if name != MARK_SHEET)
            sheets = (
                workbook.get_sheet_by_name(name).to_python(
                    skip_empty_area=False, nrows=MOST_ROWS + HEADER_WITHIN
                )
                for name in others
            )
            rows = next((found for sheet in sheets if (found := _rows(sheet, columns))), [])
    except (CalamineError, NoSpreadsheet):
        return None
    return None if period is None else {**period, "rows": rows}


def _period(marks: Sequence[Sequence[Cell]]) -> dict[str, str] | None:
    told = [words(cell)[:40] for cell in (marks[0] if marks else ())]
    if len(told) < 3 or told[0] != MARK or told[1] not in {one.value for one in Cadence}:
        return None
    try:
        return {"cadence": told[1], "since": date.fromisoformat(told[2][:10]).isoformat()}
    except ValueError:
        return None


def _rows(
    sheet: Sequence[Sequence[Cell]], columns: Mapping[str, str]
) -> list[dict[str, object]] | None:
    """By their titles, wherever the columns stand by now; None: another sheet."""
    for at, header in enumerate(sheet[:HEADER_WITHIN]):
        titles = [words(cell).casefold() for cell in header[:MOST_CELLS_ACROSS]]
        places = {columns[title]: n for n, title in enumerate(titles) if title in columns}
        if "nip" in places and Question.RESULTS.value in places:
            found = enumerate(sheet[at + 1 : at + 1 + MOST_ROWS], at + 2)
            return [_row(number, cells, places) for number, cells in found]
    return None


def _row(number: int, cells: Sequence[Cell], places: Mapping[str, int]) -> dict[str, object]:
    texts = {
        column: words(cells[place])[:MOST_OF_A_CELL] if place < len(cells) else ""
        for column, place in places.items()
    }
    filled = {column: texts[column] for column in FILLED if texts.get(column)}
    nip = "".join(sign for sign in texts["nip"] if sign.isdigit())[:18]
    return {"number": number, "nip": nip, "name": texts.get("name", "")[:80], "cells": filled}


def all_columns(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Which column a title means, in any of the languages."""
    return {title.casefold(): column for told in titles for column, title in told.items()}
