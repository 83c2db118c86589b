"""Which line of an edited message was which before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from models.work.matching import match
from models.work.written import Written
from tests.rules.made import WORDS


def line(hour: int, what: str) -> Written:
    return replace(WORDS, start=time(hour), end=time(hour + 1), minutes=60, what=what)


ROLL_CALL = line(8, "apel pagi")
MEETING = line(9, "rapat koordinasi pengadaan")
CHECKING = line(10, "verifikasi berkas kenaikan pangkat")
ENTRY = line(13, "input data pegawai")


def test_what_stayed_is_the_same_wherever_it_stands() -> None:
    assert match([ROLL_CALL, MEETING], [ROLL_CALL, MEETING]) == [0, 1]
    assert match([ROLL_CALL, MEETING], [MEETING, ROLL_CALL]) == [1, 0]


def test_a_line_at_its_place_may_have_changed_altogether() -> None:
    assert match([ROLL_CALL, MEETING], [ROLL_CALL, ENTRY]) == [0, 1]


def test_a_line_put_in_above_moves_nobody() -> None:
    assert match([MEETING, CHECKING], [ROLL_CALL, MEETING, CHECKING]) == [None, 0, 1]


def test_a_line_put_in_above_one_that_changed_is_the_new_one() -> None:
    longer = replace(MEETING, what="rapat koordinasi pengadaan ATK", end=time(11), minutes=120)
    assert match([MEETING, CHECKING], [ROLL_CALL, longer, CHECKING]) == [None, 0, 1]


def test_of_two_lines_the_one_that_is_left_is_the_one_it_is_like() -> None:
    shorter = replace(CHECKING, end=time(12), minutes=120)
    assert match([MEETING, CHECKING], [shorter]) == [1]


def test_a_line_taken_out_vanishes_and_the_others_stay() -> None:
    assert match([ROLL_CALL, MEETING, CHECKING], [ROLL_CALL, CHECKING]) == [0, 2]


def test_one_taken_out_and_another_put_at_the_end_are_two_things() -> None:
    assert match([ROLL_CALL, MEETING], [MEETING, ENTRY]) == [1, None]


def test_another_day_alone_is_a_change_of_the_same_line() -> None:
    moved = [replace(words, day=date(2026, 11, 23)) for words in (ROLL_CALL, MEETING)]
    assert match([ROLL_CALL, MEETING], moved) == [0, 1]


def test_twice_the_same_line_is_two_lines() -> None:
    assert match([ROLL_CALL], [ROLL_CALL, ROLL_CALL]) == [0, None]
    assert match([ROLL_CALL, ROLL_CALL], [ROLL_CALL]) == [0]


def test_what_had_vanished_is_known_again_by_its_words_and_not_by_its_place() -> None:
    assert match([ROLL_CALL], [ROLL_CALL, MEETING], vanished=[MEETING]) == [0, 1]
    assert match([ROLL_CALL], [ROLL_CALL, ENTRY], vanished=[MEETING]) == [0, None]


LINES = st.lists(
    st.builds(line, st.integers(7, 15), st.text(alphabet="abc ", min_size=1, max_size=12)),
    max_size=6,
)


@given(before=LINES, after=LINES)
def test_no_line_is_two_and_what_stayed_is_found(
    before: list[Written], after: list[Written]
) -> None:
    found = [place for place in match(before, after) if place is not None]
    assert len(found) == len(set(found))
    assert match(before, before) == list(range(len(before)))
    in_both = sum(min(before.count(words), after.count(words)) for words in set(after))
    matched = zip(match(before, after), after, strict=True)
    assert sum(p is not None and before[p] == words for p, words in matched) == in_both


def test_a_change_is_carried_over_and_what_was_changed_elsewhere_stays() -> None:
    by_button = replace(MEETING, day=date(2026, 11, 23))
    edited = replace(MEETING, end=time(12), minutes=180)

    assert by_button.following(MEETING, edited) == replace(
        MEETING, day=date(2026, 11, 23), end=time(12), minutes=180
    )
    assert edited.changed_since(MEETING) == ["time"]
