"""A month as a workbook: activities with their decisions, people in figures, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from xlsxwriter import Workbook

from models.office import Office
from models.work.activities import State
from models.work.months import KeptActivity, KeptPerson

if TYPE_CHECKING:
    from handlers.turn import Say  # it would bring the whole of aiogram along

DAY, MOMENT, CLOCK, SHARE = "dd/mm/yyyy", "dd/mm/yyyy hh.mm", "hh.mm", "0%"
WIDE = {"activities": {1: 28, 2: 20, 3: 30, 9: 60, 15: 30, 17: 60}, "people": {0: 28, 1: 20, 3: 30}}
ORDINARY = 13  # characters
LONGEST = 32_000  # characters of a cell; Excel takes 32,767


class MonthWorkbook:
    """Written row by row: no row is held in memory once the next one has begun."""

    def __init__(self, path: Path, say: Say, office: Office, *, closed: bool) -> None:
        # What looks like a formula, a number or a link was written by a person: it is text.
        self._book = Workbook(
            path,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
             "strings_to_urls": False},
        )  # fmt: skip
        self._say, self._office = say, office
        self._states = {
            state: self._said("export-state", state=state.value, closed=closed) for state in State
        }
        self._closed = closed
        self._bold = self._book.add_format({"bold": True})
        self._formats = {
            name: self._book.add_format({"num_format": name})
            for name in (DAY, MOMENT, CLOCK, SHARE)
        }
        self._sheets = {name: self._sheet(name) for name in ("activities", "people")}
        self._rows = dict.fromkeys(self._sheets, 0)
        self._corrected = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self._book.close()

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each sheet has, its titles left out."""
        return self._rows

    def add_activity(self, kept: KeptActivity) -> None:
        a = kept.activity
        history = [
            self._said("export-decision", at=d.at, by=by, verdict=d.verdict.value,
                       revision=d.revision, reason=d.reason,
                       capacity=d.capacity.value if d.capacity else None,
                       official=kept.officials.get(d.instead_of_id or 0))
            for d, by in kept.decisions
        ]  # fmt: skip
        self._write(
            "activities",
            (a.day, DAY), kept.author.name, kept.author.nip, kept.unit,
            (a.start, CLOCK), (a.end, CLOCK), a.minutes, a.quantity, a.unit, a.what,
            self._states[a.state], self._local(a.submitted_at), kept.reviewer, kept.decided_by,
            self._local(a.decided_at), a.note, a.revision, "\n".join(history),
            self._local(a.corrected_at),
        )  # fmt: skip

    def add_person(self, kept: KeptPerson) -> None:
        figures, posting = kept.figures, kept.posting
        self._corrected += figures.corrected
        approved = figures.minutes_in(State.APPROVED)
        self._write(
            "people",
            kept.employee.name, kept.employee.nip, kept.employee.kind.value,
            posting.unit.name if posting else None, posting.position if posting else None,
            len(figures.owed), len(figures.reported), kept.on_time, figures.activities,
            figures.minutes, approved,
            (approved / figures.minutes, SHARE) if figures.minutes else None,
            figures.corrected or None,
        )  # fmt: skip

    def explain(self, **facts: object) -> None:
        """The last sheet: what the columns mean, for which month, and when it was made."""
        sheet = self._book.add_worksheet(self._said("export-sheet-about"))
        sheet.set_column(0, 0, 100)
        words = self._said(
            "export-about", office=self._office.name, closed=self._closed,
            corrected=self._corrected, **facts,
        )  # fmt: skip
        for row, line in enumerate(words.splitlines()):
            sheet.write_string(row, 0, line)

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(self._said(f"export-sheet-{name}"))
        titles = self._said(f"export-columns-{name}").splitlines()
        for column, title in enumerate(titles):
            sheet.set_column(column, column, WIDE[name].get(column, ORDINARY))
            sheet.write_string(0, column, title, self._bold)
        sheet.freeze_panes(1, 0)
        return sheet

    def _write(self, name: str, *cells: object) -> None:
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

    def _local(self, moment: datetime | None) -> tuple[datetime | None, str]:
        # A spreadsheet knows no time zones: the office's wall clock.
        return (self._office.local(moment).replace(tzinfo=None) if moment else None), MOMENT

    def _said(self, key: str, **facts: object) -> str:
        return unescape(self._say(key, **facts))
