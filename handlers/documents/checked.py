"""The roster as it was handed in, with what is wrong coloured and explained beside each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from models.people.importing.cells import Cell, words
from models.people.importing.columns import Sheet

NOTES = "Catatan pemeriksaan"
SUMMARY, CHANGES = "Ringkasan pemeriksaan", "Daftar perubahan"
WIDEST = 46


@dataclass(frozen=True)
class Mark:
    """A cell that is wrong or doubtful, and why."""

    sheet: str
    row: int  # as the spreadsheet numbers it
    place: int | None  # of the column, from 0; None: the row as a whole
    why: str
    is_wrong: bool = True


def checked_workbook(
    sheets: Sequence[Sheet],
    headers: Mapping[str, int],
    marks: Sequence[Mark],
    summary: Sequence[Sequence[str]],
    changes: Sequence[Sequence[str]],
) -> bytes:
    """An XLSX. ``headers``: by sheet, the row (from 0) above which nothing is an entry."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        paint = Paint(workbook)
        for sheet in sheets:
            if sheet.name not in (SUMMARY, CHANGES):
                mine = [mark for mark in marks if mark.sheet == sheet.name]
                _write_sheet(paint, sheet, headers.get(sheet.name), mine)
        _write_list(paint, SUMMARY, summary)
        _write_list(paint, CHANGES, changes)
    return made.getvalue()


class Paint:
    """The workbook's formats."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        top = {"valign": "top"}
        self.head = workbook.add_format(
            {"bold": True, "bg_color": "#0B5563", "font_color": "white", "text_wrap": True, **top}
        )
        self.wrong = workbook.add_format({"bg_color": "#F8C9C4", "font_color": "#8C1D18", **top})
        self.doubtful = workbook.add_format({"bg_color": "#FFE9B0", **top})
        self.note = workbook.add_format({"text_wrap": True, **top})
        self.dates = {
            fill: workbook.add_format({"num_format": "dd-mm-yyyy", **top, **colour})
            for fill, colour in (
                (None, {}),
                (self.wrong, {"bg_color": "#F8C9C4"}),
                (self.doubtful, {"bg_color": "#FFE9B0"}),
            )
        }


def _write_sheet(paint: Paint, sheet: Sheet, header: int | None, marks: Sequence[Mark]) -> None:
    page = paint.workbook.add_worksheet(sheet.name[:31])
    fills = _fills(paint, marks)
    notes_at = _notes_place(sheet, header)
    for number, row in enumerate(sheet.rows):
        for place, cell in enumerate(row[:notes_at]):
            fill = paint.head if number == header else fills.get((number + 1, place))
            _write(page, number, place, cell, fill, paint)
    if header is not None:
        page.write_string(header, notes_at, NOTES, paint.head)
        page.freeze_panes(header + 1, 0)
        page.autofilter(header, 0, max(len(sheet.rows) - 1, header + 1), notes_at)
    for at, note in _notes(marks).items():
        page.write_string(at - 1, notes_at, note, paint.note)
    for place, width in enumerate(_widths(sheet, header, notes_at)):
        page.set_column(place, place, width)
    page.set_column(notes_at, notes_at, 70)


def _fills(paint: Paint, marks: Sequence[Mark]) -> dict[tuple[int, int], Format]:
    """By row and place; what is wrong hides what is merely doubtful."""
    places = [mark for mark in marks if mark.place is not None]
    ordered = sorted(places, key=lambda mark: mark.is_wrong)
    return {
        (mark.row, mark.place or 0): paint.wrong if mark.is_wrong else paint.doubtful
        for mark in ordered
    }


def _notes(marks: Sequence[Mark]) -> dict[int, str]:
    notes = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: not mark.is_wrong):
        notes[mark.row].append(mark.why)
    return {row: "\n".join(dict.fromkeys(whys)) for row, whys in notes.items()}


def _notes_place(sheet: Sheet, header: int | None) -> int:
    """Behind the last column, or where an earlier check has written."""
    titles = [words(cell) for cell in sheet.rows[header]] if header is not None else []
    if NOTES in titles:
        return titles.index(NOTES)
    return max((len(row) for row in sheet.rows), default=0)


def _write(
    page: Worksheet, row: int, place: int, cell: Cell, fill: Format | None, paint: Paint
) -> None:
    """A cell as it was. Text is written as text: a formula in a name stays a name."""
    if isinstance(cell, date):
        page.write_datetime(row, place, cell, paint.dates.get(fill, paint.dates[None]))
    elif isinstance(cell, int | float) and abs(cell) < 1e15:
        page.write_number(row, place, cell, fill)
    elif words(cell):
        page.write_string(row, place, str(cell) if isinstance(cell, str) else words(cell), fill)
    elif fill is not None:
        page.write_blank(row, place, None, fill)


def _widths(sheet: Sheet, header: int | None, columns: int) -> list[int]:
    rows = sheet.rows[header or 0 :]
    return [
        min(
            WIDEST,
            2 + max((len(words(row[place])) for row in rows if place < len(row)), default=8),
        )
        for place in range(columns)
    ]


def _write_list(paint: Paint, name: str, rows: Sequence[Sequence[str]]) -> None:
    page = paint.workbook.add_worksheet(name)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            page.write_string(number, place, text, paint.note if number else paint.head)
    for place in range(max((len(row) for row in rows), default=0)):
        longest = max(len(row[place]) for row in rows if place < len(row))
        page.set_column(place, place, min(WIDEST, 2 + longest))
    page.freeze_panes(1, 0)
