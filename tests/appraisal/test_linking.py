"""Activities serve planned results: suggested, changed with a tap, counted once approved."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from models.machine import Trace
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.link_changes import Link
from tests.desk import Desk, Person

PLAN = ("Memproses kenaikan pangkat, 1200 berkas", "Menyusun laporan bulanan, 12 laporan")
REPORT = "08.00-10.00 verifikasi berkas kenaikan pangkat, 300 berkas"


@pytest.fixture
async def mia(desk: Desk) -> Person:
    return await desk.hires("Mia")


@pytest.fixture
async def tom(desk: Desk, mia: Person) -> Person:
    return await desk.hires("Tom", supervisor=mia, sex=1)


async def plans(tom: Person, *results: str) -> None:
    await tom.says("/skp")
    await tom.taps("Buat SKP")
    await tom.says(results[0])
    for result in results[1:]:
        await tom.taps("Selesai")
        await tom.taps("Tambah RHK")
        await tom.says(result)


async def links(desk: Desk) -> list[tuple[Link | None, int | None]]:
    async with desk.database.transaction() as session:
        return [(a.link, a.result_key) for a in await desk.rows(session, Activity)]


async def test_without_a_plan_nothing_is_said_of_links(desk: Desk, tom: Person) -> None:
    await tom.says(REPORT)
    assert "🎯" not in tom.sees + "".join(tom.buttons)
    assert await links(desk) == [(None, None)]


async def test_what_the_words_say_is_suggested_and_sent_with_the_one_tap(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom, *PLAN)
    await tom.says(f"{REPORT}\n10.00-11.00 apel gabungan")
    target = "🎯 RHK 1? Memproses kenaikan pangkat"
    assert [line.strip() for line in tom.sees.splitlines() if "🎯" in line] == [target]
    await tom.taps("Kirim")
    assert [line.strip() for line in mia.sees.splitlines() if "🎯" in line] == [
        target.replace("?", "")
    ]
    await mia.taps("Setujui semua")

    assert await links(desk) == [(Link.SUGGESTED, 1), (None, None)]
    await tom.says("/skp")
    assert tom.sees.splitlines()[2:6] == [
        "1. Memproses kenaikan pangkat · 1 kegiatan disetujui",
        "   • Kuantitas: 1200 berkas → 300 berkas (25%)",
        "2. Menyusun laporan bulanan",
        "   • Kuantitas: 12 laporan",
    ]
    assert await desk.faults() == []


async def test_a_tap_changes_it_and_the_next_suggestion_learns_from_that(
    desk: Desk, tom: Person
) -> None:
    await plans(tom, *PLAN)
    await tom.says("08.00-09.00 rekap absensi, 1 laporan")
    await tom.taps("Tautkan ke SKP")
    await tom.taps("2. Menyusun laporan bulanan")
    assert tom.toast == "Ditautkan."
    assert "🎯 RHK 2 Menyusun laporan bulanan" in tom.sees
    await tom.taps("Kirim")
    await tom.says("09.00-10.00 rekap absensi pegawai")
    assert await links(desk) == [(Link.CHOSEN, 2), (Link.SUGGESTED, 2)]

    await tom.taps("Tautkan ke SKP")
    await tom.taps("Tugas dari atasan")
    assert "🎯 tugas dari atasan" in tom.sees
    await tom.taps("Tautkan ke SKP")
    await tom.taps("Belum ditautkan")
    assert "🎯" not in tom.sees
    assert (await links(desk))[1] == (Link.APART, None)


async def test_of_several_activities_one_is_chosen_first(desk: Desk, tom: Person) -> None:
    await plans(tom, *PLAN)
    await tom.says("08.00-09.00 apel pagi\n09.00-10.00 senam bersama")
    await tom.taps("Tautkan ke SKP")
    await tom.taps("2")
    await tom.taps("1. Memproses")
    assert await links(desk) == [(None, None), (Link.CHOSEN, 1)]


async def test_words_that_change_are_looked_at_anew_unless_the_author_has_chosen(
    desk: Desk, tom: Person
) -> None:
    await plans(tom, *PLAN)
    number = await tom.says(REPORT)
    await tom.edits(number, "08.00-10.00 menyusun laporan bulanan kepegawaian")
    assert await links(desk) == [(Link.SUGGESTED, 2)]
    await tom.taps("Tautkan ke SKP")
    await tom.taps("Tugas dari atasan")
    await tom.edits(number, REPORT)
    assert await links(desk) == [(Link.TASK, None)]


async def test_links_stay_with_a_result_when_the_plan_changes(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom, *PLAN)
    await tom.taps("Selesai")
    await tom.taps("Ajukan")
    await mia.taps("Setujui")
    await tom.says(REPORT)
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await tom.says("/skp")
    await tom.taps("Ubah SKP")
    await tom.taps("Ubah RHK")
    await tom.taps("2")
    await tom.taps("Hapus no. 2")
    await tom.taps("Ubah RHK")
    await tom.taps("Kuantitas")
    await tom.says("600 berkas")
    await tom.says("10.00-11.00 menyusun laporan bulanan")
    assert "🎯 RHK 2? Menyusun laporan bulanan" in tom.sees  # what was agreed is still in force
    await tom.says("/skp")
    await tom.taps("Ajukan")
    await mia.taps("Setujui", on=mia.screen[-1])

    await tom.says("/skp")
    assert tom.sees.splitlines()[2:4] == [
        "1. Memproses kenaikan pangkat · 1 kegiatan disetujui",
        "   • Kuantitas: 600 berkas → 300 berkas (50%)",
    ]
    await tom.says("11.00-12.00 menyusun laporan bulanan")
    assert "🎯" not in tom.sees


async def test_each_day_counts_for_the_plan_that_holds_on_it(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom, "Memproses kenaikan pangkat, 1200 berkas")
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    today = date(2026, 11, 24)
    async with desk.database.transaction() as session:
        mine = Posting.employee_id == tom.employee.id
        await session.execute(update(Posting).where(mine).values(until=date(2026, 11, 23)))
        session.add(
            Posting(employee_id=tom.employee.id, unit_id=other.id, supervisor_id=mia.employee.id,
                    position="Penelaah", since=today)
        )  # fmt: skip
    await plans(tom, "Memverifikasi berkas kenaikan pangkat, 50 berkas")
    await tom.says("kemarin 08.00-10.00 verifikasi berkas kenaikan pangkat, 300 berkas")
    await tom.taps("Kirim")
    await tom.says("08.00-10.00 verifikasi berkas kenaikan pangkat, 5 berkas")
    await tom.taps("Kirim")
    for _ in range(2):
        await mia.says("/tinjau")
        await mia.taps("Setujui semua")

    await tom.says("/skp")
    assert "   • Kuantitas: 50 berkas → 5 berkas (10%)" in tom.sees.splitlines()
    await tom.taps("SKP Kam 1 Jan")
    assert "   • Kuantitas: 1200 berkas → 300 berkas (25%)" in tom.sees.splitlines()


async def test_only_the_author_links(desk: Desk, mia: Person, tom: Person) -> None:
    await plans(tom, *PLAN)
    await tom.says(REPORT)
    choose = tom.button("Tautkan ke SKP")
    await tom.taps("Tautkan ke SKP")
    to = tom.button("2. Menyusun laporan bulanan")
    await tom.taps("Kembali")
    await tom.taps("Kirim")
    for data, shown in (choose, to):
        await mia.sends_tap(data, shown)
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 2
    theirs, card = mia.button("Setujui semua")
    notice, version = theirs.split(":")[1:3]
    at = to[0].split(":")[3]
    await mia.sends_tap(f"rhk-to:{notice}:{version}:{at}:chosen:2", card)
    await tom.sends_tap(to[0].replace(":chosen:2", ":chosen:7"), to[1])

    assert await links(desk) == [(Link.SUGGESTED, 1)]
    assert await desk.faults() == []


async def test_once_the_month_has_closed_links_stay(desk: Desk, tom: Person) -> None:
    await plans(tom, *PLAN)
    await tom.says(REPORT)
    await tom.taps("Kirim")
    await tom.taps("Tautkan ke SKP")
    data, shown = tom.button("2. Menyusun laporan bulanan")
    desk.later(days=20)
    await tom.sends_tap(data, shown)
    assert (tom.toast or "").startswith("Bulan untuk Sel 24 Nov sudah ditutup.")
    assert await links(desk) == [(Link.SUGGESTED, 1)]
