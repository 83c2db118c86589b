"""Headers in any order and case."""

from __future__ import annotations

import pytest

from models.people.importing.cells import Cell
from models.people.importing.columns import Column, NoRoster, Sheet, Table, find_tables


def people_table(*rows: tuple[Cell, ...]) -> Table:
    return find_tables([Sheet("Pegawai", rows)])[0]


def test_headers_are_found_in_any_order_case_and_wording() -> None:
    table = people_table(
        ("TMT Jabatan", "NAMA LENGKAP", "Pangkat/Gol. Ruang", "Atasan Langsung (NIP)", "nip *")
    )

    assert table.places == {
        Column.SINCE: 0,
        Column.NAME: 1,
        Column.GRADE: 2,
        Column.SUPERVISOR: 3,
        Column.NIP: 4,
    }


def test_titles_above_and_numbers_below_the_header_are_no_entries() -> None:
    table = people_table(
        ("PEMERINTAH KABUPATEN CONTOH", None, None),
        (None, None, None),
        ("No", "NIP", "Nama"),
        ("(1)", "(2)", "(3)"),
        (1.0, "198609262015032001", "Mia"),
        (None, "", "  "),
        (2.0, "", "Tom"),
    )

    entries = dict(table.entries())
    assert {row: cells[Column.NAME] for row, cells in entries.items()} == {5: "Mia", 7: "Tom"}
    assert table.unused == ("No",)


def test_opd_beside_a_unit_is_what_stands_above_it() -> None:
    assert people_table(("NIP", "Nama", "OPD")).places[Column.UNIT] == 2

    both = people_table(("NIP", "Nama", "OPD", "Unit Kerja")).places
    assert (both[Column.PARENT], both[Column.UNIT]) == (2, 3)


def test_a_header_that_comes_twice_is_read_once_and_said() -> None:
    table = people_table(("NIP", "Nama", "Jabatan", "Nama Jabatan"))

    assert table.places[Column.POSITION] == 2
    assert table.twice == ("Nama Jabatan",)


def test_a_file_without_nip_or_name_is_no_roster() -> None:
    with pytest.raises(NoRoster) as refused:
        people_table(("Nomor", "Nama", "Jabatan"))

    assert refused.value.missing == (Column.NIP,)


def test_the_sheet_of_units_is_found_by_its_columns_unless_it_is_empty() -> None:
    people = Sheet("Data", [("NIP", "Nama"), ("198609262015032001", "Mia")])
    units = Sheet("Struktur", [("Kode", "Nama", "Induk"), ("DC", "Dinas Contoh", None)])
    empty = Sheet("Unit", [("Kode", "Nama unit", "Unit induk")])

    assert [table and table.sheet for table in find_tables([units, people])] == ["Data", "Struktur"]
    assert find_tables([people, empty])[1] is None
