"""The empty roster."""

from __future__ import annotations

import tomllib
from pathlib import Path

from handlers.documents.roster_template import ABSENCES, absence_template, roster_template
from handlers.documents.sheets import read_sheets
from models.people.importing.columns import UNIT_HEADERS, Column, find_table, find_tables
from models.work.absence_kinds import AbsenceKind
from models.work.absence_lists import HEADERS, absence_table, read_kind


def test_every_header_of_the_template_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(roster_template())
    sheets = read_sheets(path)

    people, units = find_tables(sheets)
    assert (people.sheet, people.unused, people.twice) == ("Pegawai", (), ())
    assert set(people.places) == set(Column) - {Column.PARENT, Column.UNTIL}
    assert (units, list(people.entries())) == (None, [])
    assert set(find_table(sheets[1], UNIT_HEADERS).places) == set(UNIT_HEADERS)


def test_every_column_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(roster_template())
    people, units, explained = read_sheets(path)

    headers = [str(cell).removesuffix(" *") for sheet in (people, units) for cell in sheet.rows[0]]
    assert [row[1] for row in explained.rows if row[0] in ("Pegawai", "Unit")] == headers


def test_every_header_of_the_list_of_leave_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(absence_template())

    table = absence_table(read_sheets(path))

    assert (table.sheet, table.unused, table.twice) == ("Cuti", (), ())
    assert set(table.places) == set(HEADERS)


def test_every_kind_that_the_list_offers_is_known() -> None:
    told = tomllib.loads(ABSENCES.read_text(encoding="utf-8"))
    (kinds,) = [field["choices"] for field in told["Cuti"] if "choices" in field]
    assert {read_kind(kind) for kind in kinds} == {*AbsenceKind} - {AbsenceKind.LEAVE}
