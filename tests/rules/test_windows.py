"""Until when a day may be reported: holidays, weekends, the ends of months and years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.office import Pattern, Rules
from models.work.windows import (
    DayInFuture,
    EntryWindowClosed,
    MonthClosed,
    Window,
    month_end,
)
from tests.rules.made import OFFICE, RULES, a_window

CHRISTMAS, JOINT_LEAVE, NEW_YEAR = date(2026, 12, 25), date(2026, 12, 24), date(2027, 1, 1)


def last_day(day: date, *off: date, rules: Rules = RULES) -> date:
    return a_window(day, rules=rules, off=off).last_day


def rules(**changes: object) -> Rules:
    return RULES.model_copy(update=changes)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday
        (date(2026, 11, 25), date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 27), date(2026, 12, 2)),  # over a weekend and a month's end
        (date(2026, 11, 28), date(2026, 12, 2)),  # a Saturday's work
        (date(2026, 11, 29), date(2026, 12, 2)),
    ],
)
def test_the_third_working_day_after_is_the_last(day: date, last: date) -> None:
    assert last_day(day) == last


def test_holidays_and_joint_leave_do_not_count() -> None:
    assert last_day(date(2026, 12, 23), JOINT_LEAVE, CHRISTMAS) == date(2026, 12, 30)


def test_a_holiday_that_is_worked_on_has_a_window_too() -> None:
    assert last_day(CHRISTMAS, JOINT_LEAVE, CHRISTMAS) == date(2026, 12, 30)


def test_the_year_ends_without_a_gap() -> None:
    assert last_day(date(2026, 12, 30), NEW_YEAR) == date(2027, 1, 5)
    assert last_day(date(2026, 12, 29), NEW_YEAR) == date(2027, 1, 4)


def test_the_month_closes_even_if_the_window_would_stay_open() -> None:
    window = a_window(date(2026, 12, 31), off=(NEW_YEAR,))
    assert window.closes_at == window.month_closes_at == datetime(2027, 1, 5, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "last"),
    [(Pattern.FIVE_DAYS, date(2026, 12, 2)), (Pattern.SIX_DAYS, date(2026, 12, 1))],
)
def test_saturday_counts_for_those_who_work_on_it(pattern: Pattern, last: date) -> None:
    assert last_day(date(2026, 11, 27), rules=rules(pattern=pattern)) == last


@pytest.mark.parametrize(("workdays", "last"), [(0, 24), (1, 25), (5, 31)])
def test_the_office_says_how_many_days(workdays: int, last: int) -> None:
    expected = date(2026, 11, 1) + timedelta(days=last - 1)
    assert last_day(date(2026, 11, 24), rules=rules(entry_window=workdays)) == expected


def test_the_month_ends_with_the_last_minute_of_the_fifth() -> None:
    ends = month_end(date(2026, 11, 24), OFFICE, RULES)
    assert ends == datetime(2026, 12, 5, 17, 0, tzinfo=UTC)
    assert month_end(date(2026, 12, 1), OFFICE, RULES) == datetime(2027, 1, 5, 17, tzinfo=UTC)
    assert month_end(date(2026, 1, 31), OFFICE, RULES) == datetime(2026, 2, 5, 17, tzinfo=UTC)
    assert month_end(date(2028, 2, 29), OFFICE, RULES) == datetime(2028, 3, 5, 17, tzinfo=UTC)


def refusal_at(window: Window, moment: datetime) -> type[Exception] | None:
    try:
        window.check(at=moment)
    except (DayInFuture, EntryWindowClosed, MonthClosed) as refusal:
        return type(refusal)
    return None


def test_a_day_closes_between_two_seconds() -> None:
    window = a_window(date(2026, 11, 24))
    closes = datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert refusal_at(window, closes - timedelta(seconds=1)) is None
    assert refusal_at(window, closes) is EntryWindowClosed


def test_a_closed_month_is_said_rather_than_a_closed_day() -> None:
    window = a_window(date(2026, 11, 24))
    assert refusal_at(window, datetime(2026, 12, 5, 16, 59, tzinfo=UTC)) is EntryWindowClosed
    assert refusal_at(window, datetime(2026, 12, 5, 17, 0, tzinfo=UTC)) is MonthClosed


def test_tomorrow_begins_at_midnight_in_bungo_and_not_in_greenwich() -> None:
    evening = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)
    midnight = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    tomorrow = date(2026, 11, 25)
    assert refusal_at(a_window(tomorrow, now=evening), evening) is DayInFuture
    assert refusal_at(a_window(tomorrow, now=midnight), midnight) is None


def test_the_refusal_names_the_last_day_and_the_number_of_working_days() -> None:
    window = a_window(date(2026, 11, 18))
    with pytest.raises(EntryWindowClosed) as refused:
        window.check(at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert refused.value.facts == {
        "day": date(2026, 11, 18),
        "last": date(2026, 11, 23),
        "workdays": 3,
    }


def test_what_was_returned_has_as_many_working_days_again() -> None:
    window = a_window(date(2026, 11, 24)).once_returned(datetime(2026, 11, 27, 3, tzinfo=UTC))
    assert window.last_day == date(2026, 12, 2)


def test_what_was_returned_at_once_keeps_the_days_own_window() -> None:
    window = a_window(date(2026, 11, 27))
    assert window.once_returned(datetime(2026, 11, 24, 3, tzinfo=UTC)) == window


def test_a_return_reopens_a_month_no_longer_than_its_own_days() -> None:
    window = a_window(date(2026, 11, 24)).once_returned(datetime(2026, 12, 7, 3, tzinfo=UTC))
    assert window.closes_at == window.month_closes_at == datetime(2026, 12, 10, 17, tzinfo=UTC)
    assert refusal_at(window, datetime(2026, 12, 10, 17, tzinfo=UTC)) is MonthClosed
