"""What a roster would change, and what is wrong in it: rules without a database."""

from __future__ import annotations

from datetime import date

import pytest

from models.people.employees import Kind, Role
from models.people.importing.plan import Plan
from tests.people.importing.office import (
    BUDI,
    HEADER,
    MIA,
    SARI,
    TODAY,
    TOM,
    faults,
    known,
    plan_for,
    row,
    standing_with,
)

PEOPLE = standing_with(known(MIA), known(TOM), known(SARI))


def test_a_first_roster_adds_everybody_under_their_supervisors() -> None:
    plan = plan_for([row(MIA), row(TOM)])

    assert [(new.nip, new.post.supervisor, new.since) for new in plan.added] == [
        (MIA, None, date(2026, 1, 1)),
        (TOM, MIA, date(2026, 1, 1)),
    ]
    assert [unit.path for unit in plan.units_added] == ["DC/"]
    assert plan.wrong == []


def test_the_same_roster_again_changes_nothing() -> None:
    plan = plan_for([row(MIA), row(TOM), row(SARI)], PEOPLE)

    assert plan.changes_nothing
    assert (plan.wrong, plan.missing) == ([], [])


def test_without_tmt_a_new_posting_begins_on_the_day_of_the_import() -> None:
    plan = plan_for([row(MIA), row(TOM, since="")])

    assert plan.added[1].since == TODAY


# Changes


def test_a_change_in_a_career_ends_one_posting_and_begins_another_at_tmt() -> None:
    plan = plan_for([row(MIA), row(TOM, position="Penata", since="01-11-2026"), row(SARI)], PEOPLE)

    [move] = plan.moved
    assert (move.person.nip, move.ends_before, move.since) == (
        TOM,
        date(2026, 10, 31),
        date(2026, 11, 1),
    )
    assert plan.corrected == []


def test_a_tmt_left_standing_from_the_posting_before_says_nothing_of_a_change() -> None:
    plan = plan_for([row(MIA), row(TOM, position="Penata"), row(SARI)], PEOPLE)

    [move] = plan.moved
    assert (move.ends_before, move.since) == (date(2026, 11, 23), TODAY)


def test_a_posting_that_began_today_is_put_right_in_place() -> None:
    standing = standing_with(known(MIA), known(TOM, since=TODAY))

    [move] = plan_for([row(MIA), row(TOM, position="Penata")], standing).moved
    assert (move.in_place, move.ends_before) == (True, None)


def test_another_name_or_kind_is_a_correction_and_no_move() -> None:
    plan = plan_for([row(MIA), row(TOM, name="Tom Saputra, S.T.", kind="CPNS"), row(SARI)], PEOPLE)

    assert plan.moved == []
    [corrected] = plan.corrected
    assert (corrected.who.name, corrected.who.kind) == ("Tom Saputra, S.T.", Kind.CPNS)


def test_who_comes_back_begins_anew_and_not_before_they_left() -> None:
    standing = standing_with(known(MIA), known(TOM, until=date(2026, 6, 30)))

    [move] = plan_for([row(MIA), row(TOM)], standing).moved
    assert (move.is_return, move.since, move.ends_before) == (True, TODAY, None)
    [move] = plan_for([row(MIA), row(TOM, since="01-09-2026")], standing).moved
    assert (move.is_return, move.since) == (True, date(2026, 9, 1))


def test_columns_that_the_file_lacks_leave_things_as_they_are() -> None:
    plan = plan_for([[MIA, "Mia Lestari, S.E."], [TOM, "Tom S."], [SARI, "Sari Dewi"]], PEOPLE,
                    header=("NIP", "Nama"))  # fmt: skip

    assert [one.who.name for one in plan.corrected] == ["Tom S."]
    assert plan.moved == []


# Who is missing


def test_who_is_missing_is_said_and_ends_only_when_asked() -> None:
    rows = [row(MIA), row(TOM)]

    plan = plan_for(rows, PEOPLE)
    assert ([one.nip for one in plan.missing], plan.ended) == ([SARI], [])
    plan = plan_for(rows, PEOPLE, end_missing=True)
    assert [one.nip for one in plan.ended] == [SARI]


def test_who_has_left_already_is_not_missing() -> None:
    standing = standing_with(known(MIA), known(TOM, until=date(2026, 6, 30)))

    assert plan_for([row(MIA)], standing).missing == []


def test_a_wrong_row_is_not_missing() -> None:
    plan = plan_for([row(MIA), row(TOM), row(SARI, grade="?")], PEOPLE)

    assert plan.missing == []


# Wrong rows


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (row("19860926201503100"), (3, "nip", "nip-length")),
        (row(TOM, name=""), (3, "name", "empty")),
        (row(TOM, name="a" * 121), (3, "name", "too-long")),
        (row(TOM, kind="honorer"), (3, "kind", "kind")),
        (row(TOM, unit=""), (3, "unit", "unit-missing")),
        (row(TOM, position="-"), (3, "position", "empty")),
        (row(TOM, grade="Z"), (3, "grade", "grade")),
        (row(TOM, since="25-11-2026"), (3, "since", "date-future")),
        (row(TOM, supervisor=TOM), (3, "supervisor", "supervisor-self")),
        (row(TOM, supervisor=BUDI), (3, "supervisor", "supervisor-unknown")),
        (row(TOM, supervisor="Mia"), (3, "supervisor", "supervisor-nip-length")),
    ],
)
def test_a_wrong_row_changes_nothing_and_says_why(
    wrong: list[object], expected: tuple[int, str, str]
) -> None:
    plan = plan_for([row(MIA), wrong])  # type: ignore[list-item]

    assert faults(plan.wrong) == [expected]
    assert [new.nip for new in plan.added] == [MIA]


def test_every_wrong_cell_of_a_row_is_named() -> None:
    plan = plan_for([row(MIA), row(TOM, kind="honorer", grade="Z", since="kemarin")])

    assert [remark.column for remark in plan.wrong] == ["kind", "grade", "since"]


def test_a_nip_that_comes_twice_is_wrong_in_both_rows() -> None:
    plan = plan_for([row(MIA), row(TOM), row(TOM, name="Tomi"), row(SARI)])

    assert faults(plan.wrong) == [(3, "nip", "nip-twice"), (4, "nip", "nip-twice")]
    assert plan.wrong[0].facts == {"rows": [4]}
    assert [new.nip for new in plan.added] == [MIA, SARI]


def test_a_circle_of_supervisors_is_wrong_for_those_in_it_and_nobody_else() -> None:
    plan = plan_for(
        [row(MIA), row(TOM, supervisor=SARI), row(SARI, supervisor=TOM), row(BUDI, supervisor=TOM)]
    )

    assert faults(plan.wrong) == [
        (3, "supervisor", "supervisor-circle"),
        (4, "supervisor", "supervisor-circle"),
    ]
    assert plan.wrong[0].facts["names"] == ["Tom Saputra", "Sari Dewi", "Tom Saputra"]
    assert faults(plan.held_up) == [(5, "supervisor", "held-up-by-supervisor")]


def test_a_circle_that_closes_through_somebody_outside_the_file_is_found() -> None:
    standing = standing_with(known(MIA), known(TOM), known(SARI, supervisor=TOM))

    plan = plan_for([row(TOM, supervisor=SARI)], standing)
    assert faults(plan.wrong) == [(2, "supervisor", "supervisor-circle")]


def test_a_supervisor_who_has_left_or_is_leaving_is_refused() -> None:
    gone = standing_with(known(MIA, until=date(2026, 6, 30)), known(TOM))
    assert faults(plan_for([row(TOM)], gone).wrong) == [(2, "supervisor", "supervisor-left")]

    plan = plan_for([row(TOM), row(SARI)], PEOPLE)
    assert plan.wrong == []
    assert faults(plan.doubtful) == [
        (2, "supervisor", "doubt-supervisor-missing"),
        (3, "supervisor", "doubt-supervisor-missing"),
    ]
    plan = plan_for([row(TOM), row(SARI)], PEOPLE, end_missing=True)
    assert [remark.because for remark in plan.wrong] == ["supervisor-ends", "supervisor-ends"]


def test_right_rows_below_a_wrong_one_are_held_up_all_the_way_down() -> None:
    plan = plan_for([row(MIA, kind="?"), row(TOM), row(SARI, supervisor=TOM)])

    assert faults(plan.wrong) == [(2, "kind", "kind")]
    assert sorted(faults(plan.held_up)) == [
        (3, "supervisor", "held-up-by-supervisor"),
        (4, "supervisor", "held-up-by-supervisor"),
    ]
    assert plan.added == []


def test_a_wrong_row_of_somebody_known_holds_nobody_up() -> None:
    plan = plan_for([row(MIA, kind="?"), row(BUDI)], standing_with(known(MIA)))

    assert plan.held_up == []
    assert [new.nip for new in plan.added] == [BUDI]


def test_somebody_new_needs_a_unit_and_a_position() -> None:
    plan = plan_for([[TOM, "Tom"]], header=("NIP", "Nama"))
    assert faults(plan.wrong) == [(2, None, "new-without-unit")]

    plan = plan_for([[TOM, "Tom", "Dinas Contoh"]], header=("NIP", "Nama", "Unit"))
    assert faults(plan.wrong) == [(2, None, "new-without-position")]


# Roles


def with_role(*cells: str) -> Plan:
    header = (*HEADER, "Peran", "Unit dikelola")
    return plan_for([[*row(MIA, unit="Dinas Contoh > Sekretariat"), *cells]], header=header)


def test_an_admin_of_a_unit_looks_after_their_own_unless_another_is_named() -> None:
    assert with_role("admin unit", "").added[0].who.administers == "DC.S"
    assert with_role("admin unit", "Dinas Contoh").added[0].who.administers == "DC"
    assert with_role("kepala unit", "").added[0].who.administers == "DC.S"
    assert (
        with_role("admin kantor", "DC").added[0].who == with_role("admin kantor", "").added[0].who
    )
    assert with_role("admin kantor", "").added[0].who.role is Role.OFFICE_ADMIN


def test_an_unknown_unit_to_look_after_is_wrong() -> None:
    assert faults(with_role("admin unit", "Dinas Lain").wrong) == [
        (2, "administers", "unit-unknown")
    ]


def test_an_empty_role_takes_a_role_away_and_a_missing_column_does_not() -> None:
    admin = known(TOM)
    admin = type(admin)(admin.id, TOM, type(admin.who)(admin.who.name, Kind.PNS, Role.OFFICE_ADMIN),
                        admin.posting)  # fmt: skip
    standing = standing_with(known(MIA), admin)

    assert plan_for([row(MIA), row(TOM)], standing).corrected == []
    plan = plan_for([[*row(MIA), ""], [*row(TOM), ""]], standing, header=(*HEADER, "Peran"))
    assert [one.who.role for one in plan.corrected] == [Role.STAFF]


# Doubts


def test_a_month_that_is_none_is_doubted_for_a_civil_servant_only() -> None:
    nip = "199001012025211004"

    assert faults(plan_for([row(MIA), row(nip)]).doubtful)[1:] == [(3, "nip", "doubt-month")]
    assert len(plan_for([row(MIA), row(nip, kind="PPPK")]).doubtful) == 1
    assert plan_for([row(MIA), row(nip, kind="")]).added[1].who.kind is Kind.PPPK


def test_nobody_above_is_doubted() -> None:
    assert faults(plan_for([row(MIA)]).doubtful) == [(2, "supervisor", "doubt-no-supervisor")]


def test_a_new_nip_for_the_same_person_is_doubted() -> None:
    renewed = "198609262020211009"

    plan = plan_for([row(MIA), row(SARI), row(renewed, name="TOM SAPUTRA", kind="PPPK")], PEOPLE)
    assert faults(plan.doubtful)[1:] == [(4, "nip", "doubt-same-person")]
    other = plan_for([row(MIA), row(SARI), row(renewed, name="Tomi", kind="PPPK")], PEOPLE)
    assert len(other.doubtful) == 1


def test_a_new_unit_that_looks_like_a_known_one_is_doubted() -> None:
    def doubts(unit: str) -> list[str]:
        plan = plan_for([row(MIA), row(TOM, unit=unit), row(SARI)], PEOPLE)
        return [remark.because for remark in plan.doubtful[1:]]

    assert doubts("Dinas Contho") == ["doubt-unit"]
    assert doubts("Dinas Contoh 2") == []
    assert doubts("Badan Lain") == []
