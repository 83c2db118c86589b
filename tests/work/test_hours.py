"""Hours, patterns and the calendar: rules, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from models.office import Office, Pattern, Rules
from models.work.calendars import WorkCalendar
from models.work.duties import Off, planned
from models.work.holidays import Holiday, HolidayKind, published_for, special_days
from models.work.shifts import Shift
from models.work.windows import window_for
from tests.work.days import A_YEAR

OURS = Office.from_toml(Path("config/office.toml"))
FIVE, SIX, SHIFTS = Pattern.FIVE_DAYS, Pattern.SIX_DAYS, Pattern.SHIFTS
CHRISTMAS = date(2026, 12, 25)  # a Friday

NATIONAL = {
    2026: "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 "
    "08-17 08-25 12-25",
    2027: "01-01 01-05 02-06 03-08 03-10 03-11 03-26 03-28 05-01 05-06 05-17 05-20 06-01 06-06 "
    "08-15 08-17 12-25 12-26",
}
JOINT_LEAVE = {
    2026: "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
    2027: "02-05 03-09 03-12 03-15 03-25 05-18 05-19 12-24",
}
WORKING_DAYS = {
    2026: [20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21],
    2027: [19, 19, 15, 22, 16, 21, 22, 21, 22, 21, 22, 22],
}


def days_of(year: int) -> Iterable[date]:
    return (date(year, 1, 1) + timedelta(days=n) for n in range(366) if n < 365 or year % 4 == 0)


def calendar_of(year: int) -> WorkCalendar:
    return WorkCalendar(off=frozenset(h.day for h in published_for(year)))


def rules(pattern: Pattern = FIVE) -> Rules:
    return OURS.rules_on(date(2026, 1, 1)).model_copy(update={"pattern": pattern})


def minutes(day: date, pattern: Pattern, special: Holiday | None = None) -> int:
    return planned(day, rules(pattern), special, OURS).minutes


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_seeded_holidays_are_the_published_ones_and_no_others(year: int) -> None:
    def seeded(kind: HolidayKind) -> list[str]:
        return sorted(f"{h.day:%m-%d}" for h in published_for(year) if h.kind is kind)

    assert seeded(HolidayKind.NATIONAL) == NATIONAL[year].split()
    assert seeded(HolidayKind.JOINT_LEAVE) == JOINT_LEAVE[year].split()


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_working_days_of_each_month_are_those_of_the_decree(year: int) -> None:
    calendar = calendar_of(year)

    worked = [day for day in days_of(year) if calendar.works_on(day, FIVE)]

    assert [sum(d.month == month for d in worked) for month in range(1, 13)] == WORKING_DAYS[year]


@pytest.mark.parametrize("year", [2026, 2027])
def test_six_days_a_week_are_291_days_a_year(year: int) -> None:
    calendar = calendar_of(year)

    assert sum(calendar.works_on(day, SIX) for day in days_of(year)) == 291


@pytest.mark.parametrize(("pattern", "ramadan", "hours"), [
    (FIVE, False, 37.5), (SIX, False, 37.5), (FIVE, True, 32.5), (SIX, True, 32.5),
])  # fmt: skip
def test_a_week_has_the_hours_of_the_decree(pattern: Pattern, ramadan: bool, hours: float) -> None:
    monday = date(2026, 3, 2) if ramadan else date(2026, 11, 23)

    week = sum(minutes(monday + timedelta(days=n), pattern) for n in range(7))

    assert week / 60 == hours


def test_friday_and_saturday_of_six_days_have_their_own_minutes() -> None:
    monday = date(2026, 11, 23)

    assert [minutes(monday + timedelta(days=n), SIX) for n in range(7)] == [
        390, 390, 390, 390, 270, 420, 0,
    ]  # fmt: skip


def test_ramadan_begins_and_ends_on_its_days() -> None:
    assert [minutes(day, FIVE) for day in (date(2026, 2, 18), date(2026, 2, 19))] == [450, 390]
    assert OURS.is_ramadan(date(2026, 3, 20))
    assert not OURS.is_ramadan(date(2026, 3, 21))


def test_the_leap_day_is_a_working_day() -> None:
    leap = date(2028, 2, 29)

    assert leap.weekday() == 1
    assert (minutes(leap, FIVE), planned(leap, rules(), None, OURS).off) == (450, None)


def test_christmas_on_a_friday_says_why_nothing_is_owed() -> None:
    christmas = Holiday(day=CHRISTMAS, name="Hari Raya Natal", kind=HolidayKind.NATIONAL)

    plan = planned(CHRISTMAS, rules(), christmas, OURS)

    assert (plan.minutes, plan.target, plan.off, plan.off_name, plan.hour) == (
        0, 0, Off.NATIONAL, "Hari Raya Natal", None,
    )  # fmt: skip


def test_a_saturday_that_is_a_working_day_after_all_is_as_long_as_a_monday() -> None:
    saturday = date(2026, 11, 28)
    after_all = Holiday(day=saturday, name="pengganti", kind=HolidayKind.WORKDAY)

    assert minutes(saturday, FIVE, after_all) == 450
    assert minutes(saturday, FIVE) == 0


def test_holidays_are_not_days_off_for_shifts_and_without_a_roster_nothing_is_owed() -> None:
    christmas = Holiday(day=CHRISTMAS, name="Hari Raya Natal", kind=HolidayKind.NATIONAL)

    assert planned(CHRISTMAS, rules(SHIFTS), christmas, OURS).off is Off.NO_SHIFT


def test_the_nearest_unit_says_whether_a_day_is_off() -> None:
    day = date(2026, 12, 14)
    school_break = Holiday(day=day, name="libur", kind=HolidayKind.OFFICE, unit="DIKBUD")
    exams = Holiday(day=day, name="ujian", kind=HolidayKind.WORKDAY, unit="SMP1")
    rows = [exams, school_break]

    assert special_days(rows, ("DIKBUD",)) == {day: school_break}
    assert special_days(rows, ("DIKBUD", "SMP1")) == {day: exams}
    assert special_days(rows, ("DIKBUD", "SMP2")) == {day: school_break}
    assert special_days(rows, ("DINKES",)) == {}


def test_a_working_day_after_all_wins_over_the_holiday_it_stands_beside() -> None:
    natal = Holiday(day=CHRISTMAS, name="Natal", kind=HolidayKind.NATIONAL)
    after_all = Holiday(day=CHRISTMAS, name="piket", kind=HolidayKind.WORKDAY)

    assert special_days([after_all, natal], ("DINAS",)) == {CHRISTMAS: after_all}


def test_the_reminder_comes_at_the_hour_of_the_weekday_and_of_ramadan() -> None:
    def hour(day: date) -> time:
        found = planned(day, rules(), None, OURS).hour
        assert found is not None
        return found.time()

    assert hour(date(2026, 11, 24)) == time(15, 30)
    assert hour(date(2026, 11, 27)) == time(16, 0)  # Friday ends later
    assert hour(date(2026, 3, 3)) == time(14, 30)
    assert hour(date(2026, 3, 6)) == time(15, 0)


def test_an_office_that_would_remind_at_night_is_refused() -> None:
    with pytest.raises(ValidationError, match="in its own quiet hours"):
        Office(
            name="x",
            agency="x",
            rules=(Rules(valid_from=date(2026, 1, 1), remind_at=time(21, 30)),),
        )


def test_night_runs_over_midnight_and_ends_in_the_morning() -> None:
    def at(day: int, clock: time) -> datetime:
        return OURS.at(date(2026, 11, day), clock)

    assert OURS.awake(at(24, time(20, 59)), rules()) == at(24, time(20, 59))
    assert OURS.awake(at(24, time(21, 0)), rules()) == at(25, time(6, 0))
    assert OURS.awake(at(25, time(5, 59)), rules()) == at(25, time(6, 0))


def test_a_day_shift_is_reminded_before_its_end_and_a_night_shift_is_not() -> None:
    day = Shift.from_to(time(7), time(14), on=CHRISTMAS, of=1, rest=30, office=OURS, rules=rules())
    night = Shift.from_to(
        time(21), time(7), on=CHRISTMAS, of=1, rest=60, office=OURS, rules=rules()
    )

    assert (day.minutes, day.remind_at) == (390, OURS.at(CHRISTMAS, time(13, 30)))
    assert (night.minutes, night.remind_at) == (540, None)


@pytest.mark.parametrize(("day", "pattern", "last"), [
    (date(2026, 11, 24), FIVE, date(2026, 11, 27)),
    (date(2026, 11, 26), FIVE, date(2026, 12, 1)),  # a weekend and the end of a month
    (date(2026, 11, 26), SIX, date(2026, 11, 30)),
    (date(2026, 12, 23), FIVE, date(2026, 12, 30)),  # cuti bersama and Christmas
    (date(2026, 12, 30), FIVE, date(2027, 1, 5)),  # the end of the year; 5 January 2027 is off,
    (date(2026, 3, 17), FIVE, date(2026, 3, 27)),  # Idul Fitri
])  # fmt: skip
def test_the_entry_window_counts_working_days(day: date, pattern: Pattern, last: date) -> None:
    calendar = WorkCalendar(calendar_of(2026).off | calendar_of(2027).off)
    window = window_for(
        day, now=OURS.at(day, time(16)), office=OURS, rules=rules(pattern), calendar=calendar
    )

    assert window.last_day == last


def test_days_away_do_not_use_up_the_window() -> None:
    day = date(2026, 11, 23)
    away = WorkCalendar(away=frozenset({date(2026, 11, 24), date(2026, 11, 25)}))

    window = window_for(day, now=OURS.at(day, time(16)), office=OURS, rules=rules(), calendar=away)

    assert window.last_day == date(2026, 11, 30)


def test_a_window_of_shifts_closes_even_without_a_roster() -> None:
    day = date(2026, 11, 23)
    roster = WorkCalendar(shifts=frozenset({date(2026, 11, 25)}))

    window = window_for(
        day, now=OURS.at(day, time(16)), office=OURS, rules=rules(SHIFTS), calendar=roster
    )

    assert window.last_day == date(2026, 11, 27)  # the 25th, then every day


def test_rules_of_a_unit_and_of_a_date_move_the_reminder() -> None:
    office = A_YEAR.model_copy(
        update={
            "rules": (
                *A_YEAR.rules,
                Rules(valid_from=date(2026, 1, 1), unit="RSUD", remind_at=time(13)),
                Rules(valid_from=date(2026, 12, 1), unit="RSUD", remind_at=time(12)),
            )
        }
    )

    def hour(day: date, *units: str) -> time:
        return office.rules_on(day, units).reminds_at(day, ramadan=False)

    assert hour(date(2026, 11, 30), "RSUD") == time(13)
    assert hour(date(2026, 12, 1), "RSUD") == time(12)
    assert hour(date(2026, 12, 1), "DINAS") == time(15, 30)
