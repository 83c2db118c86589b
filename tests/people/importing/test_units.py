"""Units: by code, by name, by a path of names; new, renamed, moved; at least four levels."""

from __future__ import annotations

from models.people.importing.plan import Plan
from models.people.importing.standing import KnownUnit, Standing
from models.people.importing.tree import initials
from tests.people.importing.office import MIA, SARI, TOM, faults, plan_for, row

PATHS = ("DK/", "DK/SEK/", "DK/SEK/UMUM/", "DK/UPTD/", "DK/UPTD/PKM/", "DK/UPTD/PKM/TU/")
NAMES = ("Dinas Kesehatan", "Sekretariat", "Umum", "UPTD", "Puskesmas I", "Tata Usaha")
CODES = ("NIP", "Nama", "Jabatan", "Kode unit", "Unit kerja", "Unit induk")


def units_there() -> dict[str, KnownUnit]:
    found = {}
    for number, (path, name) in enumerate(zip(PATHS, NAMES, strict=True), 1):
        codes = path.strip("/").split("/")
        found[codes[-1]] = KnownUnit(number, codes[-1], name, path, ([None, *codes])[-2])
    return found


THERE = Standing(units=units_there())


def coded(nip: str, code: str, name: str = "", above: str = "") -> list[str]:
    return [nip, "X", "Staf", code, name, above]


def units_of(plan: Plan) -> list[str]:
    return [new.post.unit for new in plan.added]


def test_a_path_brings_units_of_any_depth_with_codes_of_their_own() -> None:
    path = (
        "Dinas Kependudukan dan Pencatatan Sipil > Sekretariat > Subbagian Umum > Tim 1 > Loket A"
    )
    plan = plan_for([row(MIA, unit=path), row(TOM, unit="Dinas Kependudukan dan Pencatatan Sipil")])

    assert [unit.path for unit in plan.units_added] == [
        "DKPS/",
        "DKPS/DKPS.S/",
        "DKPS/DKPS.S/DKPS.S.SU/",
        "DKPS/DKPS.S/DKPS.S.SU/DKPS.S.SU.T1/",
        "DKPS/DKPS.S/DKPS.S.SU/DKPS.S.SU.T1/DKPS.S.SU.T1.LA/",
    ]
    assert units_of(plan) == ["DKPS.S.SU.T1.LA", "DKPS"]


def test_the_same_short_form_gets_a_number() -> None:
    plan = plan_for([row(MIA, unit="Dinas Kesehatan"), row(TOM, unit="Dinas Kebudayaan")])

    assert units_of(plan) == ["DK", "DK-2"]


def test_short_forms_keep_numbers_and_abbreviations() -> None:
    assert initials("SMPN 1 Muara Bungo") == "SMPN1MB"
    assert initials("DINAS PEKERJAAN UMUM DAN TATA RUANG") == "DPUTR"
    assert initials("…") == "UNIT"


def test_case_signs_and_spaces_make_no_other_unit() -> None:
    paths = ["dinas kesehatan>SEKRETARIAT", "Dinas  Kesehatan › Sekretariat", "Dinas Kesehatan"]
    who = zip((MIA, TOM, SARI), paths, strict=True)
    plan = plan_for([row(nip, unit=path) for nip, path in who], THERE)

    assert units_of(plan) == ["SEK", "SEK", "DK"]
    assert plan.units_added == []


def test_a_name_alone_is_enough_where_only_one_unit_has_it() -> None:
    assert units_of(plan_for([row(MIA, unit="Puskesmas I")], THERE)) == ["PKM"]


def test_a_name_that_several_units_have_is_refused_with_their_codes() -> None:
    rows = [row(MIA, unit="Dinas A > Sekretariat"), row(TOM, unit="Sekretariat")]

    plan = plan_for(rows, THERE)
    assert faults(plan.wrong) == [(3, "unit", "unit-ambiguous")]
    assert plan.wrong[0].facts["codes"] == ["SEK", "DA.S"]


def test_a_name_alone_may_stand_before_the_path_that_brings_it() -> None:
    plan = plan_for([row(MIA, unit="Sekretariat"), row(TOM, unit="Dinas A > Sekretariat")])

    assert units_of(plan) == ["DA.S", "DA.S"]


def test_opd_and_unit_in_two_columns_are_a_path() -> None:
    header = ("NIP", "Nama", "Jabatan", "OPD", "Unit kerja")
    rows = [
        [MIA, "Mia", "Kadis", "Dinas A", "Dinas A"],
        [TOM, "Tom", "Staf", "Dinas A", "Bidang B"],
    ]

    assert units_of(plan_for(rows, header=header)) == ["DA", "DA.BB"]


# Codes


def test_a_code_is_found_in_any_case_and_an_unknown_one_is_refused() -> None:
    plan = plan_for([coded(MIA, "umum"), coded(TOM, "UMUN")], THERE, header=CODES)

    assert units_of(plan) == ["UMUM"]
    assert faults(plan.wrong) == [(3, "unit-code", "unit-unknown")]


def test_rows_of_people_may_bring_units_with_codes_names_and_what_is_above() -> None:
    rows = [coded(MIA, "B1", "Bidang Satu", "DK"), coded(TOM, "S1", "Seksi Satu", "B1"),
            coded(SARI, "S1")]  # fmt: skip
    plan = plan_for(rows, THERE, header=CODES)

    assert [unit.path for unit in plan.units_added] == ["DK/B1/", "DK/B1/S1/"]
    assert units_of(plan) == ["B1", "S1", "S1"]


def test_a_code_that_is_called_otherwise_in_another_row_is_wrong() -> None:
    rows = [coded(MIA, "B1", "Bidang Satu", "DK"), coded(TOM, "B1", "Bidang Dua"),
            coded(SARI, "B1", "BIDANG SATU", "SEK")]  # fmt: skip

    assert faults(plan_for(rows, THERE, header=CODES).wrong) == [
        (3, "unit", "unit-named-otherwise"),
        (4, "unit-above", "unit-above-otherwise"),
    ]


def test_a_code_with_a_slash_is_refused() -> None:
    plan = plan_for([coded(MIA, "A/B", "Bidang")], header=CODES)

    assert faults(plan.wrong) == [(2, "unit-code", "unit-code")]


# The sheet of units


def test_a_sheet_of_units_renames_and_moves_and_paths_follow_all_the_way_down() -> None:
    units = [("DK", "Dinas Kesehatan", None), ("UPTD", "UPTD Kesehatan", "SEK")]
    plan = plan_for([coded(MIA, "TU")], THERE, header=CODES, units=units)

    changed = {
        unit.code: (unit.path, unit.is_renamed, unit.is_moved) for unit in plan.units_changed
    }
    assert changed == {
        "UPTD": ("DK/SEK/UPTD/", True, True),
        "PKM": ("DK/SEK/UPTD/PKM/", False, True),
        "TU": ("DK/SEK/UPTD/PKM/TU/", False, True),
    }
    assert (plan.units_added, plan.wrong) == ([], [])


def test_a_unit_without_one_above_goes_to_the_top() -> None:
    plan = plan_for([coded(MIA, "TU")], THERE, header=CODES, units=[("PKM", "Puskesmas I", "")])

    assert {unit.code: unit.path for unit in plan.units_changed} == {"PKM": "PKM/", "TU": "PKM/TU/"}


def test_with_a_sheet_of_units_a_name_brings_no_unit() -> None:
    units = [("DK", "Dinas Kesehatan", None)]
    plan = plan_for(
        [row(MIA, unit="Dinas Kesehtan"), row(TOM, unit="Dinas Kesehatan")], units=units
    )

    assert faults(plan.wrong) == [(2, "unit", "unit-unknown")]
    assert faults(plan.held_up) == [(3, "supervisor", "held-up-by-supervisor")]


def test_wrong_rows_of_units_are_named_and_hold_their_people_up() -> None:
    units = [
        ("A", "Dinas A", None),
        ("", "Tanpa kode", None),
        ("B", "", "A"),
        ("C", "Bidang C", "ZZZ"),
        ("A", "Dinas A lagi", None),
        ("C 1", "Seksi", "A"),
    ]
    plan = plan_for([coded(MIA, "A"), coded(TOM, "C")], header=CODES, units=units)

    assert faults(plan.wrong) == [
        (3, "unit-code", "empty"),
        (4, "unit", "empty"),
        (5, "unit-above", "unit-above-unknown"),
        (6, "unit-code", "unit-twice"),
        (7, "unit-code", "unit-code"),
    ]
    assert faults(plan.held_up) == [(3, "unit-code", "held-up-by-unit")]
    assert [unit.code for unit in plan.units_added] == ["A"]


def test_units_below_themselves_are_wrong_and_stay_where_they_were() -> None:
    units = [("SEK", "Sekretariat", "UMUM"), ("UMUM", "Umum", "SEK")]
    plan = plan_for([coded(MIA, "DK")], THERE, header=CODES, units=units)

    assert faults(plan.wrong) == [
        (2, "unit-above", "unit-circle"),
        (3, "unit-above", "unit-circle"),
    ]
    assert plan.units_changed == []
