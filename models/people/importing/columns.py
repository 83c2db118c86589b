"""Which column of a sheet is which: headers as agencies write them, in any order and case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.people.importing.cells import Cell, words

HEADER_WITHIN = 20  # rows from the top: titles and letterheads may stand above the table


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file, as it was read; row 1 is ``rows[0]``."""

    name: str
    rows: Sequence[Sequence[Cell]]


class Column(StrEnum):
    """What a roster tells about somebody, a sheet of units about a unit, or a list about leave."""

    NIP = "nip"
    NAME = "name"
    KIND = "kind"
    CODE = "unit-code"
    UNIT = "unit"
    PARENT = "unit-above"
    POSITION = "position"
    GRADE = "grade"
    SUPERVISOR = "supervisor"
    PATTERN = "pattern"
    SINCE = "since"
    UNTIL = "until"  # of an absence
    ROLE = "role"
    ADMINISTERS = "administers"


NEEDED = {Column.NIP, Column.NAME}
OFFICES = ("opd", "skpd", "perangkat daerah", "instansi", "satuan kerja", "satker")

PEOPLE_HEADERS: dict[Column, tuple[str, ...]] = {
    Column.NIP: (
        "nip", "nip baru", "nip pegawai", "nip ni pppk", "nip nipppk", "nip nippppk", "ni pppk",
        "nipppk", "nip 18 digit", "nomor induk pegawai", "no induk pegawai",
    ),
    Column.NAME: (
        "nama", "nama lengkap", "nama pegawai", "nama asn", "nama dan gelar", "nama gelar",
        "nama lengkap dan gelar", "nama lengkap gelar",
    ),
    Column.KIND: (
        "status kepegawaian", "status pegawai", "status", "jenis pegawai", "jenis asn",
        "jenis kepegawaian", "kedudukan", "pns pppk",
    ),
    Column.CODE: (
        "kode unit", "kode unit kerja", "kode opd", "kode skpd", "kode perangkat daerah",
        "kode unor", "kode",
    ),
    Column.UNIT: (
        "unit kerja", "unit", "nama unit", "nama unit kerja", "unit kerja opd", "opd unit kerja",
        "unit organisasi", "unor", "nama unor", "bidang", "tempat tugas", "jalur unit",
    ),
    Column.PARENT: (
        "unit induk", "induk", "kode induk", "kode unit induk", "unit atasan", "unor induk",
        "unit kerja induk", "nama unit induk",
    ),
    Column.POSITION: ("jabatan", "nama jabatan", "jabatan terakhir", "jabatan sekarang"),
    Column.GRADE: (
        "golongan", "gol", "golongan ruang", "gol ruang", "gol akhir", "pangkat", "gol pangkat",
        "pangkat golongan", "pangkat gol", "pangkat gol ruang", "pangkat golongan ruang",
    ),
    Column.SUPERVISOR: (
        "atasan langsung nip", "nip atasan langsung", "nip atasan", "atasan langsung", "atasan",
        "nip pejabat penilai", "pejabat penilai nip", "nip penilai",
    ),
    Column.PATTERN: ("pola kerja", "pola hari kerja", "hari kerja", "pola"),
    Column.SINCE: (
        "tmt", "tmt jabatan", "tmt unit kerja", "tmt unit", "tmt mutasi", "tmt tugas",
        "terhitung mulai tanggal", "mulai bertugas",
    ),
    Column.ROLE: ("peran", "peran bot", "peran di bot", "hak akses", "role"),
    Column.ADMINISTERS: (
        "unit dikelola", "unit yang dikelola", "unit kelolaan", "mengelola unit",
    ),
}  # fmt: skip
UNIT_HEADERS: dict[Column, tuple[str, ...]] = {
    Column.CODE: PEOPLE_HEADERS[Column.CODE],
    Column.UNIT: ("nama", *PEOPLE_HEADERS[Column.UNIT], *OFFICES),
    Column.PARENT: PEOPLE_HEADERS[Column.PARENT],
}


@dataclass(frozen=True)
class Table:
    """A sheet's rows with the place of its header and of each column (from 0)."""

    sheet: str
    rows: Sequence[Sequence[Cell]]
    header: int
    places: dict[Column, int]
    unused: tuple[str, ...] = ()  # headers that mean nothing to us
    twice: tuple[str, ...] = ()  # headers of which only the first is read

    def entries(self) -> Iterator[tuple[int, dict[Column, Cell]]]:
        """(row as the spreadsheet numbers it, cells by column), without what is no entry."""
        for number, row in enumerate(self.rows[self.header + 1 :], self.header + 2):
            cells = {
                column: row[place] if place < len(row) else None
                for column, place in self.places.items()
            }
            if any(words(cell) for cell in cells.values()) and not numbers_columns(row):
                yield number, cells


class NoRoster(Exception):
    """No sheet of the file has these columns, without which nobody can be told apart."""

    def __init__(self, missing: Sequence[Column]) -> None:
        super().__init__("no roster")
        self.missing = tuple(missing)


def find_tables(sheets: Sequence[Sheet]) -> tuple[Table, Table | None]:
    """The table of people, and that of units if the file has one; raise ``NoRoster``."""
    people = max(
        (find_table(sheet, PEOPLE_HEADERS) for sheet in sheets),
        key=lambda table: (len(NEEDED & table.places.keys()), len(table.places)),
        default=Table("", (), 0, {}),
    )
    missing = [column for column in Column if column in NEEDED - people.places.keys()]
    if missing:
        raise NoRoster(missing)
    others = (find_table(sheet, UNIT_HEADERS) for sheet in sheets if sheet.name != people.sheet)
    for table in others:
        is_of_units = {Column.CODE, Column.UNIT} <= table.places.keys()
        if is_of_units and any(table.entries()):
            return people, table
    return people, None


def find_table(sheet: Sheet, headers: dict[Column, tuple[str, ...]]) -> Table:
    """The table in a sheet: its header is the row in which the most columns are known."""
    tables = (
        _table(sheet, number, headers) for number in range(min(len(sheet.rows), HEADER_WITHIN))
    )
    nothing = Table(sheet.name, sheet.rows, 0, {})
    return max(tables, key=lambda table: len(table.places), default=nothing)


def _table(sheet: Sheet, header: int, headers: dict[Column, tuple[str, ...]]) -> Table:
    rows = sheet.rows
    meanings = {name: column for column, names in headers.items() for name in names}
    titles = [(place, words(cell)) for place, cell in enumerate(rows[header]) if words(cell)]
    meanings |= _meaning_of_offices(meanings, [plain(title) for _, title in titles])
    places: dict[Column, int] = {}
    unused, twice = [], []
    for place, title in titles:
        column = meanings.get(plain(title))
        if column is None:
            unused.append(title)
        elif column in places:
            twice.append(title)
        else:
            places[column] = place
    return Table(sheet.name, rows, header, places, tuple(unused), tuple(twice))


def _meaning_of_offices(meanings: dict[str, Column], titles: list[str]) -> dict[str, Column]:
    """ "OPD" alone is the unit; beside a column for the unit it is what stands above it."""
    known = {meanings[title] for title in titles if title in meanings}
    if Column.UNIT in known and Column.PARENT not in known:
        return {name: Column.PARENT for name in OFFICES if name not in meanings}
    return dict.fromkeys(OFFICES, Column.UNIT)


def plain(title: str) -> str:
    """A header without case, signs and doubled spaces: "Pangkat/Gol. Ruang" pangkat gol ruang."""
    return " ".join(re.findall(r"[a-z0-9]+", title.lower()))


def numbers_columns(row: Sequence[Cell]) -> bool:
    """The row of official forms that only numbers the columns: 1, 2, 3 … or (1), (2) …"""
    texts = [words(cell).strip("()") for cell in row if words(cell)]
    return len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]
