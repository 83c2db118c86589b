"""Spreadsheets as people hand them in."""

from __future__ import annotations

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
