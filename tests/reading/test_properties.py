"""What holds for every message, however it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading import (
    About,
    ReadActivity,
    ReadFrom,
    Reading,
    Span,
    print_back,
    read,
    without_addresses,
)
from handlers.reading.tokens import tokenise
from handlers.reading.understood import DAY_MINUTES, minute_of
from tests.reading.corpus import OFFICE, messages

CORPUS = list(messages())
SAID_AT = datetime.fromisoformat("2026-11-24T16:05:00+07:00")
often = settings(derandomize=True, deadline=None, max_examples=200)

moments = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=9)), OFFICE.zone]),
)
# Pieces that mean something, in any order: nearer to trouble than letters at random.
MEAN_SOMETHING = """
    jam pukul 8 10 08.00 10.30 0800 s/d sampai selesai pagi malam 2 1,5 setengah menit selama
    kemarin tadi senin lalu minggu hari ini besok tgl 20 november 18/11 31/02 ke- kelas RT 05 Rp
    juta 24 1x24 berkas orang , . ; dan yang di dengan 🙏 \u200b \xa0 ½ 2026 %
""".split()  # noqa: SIM905
LEAD_OR_FOLLOW = ["1.", "a)", "-", "•", ":", "(", ")", "izin melaporkan", "pak", "nama:", "hasil:"]
LEAD_OR_FOLLOW += ["terima kasih", "demikian", "laporan kegiatan", "selamat pagi"]
SAY_WHAT = ["koordinasi", "menyusun", "meninjau", "jembatan", "membahas", "anggaran", "memeriksa"]


def in_any_order(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([*pieces, "\n"]), max_size=25).map(" ".join)


messes = in_any_order(*MEAN_SOMETHING, *LEAD_OR_FOLLOW, *SAY_WHAT)


@given(st.text(max_size=300), moments)
@often
def test_nothing_that_can_be_written_makes_reading_fail(text: str, said_at: datetime) -> None:
    read(text, said_at, OFFICE)


@given(messes, moments)
@often
def test_nothing_that_means_something_makes_reading_fail(text: str, said_at: datetime) -> None:
    read(text, said_at, OFFICE)


@given(in_any_order(*MEAN_SOMETHING, *SAY_WHAT), moments)
@often
def test_no_word_is_lost_that_says_what_was_done(text: str, said_at: datetime) -> None:
    said = Counter(word for word in text.split() if word in SAY_WHAT)

    reading = read(text, said_at, OFFICE)

    words = [t.text for a in reading.activities for t in tokenise(f"{a.what} {a.unit}")]
    lost = said - Counter(words)
    assert lost == Counter() or [q.about for q in reading.questions] == [About.WHAT]


@given(messes, moments)
@often
def test_no_activity_is_in_the_future(text: str, said_at: datetime) -> None:
    reading = read(text, said_at, OFFICE)

    days = [activity.day for activity in reading.activities]
    days += [option.day for question in reading.questions for option in question.options]
    assert [day for day in days if day is not None and day > OFFICE.today(said_at)] == []


@given(messes, moments)
@often
def test_minutes_are_those_between_start_and_end(text: str, said_at: datetime) -> None:
    for activity in read(text, said_at, OFFICE).activities:
        if activity.start and activity.end and activity.minutes is not None:
            between = minute_of(activity.end) - minute_of(activity.start)
            assert activity.minutes == between % DAY_MINUTES


@given(messes, moments)
@often
def test_what_is_missing_is_asked_and_nothing_else(text: str, said_at: datetime) -> None:
    reading = read(text, said_at, OFFICE)

    missing = []
    for number, activity in enumerate(reading.activities):
        missing += [(About.DAY, number)] if activity.day is None else []
        missing += [(About.MINUTES, number)] if activity.minutes is None else []
    assert [(q.about, q.activity) for q in reading.questions if q.activity is not None] == missing


@given(messes, moments)
@often
def test_every_part_knows_where_it_was_written(text: str, said_at: datetime) -> None:
    for activity in read(text, said_at, OFFICE).activities:
        where = activity.read_from
        for span in (activity.line, where.day, where.time, where.minutes, where.quantity):
            assert span is None or 0 <= span.start < span.end <= len(text)


@given(
    what=st.lists(st.sampled_from(SAY_WHAT), min_size=1, max_size=4).map(" ".join),
    start=st.integers(0, DAY_MINUTES - 1),
    minutes=st.integers(1, 16 * 60),
    back=st.integers(2, 60),
    quantity=st.sampled_from(["", ", 12 berkas", " 3 surat", " (2,5 ha)", ", 1.250 lembar"]),
)
@often
def test_any_time_that_is_printed_reads_back(
    what: str, start: int, minutes: int, back: int, quantity: str
) -> None:
    day = OFFICE.today(SAID_AT) - timedelta(days=back)
    begin, end = start, (start + minutes) % DAY_MINUTES
    say = f"{day:%d-%m-%Y} {begin // 60:02}.{begin % 60:02}-{end // 60:02}.{end % 60:02} {what}"
    (activity,) = read(say + quantity, SAID_AT, OFFICE).activities

    (again,) = read(print_back(activity), SAID_AT, OFFICE).activities

    assert _without_spans(again) == _without_spans(activity)


@pytest.mark.parametrize("office", sorted({message.office for message in CORPUS}))
def test_what_is_printed_of_the_corpus_reads_back_as_the_same(office: str) -> None:
    for message in CORPUS:
        reading = message.reading()
        asked = {question.activity for question in reading.questions}
        for number, activity in enumerate(reading.activities):
            if message.office == office and number not in asked:
                again = read(print_back(activity), message.said_at, OFFICE)
                assert [_without_spans(activity)] == list(map(_without_spans, again.activities))


def _without_spans(activity: ReadActivity) -> ReadActivity:
    return replace(activity, line=Span(0, 0), read_from=ReadFrom())


MANNERS: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "with more spaces": lambda text: text.replace(" ", "   ").replace("\n", "  \n  "),
    "with emoji": lambda text: "🙏 " + text.replace(" ", " 👍🏽 ").replace("\n", " ✅\n"),
    "with spaces that do not break": lambda text: text.replace(" ", "\xa0"),
    "with letters that cannot be seen": "\u200b".join,
}


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS)
def test_the_manner_of_writing_changes_only_the_case_of_words(manner: Callable[[str], str]) -> None:
    for message in CORPUS:
        written = read(manner(message.say), message.said_at, OFFICE)
        assert _in_small_letters(written) == _in_small_letters(message.reading())


@given(messes, moments, st.sampled_from(sorted(MANNERS)))
@often
def test_the_manner_changes_nothing_of_a_mess_either(
    text: str, said_at: datetime, manner: str
) -> None:
    written = read(MANNERS[manner](text), said_at, OFFICE)

    assert _in_small_letters(written) == _in_small_letters(read(text, said_at, OFFICE))


def _in_small_letters(reading: Reading) -> object:
    activities = [
        replace(_without_spans(activity), what=activity.what.casefold())
        for activity in reading.activities
    ]
    return activities, [(q.about, q.activity, q.options) for q in reading.questions]


def test_a_line_of_nothing_but_links_is_no_activity_and_moves_no_place() -> None:
    for link in ("https://a.id/8-10", "Bukti: https://a.id/x www.b.id/2", "link https://a.id"):
        text = f"08.00-10.00 rapat\n{link}\n10-12 arsip"
        assert without_addresses(text) == text.replace(link, " " * len(link))
        reading = read(text, SAID_AT, OFFICE)
        assert [activity.what for activity in reading.activities] == ["rapat", "arsip"]
