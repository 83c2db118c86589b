"""Weeks, streaks and pictures of them: rules, without a database."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest

from handlers.documents.names import shortened
from handlers.documents.week import (
    Person,
    Picture,
    Team,
    own_picture,
    shown_days,
    team_picture,
    unit_picture,
)
from models.work.duties import Off
from models.work.figures import DayFigures, Done, Figures
from models.work.states import State
from models.work.weeks import Week, streak
from tests.desk import TEXTS

TODAY = date(2026, 11, 27)  # a Friday
WEEK = Week.of(TODAY)
CHRISTMAS = Week.of(date(2026, 12, 25))
MOST_BYTES = 60_000


def owed(*reported: bool, last: date = TODAY) -> list[tuple[date, bool]]:
    """Owed days and whether they were reported, the newest first; weekends stand between."""
    days, day = [], last
    for is_reported in reported:
        while day.weekday() > 4:
            day -= timedelta(days=1)
        days.append((day, is_reported))
        day -= timedelta(days=1)
    return days


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (owed(), 0),
        (owed(True), 1),
        (owed(True, True, True), 3),
        (owed(True, True, False, True), 2),
        (owed(False, True, True), 2),  # today is not over
        (owed(False, False, True), 0),
        (owed(*[True] * 12), 12),  # over two weekends
        (owed(False), 0),
    ],
)
def test_a_streak_is_owed_days_in_a_row(days: list[tuple[date, bool]], length: int) -> None:
    assert streak(days, TODAY) == length


def test_yesterdays_gap_ends_a_streak_whether_or_not_it_can_still_be_filled() -> None:
    assert streak(owed(True, False, True, True), TODAY) == 1


def test_leave_and_holidays_do_not_break_a_streak_since_nothing_was_owed() -> None:
    around_leave = [(TODAY, True), (TODAY - timedelta(days=30), True)]

    assert streak(around_leave, TODAY) == 2


@pytest.mark.parametrize(
    ("day", "monday", "number"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 48),
        (date(2026, 11, 29), date(2026, 11, 23), 48),
        (date(2026, 12, 31), date(2026, 12, 28), 53),
        (date(2027, 1, 3), date(2026, 12, 28), 53),  # a Sunday of the old year's last week
        (date(2027, 1, 4), date(2027, 1, 4), 1),
        (date(2028, 2, 29), date(2028, 2, 28), 9),
    ],
)
def test_weeks_are_numbered_as_iso_8601_does(day: date, monday: date, number: int) -> None:
    week = Week.of(day)

    assert (week.monday, week.number) == (monday, number)
    assert week.before.after == week


def test_what_is_still_to_come_is_neither_owed_nor_open() -> None:
    days = [DayFigures(WEEK.monday + timedelta(days=n)) for n in range(5)]

    figures = Figures(1, days, until=WEEK.monday + timedelta(days=1))

    assert [day.day for day in figures.open] == [WEEK.monday, WEEK.monday + timedelta(days=1)]


def test_work_on_a_day_off_counts_as_work_and_not_as_a_day_that_was_owed() -> None:
    saturday = DayFigures(WEEK.monday + timedelta(days=5), Off.WEEKEND, owed=False, done=done(120))

    figures = Figures(1, [saturday], until=WEEK.sunday)

    assert (figures.owed, figures.reported, figures.minutes) == ([], [], 120)
    assert shown_days(WEEK, [figures])[-1] == saturday.day


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Dewi", "Dewi"),
        ("Siti Nurhaliza Rahmawati", "Siti Nurhaliza Rahmawati"),
        ("Muhammad Rizky Ramadhan Firmansyah", "Muhammad Rizky R. F."),
        ("Muhammad Simanjuntak Hasibuan Kurniawan Lubis", "Muhammad Simanjuntak H."),
        ("Wolfeschlegelsteinhausenbergerdorff", "Wolfeschlegelsteinhausen…"),
    ],
)
def test_a_long_name_ends_in_initials(name: str, short: str) -> None:
    assert shortened(name) == short


# Pictures


def done(approved: int = 0, waiting: int = 0, returned: int = 0) -> Done:
    minutes = {State.APPROVED: approved, State.SUBMITTED: waiting, State.RETURNED: returned}
    held = {state: m for state, m in minutes.items() if m}
    return Done({state: max(1, m // 90) for state, m in held.items()}, held)


def figures(days: Sequence[Done | Off | None], week: Week = WEEK) -> Figures:
    """A day each: what was done, why nothing is owed, or nothing at all."""
    found = []
    for n, what in enumerate(days):
        day = week.monday + timedelta(days=n)
        off = what if isinstance(what, Off) else None
        work = what if isinstance(what, Done) else Done()
        found.append(DayFigures(day, off, owed=off is None, done=work))
    return Figures(1, found, until=week.sunday)


def somebody(random: Random) -> Person:
    """Six days, and one of the longer names."""
    kinds = [done(random.randint(60, 480)), done(90, 200), None, Off.ABSENCE]
    spec = [random.choices(kinds, [6, 2, 1, 1])[0] for _ in range(6)]
    words = ["".join(random.choices("abdehiklmnoprstuwy", k=8)).title() for _ in range(4)]
    return Person(" ".join(words), figures(spec))


def a_team(people: int) -> Picture:
    random = Random(people)
    return team_picture(
        TEXTS.in_language("id"),
        "Tim Bu Muhammad Rizky Ramadhan Firmansyah Putra Harahap",
        WEEK,
        [somebody(random) for _ in range(people)],
    )


def a_unit(teams: int) -> Picture:
    random = Random(teams)
    lines = [Team(f"Tim Bu {somebody(random).name}", 12, 60, 47, 13) for _ in range(teams)]
    return unit_picture(
        TEXTS.in_language("id"),
        "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Bungo",
        WEEK,
        lines,
        [somebody(random).figures for _ in range(300)],
    )


def own(days: Sequence[Done | Off | None], week: Week = WEEK, language: str = "id") -> Picture:
    name = "Bu Muhammad Rizky Ramadhan Firmansyah Putra Harahap"
    return own_picture(TEXTS.in_language(language), name, week, figures(days, week), 104)


PICTURES = {
    "a full week": own([done(400, 50, 30)] * 5),
    "in English": own([done(400, 50, 30)] * 5, language="en"),
    "six days": own([done(390)] * 6),
    "nothing at all": own([None] * 5),
    "leave all week": own([Off.ABSENCE] * 5),
    "two holidays": own([done(450)] * 3 + [Off.JOINT_LEAVE, Off.NATIONAL], CHRISTMAS),
    "seven days, week 53": own([done(700)] * 7, Week.of(date(2026, 12, 31))),
    "an empty team": a_team(0),
    "a team of 30": a_team(30),
    "a team of 60": a_team(60),
    "a unit of 3 teams": a_unit(3),
    "a unit of 40 teams": a_unit(40),
}  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_a_phones_width_and_at_most_60_kb(picture: Picture) -> None:
    png = picture()

    assert png.startswith(b"\x89PNG")
    assert len(png) <= MOST_BYTES
    width, height = struct.unpack(">II", png[16:24])
    assert 590 <= width <= 720  # fewer pixels only where there is very much to say
    assert height <= 1500  # not much more than a phone shows at once
