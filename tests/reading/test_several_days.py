"""Several dates named at once: each that has been is offered, and none is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.reading.message import read
from handlers.reading.understood import About
from tests.desk import OFFICE, TUESDAY

NOVEMBER = [date(2026, 11, day) for day in range(1, 31)]


@pytest.mark.parametrize(
    ("said", "days", "what"),
    [
        ("tgl 20, 21 dan 23 rapat evaluasi 08.00-10.00", [20, 21, 23], "rapat evaluasi"),
        ("tanggal 2, 3, dan 4 november input data 08.00-10.00", [2, 3, 4], "input data"),
        ("tgl 18, 19, 20 & 23 rapat 08.00-10.00", [18, 19, 20, 23], "rapat"),
        ("tgl 20, 23 dan 28 rapat 08.00-10.00", [20, 23], "rapat"),  # the 28th is to come
    ],
)
def test_each_named_day_that_has_been_is_offered(said: str, days: list[int], what: str) -> None:
    found = read(said, TUESDAY, OFFICE)

    assert [activity.what for activity in found.activities] == [what]
    assert [activity.day for activity in found.activities] == [None]
    assert [
        [option.day for option in asked.options]
        for asked in found.questions
        if asked.about is About.DAY
    ] == [[NOVEMBER[day - 1] for day in days]]


def test_a_number_that_counts_something_is_no_day() -> None:
    found = read("tgl 20, 2 dokumen rapat dan 3 surat", TUESDAY, OFFICE)

    assert [activity.day for activity in found.activities] == [date(2026, 11, 20)]
