"""Plays of a special day by chat: shown before it is saved, and taken back until it has come."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.database import Database
from models.people.audit import Act, AuditEntry
from models.people.employees import Employee, Role
from models.work.duties import Duty, Off
from models.work.holidays import Holiday, HolidayKind
from models.work.making_duties import AHEAD
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, SATURDAY, THURSDAY, TUESDAY, Days
from tests.work.test_reminding import reminders

JUBILEE = "libur 27 November, HUT Kabupaten"
NOT_FOR_YOU = "Bagian ini bukan untuk peran Anda."
NOT_YOUR_UNIT = "Ini di luar unit yang Anda kelola, jadi tidak ada yang berubah."


@pytest.fixture
async def days(database: Database) -> Days:
    days = Days(database)
    await days.opens()
    return days


async def writes(admin: Person, text: str) -> str:
    await admin.says("/kantor")
    await admin.taps("Hari khusus")
    await admin.taps("Catat hari")
    await admin.says(text)
    return admin.sees


def forged(admin: Person, prefix: str, *values: object) -> str:
    _, notice, version, *_ = next(iter(admin.card.buttons.values())).split(":")
    return ":".join([prefix, notice, version, *map(str, values)])


async def decided(days: Days) -> list[tuple[date, str, HolidayKind, str]]:
    async with days.database.transaction() as session:
        rows = await session.scalars(
            select(Holiday)
            .where(Holiday.kind.in_([HolidayKind.OFFICE, HolidayKind.WORKDAY]))
            .order_by(Holiday.id)
        )
        return [(one.day, one.name, one.kind, one.unit) for one in rows]


async def test_a_holiday_shows_what_it_does_before_it_is_saved_and_nobody_is_reminded(
    days: Days,
) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await days.hires("Tom", supervisor=admin)
    await days.begins()

    assert await writes(admin, JUBILEE) == (
        "📅 Libur · Jum 27 Nov 2026\n"
        "HUT Kabupaten\n"
        "Untuk: seluruh kantor\n\n"
        "Berubah bagi 2 pegawai: hari itu tidak perlu melapor, dan tidak ada yang diingatkan. "
        "Mereka diberi tahu.\n"
        "Belum disimpan. Sudah benar?"
    )
    assert (await days.duty(tom, FRIDAY)).off is None
    assert await decided(days) == []
    assert await admin.taps("Simpan") == "✅ Tersimpan. Harinya berubah bagi 2 pegawai."
    assert admin.sees.splitlines()[1] == "1. Jum 27 Nov · libur: HUT Kabupaten (seluruh kantor)"

    duty = await days.duty(tom, FRIDAY)
    assert (duty.off, duty.off_name, duty.reason) == (
        Off.SPECIAL, "HUT Kabupaten", "+ HUT Kabupaten",
    )  # fmt: skip
    for day in (THURSDAY, FRIDAY):
        await days.goes_to(day, "15.30")
    assert (await days.duty(tom, FRIDAY)).rung_at is None
    assert (await days.duty(tom, THURSDAY)).rung_at is not None
    async with days.database.transaction() as session:
        entries = list(await session.scalars(select(AuditEntry)))
    assert [(e.act, e.by_name, e.unit, e.what) for e in entries] == [
        (Act.SET_DAY, "Ida", "", "2026-11-27 office HUT Kabupaten")
    ]


async def test_it_is_taken_back_after_asking_until_the_day_has_come(days: Days) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await days.hires("Tom", supervisor=admin)
    await days.begins()
    await writes(admin, "libur besok, HUT Kabupaten")
    await admin.taps("Simpan")
    await writes(admin, "libur kamis, Pilkada")
    await admin.taps("Simpan")
    await admin.taps("Batalkan no. 2")
    assert admin.sees.splitlines()[0] == "Batalkan libur Kam 26 Nov, Pilkada (seluruh kantor)?"
    await admin.taps("Tidak jadi")
    await admin.taps("Batalkan no. 2")
    assert await admin.taps("Ya, batalkan") == (
        "Sudah dibatalkan. Hari itu kembali biasa bagi 2 pegawai."
    )
    assert [day for day, *_ in await decided(days)] == [TUESDAY]
    assert (await days.duty(tom, THURSDAY)).off is None

    card = admin.card
    tomorrow = admin.button("Batalkan no. 1")[0]
    await days.goes_to(TUESDAY, "08.00")
    assert await admin.sends_tap(tomorrow, card) == (
        "Sel 24 Nov sudah tiba, jadi tidak bisa dibatalkan lagi dari sini."
    )
    await days.goes_to(TUESDAY, "15.30")
    assert reminders(tom) == []
    await days.goes_to(THURSDAY, "15.30")
    assert len(reminders(tom)) == 1


async def test_of_a_day_that_has_come_it_is_said_that_it_stays(days: Days) -> None:
    """What was reported on it waits on, and two taps are one."""
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await days.hires("Tom", supervisor=admin)
    await days.begins()
    await tom.says("07.00-08.00 apel pagi")
    await tom.taps("Kirim")

    said = await writes(admin, "libur hari ini, banjir")
    assert said.splitlines()[-2:] == [
        "Hari itu sudah tiba, jadi sesudah disimpan tidak bisa dibatalkan dari sini.",
        "Belum disimpan. Sudah benar?",
    ]
    save = admin.button("Simpan")
    assert (await admin.sends_tap(*save), await admin.sends_tap(*save)) == (
        "✅ Tersimpan. Harinya berubah bagi 2 pegawai.",
        "Ini sudah selesai, jadi tidak ada yang berubah.",
    )
    assert admin.buttons == ["➕ Catat hari"]
    await writes(admin, JUBILEE)
    assert (await admin.sends_tap(*save) or "").startswith("Kartu ini sudah lama.")
    assert len(await decided(days)) == 1
    assert (await days.duty(tom, MONDAY)).off == Off.SPECIAL
    assert await admin.taps("Setujui semua") == "1 disetujui."


async def test_a_units_admin_keeps_the_days_of_the_own_tree_and_no_others(days: Days) -> None:
    clinic = await days.opens_unit("PKM", "Puskesmas", below=days.unit)
    other = await days.opens_unit("LAIN", "Dinas Lain")
    admin = await days.hires("Ida", role=Role.UNIT_ADMIN)
    near = await days.hires("Beni", unit=clinic)
    far = await days.hires("Cici", unit=other)
    await days.begins()

    assert (await writes(admin, "masuk sabtu, imunisasi massal")).splitlines()[2:5] == [
        "Untuk: Dinas Contoh dan unit di bawahnya", "",
        "Berubah bagi 2 pegawai: hari itu jadi hari kerja, dengan laporan seperti biasa. "
        "Mereka diberi tahu.",
    ]  # fmt: skip
    refused = (
        "Hari untuk seluruh kantor dicatat oleh BKPSDM Contoh. Untuk unit Anda sendiri, bisa di "
        "sini."
    )
    assert await admin.sends_tap(forged(admin, "special-unit", 0), admin.card) == refused
    foreign = forged(admin, "special-unit", other.id)
    assert await admin.sends_tap(foreign, admin.card) == NOT_YOUR_UNIT
    await admin.taps("Untuk unit lain")
    assert admin.sees.splitlines()[1:] == ["1. Dinas Contoh", "2. Puskesmas"]
    await admin.taps("2")
    await admin.taps("Simpan")

    assert await decided(days) == [(SATURDAY, "Imunisasi massal", HolidayKind.WORKDAY, "PKM")]
    assert (await days.duty(near, SATURDAY)).off is None
    assert (await days.duty(far, SATURDAY)).off == Off.WEEKEND


async def test_another_units_and_the_whole_offices_days_are_taken_back_by_their_own(
    days: Days,
) -> None:
    other = await days.opens_unit("LAIN", "Dinas Lain")
    agency = await days.hires("Oki", role=Role.OFFICE_ADMIN)
    admin = await days.hires("Ida", role=Role.UNIT_ADMIN, unit=other)
    await writes(agency, JUBILEE)
    await agency.taps("Simpan")
    await writes(admin, "libur kamis, akreditasi")
    await admin.taps("Tidak jadi")
    assert admin.buttons == ["➕ Catat hari"]

    for sure in (0, 1):
        taken = forged(admin, "special-back", await holiday_id(days), sure)
        assert (await admin.sends_tap(taken, admin.card) or "").startswith("Hari untuk seluruh")
    christmas = forged(agency, "special-back", await holiday_id(days, "Hari Raya Natal"), 1)
    assert await agency.sends_tap(christmas, agency.card) == (
        "Hari itu sudah tidak ada di daftar, jadi tidak ada yang berubah."
    )
    assert len(await decided(days)) == 1


async def holiday_id(days: Days, name: str | None = None) -> int:
    day = Holiday.day == (FRIDAY if name is None else date(2026, 12, 25))
    async with days.database.transaction() as session:
        return await session.scalar(select(Holiday.id).where(day)) or 0


async def test_a_closed_month_is_left_alone_and_an_unclear_day_is_asked_again(days: Days) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    await days.begins()

    assert await writes(admin, "libur 30 Oktober 2026, HUT") == (
        "Bulan Oktober 2026 sudah ditutup, jadi harinya tidak bisa diubah lagi."
    )
    assert (await writes(admin, "libur 27 November")).startswith("Belum lengkap.")
    assert (await writes(admin, f"libur besok, {'x' * 101}")).startswith("Namanya terlalu panjang")
    await admin.says(JUBILEE)  # it is still being asked
    await admin.taps("Simpan")
    assert await writes(admin, JUBILEE) == "Jum 27 Nov sudah ada di daftar untuk unit itu."
    assert len(await decided(days)) == 1
    assert await days.faults() == []


async def test_a_day_that_was_shown_is_not_saved_after_its_month_has_closed(days: Days) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    await days.begins()
    await writes(admin, "libur hari ini, berkabung daerah")
    days.later(days=14)

    assert await admin.taps("Simpan") == (
        "Bulan November 2026 sudah ditutup, jadi harinya tidak bisa diubah lagi."
    )
    assert await decided(days) == []


async def test_a_day_that_is_far_off_is_made_when_its_turn_comes(days: Days) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    await days.begins()
    far = MONDAY + AHEAD + (TUESDAY - MONDAY)

    said = await writes(admin, f"libur {far:%d/%m/%Y}, Haul")
    assert "Jadwal hari itu belum dibuat; nanti otomatis mengikuti." in said.splitlines()
    assert await admin.taps("Simpan") == "✅ Tersimpan. Jadwal yang ada tidak berubah."
    assert await days.count(Duty, Duty.day == far) == 0
    days.later(days=3)
    await days.begins()
    assert (await days.duty(admin, far)).off_name == "Haul"
    assert await days.count(Duty) == AHEAD.days + 1 + 3


async def test_who_is_an_admin_no_longer_saves_nothing(days: Days) -> None:
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    await days.begins()
    await writes(admin, JUBILEE)
    save = admin.button("Simpan")
    async with days.database.transaction() as session:
        (await session.get_one(Employee, admin.employee.id)).role = Role.UNIT_ADMIN
    assert (await admin.sends_tap(*save) or "").startswith("Hari untuk seluruh kantor")
    async with days.database.transaction() as session:
        (await session.get_one(Employee, admin.employee.id)).role = Role.STAFF

    assert await admin.sends_tap(*save) == NOT_FOR_YOU
    assert await decided(days) == []


async def test_the_units_to_choose_from_turn_their_pages(days: Days) -> None:
    for number in range(11):
        await days.opens_unit(f"U{number:02}", f"{number:02}" + "n" * 150)
    admin = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    await days.begins()
    await writes(admin, JUBILEE)
    await admin.taps("Untuk unit lain")
    await admin.sends_tap(admin.card.buttons["▶"], admin.card)

    assert [line[:5] for line in admin.sees.splitlines()] == ["Untuk", "11. 0", "12. 1", "Halam"]
    assert admin.buttons == ["11", "12", "◀", "Seluruh kantor", "Tidak jadi"]
    await admin.taps("Seluruh kantor")
    assert "Untuk: seluruh kantor" in admin.sees.splitlines()
