"""What repeats: the rule over past activities, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from models.work.routine import Past, Repeated, key_of, plainly
from models.work.written import Written
from tests.rules.made import TUESDAY, WORDS

MONDAY = TUESDAY - timedelta(days=1)
A_WEEK = timedelta(weeks=1)


def done(day: date, what: str, hour: int = 8, minutes: int = 60) -> Written:
    return replace(WORDS, day=day, what=what, start=time(hour), end=time(hour + 1), minutes=minutes)


def weeks(day: date, what: str, count: int, hour: int = 8) -> list[Written]:
    """The same on the same weekday of the last so many weeks."""
    return [done(day - n * A_WEEK, what, hour) for n in range(1, count + 1)]


def whats(words: tuple[Written, ...]) -> list[str]:
    return [one.what for one in words]


def test_the_last_day_is_the_last_one_with_a_report_and_never_today() -> None:
    friday = MONDAY - timedelta(days=3)
    past = Past.of([done(friday, "apel"), done(MONDAY, "rapat")])

    assert past.last_day(before=TUESDAY) == MONDAY
    assert past.last_day(before=MONDAY) == friday
    assert past.last_day(before=friday) is None


def test_a_day_is_in_the_order_in_which_it_was_done() -> None:
    unknown = replace(WORDS, day=MONDAY, what="arsip", start=None, end=None)
    past = Past.of([unknown, done(MONDAY, "rapat", 10), done(MONDAY, "apel", 7)])

    assert whats(past.days[MONDAY]) == ["apel", "rapat", "arsip"]


def test_what_was_done_on_most_such_weekdays_is_usual() -> None:
    past = Past.of(
        [
            *weeks(TUESDAY, "rapat staf", 4, hour=10),
            *weeks(TUESDAY, "Apel pagi.", 3),
            *weeks(TUESDAY, "menerima tamu", 2, hour=13),
            *weeks(MONDAY, "verifikasi", 4),
        ]
    )

    assert whats(past.usual_on(TUESDAY.weekday(), TUESDAY)) == ["Apel pagi.", "rapat staf"]
    assert whats(past.usual_on(MONDAY.weekday(), TUESDAY)) == ["verifikasi"]
    assert past.usual_on(2, TUESDAY) == ()


def test_once_is_no_habit_and_one_day_with_it_twice_is_no_two_days() -> None:
    last = TUESDAY - A_WEEK

    assert Past.of([done(last, "apel")]).usual_on(1, TUESDAY) == ()
    assert Past.of([done(last, "apel"), done(last, "apel", 15)]).usual_on(1, TUESDAY) == ()


def test_what_was_usual_long_ago_is_so_no_more() -> None:
    long_ago = [done(TUESDAY - n * A_WEEK, "apel") for n in (5, 6, 7, 8)]
    lately = weeks(TUESDAY, "rapat", 4)

    assert whats(Past.of([*long_ago, *lately]).usual_on(1, TUESDAY)) == ["rapat"]


def test_the_newest_words_and_times_stand_for_a_habit() -> None:
    past = Past.of(
        [done(TUESDAY - A_WEEK, "Rapat staf", 10), done(TUESDAY - 2 * A_WEEK, "rapat  staf", 8)]
    )

    (usual,) = past.usual_on(1, TUESDAY)
    assert (usual.what, usual.start) == ("Rapat staf", time(10))


def test_the_five_most_used_in_order_and_nothing_done_once() -> None:
    counts = {"apel": 6, "rapat": 5, "arsip": 4, "surat": 3, "loket": 3, "tamu": 2, "sekali": 1}
    past = Past.of([words for what, n in counts.items() for words in weeks(TUESDAY, what, n)])

    assert whats(past.most_used())[:3] == ["apel", "rapat", "arsip"]
    assert sorted(whats(past.most_used())[3:]) == ["loket", "surat"]
    assert whats(past.most_used(most=1)) == ["apel"]


def test_a_repetition_is_of_the_new_day_and_leaves_out_what_is_there() -> None:
    apel, rapat = done(MONDAY, "apel pagi"), done(MONDAY, "rapat", 10)
    there = [done(TUESDAY, "Apel pagi."), done(TUESDAY, "rapat", 13)]

    assert Repeated.of([apel, rapat], on=TUESDAY, there=[], clock=time(16)) == Repeated(
        (replace(apel, day=TUESDAY), replace(rapat, day=TUESDAY))
    )
    assert Repeated.of([apel, rapat], on=TUESDAY, there=there, clock=time(16)) == Repeated(
        (replace(rapat, day=TUESDAY),)
    )


def test_what_begins_later_today_is_not_repeated_yet_and_what_has_no_hour_is() -> None:
    arsip = replace(WORDS, day=MONDAY, what="arsip", start=None, end=None)
    rapat = done(MONDAY, "rapat", 10)

    assert Repeated.of([arsip, rapat], on=TUESDAY, there=[], clock=time(9, 59)) == Repeated(
        (replace(arsip, day=TUESDAY),), not_yet=1
    )


def test_case_marks_and_spaces_make_no_other_activity() -> None:
    assert plainly("Rapat  Staf, (rutin)!") == plainly("rapat staf rutin")
    assert key_of(done(MONDAY, "Rapat staf.")) == key_of(done(TUESDAY, "rapat staf"))
    assert key_of(done(MONDAY, "rapat staf")) != key_of(done(MONDAY, "rapat pimpinan"))
