"""What a unit's admin may not change by a file, row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.people.importing.standing import KnownUnit, Standing
from tests.people.importing.office import (
    HEADER,
    MIA,
    SARI,
    TODAY,
    TOM,
    Row,
    faults,
    known,
    plan_for,
    row,
    standing_with,
)

BELOW = KnownUnit(2, "DC.B", "Bidang", "DC/DC.B/", "DC")
OTHER = KnownUnit(3, "DL", "Dinas Lain", "DL/", None)


def the_office() -> Standing:
    """Mia and Tom work in Dinas Contoh, Sari in Dinas Lain."""
    sari = known(SARI, supervisor=None)
    assert sari.posting is not None
    elsewhere = replace(sari.posting, post=replace(sari.posting.post, unit="DL"))
    standing = standing_with(known(MIA), known(TOM), replace(sari, posting=elsewhere))
    units = {**standing.units, "DC.B": BELOW, "DL": OTHER}
    return Standing(standing.people, units)


@pytest.mark.parametrize(
    ("wrong", "column", "because"),
    [
        (row(SARI), "nip", "scope-person"),
        (row(SARI, unit="Dinas Lain"), "nip", "scope-person"),
        (row(TOM, unit="Dinas Lain"), "unit", "scope-unit"),
        (row(TOM, unit="Dinas Baru"), "unit", "scope-unit"),
        (row("198609262015031009", unit="Dinas Lain > Bidang Baru"), "unit", "scope-unit"),
    ],
)
def test_people_and_units_elsewhere_stay_as_they_are(wrong: Row, column: str, because: str) -> None:
    plan = plan_for([row(MIA), wrong], the_office(), within="DC")

    assert faults(plan.wrong) == [(3, column, because)]
    assert plan.changes_nothing


def test_whoever_has_left_from_elsewhere_is_not_taken_in() -> None:
    standing = the_office()
    sari = standing.people[SARI]
    assert sari.posting is not None
    gone = replace(sari, posting=replace(sari.posting, until=TODAY.replace(day=1)))
    people = {**standing.people, SARI: gone}

    plan = plan_for([row(SARI)], Standing(people, standing.units), within="DC")

    assert faults(plan.wrong) == [(2, "nip", "scope-person")]


@pytest.mark.parametrize("role", ["admin kantor", "admin unit", "kepala unit"])
def test_roles_are_not_theirs_to_give_or_to_take(role: str) -> None:
    header = (*HEADER, "Peran")
    given = plan_for([[*row(TOM), role]], the_office(), header=header, within="DC")
    to_new = plan_for(
        [[*row("198609262015031009"), role]], the_office(), header=header, within="DC"
    )

    assert faults(given.wrong) == faults(to_new.wrong) == [(2, "role", "scope-role")]
    assert given.changes_nothing
    assert to_new.changes_nothing


def test_their_own_people_move_and_new_units_come_within_the_tree() -> None:
    rows = [row(TOM, unit="Dinas Contoh > Bidang"), row(MIA, unit="Dinas Contoh > Bidang > Tim")]

    plan = plan_for(rows, the_office(), within="DC")

    assert faults(plan.wrong) == []
    assert [move.post.unit for move in plan.moved] == ["DC.B", "DC.B.T"]
    assert [unit.path for unit in plan.units_added] == ["DC/DC.B/DC.B.T/"]


@pytest.mark.parametrize(
    "unit",
    [
        ("DL", "Nama Lain", ""),  # another's name
        ("DC", "Nama Baru", ""),  # their own topmost
        ("DC", "Dinas Contoh", "DL"),  # moved below another
        ("DC.B", "Bidang", "DL"),  # carried out of the tree
        ("DL", "Dinas Lain", "DC"),  # carried into it
        ("DX", "Dinas X", ""),  # a new one beside it
    ],
)
def test_no_unit_beyond_theirs_is_named_moved_or_added(unit: Row) -> None:
    plan = plan_for([row(MIA)], the_office(), units=[unit], within="DC")

    assert faults(plan.wrong) == [(2, "unit-code", "scope-unit")]
    assert (plan.units_added, plan.units_changed) == ([], [])


def test_a_unit_that_another_carries_out_of_the_tree_stays_too() -> None:
    units = [("DL", "Dinas Lain", "DC"), ("DC.B", "Bidang", "DL")]

    plan = plan_for([row(MIA)], the_office(), units=units, within="DC")

    assert faults(plan.wrong) == [
        (2, "unit-code", "scope-unit"),
        (3, "unit-code", "scope-unit"),
    ]
    assert plan.changes_nothing


def test_who_needs_such_a_row_is_held_up_by_it() -> None:
    """The new superior is wrong for this admin; whoever would work under them waits."""
    boss = "198609262015031009"

    plan = plan_for(
        [row(boss, unit="Dinas Lain", supervisor=""), row(TOM, supervisor=boss)],
        the_office(), within="DC",
    )  # fmt: skip

    assert faults(plan.wrong) == [(2, "unit", "scope-unit")]
    assert faults(plan.held_up) == [(3, "supervisor", "held-up-by-supervisor")]
    assert plan.changes_nothing


def test_two_plans_are_the_same_only_if_they_do_the_same() -> None:
    plan = plan_for([row(MIA), row(TOM)], the_office())
    again = plan_for([row(MIA), row(TOM)], the_office())
    others = [
        plan_for([row(MIA), row(TOM, position="Penata")], the_office()),
        plan_for([row(MIA), row(TOM, kind="?")], the_office()),
        plan_for([row(MIA), row(TOM)], standing_with(known(MIA))),
    ]

    assert plan.fingerprint() == again.fingerprint()
    assert plan.fingerprint() not in {other.fingerprint() for other in others}
