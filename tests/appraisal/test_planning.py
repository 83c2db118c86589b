"""Work plans (SKP) by chat: written in plain words, agreed with a tap, changed with history."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from handlers.cards import width
from models.appraisal.plans import Aspect, Indicator, PlanVersion, Stage, WorkPlan, WorkResult
from models.machine import Trace
from models.people.postings import Posting
from models.retention import forget_some
from tests.desk import Desk, Person, bare, plain

RESULT = "Memproses kenaikan pangkat, 1.200 berkas, 95-100%, 12 bulan"
PLAN = """🎯 SKP 2026
Kam 1 Jan – Kam 31 Des · Analis Contoh
1. Memproses kenaikan pangkat
   • Kuantitas: 1.200 berkas
   • Kualitas: 95-100%
   • Waktu: 12 bulan"""
OFFICIAL = "SKP resmi tetap di e-Kinerja BKN."


async def plans(tom: Person) -> None:
    """The first plan with one result: a command, a tap, a message."""
    await tom.says("/skp")
    await tom.taps("Buat SKP 2026")
    await tom.says(RESULT)


async def agree(tom: Person, mia: Person) -> None:
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Setujui")


@pytest.fixture
async def mia(desk: Desk) -> Person:
    return await desk.hires("Mia")


@pytest.fixture
async def tom(desk: Desk, mia: Person) -> Person:
    return await desk.hires("Tom", supervisor=mia, sex=1)


async def test_a_plan_is_written_in_plain_words_and_agreed_with_a_tap_each(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    assert tom.sees == f"{PLAN}\nMasih draf. Kalau sudah lengkap, ajukan ke atasan.\n{OFFICIAL}"

    await tom.taps("Selesai")
    assert await tom.taps("Ajukan ke atasan") == "Diajukan ke Bu Mia."
    waits = PLAN.replace("SKP 2026", "SKP 2026 · Pak Tom") + "\n⏳ Menunggu persetujuan Anda."
    assert mia.sees == waits
    assert await mia.taps("Setujui") == "SKP disetujui."

    assert mia.sees == waits.replace(
        "⏳ Menunggu persetujuan Anda.", "✅ Anda setujui Sel 24 Nov 16.05."
    )
    assert mia.buttons == []
    assert tom.sees == "✅ Bu Mia menyetujui SKP 2026 Anda. Lihat: /skp"
    await tom.says("/skp")
    assert tom.sees == f"{PLAN}\n✅ Disepakati dengan Bu Mia, Sel 24 Nov 16.05.\n{OFFICIAL}"
    assert tom.buttons == ["📈 Isi realisasi", "✏️ Ubah SKP"]
    assert await desk.faults() == []


async def test_targets_come_by_buttons_and_one_is_taken_away(desk: Desk, tom: Person) -> None:
    await tom.says("/skp")
    await tom.taps("Buat SKP")
    await tom.says("Melayani konsultasi")
    for label, answer in (("Kuantitas", "300 orang"), ("Biaya", "Rp 2,5 juta"), ("Kuantitas", "-")):
        await tom.taps(label)
        await tom.says(answer)
    await tom.taps("Jadikan tambahan")
    await tom.taps("Rumusan")
    await tom.says("Melayani konsultasi kepegawaian")

    assert tom.sees.splitlines()[2:4] == [
        "1. Melayani konsultasi kepegawaian (tambahan)",
        "   • Biaya: Rp 2,5 juta",
    ]
    async with desk.database.transaction() as session:
        kept = await desk.rows(session, Indicator)
    assert [(one.aspect, one.low, one.unit) for one in kept] == [(Aspect.COST, 2_500_000, "rupiah")]


async def test_the_superior_asks_for_a_change_with_a_reason(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Minta ubah")
    await mia.says("kurang")
    assert mia.sees.startswith("Alasannya")
    await mia.says("targetnya terlalu kecil")

    assert mia.sees == "Sudah disampaikan. SKP-nya kembali ke penyusunnya."
    assert tom.sees.startswith("✏️ Bu Mia minta SKP 2026 Anda diubah: targetnya terlalu kecil")
    await tom.says("/skp")
    assert "✏️ Bu Mia minta diubah: targetnya terlalu kecil" in tom.sees.splitlines()
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Setujui")
    assert await desk.count(PlanVersion, PlanVersion.agreed_at.is_not(None)) == 1


async def test_a_superior_without_a_plan_blocks_nobody_and_one_with_a_plan_is_served(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    assert (await tom.taps("RHK atasan") or "").startswith("Atasan Anda belum punya SKP di bot.")
    await mia.says("/skp")
    await mia.taps("Buat SKP")
    await mia.says("Layanan mutasi tepat waktu")
    await tom.taps("RHK atasan")
    await tom.taps("Layanan mutasi")
    assert "   ↑ mendukung: Layanan mutasi tepat waktu" in tom.sees.splitlines()


async def test_an_agreed_plan_changes_only_as_a_new_version_that_is_agreed_too(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await agree(tom, mia)
    await tom.says("/skp")
    await tom.taps("Ubah SKP")
    await tom.taps("Ubah RHK")
    await tom.taps("Kuantitas")
    await tom.says("900 berkas")
    await tom.taps("Selesai")
    assert "Yang berlaku sekarang tetap SKP yang pertama" in tom.sees
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Setujui")

    async with desk.database.transaction() as session:
        versions = await desk.rows(session, PlanVersion)
        targets = [one.target for one in await desk.rows(session, Indicator)]
        keys = {(one.version_id, one.key) for one in await desk.rows(session, WorkResult)}
    assert [(one.number, one.stage.value) for one in versions] == [(1, "agreed"), (2, "agreed")]
    assert sorted(targets) == ["1.200 berkas", "12 bulan", "12 bulan", "900 berkas", "95-100%",
                               "95-100%"]  # fmt: skip
    assert keys == {(versions[0].id, 1), (versions[1].id, 1)}


async def test_a_button_agrees_only_to_what_its_card_showed(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    old, shown = mia.button("Setujui")
    await tom.taps("Tarik kembali")
    await tom.taps("Tambah RHK")
    await tom.says("Menyusun laporan, 12 laporan")
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    await mia.sends_tap(old, shown)
    assert await desk.count(PlanVersion, PlanVersion.agreed_at.is_not(None)) == 0

    await mia.taps("Setujui")
    assert await desk.count(PlanVersion, PlanVersion.agreed_at.is_not(None)) == 1


async def test_nobody_else_writes_takes_back_or_agrees(
    desk: Desk, mia: Person, tom: Person
) -> None:
    eve = await desk.hires("Eve", supervisor=mia)
    await plans(tom)
    for label in ("Kuantitas", "Rumusan", "Jadikan tambahan", "Hapus no. 1", "Selesai"):
        await eve.sends_tap(*tom.button(label))
    await tom.taps("Selesai")
    await eve.sends_tap(*tom.button("Ajukan ke atasan"))
    await tom.taps("Ajukan ke atasan")
    for label in ("Setujui", "Minta ubah"):
        await eve.sends_tap(*mia.button(label))
        await tom.sends_tap(*mia.button(label))
    await mia.sends_tap(*tom.button("Tarik kembali"))
    await mia.taps("Setujui")
    await eve.sends_tap(*tom.button("Ubah SKP"))

    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 12
    assert await desk.count(PlanVersion) == 1
    await eve.says("/skp")
    assert eve.sees.splitlines()[1] == (
        "Belum ada SKP Anda di bot. Tidak wajib, tetapi dengan SKP kegiatan harian bisa dihitung"
        " menuju target."
    )
    assert await desk.faults() == []


async def test_a_forged_button_on_ones_own_card_changes_nothing(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    theirs, mine = mia.button("Setujui"), tom.button("Tarik kembali")
    await tom.sends_tap(mine[0].replace("skp-take", "skp-yes"), mine[1])
    for prefix in ("skp-take", "skp-ask", "skp-add", "skp-edit"):
        await mia.sends_tap(theirs[0].replace("skp-yes", prefix), theirs[1])
    await tom.says("08.00-09.00 apel pagi")
    await tom.sends_tap(tom.button("Kirim")[0].replace("send", "skp-ask"), tom.card)

    async with desk.database.transaction() as session:
        (version,) = await desk.rows(session, PlanVersion)
    assert (version.stage, version.edition) == (Stage.PROPOSED, 1)
    assert await desk.faults() == []


async def test_a_transfer_divides_the_year_into_two_plans(
    desk: Desk, mia: Person, tom: Person
) -> None:
    ida = await desk.hires("Ida")
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    await plans(tom)
    await agree(tom, mia)
    async with desk.database.transaction() as session:
        mine = Posting.employee_id == tom.employee.id
        await session.execute(update(Posting).where(mine).values(until=date(2026, 10, 31)))
        session.add(
            Posting(employee_id=tom.employee.id, unit_id=other.id, supervisor_id=ida.employee.id,
                    position="Penelaah Contoh", since=date(2026, 11, 1))
        )  # fmt: skip
    await tom.says("/skp")
    await tom.taps("Buat SKP 2026")
    await tom.says("Menelaah usulan, 40 usulan")
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    assert ida.sees.splitlines()[1] == "Min 1 Nov – Kam 31 Des · Penelaah Contoh"
    await ida.taps("Setujui")

    async with desk.database.transaction() as session:
        kept = await desk.rows(session, WorkPlan)
    assert [(one.since, one.until) for one in kept] == [
        (date(2026, 1, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 12, 31)),
    ]
    await tom.says("/skp")
    await tom.taps("SKP Kam 1 Jan – Sab 31 Okt")
    assert tom.sees.splitlines()[2] == "1. Memproses kenaikan pangkat"


async def test_only_who_leads_highly_is_offered_perspectives(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    assert "Perspektif (untuk JPT)" not in tom.buttons
    async with desk.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == mia.employee.id)
            .values(position="KEPALA DINAS Contoh")
        )
    await plans(mia)
    await mia.taps("Perspektif")
    assert mia.buttons[:4] == ["Penerima layanan", "Proses bisnis", "Penguatan internal",
                               "Anggaran"]  # fmt: skip
    await mia.taps("Anggaran")
    await mia.says("Rp 2 miliar")
    assert "   • Anggaran: Rp 2 miliar" in mia.sees.splitlines()
    data, shown = tom.button("Kuantitas")
    forged = data.replace("skp-aim", "skp-jpt").removesuffix(":quantity")
    await tom.sends_tap(forged, shown)
    assert "Kuantitas" in [bare(label) for label in tom.buttons]
    assert await desk.faults() == []


async def test_without_a_posting_it_is_said_what_is_missing_and_whom_to_ask(
    desk: Desk, tom: Person
) -> None:
    await tom.says("/skp")
    begin, shown = tom.button("Buat SKP 2026")
    async with desk.database.transaction() as session:
        await session.execute(delete(Posting).where(Posting.employee_id == tom.employee.id))
    assert await tom.sends_tap(begin, shown) == (
        "Jabatan Anda belum ada di data, jadi SKP belum bisa dibuat. Minta BKPSDM Contoh"
        " melengkapinya, lalu buka /skp lagi."
    )
    await tom.says("/skp")
    assert tom.sees.startswith("Jabatan Anda belum ada di data")
    assert (tom.buttons, await desk.count(WorkPlan), await desk.faults()) == ([], 0, [])


async def test_a_report_of_ones_own_is_no_planned_result(desk: Desk, tom: Person) -> None:
    await tom.says("/skp")
    await tom.taps("Buat SKP")
    await tom.says("08.00-09.00 apel pagi")
    assert await desk.count(WorkResult) == 0
    await tom.says("Menyusun laporan, 12 laporan")
    assert await desk.count(WorkResult) == 1


async def test_a_plan_goes_with_its_year_and_no_sooner(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await agree(tom, mia)
    left = []
    for year in (2031, 2032):  # five years of work are kept
        desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC)
        await tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with desk.database.transaction() as session:
                gone = await forget_some(session, desk.office, now=desk.time)
        left.append([await desk.count(table) for table in (WorkPlan, PlanVersion, Indicator)])
    assert left == [[1, 1, 3], [0, 0, 0]]


async def test_what_was_agreed_is_never_rewritten(desk: Desk, mia: Person, tom: Person) -> None:
    await plans(tom)
    changes = [
        update(PlanVersion).values(note="lain"), delete(PlanVersion),
        update(WorkResult).values(what="lain"),
        update(Indicator).values(target="lain"), delete(Indicator),
        insert(WorkResult).values(version_id=1, key=9, place=9, kind="main", what="lain"),
        insert(Indicator).values(result_id=1, aspect="time", what="", target="lain"),
    ]  # fmt: skip
    async with desk.database.transaction() as session:
        await session.execute(changes[3])  # a draft may still change
    await agree(tom, mia)
    for change in changes:
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(change)


async def test_a_plan_too_long_for_one_message_is_several_and_the_last_has_the_buttons(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    async with desk.database.transaction() as session:
        version = (await session.scalars(select(PlanVersion.id))).one()
        for key in range(2, 21):
            session.add(_long_result(key, version))
    await tom.says("/skp")
    pages = [shown for shown in tom.screen[-2:] if shown.text.startswith("🎯")]
    assert all(width(plain(shown.text)) <= 4096 for shown in pages)
    assert [bool(shown.buttons) for shown in pages] == [False, True]
    assert tom.sees.splitlines()[-1] == OFFICIAL
    await tom.taps("Ubah RHK")
    await tom.taps("20")
    await tom.taps("Biaya")
    await tom.says("5 juta")
    assert "Selesai" in [bare(label) for label in tom.buttons]
    await agree(tom, mia)
    assert "20. Terlaksananya" in mia.sees
    assert "menyetujui SKP 2026" in tom.sees
    assert await desk.faults() == []


def _long_result(key: int, version: int) -> WorkResult:
    indicators = [
        Indicator(aspect=aspect, what="Jumlah dokumen yang diselesaikan", target="12 dokumen")
        for aspect in (Aspect.QUANTITY, Aspect.QUALITY, Aspect.TIME)
    ]
    made = WorkResult(key=key, place=key, what="Terlaksananya " + "kenaikan pangkat " * 5,
                      indicators=indicators)  # fmt: skip
    made.version_id = version
    return made
