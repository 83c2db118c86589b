"""/rekap: a month, a quarter, a year in figures; one's own, or a subordinate's to read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from handlers.appraisal.recap_cards import fitting, share_lines
from handlers.appraisal.recapping import PrintRecap, ShowRecap
from handlers.cards import ROOM, width
from handlers.documents.recap import recap_facts
from models.appraisal.naming_results import NamedResult
from models.appraisal.papers import paper_of
from models.appraisal.planned import add_planned
from models.appraisal.recaps import EVERYBODY, Share, recap_of, recaps
from models.machine import Trace
from models.people.postings import Posting
from models.people.units import unit_by_code
from models.work.activities import Activity
from models.work.duties import Duty
from models.work.months import Month, kept_in
from models.work.periods import Period
from models.work.weeks import of_team
from tests.desk import TEXTS, Person, plain
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

NOVEMBER, OCTOBER = Period.named("2026-11"), Period.named("2026-10")


async def reports(days: Days, person: Person, day: date, text: str) -> None:
    await days.goes_to(day, "15.00")
    await person.says(text)
    await person.taps("Kirim")


async def a_team(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia Lestari, S.E.")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    return mia, tom


async def plans(tom: Person, *results: str) -> None:
    await tom.says("/skp")
    await tom.taps("Buat SKP")
    await tom.says(results[0])
    for result in results[1:]:
        await tom.taps("Selesai")
        await tom.taps("Tambah RHK")
        await tom.says(result)


async def is_transferred(
    days: Days, person: Person, since: date, to: Person, unit: str = "DINAS"
) -> None:
    """From this day on they work under somebody else, and their days say so."""
    async with days.database.transaction() as session:
        before = (
            await session.scalars(select(Posting).where(Posting.employee_id == person.employee.id))
        ).one()
        there = await unit_by_code(session, unit)
        assert there is not None
        before.until = since - timedelta(days=1)
        session.add(
            Posting(employee_id=person.employee.id, unit_id=there.id, position="Pengawas",
                    supervisor_id=to.employee.id, since=since)
        )  # fmt: skip
    await days.rewrites(person, since, date(2026, 12, 31), "mutasi")


async def as_the_export_has_them(days: Days) -> dict[int, tuple[int, ...]]:
    """Days owed, reported, on time; activities, minutes, corrected: by the workbook's own sums."""
    found: dict[int, tuple[int, ...]] = {}
    async with days.database.transaction() as session:
        month = Month(NOVEMBER.first)
        today = days.office.today(days.time)
        async for people, _ in kept_in(session, month, None, days.office, today=today):
            for kept in people:
                figures = kept.figures
                found[kept.employee.id] = (
                    len(figures.owed), len(figures.reported), kept.on_time, figures.activities,
                    figures.minutes, figures.corrected,
                )  # fmt: skip
    return found


async def as_the_recap_has_them(days: Days) -> dict[int, tuple[int, ...]]:
    async with days.database.transaction() as session:
        found = await recaps(session, NOVEMBER, EVERYBODY, days.office,
                             today=days.office.today(days.time))  # fmt: skip
    return {
        one.employee_id: (one.owed, one.reported, one.on_time, one.activities, one.minutes,
                          one.corrected)
        for one in found.values()
    }  # fmt: skip


async def test_the_month_says_days_minutes_and_what_they_served(days: Days) -> None:
    mia, tom = await a_team(days)
    await plans(tom, "Memproses kenaikan pangkat, 1200 berkas", "Menyusun laporan, 12 laporan")
    await days.goes_to(MONDAY, "15.00")
    await tom.says("08.00-10.00 verifikasi kenaikan pangkat, 300 berkas")
    for _ in range(2):
        await tom.shows_photo()
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await reports(days, tom, TUESDAY, "08.00-12.00 apel gabungan")
    await days.goes_to(THURSDAY, "06.30")  # in Greenwich it is Wednesday still
    await tom.says("kemarin 08.00-09.00 menyusun laporan bulanan, 1 laporan")
    await tom.taps("Kirim")

    await tom.says("/rekap")

    assert tom.sees.splitlines() == [
        "📊 Rekap November 2026",
        "3 dari 4 hari dilaporkan, 2 pada hari itu juga.",
        "3 kegiatan, 7 jam dari target 20 jam (35%).",
        "1 disetujui, 2 menunggu.",
        "🎯 RHK 1 Memproses kenaikan pangkat: 1 kegiatan, 2 jam; disetujui 300 berkas",
        "🎯 RHK 2 Menyusun laporan: 1 kegiatan, 1 jam",
        "🎯 Belum ditautkan: 1 kegiatan, 4 jam",
        "📎 2 bukti dukung.",
    ]
    assert tom.buttons[:3] == ["◀ Oktober 2026", "Triwulan", "Tahun"]
    assert await days.faults() == []


async def test_a_result_that_nothing_went_into_is_no_less_a_part_of_the_plan(days: Days) -> None:
    mia, tom = await a_team(days)
    await plans(tom, "Menyusun laporan, 12 laporan", "Memproses kenaikan pangkat, 1200 berkas, 95%")
    await tom.says("/rekap")
    assert "RHK" not in tom.sees  # nobody has agreed to it
    await tom.says("/skp")
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Setujui")
    await tom.says("/skp")
    await tom.taps("Isi realisasi")
    await tom.taps("Kualitas")
    await tom.says("97%")
    await days.goes_to(TUESDAY, "15.00")
    await tom.says("08.00-10.00 verifikasi kenaikan pangkat, 300 berkas")
    await tom.taps("Kirim")
    idle = "🎯 RHK 1 Menyusun laporan: belum ada kegiatan; disetujui 0 laporan"
    for reader in (tom, mia):
        await opens_recap(reader)
        assert [line for line in reader.sees.splitlines() if line[:1] in "🎯 "] == [
            "🎯 RHK 2 Memproses kenaikan pangkat: 1 kegiatan, 2 jam",
            "    📈 kualitas 97% (Sen 23 Nov)",
            idle,
        ]
    async with days.database.transaction() as session:
        paper = await paper_of(session, tom.employee, NOVEMBER, days.office, today=TUESDAY)
        facts = recap_facts(TEXTS.in_language("id"), paper, days.office, now=days.time)
        before = await recap_of(session, tom.employee.id, OCTOBER, days.office, today=TUESDAY)
        await add_planned(session, {tom.employee.id: before}, OCTOBER, scope=of_team(mia.employee))
    assert facts["results"]["rows"] == [
        ["1", "Menyusun laporan", "0", "0", "0 laporan"],
        ["2", "Memproses kenaikan pangkat", "1", "120", "kualitas 97% (Sen 23 Nov)"],
    ]
    assert before.shares == []  # a month without a day under Mia


async def opens_recap(reader: Person) -> None:
    """One's own, or of the one name on the team's list."""
    await reader.says("/tim")
    if any("Menunggu" in label for label in reader.buttons):
        await reader.taps("Menunggu")
        await reader.taps("1", on=reader.card)
        await reader.taps("Rekap bulannya")
    else:
        await reader.says("/rekap")


async def test_a_quarter_and_a_year_stand_where_the_month_stood(days: Days) -> None:
    _, tom = await a_team(days)
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi")
    await tom.says("/rekap")
    cards = len(tom.screen)

    await tom.taps("Triwulan")
    assert tom.sees.splitlines()[0] == "📊 Rekap Triwulan IV 2026"
    assert "1 kegiatan, 2 jam dari target 5 jam (40%)." in tom.sees
    await tom.taps("Tahun")
    assert tom.sees.splitlines()[0] == "📊 Rekap 2026"
    await tom.taps("Bulan")
    await tom.taps("Oktober 2026")

    assert tom.sees.splitlines() == [
        "📊 Rekap Oktober 2026",
        "Tidak ada hari yang wajib dilaporkan.",
        "Belum ada kegiatan yang dikirim.",
    ]
    assert len(tom.screen) == cards


async def test_december_goes_over_into_january(days: Days) -> None:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    days.time = days.moment(date(2026, 12, 30), "08.00")
    await days.begins()
    await reports(days, tom, date(2026, 12, 31), "08.00-10.00 tutup buku")
    await reports(days, tom, date(2027, 1, 4), "08.00-11.00 rencana kerja")

    await tom.says("/rekap")

    assert tom.sees.splitlines()[::2] == [
        "📊 Rekap Januari 2027",
        "1 kegiatan, 3 jam dari target 5 jam (60%).",
    ]
    assert tom.buttons[:3] == ["◀ Desember 2026", "Triwulan", "Tahun"]
    await tom.taps("Desember 2026")
    assert tom.sees.splitlines()[0] == "📊 Rekap Desember 2026"
    assert "1 kegiatan, 2 jam" in tom.sees
    await tom.taps("Tahun")
    assert tom.sees.splitlines()[0] == "📊 Rekap 2026"
    assert tom.buttons[:2] == ["◀ 2025", "▶ 2027"]


async def test_a_supervisor_reads_a_subordinates_month(days: Days) -> None:
    mia, tom = await a_team(days)
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi")
    await mia.says("/tim")
    await mia.taps("Menunggu (1)")
    await mia.taps("1")

    await mia.taps("Rekap bulannya")

    assert mia.sees.splitlines() == [
        "📊 Rekap November 2026 · Pak Tom Saputra",
        "1 dari 1 hari dilaporkan, 1 pada hari itu juga.",
        "1 kegiatan, 2 jam dari target 5 jam (40%).",
        "0 disetujui, 1 menunggu.",
        "Yang dihitung hanya hari-hari di bawah Anda.",
    ]
    assert mia.buttons == ["◀ Oktober 2026", "Triwulan", "Tahun", "🖨 PDF untuk dicetak"]


async def test_nobody_reads_a_recap_of_somebody_they_do_not_lead(days: Days) -> None:
    mia, tom = await a_team(days)
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi")
    await tom.says("/rekap")
    eko = await days.hires("Eko Lubis", sex=1)
    await eko.says("/rekap")
    shown = len(eko.screen)
    data, card = eko.button("Triwulan")
    own = ShowRecap.unpack(data)

    forged = own.model_copy(update={"person": tom.employee.id}).pack()
    assert await eko.sends_tap(forged, card) == (
        "Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka."
    )
    upwards = own.model_copy(update={"person": mia.employee.id}).pack()
    await eko.sends_tap(upwards, card)
    never = data.replace("2026-Q4", "0001-Q1")
    await eko.sends_tap(never, card)
    foreign, foreign_card = tom.button("Triwulan")
    await eko.sends_tap(foreign, foreign_card)

    assert "Tom" not in "".join(plain(one.text) for one in eko.screen[:shown])
    assert await days.faults() == []
    assert await days.count(Trace, Trace.chat_id == eko.chat_id) == 4


async def test_a_recap_comes_as_a_document_to_print_for_whoever_may_read_it(days: Days) -> None:
    mia, tom = await a_team(days)
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi")
    await tom.says("/rekap")

    assert await tom.taps("PDF untuk dicetak") == "PDF-nya sedang disiapkan."

    assert tom.card.document is not None
    name, content = tom.card.document
    assert name == f"rekap-2026-11-Tom-Saputra-{tom.employee.nip}.pdf"
    assert content.startswith(b"%PDF-")
    assert tom.sees.startswith("🖨 Rekap November 2026, siap dicetak")
    await mia.says("/rekap")
    data, card = mia.button("PDF untuk dicetak")
    press = PrintRecap.unpack(data).model_copy(update={"person": tom.employee.id})
    await mia.sends_tap(press.pack(), card)
    assert mia.card.document is not None
    assert mia.card.document[0] == name
    eko = await days.hires("Eko Lubis", sex=1)
    await eko.says("/rekap")
    data, card = eko.button("PDF untuk dicetak")
    press = PrintRecap.unpack(data).model_copy(update={"person": tom.employee.id})
    await eko.sends_tap(press.pack(), card)
    assert [one.document for one in eko.screen] == [None]
    assert await days.count(Trace, Trace.chat_id == eko.chat_id) == 1


async def test_a_transfer_in_the_middle_of_a_month_divides_what_others_read(days: Days) -> None:
    mia, tom = await a_team(days)
    ida = await days.hires("Ida Ayu")
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi")
    await is_transferred(days, tom, WEDNESDAY, ida)
    await reports(days, tom, WEDNESDAY, "08.00-11.00 serah terima")
    await days.goes_to(FRIDAY, "16.20")

    await tom.says("/rekap")
    assert "2 dari 5 hari dilaporkan" in tom.sees
    assert "2 kegiatan, 5 jam dari target 25 jam (20%)." in tom.sees
    for reader, said in (
        (mia, "1 kegiatan, 2 jam dari target 10 jam (20%)."),
        (ida, "1 kegiatan, 3 jam dari target 15 jam (20%)."),
    ):
        await reader.says("/rekap")
        data, card = reader.button("Triwulan")
        press = ShowRecap.unpack(data).model_copy(
            update={"person": tom.employee.id, "period": "2026-11"}
        )
        await reader.sends_tap(press.pack(), card)
        assert said in reader.sees


async def test_the_figures_are_those_of_the_export(days: Days) -> None:
    mia, tom = await a_team(days)
    eko = await days.hires("Eko Lubis", supervisor=mia, sex=1)
    await days.begins()
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi\n10.00-11.00 arsip")
    await mia.taps("Kembalikan")
    await mia.taps("Semua")
    await mia.says("Mohon sebutkan rapat apa")
    await reports(days, eko, TUESDAY, "kmrn 8-9 apel\nhari ini 9-12.30 input data, 20 berkas")
    await mia.taps("Setujui semua")
    await days.goes_to(WEDNESDAY, "09.00")
    await tom.taps("Kirim lagi")
    await days.goes_to(WEDNESDAY, "20.00")
    await eko.says("13.00-14.00 melayani loket")
    await eko.taps("Kirim")
    async with days.database.transaction() as session:  # work on a day that nobody made a duty for
        await session.execute(
            update(Activity).where(Activity.what == "apel").values(corrected_at=days.time)
        )
        gone = (Duty.employee_id == eko.employee.id) & (Duty.day == WEDNESDAY)
        await session.delete((await session.scalars(select(Duty).where(gone))).one())
    await days.goes_to(FRIDAY, "16.20")

    found = await as_the_recap_has_them(days)

    assert found == await as_the_export_has_them(days)
    assert found[tom.employee.id] == (5, 1, 1, 2, 180, 0)
    assert found[eko.employee.id] == (4, 2, 1, 3, 330, 1)


def test_a_year_of_many_results_and_units_stays_one_message() -> None:
    say = TEXTS.in_language("id")
    units = ("berkas", "notulen", "usulan", "laporan", "dokumen", "surat", "orang")
    amounts = {unit: Decimal(1200) for unit in units}
    keys = [(plan, key) for plan in (1, 2) for key in range(1, 21)]
    shares = [Share(*key, False, 50, 6000, dict(amounts)) for key in keys]
    results = {
        key: NamedResult("Terlaksananya kenaikan pangkat " * 4, key[1], key[1]) for key in keys
    }
    lines = fitting(say, share_lines(say, shares, results), "kepala", "kaki")
    assert width(plain("\n".join(lines))) <= ROOM + 100
    assert lines[-1] == f"… dan {40 - (len(lines) - 1)} lagi."
