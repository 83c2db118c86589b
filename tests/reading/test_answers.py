"""Answers to one question, in words or by a button."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from handlers.reading import (
    About,
    Option,
    Question,
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


def the_question(say: str) -> Question:
    (question,) = read(say, SAID_AT, OFFICE).questions
    return question


def test_of_a_time_that_is_not_over_yesterday_is_offered() -> None:
    options = the_question("19.00-21.00 rapat warga").options

    assert options == (Option(day=date(2026, 11, 23)),)


def test_of_two_lengths_that_disagree_each_is_offered() -> None:
    options = the_question("08.00-10.00 rapat 3 jam").options

    assert options == (Option(minutes=120), Option(minutes=180))


def test_of_a_rest_in_the_midst_of_work_both_lengths_are_offered() -> None:
    options = the_question("08.00-16.00 pelayanan (istirahat 12.00-13.00)").options

    assert options == (Option(minutes=480), Option(minutes=420))


def test_a_message_that_tells_only_of_a_rest_is_asked_what_was_done() -> None:
    assert the_question("istirahat 12.00-13.00") == Question(About.WHAT, None)


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
