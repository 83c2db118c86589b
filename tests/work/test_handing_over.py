"""What else moves with whoever acts: transfers, their undoing, asked-for leave, corrections."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select, update

from models.people.importing.undoing import obstacles, take_back
from models.people.imports import last_import
from models.people.postings import Posting
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.corrections import CorrectionAnswer
from models.work.decisions import Decision, Verdict
from models.work.stand_ins import Capacity
from tests.desk import Person
from tests.people.importing.office import import_rows
from tests.work.days import FRIDAY, MONDAY, TUESDAY, Days
from tests.work.test_correcting import DECEMBER, asks, closed
from tests.work.test_exporting import exported
from tests.work.test_standing_in import an_office, away, has, sends, stands_in, waits_with


async def transfer(days: Days, who: Person, to: Person, since: str) -> None:
    days.later(minutes=5)
    row = [who.employee.nip, who.employee.name, to.employee.nip, since]
    header = ("NIP", "Nama", "NIP atasan", "TMT")
    await import_rows(days.database, [row], at=days.time, header=header)
    await days.settles()


async def promoted(days: Days, who: Person, position: str) -> None:
    days.later(minutes=5)
    row = [who.employee.nip, who.employee.name, position]
    _, done = await import_rows(
        days.database, [row], at=days.time, header=("NIP", "Nama", "Jabatan")
    )
    assert done is not None
    await days.settles()


async def undo(days: Days) -> None:
    days.later(minutes=5)
    async with days.database.transaction() as session:
        done = await last_import(session)
        assert done is not None
        assert await obstacles(session, done) == []
        await take_back(session, done, office=days.office, at=days.time)
    await days.settles()


async def for_whom(days: Days, author: Person) -> list[tuple[int | None, Capacity | None]]:
    async with days.database.transaction() as session:
        rows = await session.execute(
            select(Activity.instead_of_id, Activity.capacity)
            .where(Activity.author_id == author.employee.id)
            .order_by(Activity.id)
        )
        return [(official, capacity) for official, capacity in rows]


async def test_a_transfer_takes_what_a_stand_in_holds_to_the_new_supervisor(days: Days) -> None:
    ida, mia, tom, budi = await an_office(days)
    sari = await days.hires("Sari Dewi", ida)
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await days.rings()
    await sends(tom)
    assert has(budi, "Tom")

    await transfer(days, tom, sari, "23-11-2026")

    assert await waits_with(days, tom) == ["Sari Dewi"]
    assert await for_whom(days, tom) == [(None, None)]
    assert (has(budi, "Tom"), has(mia, "Tom"), has(sari, "Tom")) == (False, False, True)


async def test_a_transfer_reaches_who_stands_in_for_the_new_supervisor(days: Days) -> None:
    ida, mia, tom, budi = await an_office(days)
    sari = await days.hires("Sari Dewi", ida)
    await stands_in(days, sari, budi, MONDAY, FRIDAY)
    await days.rings()
    await sends(tom)

    await transfer(days, tom, sari, "23-11-2026")
    assert await waits_with(days, tom) == ["Budi Santoso"]
    assert await for_whom(days, tom) == [(sari.employee.id, Capacity.PLH)]
    assert (has(mia, "Tom"), has(sari, "Tom"), has(budi, "Tom")) == (False, False, True)

    await undo(days)
    assert await waits_with(days, tom) == ["Mia Lestari"]
    assert await for_whom(days, tom) == [(None, None)]
    assert (has(mia, "Tom"), has(sari, "Tom"), has(budi, "Tom")) == (True, False, False)


async def test_an_undone_transfer_goes_back_to_who_stands_in_by_then(days: Days) -> None:
    ida, mia, tom, budi = await an_office(days)
    sari = await days.hires("Sari Dewi", ida)
    await sends(tom)
    await transfer(days, tom, sari, "23-11-2026")
    assert await waits_with(days, tom) == ["Sari Dewi"]
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await days.rings()

    await undo(days)

    assert await waits_with(days, tom) == ["Budi Santoso"]
    assert await for_whom(days, tom) == [(mia.employee.id, Capacity.PLH)]


async def test_cards_wait_on_both_sides_of_a_transfer_while_both_are_stood_in_for(
    days: Days,
) -> None:
    ida, mia, tom, budi = await an_office(days)
    sari = await days.hires("Sari Dewi", ida)
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await stands_in(days, sari, ida, MONDAY, FRIDAY)
    await days.rings()
    await sends(tom)
    await days.goes_to(TUESDAY, "08.00")
    await sends(tom, "07.00-07.30 apel pagi")

    await transfer(days, tom, sari, "24-11-2026")

    assert await waits_with(days, tom) == ["Budi Santoso", "Ida Ayu"]
    assert (await budi.taps("Setujui semua"), await ida.taps("Setujui semua")) == (
        "1 disetujui.",
        "1 disetujui.",
    )


async def test_an_import_leaves_what_waits_for_a_vacant_post_with_who_acts(days: Days) -> None:
    """Whoever is on that roster: neither the superior nor the Plt loses what came to them."""
    ida, mia, tom, budi = await an_office(days)
    async with days.database.transaction() as session:
        gone = update(Posting).where(Posting.employee_id == mia.employee.id)
        await session.execute(gone.values(until=MONDAY - timedelta(days=1)))
    await sends(tom)
    assert await waits_with(days, tom) == ["Ida Ayu"]

    await promoted(days, budi, "Penata")
    assert await waits_with(days, tom) == ["Ida Ayu"]
    await stands_in(days, mia, budi, MONDAY, None, Capacity.PLT)
    await days.rings()
    await promoted(days, budi, "Penata Muda")
    assert await waits_with(days, tom) == ["Budi Santoso"]
    await budi.taps("Setujui semua")
    assert "Pak Budi Santoso (Plt. Analis Contoh) menyetujui 1 kegiatan" in tom.sees


async def told(days: Days, absent: Person) -> int | None:
    async with days.database.transaction() as session:
        return await session.scalar(
            select(Absence.told_id).where(Absence.employee_id == absent.employee.id)
        )


async def test_leave_that_was_asked_for_goes_to_who_acts_and_comes_back(days: Days) -> None:
    ida, mia, tom, _ = await an_office(days)
    await tom.says("/izin cuti tahunan minggu depan")
    await tom.taps("Minta persetujuan")
    old = mia.button("Setujui")
    await away(days, mia, TUESDAY, TUESDAY)

    await days.goes_to(TUESDAY, "07.00")
    assert await told(days, tom) == ida.employee.id
    assert "Menunggu persetujuan Anda" in ida.sees
    assert "Menunggu persetujuan Bu Ida Ayu" in tom.sees
    assert not any("Menunggu persetujuan Anda" in shown.text for shown in mia.screen)
    assert await mia.sends_tap(*old) == "Ini bukan bagian Anda, jadi tidak ada yang berubah."

    await days.goes_to(TUESDAY.replace(day=25), "07.00")
    assert await told(days, tom) == mia.employee.id
    await mia.taps("Setujui")
    assert "Bu Mia Lestari menyetujui" in tom.sees


async def test_what_a_stand_in_was_only_told_of_is_the_officials_to_object_to(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, MONDAY)
    await days.rings()
    await tom.says("/izin dinas luar kamis-jumat")
    await tom.taps("Catat")
    old = budi.button("Keberatan")

    await days.goes_to(TUESDAY, "07.00")

    assert await budi.sends_tap(*old) == "Ini bukan bagian Anda, jadi tidak ada yang berubah."
    assert not any("dinas luar" in shown.text for shown in budi.screen)
    assert "Bu Mia Lestari diberi tahu." in tom.screen[-1].text
    await mia.taps("Keberatan")
    await mia.taps("Semua harinya")
    await mia.says("belum ada surat tugasnya")
    assert await days.count(Absence, Absence.objected_at.is_not(None)) == 1


async def test_leave_that_was_approved_stays_with_who_approved_it(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, MONDAY)
    await days.rings()
    await tom.says("/izin cuti tahunan minggu depan")
    await tom.taps("Minta persetujuan")
    await budi.taps("Setujui")

    await days.goes_to(TUESDAY, "07.00")

    assert await told(days, tom) == budi.employee.id


async def test_a_stand_in_lets_a_correction_in_and_says_for_whom(
    days: Days, tmp_path: Path
) -> None:
    mia, tom = await closed(days)
    budi = await days.hires("Budi Santoso", sex=1)
    await asks(tom)
    old = mia.button("Setujui perbaikan")
    day = DECEMBER.replace(day=8)
    await stands_in(days, mia, budi, day, day)

    await days.goes_to(day, "07.00")
    assert not any("minta perbaikan" in shown.text for shown in mia.screen)
    assert await mia.sends_tap(*old) == "Kegiatan ini bukan untuk Anda putuskan."
    await budi.taps("Setujui perbaikan")

    assert "Pak Budi Santoso" in tom.sees
    async with days.database.transaction() as session:
        answer = (await session.scalars(select(CorrectionAnswer))).one()
        decision = (
            await session.scalars(select(Decision).where(Decision.verdict == Verdict.CORRECTED))
        ).one()
        for row in (answer, decision):
            assert (row.by_id, row.instead_of_id, row.capacity) == (
                budi.employee.id, mia.employee.id, Capacity.PLH,
            )  # fmt: skip
    history = (await exported(days, tmp_path)).activities[0]["Riwayat keputusan"]
    assert "Budi Santoso (Plh. Mia): perbaikan disetujui" in history


async def test_a_correction_that_nobody_answered_is_the_officials_again(days: Days) -> None:
    mia, tom = await closed(days)
    budi = await days.hires("Budi Santoso", sex=1)
    day, after = date(2026, 12, 8), date(2026, 12, 9)
    await stands_in(days, mia, budi, day, day)
    await days.goes_to(day, "08.00")
    await asks(tom)
    old = budi.button("Setujui perbaikan")

    await days.goes_to(after, "07.00")

    assert await budi.sends_tap(*old) == "Kegiatan ini bukan untuk Anda putuskan."
    assert not any("minta perbaikan" in shown.text for shown in budi.screen)
    await mia.taps("Tidak setuju")
    await mia.says("sudah sesuai daftar hadir")
    assert await days.count(CorrectionAnswer, CorrectionAnswer.instead_of_id.is_(None)) == 1
