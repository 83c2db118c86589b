"""Special days in words: off or not, one day, and what people call it; or nothing at all."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.reading.special_day import ReadSpecialDay, read_special_day
from tests.desk import OFFICE, TUESDAY


@pytest.mark.parametrize(
    ("text", "day", "name", "is_off"),
    [
        ("libur 27 November, HUT Kabupaten", date(2026, 11, 27), "HUT Kabupaten", True),
        ("Libur tanggal 27/11: hut kabupaten", date(2026, 11, 27), "Hut kabupaten", True),
        ("hari libur besok - berkabung daerah", date(2026, 11, 25), "Berkabung daerah", True),
        ("27 november libur, HUT Kabupaten", date(2026, 11, 27), "HUT Kabupaten", True),
        ("HUT Kabupaten libur 27 November", date(2026, 11, 27), "HUT Kabupaten", True),
        ("libur 4 Januari 2027, Haul Bupati", date(2027, 1, 4), "Haul Bupati", True),
        ("masuk 26 Desember, pelayanan tetap buka", date(2026, 12, 26), "Pelayanan tetap buka",
         False),
        ("tetap masuk sabtu, imunisasi massal", date(2026, 11, 28), "Imunisasi massal", False),
    ],
)  # fmt: skip
def test_a_day_is_read_with_its_name(text: str, day: date, name: str, is_off: bool) -> None:
    assert read_special_day(text, TUESDAY, OFFICE) == ReadSpecialDay(day, name, is_off)


@pytest.mark.parametrize(
    "text",
    ["", "libur", "libur 27 November", "27 November, HUT Kabupaten", "libur HUT Kabupaten",
     "tidak libur 27 November, HUT", "libur 27-29 November, HUT", "libur 27 November 2029, HUT",
     "libur 30 Februari, HUT", "libur 29-27 November, HUT", "libur 24, 26 Desember, HUT"],
)  # fmt: skip
def test_what_is_not_all_of_a_day_is_asked_again(text: str) -> None:
    assert read_special_day(text, TUESDAY, OFFICE) is None
