"""Spreadsheets as people hand them in: XLSX, XLS, ODS or CSV, as plain rows of cells."""

from __future__ import annotations

import csv
import pickle
import re
import zlib
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path, PurePath
from typing import IO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from models.people.importing.cells import Cell
from models.people.importing.columns import Sheet

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
DELIMITERS = ";,\t|"
LARGEST = 200 * 1024 * 1024  # bytes of a workbook once it is unpacked
MOST_CELLS = 5_000_000  # of a sheet, empty ones too: from the first to the last that says something
CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]+)(\d+)"[^>]*(?<!/)>')
PIECE = 1 << 20
LOOKED_AT = 30  # lines that tell how a CSV is delimited


class NoSpreadsheet(Exception):
    """The file cannot be read as what its name says."""


def is_spreadsheet(name: str | None) -> bool:
    """By its name alone."""
    return PurePath(name or "").suffix.lower() in (*WORKBOOKS, ".csv")


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet of a workbook, or the one of a CSV; rows are numbered as the file shows them."""
    return sheets_in(path.name, path.read_bytes())


def sheets_in(name: str, content: bytes) -> list[Sheet]:
    """The same of what came from elsewhere under this name."""
    path = PurePath(name)
    if path.suffix.lower() in WORKBOOKS:
        return _workbook(content)
    try:
        return [Sheet(path.stem, _csv(_decoded(content)))]
    except (csv.Error, UnicodeError) as error:
        raise NoSpreadsheet(str(error)) from None


def sheets_as_bytes(name: str, content: bytes) -> bytes:
    """The sheets, pickled: what another process hands back. Empty: it is no spreadsheet."""
    try:
        return pickle.dumps(sheets_in(name, content))
    except NoSpreadsheet:
        return b""


def _workbook(content: bytes) -> list[Sheet]:
    must_be_of_a_size(content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return [
                Sheet(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in workbook.sheet_names
            ]
    except CalamineError as error:
        raise NoSpreadsheet(str(error)) from None


def must_be_of_a_size(content: bytes, most: int = LARGEST) -> None:
    """A small file may unpack to more than the machine has; raise ``NoSpreadsheet``."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > most:
                raise NoSpreadsheet("too large")
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as page:
                        _must_be_of_an_extent(page)
    except BadZipFile:  # an XLS, or nothing that can be read anyway
        return
    except (NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error) as error:
        raise NoSpreadsheet(type(error).__name__) from None


def _must_be_of_an_extent(page: IO[bytes]) -> None:
    """Reading makes room for every cell of the rectangle: one stray word far below kills us."""
    rows, columns, rest = 1, 1, b""
    while piece := page.read(PIECE):
        text = rest + piece
        for column, row in CELL.findall(text):
            rows, columns = max(rows, int(row[:9])), max(columns, _place(column))
        if rows * columns > MOST_CELLS:
            raise NoSpreadsheet("too far apart")
        rest = text[text.rfind(b"<") :]


def _place(letters: bytes) -> int:
    """Which column AB is, from 1."""
    place = 0
    for letter in letters[:9]:
        place = place * 26 + letter - ord("A") + 1
    return place


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, Excel's "Unicode text", or Windows' old alphabet."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv(text: str) -> Sequence[Sequence[Cell]]:
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) == 5:  # Excel's own first line
        return [[], *csv.reader(StringIO(rest, newline=""), delimiter=told[4])]
    return list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))


def _delimiter(text: str) -> str:
    """The one that gives the most columns."""
    head = "\n".join(text.splitlines()[:LOOKED_AT])
    return max(
        DELIMITERS,
        key=lambda sign: sum(len(row) > 1 and len(row) for row in _split(head, sign)),
    )


def _split(text: str, sign: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), delimiter=sign))
