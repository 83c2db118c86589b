"""Whoever's day has changed by a special day is told: once, by day, and only what is still so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.database import Database
from models.people.employees import Role
from models.work.duties import Duty
from tests.desk import Person
from tests.office.test_special_days import JUBILEE, writes
from tests.people.test_asking_away import seen
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

OFF = "🗓 Jum 27 Nov libur bagi Anda (HUT Kabupaten): tidak perlu melapor."
BACK = "🗓 Jum 27 Nov tidak jadi libur (HUT Kabupaten): laporan ditunggu seperti biasa."


@pytest.fixture
async def days(database: Database) -> Days:
    days = Days(database)
    await days.opens()
    return days


async def two(days: Days) -> tuple[Person, Person]:
    """An admin, and who works there."""
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await days.hires("Tom", supervisor=admin, sex=1)
    await days.begins()
    return admin, tom


async def saves(admin: Person, text: str) -> None:
    await writes(admin, text)
    await admin.taps("Simpan")


async def takes_back(admin: Person, number: int = 1) -> None:
    await admin.says("/kantor")
    await admin.taps("Hari khusus")
    await admin.taps(f"Batalkan no. {number}")
    await admin.taps("Ya, batalkan")


def told(person: Person) -> list[str]:
    return [text for text in seen(person) if text.startswith("🗓")]


async def test_it_is_told_once_and_once_more_when_it_is_taken_back(days: Days) -> None:
    admin, tom = await two(days)
    await saves(admin, JUBILEE)
    await days.rings()
    assert told(tom) == []  # a slip may still be taken back
    days.later(minutes=5)
    await days.rings()
    assert told(tom) == [OFF]
    days.later(minutes=5)
    await days.rings()
    assert told(tom) == [OFF]

    await takes_back(admin)
    days.later(minutes=5)
    await days.rings()

    assert told(tom)[-1] == BACK
    assert await days.count(Duty, Duty.tell_at.is_not(None)) == 0
    assert await days.faults() == []


async def test_what_is_taken_back_at_once_is_told_to_nobody(days: Days) -> None:
    admin, tom = await two(days)
    await saves(admin, JUBILEE)
    await takes_back(admin)

    days.later(minutes=6)
    await days.rings()

    assert told(tom) == []


async def test_nobody_is_told_at_night_nor_whoever_wants_no_reminders(days: Days) -> None:
    admin, tom = await two(days)
    eve = await days.hires("Eve", supervisor=admin)
    away = await days.hires("Rio", supervisor=admin, joined=False)
    await days.begins()
    await eve.says("/atur")
    await eve.taps("Berapa kali sehari")
    await eve.taps("Tidak usah diingatkan")
    await days.goes_to(MONDAY, "20.58")
    await saves(admin, JUBILEE)
    await days.goes_to(MONDAY, "21.30")
    assert told(tom) == []

    await days.goes_to(TUESDAY, "06.00")

    assert (told(tom), told(eve)) == ([OFF], [])
    assert (await days.duty(away, FRIDAY)).tell_at is None


async def test_whose_day_stays_as_it_was_is_not_told(days: Days) -> None:
    admin, tom = await two(days)
    other = await days.opens_unit("LAIN", "Unit Lain")
    eve = await days.hires("Eve", unit=other)
    uli = await days.hires("Uli", role=Role.UNIT_ADMIN)
    await days.begins()
    await tom.says("/izin dinas luar kamis")
    await tom.taps("Catat")

    await saves(uli, "libur kamis, akreditasi")
    await saves(admin, "libur sabtu, bersih-bersih")  # nobody owes it
    days.later(minutes=6)
    await days.rings()

    assert told(uli) == ["🗓 Kam 26 Nov libur bagi Anda (Akreditasi): tidak perlu melapor."]
    assert (told(tom), told(eve)) == ([], [])


async def test_who_goes_on_leave_before_it_is_told_is_not_told(days: Days) -> None:
    admin, tom = await two(days)
    await saves(admin, "masuk Sabtu-Minggu, posyandu")
    await tom.says("/izin dinas luar sabtu")
    await tom.taps("Catat")

    days.later(minutes=6)
    await days.rings()

    assert told(tom) == [
        "🗓 Min 29 Nov hari kerja bagi Anda (Posyandu): laporan ditunggu seperti biasa."
    ]


async def test_a_working_day_that_is_closed_already_asks_for_no_report(days: Days) -> None:
    admin, tom = await two(days)
    days.time = days.moment(FRIDAY + timedelta(days=7), "10.00")
    await saves(admin, "masuk 28 November, posyandu")

    days.later(minutes=6)
    await days.rings()

    assert told(tom) == [
        "🗓 Sab 28 Nov hari kerja bagi Anda (Posyandu): waktu melaporkannya sudah lewat. "
        "Kalau hari itu Anda bekerja, sampaikan ke BKPSDM Contoh."
    ]


async def test_several_days_are_one_line_here_and_one_message_there(days: Days) -> None:
    admin, tom = await two(days)

    said = await writes(admin, "26–30 November libur, akreditasi")
    assert said.splitlines()[0] == "📅 Libur · Kam 26 Nov s.d. Sen 30 Nov 2026"
    assert await admin.taps("Simpan") == "✅ Tersimpan. Harinya berubah bagi 2 pegawai."
    assert admin.sees.splitlines()[1:] == [
        "1. Kam 26 Nov s.d. Sen 30 Nov · libur: Akreditasi (seluruh kantor)"
    ]
    days.later(minutes=6)
    await days.rings()
    assert told(tom) == [
        "🗓 Kam 26 Nov s.d. Jum 27 Nov libur bagi Anda (Akreditasi): tidak perlu melapor.\n"
        "🗓 Sen 30 Nov libur bagi Anda (Akreditasi): tidak perlu melapor."
    ]

    await days.goes_to(FRIDAY, "08.00")
    await admin.says("/kantor")
    await admin.taps("Hari khusus")
    await admin.taps("Batalkan no. 1")
    assert admin.sees.splitlines()[0] == (
        "Batalkan libur Sab 28 Nov s.d. Sen 30 Nov, Akreditasi (seluruh kantor)?"
    )
    assert await admin.taps("Ya, batalkan") == (
        "Sudah dibatalkan. 3 hari kembali biasa bagi 2 pegawai."
    )
    days.later(minutes=6)
    await days.rings()
    assert told(tom)[-1] == (
        "🗓 Sen 30 Nov tidak jadi libur (Akreditasi): laporan ditunggu seperti biasa."
    )
    assert (await days.duty(tom, FRIDAY)).off_name == "Akreditasi"


async def test_a_day_of_days_that_is_there_already_stays_what_it_is(days: Days) -> None:
    admin, tom = await two(days)
    await saves(admin, JUBILEE)
    said = await writes(admin, "libur 26-27 November, akreditasi")
    assert "Jum 27 Nov sudah tercatat: HUT Kabupaten." in said
    await admin.taps("Simpan")

    assert admin.sees.splitlines()[1:] == [
        "1. Kam 26 Nov · libur: Akreditasi (seluruh kantor)",
        "2. Jum 27 Nov · libur: HUT Kabupaten (seluruh kantor)",
    ]
    assert (await writes(admin, "libur 26-27 November, lain")).startswith("📅") is False
    assert (await days.duty(tom, THURSDAY)).off_name == "Akreditasi"


async def test_an_office_is_told_in_slices_and_a_day_that_is_over_no_more(days: Days) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    staff = [await days.hires(f"Ani {n}", supervisor=admin) for n in range(30)]
    await days.begins()
    await saves(admin, "libur besok, HUT Kabupaten")
    days.later(minutes=6)

    assert await days.ringing.tell_of_some_days() == 25
    assert await days.ringing.tell_of_some_days() == 6
    assert await days.ringing.tell_of_some_days() == 0
    await days.settles()
    assert sum(len(told(person)) for person in staff) == 30

    await saves(admin, "libur rabu, haul")
    days.time = days.moment(WEDNESDAY + timedelta(days=1), "09.00")  # the bot was down
    assert await days.ringing.tell_of_some_days() == 25
    assert await days.ringing.tell_of_some_days() == 6
    await days.settles()
    assert sum(len(told(person)) for person in staff) == 30
    assert days.office.today(days.time) == date(2026, 11, 26)
