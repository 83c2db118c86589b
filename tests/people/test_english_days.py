"""Every example of days that the English texts name is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.reading.away import read_days
from tests.desk import OFFICE

MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("tomorrow", "2026-11-25", "2026-11-25"),
        ("3-7 dec", "2026-12-03", "2026-12-07"),
        ("24 nov to 2 dec", "2026-11-24", "2026-12-02"),
        ("next week", "2026-11-30", "2026-12-04"),
        ("1 dec to 28 feb", "2026-12-01", "2027-02-28"),
        ("thursday", "2026-11-26", "2026-11-26"),
        ("from thursday", "2026-11-26", "2026-11-26"),
        ("26-27 nov", "2026-11-26", "2026-11-27"),
    ],
)
def test_days_in_english_are_read(said: str, since: str, until: str) -> None:
    assert read_days(said, MORNING, OFFICE) == (
        date.fromisoformat(since),
        date.fromisoformat(until),
    )
