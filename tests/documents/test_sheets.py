"""Spreadsheets as people hand them in."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from handlers.documents.sheets import NoSpreadsheet, read_sheets

ROWS = [["NIP", "Nama"], ["198609262015032001", "Mia “Lestari”, S.E."]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_is_read_in_any_alphabet_and_with_any_delimiter(
    tmp_path: Path, encoding: str, sign: str
) -> None:
    path = tmp_path / "daftar.csv"
    path.write_bytes(f'NIP{sign}Nama\r\n198609262015032001{sign}"Mia “Lestari”, S.E."\r\n'
                     .encode(encoding))  # fmt: skip

    [sheet] = read_sheets(path)
    assert (sheet.name, sheet.rows) == ("daftar", ROWS)


def test_excels_own_first_line_keeps_the_numbers_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text('sep=;\nNIP;Nama\n198609262015032001;"Mia “Lestari”, S.E."\n')

    assert read_sheets(path)[0].rows == [[], *ROWS]


def test_a_workbook_keeps_its_sheets_its_rows_and_its_dates(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet("Pegawai")
        page.write_string(2, 1, "198609262015032001")
        page.write_datetime(2, 2, date(2026, 10, 1), book.add_format({"num_format": "dd-mm-yy"}))
        book.add_worksheet("Unit")
    path.write_bytes(made.getvalue())

    people, units = read_sheets(path)
    assert (people.name, units.name) == ("Pegawai", "Unit")
    assert [people.rows[2][1], people.rows[2][2]] == ["198609262015032001", date(2026, 10, 1)]


def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    path.write_text("NIP;Nama")

    with pytest.raises(NoSpreadsheet):
        read_sheets(path)


@pytest.mark.parametrize("content", [b"\xff\xfeN\x00I", b'NIP;Nama\n1;"' + b"x" * 200_000])
def test_a_csv_that_breaks_off_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "daftar.csv"
    path.write_bytes(content)

    with pytest.raises(NoSpreadsheet):
        read_sheets(path)


def a_workbook(path: Path, *, far: str | None) -> Path:
    """With a cell at the end of the world, which says this; None: it is coloured, no more."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Pegawai")
        page.write_row(0, 0, ["NIP", "Nama"])
        page.write(1_048_575, 16_383, far, book.add_format({"bg_color": "yellow"}))
    return path


def test_one_word_in_the_last_cell_there_is_does_not_take_all_memory(tmp_path: Path) -> None:
    with pytest.raises(NoSpreadsheet, match="too far apart"):
        read_sheets(a_workbook(tmp_path / "jauh.xlsx", far="x"))


def test_a_colour_in_the_last_cell_there_is_does_no_harm(tmp_path: Path) -> None:
    [sheet] = read_sheets(a_workbook(tmp_path / "warna.xlsx", far=None))

    assert sheet.rows == [["NIP", "Nama"]]


@pytest.mark.parametrize(
    ("place", "damage"),
    [(6, b"\xff\xff"), (10, b"\x63\x00"), (8, b"\x01\x00"), (42, b"\xff\xff\xff\x7f")],
    ids=["version", "packing", "locked", "elsewhere"],
)
def test_a_workbook_that_was_damaged_on_its_way_is_said_to_be_none(
    tmp_path: Path, place: int, damage: bytes
) -> None:
    path = a_workbook(tmp_path / "rusak.xlsx", far=None)
    content = path.read_bytes()
    for found in [one.start() for one in re.finditer(b"PK\x01\x02", content)]:
        at = found + place
        content = content[:at] + damage + content[at + len(damage) :]
    path.write_bytes(content)

    with pytest.raises(NoSpreadsheet):
        read_sheets(path)
