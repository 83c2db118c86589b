"""The matrix, the distribution pattern, angka kredit and SKM: as the regulations print them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from config.settings import HERE
from models.appraisal.credit import COEFFICIENTS, Level, credit, level_of
from models.appraisal.credits import added, months_by_level
from models.appraisal.distribution import GUIDANCE, departures
from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import Predicate, Rating, UnitPredicate, predicate_of
from models.appraisal.satisfaction import (
    Element,
    Grade,
    grade_of,
    index_of,
    means_of,
    sample_size,
)
from models.appraisal.terms import BEGINNING, Terms, terms_on
from models.office import Office

BELOW, MEETS, ABOVE = Rating
VERY_POOR, POOR, NEEDS, GOOD, VERY_GOOD = Predicate


def test_the_nine_cells_are_those_of_the_annex() -> None:
    cells = {
        results: tuple(predicate_of(results=results, behaviour=behaviour) for behaviour in Rating)
        for results in (ABOVE, MEETS, BELOW)
    }
    assert cells == {
        ABOVE: (POOR, GOOD, VERY_GOOD),
        MEETS: (POOR, GOOD, GOOD),
        BELOW: (VERY_POOR, NEEDS, NEEDS),
    }


def test_predicates_are_in_order_and_never_in_that_of_the_alphabet() -> None:
    assert VERY_POOR < POOR < NEEDS < GOOD < VERY_GOOD
    assert max(GOOD, POOR, NEEDS) is GOOD
    with pytest.raises(TypeError):
        _ = GOOD < UnitPredicate.EXCELLENT


def test_whoever_leads_the_unit_is_rated_by_what_it_achieved() -> None:
    assert [unit.as_rating for unit in UnitPredicate] == [BELOW, BELOW, BELOW, MEETS, ABOVE]


def of_ten(very_good: int, good: int, needs: int, poor: int, very_poor: int) -> list[Predicate]:
    amounts = (very_good, good, needs, poor, very_poor)
    return [p for p, n in zip(reversed(Predicate), amounts, strict=True) for _ in range(n)]


def told(unit: UnitPredicate, *amounts: int) -> list[tuple[tuple[Predicate, ...], float]]:
    pattern = BEGINNING.patterns[unit]
    return [
        (told.share.of, round(float(told.part), 2))
        for told in departures(pattern, of_ten(*amounts))
    ]


@pytest.mark.parametrize(
    ("unit", "amounts"),
    [
        (UnitPredicate.EXCELLENT, (7, 3, 0, 0, 0)),
        (UnitPredicate.EXCELLENT, (4, 3, 1, 1, 1)),
        (UnitPredicate.GOOD, (2, 7, 1, 0, 0)),
        (UnitPredicate.GOOD, (3, 5, 0, 1, 1)),
        (UnitPredicate.NEEDS_IMPROVEMENT, (1, 3, 6, 0, 0)),
        (UnitPredicate.POOR, (1, 2, 1, 6, 0)),
        (UnitPredicate.VERY_POOR, (0, 3, 1, 0, 6)),
        (UnitPredicate.VERY_POOR, (0, 3, 0, 1, 6)),
    ],
)
def test_what_keeps_to_the_guidance_is_not_remarked_on(
    unit: UnitPredicate, amounts: Sequence[int]
) -> None:
    assert told(unit, *amounts) == []


@pytest.mark.parametrize(
    ("unit", "amounts", "expected"),
    [
        (UnitPredicate.EXCELLENT, (8, 2, 0, 0, 0), [((VERY_GOOD,), 80)]),
        (UnitPredicate.EXCELLENT, (4, 6, 0, 0, 0), [((VERY_GOOD,), 40)]),
        (UnitPredicate.GOOD, (2, 8, 0, 0, 0), [((GOOD,), 80), ((NEEDS, POOR), 0)]),
        (UnitPredicate.GOOD, (5, 4, 1, 0, 0), [((GOOD,), 40)]),
        (UnitPredicate.NEEDS_IMPROVEMENT, (2, 3, 5, 0, 0), [((NEEDS,), 50), ((VERY_GOOD,), 20)]),
        (UnitPredicate.POOR, (2, 3, 0, 5, 0), [((POOR,), 50), ((NEEDS,), 0), ((VERY_GOOD,), 20)]),
        (
            UnitPredicate.VERY_POOR,
            (1, 4, 0, 0, 5),
            [((VERY_POOR,), 50), ((POOR, NEEDS), 0), ((VERY_GOOD,), 10)],
        ),
    ],
)
def test_what_leaves_the_guidance_is_told_with_how_much_it_is(
    unit: UnitPredicate,
    amounts: Sequence[int],
    expected: list[tuple[tuple[Predicate, ...], float]],
) -> None:
    assert told(unit, *amounts) == expected


def test_seventy_percent_is_exact_and_one_employee_is_no_distribution() -> None:
    assert told(UnitPredicate.EXCELLENT, 3, 1, 0, 0, 0) == [((VERY_GOOD,), 75)]
    assert told(UnitPredicate.EXCELLENT, 2, 1, 0, 0, 0) == []  # 66.67 %
    assert told(UnitPredicate.GOOD, 0, 1, 0, 0, 0) == told(UnitPredicate.GOOD, 0, 0, 0, 0, 0) == []


def test_angka_kredit_is_that_of_the_printed_examples() -> None:
    first = COEFFICIENTS[Level.FIRST]
    assert credit(VERY_GOOD, coefficient=first) == Decimal("18.75")
    assert credit(GOOD, coefficient=first, months=2) == Decimal("2.08")


def test_the_percentages_and_coefficients_are_those_of_the_regulation() -> None:
    percentages = [credit(predicate, coefficient=Decimal(100)) for predicate in Predicate]
    assert percentages == [25, 50, 75, 100, 150]
    years = {level.value: credit(GOOD, coefficient=COEFFICIENTS[level]) for level in Level}
    assert years == {
        "beginner": Decimal("3.75"), "skilled": 5, "proficient": Decimal("12.5"), "overseer": 25,
        "first": Decimal("12.5"), "young": 25, "middle": Decimal("37.5"), "main": 50,
    }  # fmt: skip


@pytest.mark.parametrize("months", [0, 13, -1])
def test_there_is_no_credit_for_months_that_a_year_does_not_have(months: int) -> None:
    with pytest.raises(ValueError, match="twelve"):
        credit(GOOD, coefficient=Decimal(50), months=months)


@pytest.mark.parametrize(
    ("position", "level"),
    [
        ("Analis SDM Aparatur Ahli Muda", Level.YOUNG),
        ("Dokter AHLI  PERTAMA pada Puskesmas Sungai Arang", Level.FIRST),
        ("Perawat Penyelia ", Level.OVERSEER),
        ("Pranata Komputer Terampil", Level.SKILLED),
        ("Kepala Bidang Tenaga Terampil dan Transmigrasi", None),
        ("Kepala Seksi Tenaga Terampil pada Dinas Contoh", None),
        ("Perawat Terampil pada UPTD Puskesmas Contoh", Level.SKILLED),
        ("Arsiparis Mahir (Pelaksana Lanjutan)", Level.PROFICIENT),
        ("Bidan Penyelia, Puskesmas Contoh", Level.OVERSEER),
        ("Pengadministrasi Umum", None),
        ("Kepala Dinas", None),
        ("", None),
    ],
)
def test_credit_applies_where_the_post_has_a_level(position: str, level: Level | None) -> None:
    assert level_of(position) is level


ANSWERS = [(4, 3, 4, 4, 4, 4, 4, 3, 3)] * 27 + [(4, 3, 3, 4, 4, 4, 4, 3, 3)] * 2


def test_ninths_are_exact_where_official_looking_sheets_weigh_eleven_hundredths() -> None:
    means = means_of(ANSWERS)
    assert sum(means) == Fraction(955, 29)
    by_the_sheet = round(float(sum(means)) * 0.11 * 25, 2)
    assert (by_the_sheet, index_of(means)) == (90.56, Decimal("91.48"))


@pytest.mark.parametrize(
    ("mean", "index", "grade"),
    [
        ("4", "100.00", "A"),
        ("3.5324", "88.31", "A"),
        ("3.532", "88.30", "B"),
        ("3.0644", "76.61", "B"),
        ("3.064", "76.60", "C"),
        ("2.60", "65.00", "C"),
        ("2.5996", "64.99", "D"),
        ("1", "25.00", "D"),
    ],
)
def test_grades_begin_and_end_where_the_regulation_says(mean: str, index: str, grade: str) -> None:
    found = index_of([Decimal(mean)] * len(Element))
    assert (found, grade_of(found)) == (Decimal(index), Grade(grade))


def test_an_index_is_rounded_once_before_its_grade_and_a_half_goes_up() -> None:
    between = [Fraction("88.305") / 25] * 9  # neither in B's row nor in A's, until it is rounded
    assert (index_of(between), grade_of(index_of(between))) == (Decimal("88.31"), Grade.A)


@pytest.mark.parametrize(
    "answers", [[], [(4,) * 8], [(4,) * 9, (4,) * 10], [(0, *(4,) * 8)], [(5, *(4,) * 8)]]
)
def test_answers_that_no_respondent_can_give_are_refused(answers: list[tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match=r"nine elements|1, 2, 3 or 4"):
        means_of(answers)


@pytest.mark.parametrize("means", [[Fraction(4)] * 8, [Fraction(5)] * 9, [Fraction(1, 2)] * 9])
def test_an_index_of_anything_else_is_refused(means: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="nine means"):
        index_of(means)


def test_samples_are_those_of_the_table_of_krejcie_and_morgan() -> None:
    table = {10: 10, 20: 19, 30: 28, 50: 44, 100: 80, 200: 132, 300: 169, 500: 217, 1000: 278,
             2000: 322, 5000: 357, 10000: 370}  # fmt: skip
    assert {population: sample_size(population) for population in table} == table
    with pytest.raises(ValueError, match="nobody"):
        sample_size(0)


def test_an_office_sets_what_is_not_printed_alike_and_later_terms_inherit_the_rest() -> None:
    first = Terms(valid_from=date(2026, 1, 1), satisfaction_from={Grade.A: Decimal(90)})
    later = Terms(valid_from=date(2027, 1, 1), patterns={UnitPredicate.GOOD: ()})
    held = [terms_on(date(year, 6, 1), (later, first)) for year in (2025, 2026, 2027)]
    assert [terms.satisfaction_from for terms in held] == [{Grade.A: Decimal(90)}] * 3
    assert [terms.patterns for terms in held] == [GUIDANCE, GUIDANCE, {UnitPredicate.GOOD: ()}]
    assert held[2].coefficients == COEFFICIENTS


def test_the_file_that_comes_with_the_bot_says_what_the_regulations_say() -> None:
    terms = Office.from_toml(HERE / "office.toml").appraisal_on(date(2026, 11, 24))
    assert (terms.coefficients, terms.patterns) == (COEFFICIENTS, GUIDANCE)
    assert terms.satisfaction_from == BEGINNING.satisfaction_from


def test_a_mistake_in_the_terms_is_refused() -> None:
    with pytest.raises(ValidationError):
        Terms.model_validate({"valid_from": "2026-01-01", "coefficients": {"first": 0}})
    with pytest.raises(ValidationError):
        Terms.model_validate({"valid_from": "2026-01-01", "patterns": {"good": [{"of": []}]}})


def test_months_go_to_the_level_held_on_their_last_day() -> None:
    year = Span.holding(date(2026, 1, 1), Cadence.YEARLY)
    held = [
        (date(2020, 1, 1), date(2026, 3, 15), "Analis Ahli Pertama"),
        (date(2026, 3, 16), date(2026, 10, 31), "Analis Ahli Muda"),
        (date(2026, 11, 1), None, "Kepala Seksi"),
    ]
    months = months_by_level(held, year)
    assert months == {Level.FIRST: 2, Level.YOUNG: 8}
    coefficients = {Level.FIRST: Decimal("12.5"), Level.YOUNG: Decimal("25")}
    # 2/12 x 100 % x 12.5 = 2.08 is the example of Peraturan BKN 3/2023; 8/12 x 25 = 16.67.
    assert added(Predicate.GOOD, months, coefficients) == Decimal("18.75")
    assert added(Predicate.GOOD, {}, coefficients) is None
