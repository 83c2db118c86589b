"""Words that ask for the same once more, and words that only look like it."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.reading import AskedAgain, read_repeat
from tests.desk import OFFICE, TUESDAY

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "seperti kemarin", "Sama seperti kemarin.", "sama kayak kmrn ya pak", "spt kemarin, bu",
        "hari ini sama dengan kemarin", "ulang kemarin", "masih sama seperti kemarin",
    ],
)  # fmt: skip
def test_as_yesterday(text: str) -> None:
    assert read_repeat(text, TUESDAY, OFFICE) == AskedAgain(MONDAY, is_yesterday=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("seperti senin", MONDAY),
        ("sama seperti hari selasa", date(2026, 11, 17)),
        ("seperti jumat lalu", date(2026, 11, 20)),
        ("ulang yang tgl 20", date(2026, 11, 20)),
        ("kayak 18/11", date(2026, 11, 18)),
    ],
)
def test_as_on_that_day_and_never_today(text: str, day: date) -> None:
    assert read_repeat(text, TUESDAY, OFFICE) == AskedAgain(day)


@pytest.mark.parametrize("text", ["ulang", "Ulangi ya", "idem", "sama", "sama saja", "ulang lagi"])
def test_as_last_time(text: str) -> None:
    assert read_repeat(text, TUESDAY, OFFICE) == AskedAgain(None)


@pytest.mark.parametrize(
    "text",
    [
        "08.00-10.00 rapat", "ulang rapat", "seperti", "kemarin", "senin", "sama tim turun lagi",
        "seperti kemarin 08.00-10.00 rapat", "mengulang kemarin", "", "ulang " * 500,
        "sama seperti kemarin dilanjutkan verifikasi", "seperti biasa melayani tamu",
    ],
)  # fmt: skip
def test_anything_else_is_a_report(text: str) -> None:
    assert read_repeat(text, TUESDAY, OFFICE) is None
