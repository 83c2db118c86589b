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
        ("masuk sabtu, kerja bakti", date(2026, 11, 28), "Kerja bakti", False),
        ("sabtu masuk kerja, imunisasi", date(2026, 11, 28), "Imunisasi", False),
        ("tetap masuk sabtu, imunisasi massal", date(2026, 11, 28), "Imunisasi massal", False),
    ],
)  # fmt: skip
def test_a_day_is_read_with_its_name(text: str, day: date, name: str, is_off: bool) -> None:
    assert read_special_day(text, TUESDAY, OFFICE) == ReadSpecialDay(day, day, name, is_off)


@pytest.mark.parametrize(
    ("text", "since", "until", "name", "is_off"),
    [
        ("26–30 November libur, akreditasi", date(2026, 11, 26), date(2026, 11, 30), "Akreditasi",
         True),
        ("cuti bersama 24 s.d. 26 Desember", date(2026, 12, 24), date(2026, 12, 26),
         "Cuti bersama", True),
        ("masuk Sabtu-Minggu, pemilu", date(2026, 11, 28), date(2026, 11, 29), "Pemilu", False),
        ("libur 30 Nov - 2 Des, haul", date(2026, 11, 30), date(2026, 12, 2), "Haul", True),
    ],
)  # fmt: skip
def test_days_in_a_row_are_read_as_one(
    text: str, since: date, until: date, name: str, is_off: bool
) -> None:
    assert read_special_day(text, TUESDAY, OFFICE) == ReadSpecialDay(since, until, name, is_off)


@pytest.mark.parametrize(
    "text",
    ["", "libur", "libur 27 November", "27 November, HUT Kabupaten", "libur HUT Kabupaten",
     "tidak libur 27 November, HUT", "libur 1-15 Desember, HUT", "libur 27 November 2029, HUT",
     "libur 30 Februari, HUT", "libur 29-27 November, HUT", "libur 24, 26 Desember, HUT"],
)  # fmt: skip
def test_what_is_not_all_of_a_day_is_asked_again(text: str) -> None:
    assert read_special_day(text, TUESDAY, OFFICE) is None
