"""Cells as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.roster_words import reason
from models.office import Pattern
from models.people.employees import Kind, Role
from models.people.importing.cells import (
    Cell,
    Unreadable,
    read_date,
    read_grade,
    read_kind,
    read_nip,
    read_pattern,
    read_role,
    read_supervisor,
    read_text,
)
from tests.people.importing.office import SAYING

TODAY = date(2026, 11, 24)
NIP = "198609262015032001"


@pytest.mark.parametrize(
    "written",
    [NIP, "19860926 201503 2 001", "'198609262015032001", "19860926.201503.2.001", f" {NIP} "],
)
def test_a_nip_is_read_however_it_is_spaced(written: str) -> None:
    assert read_nip(written, today=TODAY) == NIP


def test_a_month_that_is_none_is_no_reason_to_refuse_a_nip() -> None:
    assert read_nip("199001012025212004", today=TODAY) == "199001012025212004"


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("", "nip-missing"),
        ("-", "nip-missing"),
        (None, "nip-missing"),
        ("19860926201503200", "nip-length"),
        ("1986092620150320011", "nip-length"),
        ("19860926201503200X", "nip-length"),
        (198609262015032001.0, "nip-rounded"),
        (198609262015032001, "nip-rounded"),
        ("1,98609E+17", "nip-rounded"),
        ("198613262015032001", "nip-birth"),
        ("198602302015032001", "nip-birth"),
        ("198609262099032001", "nip-appointed"),
        ("198609261990032001", "nip-appointed"),
        ("199009262027032001", "nip-appointed"),
        ("198609262015033001", "nip-sex"),
        ("198609262015032000", "nip-serial"),
    ],
)
def test_a_wrong_nip_says_why(written: Cell, because: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_nip(written, today=TODAY)

    assert refused.value.because == because
    assert all(reason(because, refused.value.facts, say) for say in SAYING)


def test_a_supervisor_may_stand_with_a_name_or_not_at_all() -> None:
    assert read_supervisor(f"{NIP} / Mia Lestari", today=TODAY) == NIP
    assert read_supervisor("-", today=TODAY) is None
    with pytest.raises(Unreadable) as refused:
        read_supervisor("Mia Lestari", today=TODAY)
    assert refused.value.because == "supervisor-nip-length"


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 10, 1),
        datetime(2026, 10, 1, 7, 30),  # noqa: DTZ001 - as spreadsheets have them
        46296.0,
        "1-10-2026",
        "01/10/2026",
        "1.10.2026",
        "2026-10-01",
        "2026-10-01 00:00:00",
        "1 Oktober 2026",
        "01 okt 2026",
    ],
)
def test_a_date_is_read_in_the_ways_it_is_written(written: Cell) -> None:
    assert read_date(written, today=TODAY) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("31-02-2025", "date"),
        ("Oktober 2025", "date"),
        ("1 ma 2025", "date"),
        (12.0, "date"),
        ("25-11-2026", "date-future"),
    ],
)
def test_no_date_and_no_future_date_is_taken(written: Cell, because: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(written, today=TODAY)

    assert refused.value.because == because
    assert all(reason(because, refused.value.facts, say) for say in SAYING)


def test_today_is_not_the_future() -> None:
    assert read_date("24-11-2026", today=TODAY) == TODAY
    assert read_date("29-02-2024", today=TODAY) == date(2024, 2, 29)
    assert read_date("", today=TODAY) is None


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("III/a", "III/a"),
        ("IIIa", "III/a"),
        ("III.A", "III/a"),
        ("Penata Muda (III/a)", "III/a"),
        ("Pembina Utama, IV/e", "IV/e"),
        ("Golongan IX", "IX"),
        (9.0, "IX"),
        ("XVII", "XVII"),
        ("-", None),
    ],
)
def test_grades_are_read_as_people_write_them(written: Cell, grade: str | None) -> None:
    assert read_grade(written) == grade


@pytest.mark.parametrize("written", ["V/a", "III/e", "XVIII", "18", "Penata", "0"])
def test_an_unknown_grade_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        read_grade(written)


def test_kinds_patterns_and_roles_are_read_in_any_case() -> None:
    assert read_kind("pppk Paruh-Waktu") is Kind.PPPK_PARTTIME
    assert read_kind("P3K") is Kind.PPPK
    assert read_kind("") is None
    assert read_pattern("6 Hari Kerja") is Pattern.SIX_DAYS
    assert read_pattern(5.0) is Pattern.FIVE_DAYS
    assert read_pattern("ikut unit") is None
    assert read_role("Admin OPD") is Role.UNIT_ADMIN
    assert read_role("") is Role.STAFF
    for read, text in ((read_kind, "honorer"), (read_pattern, "4 hari"), (read_role, "raja")):
        with pytest.raises(Unreadable):
            read(text)


def test_text_that_is_empty_or_too_long_is_refused() -> None:
    assert read_text("  Mia   Lestari ", most=12) == "Mia Lestari"
    for text in ("", "–", "a" * 13):
        with pytest.raises(Unreadable):
            read_text(text, most=12)
