"""The roster handed back with its faults."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from handlers.documents.checked import NOTES, Mark, checked_workbook
from handlers.documents.sheets import read_sheets
from models.people.importing.columns import Sheet, find_tables

PEOPLE = Sheet(
    "Data ASN",
    [
        ["DAFTAR"],
        ["NIP", "Nama", "TMT"],
        ["198609262015032001", '=HYPERLINK("x")', date(2026, 10, 1)],
        ["12", "Tom", ""],
    ],
)
MARKS = [
    Mark("Data ASN", 4, 0, "NIP: Bukan 18 digit."),
    Mark("Data ASN", 4, 2, "TMT: kosong.", is_wrong=False),
    Mark("Data ASN", 3, None, "Pegawai baru tanpa jabatan."),
]


def written(sheets: list[Sheet]) -> bytes:
    return checked_workbook(sheets, {"Data ASN": 1}, MARKS, [["Salah", "1"]], [["Apa"], ["baru"]])


def read_back(content: bytes, folder: Path) -> list[Sheet]:
    path = folder / "diperiksa.xlsx"
    path.write_bytes(content)
    return read_sheets(path)


def test_rows_stay_as_they_were_with_the_reason_beside_them(tmp_path: Path) -> None:
    sheets = read_back(written([PEOPLE]), tmp_path)

    assert [sheet.name for sheet in sheets] == [
        "Data ASN",
        "Ringkasan pemeriksaan",
        "Daftar perubahan",
    ]
    assert sheets[0].rows[1:] == [
        ["NIP", "Nama", "TMT", NOTES],
        ["198609262015032001", '=HYPERLINK("x")', date(2026, 10, 1), "Pegawai baru tanpa jabatan."],
        ["12", "Tom", "", "NIP: Bukan 18 digit.\nTMT: kosong."],
    ]


def test_only_the_wrong_cell_is_red_and_only_the_doubtful_one_yellow(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(written([PEOPLE]))) as parts:
        styles = parts.read("xl/styles.xml").decode()
        cells = parts.read("xl/worksheets/sheet1.xml").decode()
    fills = re.findall(r"<fill>.*?</fill>", styles)
    formats = re.findall(r'<xf [^>]*fillId="(\d+)"', styles.split("<cellXfs")[1])
    style_of = dict(re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', cells))

    def colour(cell: str) -> str | None:
        fill = fills[int(formats[int(style_of.get(cell, 0))])]
        found = re.search(r'fgColor rgb="FF(\w{6})"', fill)
        return found[1] if found else None

    assert {cell: colour(cell) for cell in ("A3", "C3", "A4", "B4", "C4")} == {
        "A3": None,
        "C3": None,
        "A4": "F8C9C4",
        "B4": None,
        "C4": "FFE9B0",
    }


def test_a_checked_roster_is_read_again_as_a_roster_and_checked_again(tmp_path: Path) -> None:
    once = read_back(written([PEOPLE]), tmp_path)

    people, _ = find_tables(once)
    assert (people.sheet, people.unused) == ("Data ASN", (NOTES,))
    again = read_back(written(once), tmp_path)
    assert [(sheet.name, sheet.rows) for sheet in again] == [(s.name, s.rows) for s in once]
