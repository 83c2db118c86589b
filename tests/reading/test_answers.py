"""Answers to one question, in words or by a button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from handlers.reading import (
    About,
    Option,
    Question,
    ReadActivity,
    Reading,
    ReadTime,
    read,
    read_day,
    read_quantity,
    read_time,
)
from tests.reading.corpus import OFFICE

SAID_AT = datetime.fromisoformat("2026-11-24T16:05:00+07:00")


@pytest.mark.parametrize(
    ("answer", "day"),
    [
        ("kemarin", date(2026, 11, 23)),
        ("kmrn pak", date(2026, 11, 23)),
        ("hari ini", date(2026, 11, 24)),
        ("tgl 20", date(2026, 11, 20)),
        ("20", date(2026, 11, 20)),
        ("20 november", date(2026, 11, 20)),
        ("18/11", date(2026, 11, 18)),
        ("hari senin kemarin", date(2026, 11, 23)),
        ("jumat", date(2026, 11, 20)),
        ("3 hari yang lalu", date(2026, 11, 21)),
        ("besok", None),
        ("tgl 30", None),
        ("tidak tahu", None),
        ("", None),
    ],
)
def test_a_day_is_answered_in_words(answer: str, day: date | None) -> None:
    assert read_day(answer, SAID_AT, OFFICE) == day


@pytest.mark.parametrize(
    ("answer", "when"),
    [
        ("2 jam", ReadTime(None, None, 120)),
        ("90 menit", ReadTime(None, None, 90)),
        ("90", ReadTime(None, None, 90)),
        ("satu setengah jam", ReadTime(None, None, 90)),
        ("8-10", ReadTime(time(8), time(10), 120)),
        ("jam 8 sampai 10", ReadTime(time(8), time(10), 120)),
        ("dari jam 1 sampe jam 3 pak", ReadTime(time(13), time(15), 120)),
        ("jam 8 selama 2 jam", ReadTime(time(8), time(10), 120)),
        ("sampai jam 10", ReadTime(None, time(10), None)),
        ("2", None),
        ("lama sekali", None),
        ("", None),
    ],
)
def test_a_time_is_answered_in_words(answer: str, when: ReadTime | None) -> None:
    assert read_time(answer, SAID_AT, OFFICE) == when


@pytest.mark.parametrize(
    ("answer", "quantity"),
    [
        ("12 berkas", (Decimal(12), "berkas")),
        ("dua belas orang", (Decimal(12), "orang")),
        ("hasilnya 3 bidang tanah", (Decimal(3), "bidang tanah")),
        ("2,5 ha", (Decimal("2.5"), "ha")),
        ("4 bronjong", (Decimal(4), "bronjong")),
        ("2 jam", None),
        ("banyak", None),
        ("", None),
    ],
)
def test_a_quantity_is_answered_in_words(answer: str, quantity: tuple[Decimal, str] | None) -> None:
    assert read_quantity(answer, SAID_AT, OFFICE) == quantity


def the_activity(say: str) -> ReadActivity:
    (activity,) = read(say, SAID_AT, OFFICE).activities
    return activity


def the_question(say: str) -> Question:
    (question,) = read(say, SAID_AT, OFFICE).questions
    return question


def test_a_day_that_was_chosen_is_put_in() -> None:
    activity = the_activity("19.00-21.00 rapat warga")
    (yesterday,) = the_question("19.00-21.00 rapat warga").options

    assert yesterday.answer(activity) == replace(activity, day=date(2026, 11, 23))


def test_of_two_lengths_each_fits_once_it_is_chosen() -> None:
    activity = the_activity("08.00-10.00 rapat 3 jam")
    two_hours, three_hours = the_question("08.00-10.00 rapat 3 jam").options

    assert two_hours.answer(activity) == replace(activity, minutes=120)
    assert three_hours.answer(activity) == replace(activity, end=time(11), minutes=180)


def test_a_length_completes_a_start_or_an_end() -> None:
    begun, ended = the_activity("rapat jam 9"), the_activity("sampai jam 10 rapat")

    answer = Option(minutes=90)

    assert answer.answer(begun) == replace(begun, end=time(10, 30), minutes=90)
    assert answer.answer(ended) == replace(ended, start=time(8, 30), minutes=90)


def test_a_start_and_an_end_bring_their_minutes() -> None:
    activity = the_activity("rapat koordinasi")

    answered = Option(start=time(22), end=time(6)).answer(activity)

    assert answered == replace(activity, start=time(22), end=time(6), minutes=480)


def test_lessons_are_asked_with_the_lengths_that_schools_have() -> None:
    options = the_question("mengajar kelas 8, 2 JP").options

    assert [str(option) for option in options] == ["70", "80", "90"]


def test_of_last_week_each_day_is_offered() -> None:
    question = the_question("minggu lalu monitoring 09.00-11.00")

    assert (question.about, [str(option) for option in question.options]) == (
        About.DAY,
        [f"2026-11-{day}" for day in range(16, 23)],
    )


def test_a_question_points_at_what_is_doubtful() -> None:
    say = "Besok 08.00-10.00 rapat"
    span = the_question(say).span

    assert span is not None
    assert span.of(say) == "Besok"


def test_activities_of_one_doubtful_day_are_asked_about_the_same_words() -> None:
    reading = read("besok 08-10 rapat\n10-12 arsip", SAID_AT, OFFICE)

    first, second = reading.questions

    assert (first.activity, second.activity, first.span) == (0, 1, second.span)


def test_a_message_with_nothing_in_it_is_asked_what_was_done() -> None:
    assert read("", SAID_AT, OFFICE) == Reading((), (Question(About.WHAT, None),))
