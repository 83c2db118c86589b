"""Leave that waits for a yes is reminded of as reports are, and is never approved by itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.people.employees import Role
from models.work.absences import Absence, AbsenceKind
from models.work.stand_ins import Capacity
from tests.desk import Person
from tests.people.test_asking_away import FOREIGN
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_overdue import NEXT_MONDAY, about_a_reviewer, about_waiting
from tests.work.test_standing_in import an_office, away, stands_in


async def asks(person: Person, days: str = "14-16 des") -> None:
    await person.says(f"/izin cuti tahunan {days}")
    await person.taps("Minta persetujuan")


async def decided(days: Days) -> tuple[bool, bool, int | None, Capacity | None]:
    """(still waits, was approved, in whose place, as what) of the one that there is."""
    async with days.database.transaction() as session:
        row = (await session.scalars(select(Absence).where(Absence.since > FRIDAY))).one()
        return row.waits, row.approved_at is not None, row.instead_of_id, row.capacity


async def test_the_reviewer_is_reminded_and_then_their_superior_is_told(days: Days) -> None:
    ida, mia, tom, _ = await an_office(days)
    await asks(tom)

    await days.goes_to(TUESDAY, "09.00")
    assert about_waiting(mia) == []
    await days.goes_to(WEDNESDAY, "09.00")
    assert mia.sees == (
        "Bu Mia Lestari, ada 1 permintaan tidak masuk yang sudah beberapa hari menunggu keputusan "
        "Anda:\n• 📅 Pak Tom Saputra, Sen 14 Des s.d. Rab 16 Des"
    )
    await days.goes_to(THURSDAY, "09.00")
    assert len(about_waiting(mia)) == 2
    await days.goes_to(FRIDAY, "09.00")
    await days.goes_to(NEXT_MONDAY, "09.00")

    assert about_a_reviewer(ida) == [
        "Ada 1 permintaan tidak masuk yang menunggu jawaban Bu Mia Lestari:\n"
        "• 📅 Pak Tom Saputra, mulai Sen 14 Des\n"
        "Mohon dibantu mengingatkan."
    ]
    assert await decided(days) == (True, False, None, None)


async def test_beside_a_report_both_are_told_and_the_reminder_opens_both(days: Days) -> None:
    ida, mia, tom, _ = await an_office(days)
    await tom.says("07.00-08.00 apel pagi")
    await tom.taps("Kirim")
    await asks(tom)
    for day in (WEDNESDAY, FRIDAY):
        await days.goes_to(day, "09.00")

    assert "ada 1 kegiatan dan 1 permintaan tidak masuk yang sudah" in about_waiting(mia)[0]
    assert ida.sees.split("\n")[2] == (
        "Juga 1 permintaan tidak masuk yang menunggu jawaban Bu Mia Lestari:"
    )
    opens = mia.button("Buka")
    assert await ida.sends_tap(*opens) == FOREIGN
    await mia.sends_tap(*opens)
    assert mia.sees.endswith("Minta persetujuan tidak masuk: 1\n• Pak Tom Saputra, Sen 14 Des s.d. "
                             "Rab 16 Des")  # fmt: skip


async def test_what_was_answered_is_not_reminded_of(days: Days) -> None:
    ida, mia, tom, _ = await an_office(days)
    await asks(tom)
    await mia.taps("Setujui")

    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        await days.goes_to(day, "09.00")

    assert (about_waiting(mia), about_a_reviewer(ida)) == ([], [])


async def test_the_digest_the_team_and_the_week_count_it(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await mia.says("/atur")
    await mia.taps("Laporan tim sekali sehari, pukul 16.00")
    await asks(tom)

    await days.goes_to(MONDAY, "16.00")
    days.later(hours=2)
    assert mia.sees == (
        "Minta persetujuan tidak masuk: 1\n• Pak Tom Saputra, Sen 14 Des s.d. Rab 16 Des"
    )
    await mia.says("/tim")
    assert mia.sees.split("\n")[2:] == [
        "1 pegawai, 0 sudah melapor.",
        "• belum ada laporan: 1",
        "• 📅 minta persetujuan tidak masuk: 1",
        "",
        "Yang paling lama menunggu Anda: sejak Sen 23 Nov 08.00.",
        "Ini hanya Anda yang melihat.",
    ]
    assert "Tinjau sekarang" in mia.buttons
    await mia.says("/minggu")
    await mia.taps("Tim saya")
    assert "1 permintaan tidak masuk menunggu keputusan Anda di /tinjau." in mia.sees
    await budi.says("/tim")
    assert budi.sees == "Tidak ada pegawai di bawah Anda pada Sen 23 Nov."


async def test_it_goes_one_level_up_and_is_decided_on_the_officials_behalf(days: Days) -> None:
    ida, mia, tom, _ = await an_office(days)
    await asks(tom)
    await away(days, mia, TUESDAY, FRIDAY)

    await days.goes_to(TUESDAY, "07.00")
    assert ida.sees == (
        "Pak Tom Saputra: cuti tahunan, Sen 14 Des s.d. Rab 16 Des\n"
        "↗️ Bu Mia Lestari sedang tidak masuk, jadi naik ke Anda.\n"
        "Menunggu persetujuan Anda. Sebelum itu tercatat sebagai hari kerja."
    )
    await days.goes_to(WEDNESDAY, "09.00")
    assert len(about_waiting(ida)) == 1
    await ida.taps("Setujui")

    assert await decided(days) == (False, True, mia.employee.id, Capacity.SUPERIOR)
    assert tom.sees == (
        "✅ Bu Ida Ayu (mewakili Bu Mia Lestari, yang sedang tidak masuk) menyetujui tidak masuk "
        "Sen 14 Des s.d. Rab 16 Des. Hari itu tidak perlu laporan."
    )


async def test_a_stand_in_turns_it_down_as_such_and_gives_it_back_afterwards(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, TUESDAY)
    await days.rings()
    await asks(tom)
    assert "Anda memutuskan sebagai Plh. Analis Contoh (Bu Mia Lestari)." in budi.sees

    await budi.taps("Tidak setuju")
    await budi.taps("Semua harinya")
    await budi.says("ada pemeriksaan BPK")
    assert tom.sees.startswith("Pak Budi Santoso (Plh. Analis Contoh) belum menyetujui")
    await budi.taps("Tarik kembali")
    pressed = budi.button("Setujui")
    await days.goes_to(WEDNESDAY, "07.00")

    assert await decided(days) == (True, False, None, None)
    assert await budi.sends_tap(*pressed) == "Ini bukan bagian Anda, jadi tidak ada yang berubah."
    await mia.taps("Setujui")
    assert await decided(days) == (False, True, None, None)


async def test_where_nobody_can_answer_the_admin_learns_of_it(days: Days) -> None:
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", mia, sex=1)
    await days.begins()
    await asks(tom)
    await away(days, mia, TUESDAY, FRIDAY)

    await days.goes_to(TUESDAY, "07.00")

    assert eka.sees.split("\n")[1].startswith("1 permintaan tidak masuk menunggu.")
    assert await decided(days) == (True, False, None, None)


async def test_after_the_close_of_its_month_nobody_is_reminded_of_it(days: Days) -> None:
    _, mia, tom, _ = await an_office(days)
    await asks(tom, "hari ini")
    await days.goes_to(date(2026, 12, 7), "09.00")
    await days.goes_to(date(2026, 12, 8), "09.00")

    assert about_waiting(mia) == []
    assert await days.count(Absence, Absence.kind == AbsenceKind.ANNUAL_LEAVE, Absence.waits) == 1


async def test_a_year_that_is_not_this_one_is_said_in_what_is_told(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await asks(tom, "28 des - 8 jan")
    await mia.taps("Setujui")
    assert "tidak masuk Sen 28 Des s.d. Jum 8 Jan 2027." in tom.sees

    await stands_in(days, mia, budi, date(2027, 1, 4), date(2027, 1, 8))
    await budi.says("/pengganti")
    assert "Sen 4 Jan 2027" not in budi.sees
    assert "Sen 4 Jan s.d. Jum 8 Jan 2027" in budi.sees
