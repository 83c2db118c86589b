"""Circles of supervisors."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.people.importing.circles import circles

NODES = st.integers(0, 12).map(str)


def test_only_those_who_come_back_to_themselves_are_in_a_circle() -> None:
    above = {"a": "b", "b": "c", "c": "b", "d": "a", "e": None, "f": "f", "g": "gone"}

    assert [set(circle) for circle in circles(above)] == [{"b", "c"}, {"f"}]


@given(st.dictionaries(NODES, st.none() | NODES))
def test_circles_are_exactly_those_who_meet_themselves_going_up(
    above: dict[str, str | None],
) -> None:
    def meets_itself(start: str) -> bool:
        here = above.get(start)
        for _ in above:
            if here is None or here == start:
                break
            here = above.get(here)
        return here == start

    found = [nip for circle in circles(above) for nip in circle]
    assert sorted(found) == sorted(nip for nip in above if meets_itself(nip))
