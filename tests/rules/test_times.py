"""Clock times and minutes, two of which give the third; questions that survive being kept."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.work.asking import Answer, Asked
from models.work.times import timed

CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ((time(8), time(10), None), (time(8), time(10), 120)),
        ((time(22), time(6), None), (time(22), time(6), 480)),
        ((time(8), None, 90), (time(8), time(9, 30), 90)),
        ((time(23), None, 90), (time(23), time(0, 30), 90)),
        ((None, time(10), 90), (time(8, 30), time(10), 90)),
        ((None, None, 90), (None, None, 90)),
        ((time(8), None, None), (time(8), None, None)),
        ((None, time(10), None), (None, time(10), None)),
        ((time(8), time(8), None), (time(8), time(8), None)),
        ((None, None, None), (None, None, None)),
    ],
)
def test_two_give_the_third(
    given_: tuple[time | None, time | None, int | None],
    found: tuple[time | None, time | None, int | None],
) -> None:
    assert timed(*given_) == found


@given(CLOCKS, st.integers(1, 1439))
def test_a_start_and_its_minutes_come_back_from_start_and_end(start: time, minutes: int) -> None:
    _, end, _ = timed(start, None, minutes)
    assert timed(start, end, None) == (start, end, minutes)


@given(
    st.builds(
        Asked,
        st.sampled_from(["date", "minutes"]),
        st.lists(
            st.builds(
                Answer,
                st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
                st.none() | st.integers(1, 1440),
                st.none() | CLOCKS,
                st.none() | CLOCKS,
            ),
            max_size=4,
        ).map(tuple),
        st.none() | st.text(max_size=20),
    )
)
def test_a_question_is_the_same_after_it_was_kept(asked: Asked) -> None:
    assert Asked.from_json(asked.to_json()) == asked
