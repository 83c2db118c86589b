"""One's own records as a ZIP: a page to read, the same tables for a spreadsheet, the evidence."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

from models.people.own_records import OwnTable

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{font-family:sans-serif;margin:1em;color:#222}}div{{overflow-x:auto}}
table{{border-collapse:collapse;font-size:.9em}}td,th{{border:1px solid #bbb;padding:.3em .5em;
text-align:left;vertical-align:top}}th{{background:#eee}}p{{white-space:pre-line}}</style>
</head><body><h1>{title}</h1><p>{about}</p>{tables}</body></html>
"""
SAME_AS = {"off_name": "kind"}  # of an absence it is the kind
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class OwnRecords:
    """Plain data, to be put together where nobody waits. ``files`` are name by path."""

    title: str
    about: str  # HTML
    language: str
    timezone: str
    # Of tables, columns and values: "reports", "at", "duties.reason", "state draft",
    # "duties.reason roster"; "duties.reason + …" where a word of its own follows.
    words: Mapping[str, str]
    tables: tuple[OwnTable, ...]
    files: tuple[tuple[Path, str], ...]

    def __call__(self) -> bytes:
        whole = BytesIO()
        with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
            archive.writestr(f"{_slug(self.title)}.html", self._page())
            for table in self.tables:
                archive.writestr(f"{_slug(self._word(table.name))}.csv", self._csv(table))
            for path, name in self.files:
                archive.write(path, f"{self._word('folder')}/{name}", ZIP_STORED)
        return whole.getvalue()

    def _page(self) -> str:
        return PAGE.format(
            language=self.language,
            title=escape(self.title),
            about=self.about,
            tables="".join(map(self._table, self.tables)),
        )

    def _table(self, table: OwnTable) -> str:
        heads = "".join(f"<th>{escape(name)}</th>" for name in self._titles(table))
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self._rows(table)
        )
        title = escape(self._word(table.name))
        return f"<h2>{title}</h2><div><table><tr>{heads}</tr>{rows}</table></div>"

    def _csv(self, table: OwnTable) -> bytes:
        """As Excel opens it in Indonesia; nothing that somebody wrote becomes a formula."""
        written = StringIO(newline="")
        lines = csv.writer(written, delimiter=";")
        lines.writerow(self._titles(table))
        lines.writerows([_harmless(cell) for cell in row] for row in self._rows(table))
        return written.getvalue().encode("utf-8-sig")

    def _rows(self, table: OwnTable) -> Iterator[list[str]]:
        for row in table.rows:
            cells = zip(table.columns, row, strict=True)
            yield [self._cell(table.name, column, value) for column, value in cells]

    def _titles(self, table: OwnTable) -> list[str]:
        return [
            self.words.get(f"{table.name}.{name}") or self._word(name) for name in table.columns
        ]

    def _cell(self, table: str, column: str, value: object) -> str:
        if isinstance(value, datetime):  # which is a date, too
            return f"{value.astimezone(ZoneInfo(self.timezone)):%d-%m-%Y %H.%M}"
        if isinstance(value, bool):
            return self._word("yes" if value else "no")
        if isinstance(value, str):
            return self._value(table, column, value)
        return self._written(value)

    def _value(self, table: str, column: str, value: str) -> str:
        """In words, where it is one of the office's own; anything else is what somebody wrote."""
        for name in (f"{table}.{column}", SAME_AS.get(column, column)):
            if found := self.words.get(f"{name} {value}"):
                return found
        head, _, rest = value.partition(" ")
        if found := self.words.get(f"{table}.{column} {head} …"):
            return f"{found} {self.words.get(f'kind {rest}', rest)}"
        return value

    def _written(self, value: object) -> str:
        if isinstance(value, date):
            return f"{value:%d-%m-%Y}"
        if isinstance(value, time):
            return f"{value:%H.%M}"
        if isinstance(value, Decimal):
            number = f"{value.normalize():f}"
            return number if self.language == "en" else number.replace(".", ",")
        return "" if value is None else str(value)

    def _word(self, name: str) -> str:
        return self.words.get(name) or name.replace("_", " ")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
