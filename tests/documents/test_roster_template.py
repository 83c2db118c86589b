"""The empty roster."""

from __future__ import annotations

from pathlib import Path

from handlers.documents.roster_template import roster_template
from handlers.documents.sheets import read_sheets
from models.people.importing.columns import UNIT_HEADERS, Column, find_table, find_tables


def test_every_header_of_the_template_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(roster_template())
    sheets = read_sheets(path)

    people, units = find_tables(sheets)
    assert (people.sheet, people.unused, people.twice) == ("Pegawai", (), ())
    assert set(people.places) == set(Column) - {Column.PARENT}
    assert (units, list(people.entries())) == (None, [])
    assert set(find_table(sheets[1], UNIT_HEADERS).places) == set(UNIT_HEADERS)


def test_every_column_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(roster_template())
    people, units, explained = read_sheets(path)

    headers = [str(cell).removesuffix(" *") for sheet in (people, units) for cell in sheet.rows[0]]
    assert [row[1] for row in explained.rows if row[0] in ("Pegawai", "Unit")] == headers
