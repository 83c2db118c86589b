"""Months, quarters and years, and what they are called."""

from __future__ import annotations

from datetime import date

import pytest

from models.work.periods import Period, Span


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_name_is_a_period_and_the_other_way_round(name: str, first: date, last: date) -> None:
    period = Period.named(name)

    assert (period.first, period.last, str(period)) == (first, last, name)
    assert (period.days[0], period.days[-1]) == (first, last)


@pytest.mark.parametrize(
    "name", ["2026-13", "2026-Q5", "26", "2026-1", "2026-11-24", "0001", "9999-12"]
)
def test_anything_else_is_no_period(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Period.named(name)


@pytest.mark.parametrize("span", Span)
def test_periods_follow_upon_each_other_over_the_years(span: Span) -> None:
    period = Period.of(span, date(2026, 12, 31))

    assert period.after.first == date(2027, 1, 1)
    assert period.after.before == period
    for _ in range(50):
        assert period.before.after == period
        assert Period.of(span, period.last) == period
        period = period.before


def test_a_day_is_in_the_quarter_of_its_month() -> None:
    assert [str(Period.of(Span.QUARTER, date(2026, m, 15))) for m in (1, 3, 4, 11)] == [
        "2026-Q1",
        "2026-Q1",
        "2026-Q2",
        "2026-Q4",
    ]
    assert Period.named("2026-Q4").number == 4
