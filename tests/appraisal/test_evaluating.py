"""Evaluations by chat: self-assessment, ratings beside the evidence, signature and what follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from handlers.appraisal import evaluation_evidence
from handlers.cards import width
from models.appraisal.achievements import UnitAchievement
from models.appraisal.evaluation_answers import EvaluationAnswer
from models.appraisal.evaluation_steps import EvaluationStep
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import newest_of
from models.appraisal.finding_plans import Progress
from models.appraisal.periods import Cadence, Span
from models.appraisal.plans import Aspect, Indicator, PlanVersion, WorkResult
from models.appraisal.ratings import Predicate
from models.machine import Trace
from models.people.employees import Employee, Role
from models.people.postings import Posting
from models.retention import forget_some
from models.work.stand_ins import Capacity, StandIn
from tests.appraisal.evaluating import (
    DECEMBER,
    QUARTER,
    YEAR,
    Ladder,
    a_ladder,
    assesses,
    opens,
    rates,
    signs,
)
from tests.appraisal.test_feedback import PRAISE, praises
from tests.desk import Desk, Person, plain

YEAR_2026 = Span.holding(DECEMBER.date(), Cadence.YEARLY)


@pytest.fixture
async def ladder(desk: Desk) -> Ladder:
    return await a_ladder(desk)


async def outcome(ladder: Ladder) -> Predicate | None:
    async with ladder.desk.database.transaction() as session:
        found = await newest_of(session, [ladder.tom.employee.id], YEAR_2026)
    return found[ladder.tom.employee.id].outcome


async def test_the_overview_says_what_is_open_and_how_far_everybody_is(ladder: Ladder) -> None:
    await ladder.mia.says("/nilai")
    assert ladder.mia.sees == (
        "📋 Penilaian kinerja\nPegawai menilai diri dulu, lalu atasan menilai dan menandatangani.\n"
        "Penilaian resmi tetap di e-Kinerja BKN.\n"
        "Tahun 2026: belum dibuka\nTim (2 orang): 2 belum dibuka\n"
        "Triwulan IV 2026: belum dibuka\nTim (2 orang): 2 belum dibuka"
    )
    await ladder.mia.taps(f"Tim · {YEAR}")
    assert await ladder.mia.taps("Minta semua menilai diri (2)") == "2 orang diminta menilai diri."
    await assesses(ladder.tom)
    await signs(ladder.mia, 2)
    await ladder.mia.says("/nilai")
    await ladder.mia.taps(f"Tim · {YEAR}")
    assert ladder.mia.sees == (
        "📋 Penilaian tim · Tahun 2026\n2 orang. Ketuk nomornya untuk menilai.\n"
        "1. Bu Eve: menilai diri\n2. Pak Tom: sudah ditandatangani · Baik"
    )
    assert ladder.eve.sees.startswith("📋 Penilaian Tahun 2026\n1 dari 8: Hasil kerja")


async def test_evidence_and_the_self_assessment_stand_beside_each_question(
    ladder: Ladder,
) -> None:
    tom, mia = ladder.tom, ladder.mia
    await tom.says("/skp")
    await tom.taps("Buat SKP")
    await tom.says("Memproses kenaikan pangkat, 1.200 berkas")
    await tom.says("08.00-10.00 memproses kenaikan pangkat, 40 berkas")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await praises(mia)
    await assesses(tom)
    await opens(mia, 2)
    assert mia.sees == (
        "📋 Penilaian Tahun 2026 · Pak Tom\n1 dari 9: Hasil kerja\nBagaimana penilaian Anda?\n"
        "📊 Kam 1 Jan – Sen 21 Des: melapor 0 dari 0 hari wajib lapor, 1 kegiatan (1 disetujui), "
        "2 jam\n"
        "🎯 1. Memproses kenaikan pangkat: 1 kegiatan disetujui, 40 berkas (target 1.200 berkas)\n"
        f"💬 Bu Mia, Sen 21 Des: {PRAISE}\n"
        "🙋 Penilaian diri: sesuai ekspektasi"
    )
    await mia.taps("Di atas")
    assert mia.sees.splitlines()[1:4] == [
        "2 dari 9: Berorientasi Pelayanan", "Bagaimana penilaian Anda?",
        "Paham kebutuhan warga, ramah dan cekatan, selalu mencari cara yang lebih baik.",
    ]  # fmt: skip


async def test_the_evidence_begins_where_somebody_was_appointed(ladder: Ladder) -> None:
    tom, mia = ladder.tom, ladder.mia
    theirs = Posting.employee_id == tom.employee.id
    appointed = update(Posting).where(theirs).values(since=date(2026, 12, 14))
    async with ladder.desk.database.transaction() as session:
        session.add(Posting(employee_id=tom.employee.id, unit_id=ladder.desk.unit.id,
                            position="Honorer", since=date(2020, 1, 1)))  # fmt: skip
        await session.flush()
        await session.execute(appointed.where(Posting.position == "Analis Contoh"))
        await session.execute(
            update(Posting)
            .where(theirs, Posting.position == "Honorer")
            .values(until=date(2024, 6, 30))
        )
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await assesses(tom)
    await opens(mia, 2)
    assert mia.sees.splitlines()[3] == (
        "📊 Sen 14 Des – Sen 21 Des: melapor 0 dari 0 hari wajib lapor, 1 kegiatan (0 disetujui), "
        "2 jam"
    )


async def test_answers_are_kept_and_resumed_and_one_is_changed(ladder: Ladder) -> None:
    tom, mia = ladder.tom, ladder.mia
    await assesses(tom)
    await opens(mia, 2)
    await mia.taps("Di atas")
    await mia.taps("Catatan")
    await mia.says("Warga memuji loketnya di bulan Mei")
    await mia.taps("Sesuai")
    ladder.desk.later(hours=20)
    await opens(mia, 2)
    assert mia.sees.splitlines()[1] == "3 dari 9: Akuntabel"
    for _ in range(6):
        await mia.taps("Sesuai")
    await mia.taps("Di atas")
    assert "Predikat menurut matriks: Sangat Baik" in mia.sees.splitlines()
    await mia.taps("9")
    await mia.taps("Sesuai")
    lines = mia.sees.splitlines()
    assert "Predikat menurut matriks: Baik" in lines
    assert (
        "2. Berorientasi Pelayanan: sesuai ekspektasi. Warga memuji loketnya di bulan Mei" in lines
    )


async def test_below_expectation_is_not_signed_without_saying_why(ladder: Ladder) -> None:
    await assesses(ladder.tom)
    await opens(ladder.mia, 2)
    await rates(ladder.mia, results="Di bawah")
    refused = await ladder.mia.taps("Tanda tangani")
    assert refused is not None
    assert refused.startswith("Anda memilih di bawah ekspektasi untuk “Hasil kerja”.")
    await ladder.mia.taps("1")
    await ladder.mia.taps("Catatan")
    await ladder.mia.says("Laporan triwulan terlambat tiga kali")
    await ladder.mia.taps("Semua jawaban")
    await ladder.mia.taps("Tanda tangani")
    assert await outcome(ladder) is Predicate.NEEDS_IMPROVEMENT


async def test_the_employee_speaks_first_but_blocks_nobody_for_ever(ladder: Ladder) -> None:
    await opens(ladder.mia, 2)
    assert ladder.mia.sees == (
        "📋 Penilaian Tahun 2026 · Pak Tom\n⏳ Menunggu penilaian diri pegawai. Kalau belum masuk, "
        "Anda bisa menilai mulai Sen 28 Des 10.00."
    )
    ladder.desk.later(days=7)
    await signs(ladder.mia, 2)
    assert await outcome(ladder) is Predicate.GOOD
    await ladder.tom.taps("Baca")
    assert "✍️ Bu Mia, Sen 28 Des 10.00" in ladder.tom.sees.splitlines()


async def test_it_is_read_and_accepted(ladder: Ladder) -> None:
    await assesses(ladder.tom)
    await signs(ladder.mia, 2)
    assert ladder.tom.sees == (
        "📋 Penilaian Tahun 2026\n"
        "Bu Mia sudah menandatangani penilaian Anda. Ketuk Baca untuk melihat hasil dan alasannya. "
        "Keberatan, kalau ada, paling lambat Sen 4 Jan."
    )
    await ladder.tom.taps("Baca")
    assert ladder.tom.sees.splitlines()[-1] == (
        "Ada yang tidak sesuai? Bicarakan dulu, atau ajukan keberatan ke atasan penilai paling "
        "lambat Sen 4 Jan."
    )
    toast = await ladder.tom.taps("Terima")
    assert toast == "Terima kasih, dicatat sebagai diterima."
    assert ladder.mia.sees.splitlines()[-1] == "✅ Diterima pegawainya."
    assert ladder.tom.buttons == []


async def test_a_correction_is_a_new_version_and_the_old_one_stays(ladder: Ladder) -> None:
    await assesses(ladder.tom)
    await signs(ladder.mia, 2)
    await ladder.tom.taps("Baca")
    await ladder.mia.taps("Perbaiki")
    await ladder.mia.taps("9")
    await ladder.mia.taps("Di atas")
    assert await ladder.desk.count(Evaluation, Evaluation.signed_at.is_not(None)) == 1
    await ladder.mia.taps("1")
    await ladder.mia.taps("Di atas")
    await ladder.mia.taps("Tanda tangani")

    assert ladder.tom.sees.splitlines()[0] == "📋 Penilaian Tahun 2026 · perbaikan ke-1"
    async with ladder.desk.database.transaction() as session:
        kept = await ladder.desk.rows(session, Evaluation)
    assert [one.predicate for one in kept] == [Predicate.GOOD, Predicate.VERY_GOOD]
    assert await ladder.desk.faults() == []


async def test_what_is_corrected_meanwhile_is_not_objected_to_twice(ladder: Ladder) -> None:
    mia, tom, ida = ladder.mia, ladder.tom, ladder.ida
    await assesses(tom)
    await signs(mia, 2)
    await tom.taps("Baca")
    accept = tom.button("Terima")
    await mia.taps("Perbaiki")
    sign = mia.button("Tanda tangani")
    await mia.taps("Tanda tangani")
    assert (await tom.sends_tap(*accept) or "").startswith("Ada yang lebih baru dari kartu ini")
    await tom.taps("Baca")
    await mia.taps("Perbaiki")
    assert sign != mia.button("Tanda tangani")
    await tom.taps("Keberatan")
    await tom.says("Dua kegiatan penting belum dihitung")
    assert "Dua kegiatan penting belum dihitung" in ida.sees
    assert await mia.taps("Tanda tangani") == (
        "Pegawai sudah mengajukan keberatan atas penilaian ini, jadi atasan penilai yang "
        "memutuskan."
    )
    assert await ladder.desk.count(Evaluation, Evaluation.signed_at.is_not(None)) == 2
    assert await ladder.desk.faults() == []


async def test_a_head_of_unit_is_rated_by_the_units_achievement_and_its_people_are_warned(
    ladder: Ladder,
) -> None:
    desk, ida, mia, tom, eve = ladder.desk, ladder.ida, ladder.mia, ladder.tom, ladder.eve
    async with desk.database.transaction() as session:
        head = await session.get_one(Employee, mia.employee.id)
        head.role = Role.UNIT_HEAD
    await assesses(mia)
    await opens(ida, 1)
    assert [text for text in ida.buttons if "ekspektasi" in text] == []
    assert await ida.taps("Baik") == "Capaian unit dicatat: Baik."
    for person in (tom, eve):
        await assesses(person)
    await signs(mia, 1)
    await opens(mia, 2)
    await rates(mia)
    beyond = "⚠️ Di luar pola distribusi:"
    only = "Ini hanya pertimbangan; Anda tetap boleh menandatangani."
    assert mia.sees.split("9. Perilaku kerja: sesuai ekspektasi\n")[1].splitlines() == [
        "Predikat menurut matriks: Baik",
        "🏢 Capaian Dinas Contoh: Baik",
        f"{beyond} Baik jadi 100% pegawai unit; pedomannya terbanyak, paling banyak 70%. {only}",
        f"{beyond} Butuh Perbaikan atau Kurang jadi 0% pegawai unit; pedomannya harus ada. {only}",
        "Sudah lengkap. Sesudah ditandatangani, pegawai membacanya dan boleh keberatan.",
    ]
    await mia.taps("Tanda tangani")
    assert await desk.count(UnitAchievement) == 1
    assert await desk.count(Evaluation, Evaluation.signed_at.is_not(None)) == 2


async def test_a_plt_evaluates_in_the_officials_place_and_the_officials_superior_decides(
    ladder: Ladder,
) -> None:
    desk, ida, mia, tom, eve = ladder.desk, ladder.ida, ladder.mia, ladder.tom, ladder.eve
    async with desk.database.transaction() as session:
        session.add(
            StandIn(official_id=mia.employee.id, deputy_id=eve.employee.id, kind=Capacity.PLT,
                    since=date(2026, 12, 1), until=None, letter="800/1", said_by_id=None,
                    said_at=DECEMBER)
        )  # fmt: skip
    await assesses(tom)
    await mia.says("/nilai")
    await mia.taps(f"Tim · {YEAR}")
    await mia.taps("2")
    assert mia.toast == (
        "Yang menilai adalah atasan langsungnya sekarang, dan bukan untuk diri sendiri."
    )
    await signs(eve, 1)
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    await tom.says("Dua kegiatan penting belum dihitung")
    assert "Dua kegiatan penting belum dihitung" in ida.sees
    await ida.taps("Tetap berlaku")
    await ida.says("Sudah saya baca dan saya timbang")
    assert await outcome(ladder) is Predicate.GOOD
    assert await desk.faults() == []


async def test_nobody_else_answers_sends_signs_reads_or_corrects(ladder: Ladder) -> None:
    desk, ida, mia, tom, eve = ladder.desk, ladder.ida, ladder.mia, ladder.tom, ladder.eve
    await tom.says("/nilai")
    await tom.taps(f"Saya · {YEAR}")
    for label in ("Di atas", "Catatan", "Semua jawaban"):
        await mia.sends_tap(*tom.button(label))
    await assesses(tom)
    await opens(mia, 2)
    await eve.sends_tap(*tom.button("Saya"))
    for person in (ida, tom, eve):
        await person.sends_tap(*mia.button("Di atas"))
    await rates(mia)
    for person in (ida, tom, eve):
        await person.sends_tap(*mia.button("Tanda tangani"))
    await mia.taps("Tanda tangani")
    for person in (ida, mia, eve):
        await person.sends_tap(*tom.button("Baca"))
    await tom.taps("Baca")
    for button in (tom.button("Terima"), tom.button("Keberatan"), mia.button("Perbaiki")):
        await eve.sends_tap(*button)
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 16
    assert await desk.count(EvaluationStep, EvaluationStep.step != "delivered") == 1


async def test_a_forged_button_on_ones_own_card_opens_and_signs_nothing(ladder: Ladder) -> None:
    desk, mia, tom, eve = ladder.desk, ladder.mia, ladder.tom, ladder.eve
    await assesses(tom)
    await signs(mia, 2)
    await tom.taps("Baca")
    forged, shown = tom.button("Terima")
    await tom.sends_tap(forged.replace("ev-yes", "ev-sign"), shown)
    await tom.sends_tap(forged.replace("ev-yes", "ev-fix"), shown)
    await eve.says("/nilai")
    mine, at = eve.button(f"Saya · {YEAR}")
    person = mine.replace("ev-own", "ev-one") + f":{tom.employee.id}"
    await eve.sends_tap(person, at)
    notice, version = mine.split(":")[1:3]
    await eve.sends_tap(f"ev:{notice}:{version}:1", at)
    assert await desk.count(Evaluation) == 1
    assert await desk.count(EvaluationStep, EvaluationStep.step != "delivered") == 1
    assert eve.toast == "Penilaian ini bukan milik Anda, jadi tidak ada yang berubah."
    assert await desk.faults() == []


async def test_a_button_signs_only_what_its_card_showed(ladder: Ladder) -> None:
    await assesses(ladder.tom)
    await opens(ladder.mia, 2)
    await rates(ladder.mia)
    old, shown = ladder.mia.button("Tanda tangani")
    await ladder.mia.taps("9")
    await ladder.mia.taps("Di atas")
    await ladder.mia.sends_tap(old, shown)
    assert await ladder.desk.count(Evaluation, Evaluation.signed_at.is_not(None)) == 0


async def test_a_quarter_is_evaluated_beside_the_year_and_only_while_it_is_open(
    ladder: Ladder,
) -> None:
    await assesses(ladder.tom, QUARTER)
    await signs(ladder.mia, 2, QUARTER)
    await ladder.tom.says("/nilai")
    old = ladder.tom.button(f"Saya · {YEAR}")
    ladder.desk.time = datetime(2027, 4, 5, 3, 0, tzinfo=UTC)
    await ladder.tom.says("/nilai")
    assert ladder.tom.buttons == ["🙋 Saya · Triwulan I 2027", "📄 Triwulan IV 2026"]
    await ladder.tom.sends_tap(*old)
    assert await ladder.desk.count(Evaluation) == 1
    assert (ladder.tom.toast or "").startswith("Masa penilaian itu tidak dibuka sekarang.")


async def test_what_was_signed_is_never_rewritten_and_goes_with_its_year(
    ladder: Ladder,
) -> None:
    desk, tom = ladder.desk, ladder.tom
    await assesses(tom)
    mine = EvaluationAnswer.side == "self"
    await refuses(desk, update(EvaluationAnswer).where(mine).values(words="lain"))
    await signs(ladder.mia, 2)
    await tom.taps("Baca")
    more = {"evaluation_id": 1, "side": "appraiser", "question": "loyal", "at": desk.time}
    for change in (
        update(Evaluation).values(predicate="poor"), delete(Evaluation),
        update(EvaluationAnswer).values(words="lain"), delete(EvaluationAnswer),
        insert(EvaluationAnswer).values(**more),
        update(EvaluationStep).values(words="lain"), delete(EvaluationStep),
    ):  # fmt: skip
        await refuses(desk, change)
    left = []
    for year in (2031, 2032):  # five years of work are kept
        desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC)
        await tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with desk.database.transaction() as session:
                gone = await forget_some(session, desk.office, now=desk.time)
        tables = (Evaluation, EvaluationAnswer, EvaluationStep)
        left.append([await desk.count(table) for table in tables])
    assert left == [[1, 17, 2], [0, 0, 0]]


async def refuses(desk: Desk, change: object) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with desk.database.transaction() as session:
            await session.execute(change)  # type: ignore[call-overload]


@pytest.mark.parametrize("late", [False, True])
async def test_an_objection_comes_within_fourteen_days_of_receipt(
    ladder: Ladder, late: bool
) -> None:
    await assesses(ladder.tom)
    await signs(ladder.mia, 2)
    ladder.desk.later(days=10)  # read late; the days count from when it came
    await ladder.tom.taps("Baca")
    ladder.desk.later(days=4 + late)
    await ladder.tom.taps("Keberatan")
    await ladder.tom.says("Dua kegiatan penting belum dihitung")
    assert await ladder.desk.count(EvaluationStep, EvaluationStep.to_id.is_not(None)) == (not late)
    assert late == ((ladder.tom.toast or "").startswith("Masa keberatan berakhir"))


async def test_what_is_never_opened_rings_again_and_closes_for_an_objection(
    ladder: Ladder,
) -> None:
    desk, tom = ladder.desk, ladder.tom
    await assesses(tom)
    await signs(ladder.mia, 2)
    seen = [tom.card.message_id]
    for _ in range(16):
        desk.later(days=1)
        await desk.settles()
        seen += [tom.card.message_id] if tom.card.message_id != seen[-1] else []
    assert len(seen) == 4  # as it was signed, and on the third, seventh and twelfth morning
    shown = [one for one in tom.screen if "sudah menandatangani" in one.text]
    assert [bool(one.buttons) for one in shown] == [False, False, False, True]
    assert tom.sees.endswith("Keberatan, kalau ada, paling lambat Sen 4 Jan.")
    await tom.taps("Baca")
    assert tom.buttons == ["✅ Terima"]
    assert "Masa keberatan berakhir Sen 4 Jan." in tom.sees.splitlines()
    assert await desk.faults() == []


async def test_what_has_not_come_yet_does_not_run_out(ladder: Ladder) -> None:
    desk, tom = ladder.desk, ladder.tom
    await assesses(tom)
    await tom.blocks()
    await signs(ladder.mia, 2)
    desk.later(days=30)
    await tom.unblocks()
    await tom.says("/nilai")
    await tom.taps(f"{YEAR}")
    await tom.taps("Baca")
    assert [label for label in tom.buttons if "Keberatan" in label] == ["⚖️ Keberatan"]


async def test_once_corrected_the_old_cards_have_no_buttons(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    await assesses(tom)
    await signs(mia, 2)
    await tom.taps("Baca")
    old, theirs = mia.button("Perbaiki")[1], tom.button("Terima")[1]
    await mia.taps("Perbaiki")
    assert (old.buttons, plain(old.text).splitlines()[-1]) == (
        {}, "✏️ Sedang Anda perbaiki; yang ini berlaku sampai perbaikannya ditandatangani."
    )  # fmt: skip
    await mia.taps("Tanda tangani")
    assert plain(old.text).splitlines()[-1] == "✏️ Sudah diganti perbaikannya."
    assert (theirs.buttons, plain(theirs.text).splitlines()[-1]) == (
        {}, "Penilaian ini sudah diperbaiki; yang berlaku perbaikannya. Lihat /nilai."
    )  # fmt: skip
    assert await ladder.desk.faults() == []


async def test_angka_kredit_stands_beside_the_predicate_for_whoever_collects_it(
    ladder: Ladder,
) -> None:
    tom, eve, mia = ladder.tom, ladder.eve, ladder.mia
    async with ladder.desk.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == tom.employee.id)
            .values(position="Analis SDM Aparatur Ahli Pertama")
        )
    for person in (tom, eve):
        await assesses(person)
    await signs(mia, 1)
    await signs(mia, 2)
    for person in (tom, eve):
        await person.taps("Baca")
    told = "🔢 Angka kredit menurut predikat: 12,5. Penetapan resminya lewat PAK."
    assert [told in person.sees.splitlines() for person in (tom, mia, eve)] == [True, True, False]
    await tom.says("/tahun")
    assert tom.sees.splitlines()[-1] == "Angka kredit menurut predikat: 12,5."


async def test_only_the_appraisers_superior_decides_and_that_is_final(ladder: Ladder) -> None:
    desk, ida, mia, tom, eve = ladder.desk, ladder.ida, ladder.mia, ladder.tom, ladder.eve
    await assesses(tom)
    await signs(mia, 2)
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    await tom.says("Dua kegiatan penting belum dihitung")
    assert "Dua kegiatan penting belum dihitung" in ida.sees
    assert ida.buttons == ["Tetap berlaku", "Ubah hasilnya"]
    for label in ida.buttons:
        for person in (mia, tom, eve):
            await person.sends_tap(*ida.button(label))
    await ida.taps("Ubah hasilnya")
    await ida.taps("Di atas")
    await ida.taps("Di atas")
    await ida.says("ya")
    assert ida.sees.startswith("Alasannya terlalu singkat.")
    await ida.says("Kedua kegiatan memang belum dihitung")

    told = [shown.text for shown in tom.screen if "memutuskan keberatan" in shown.text]
    assert len(told) == 1
    assert await outcome(ladder) is Predicate.VERY_GOOD
    async with desk.database.transaction() as session:
        signed = await session.scalar(select(Evaluation.predicate))
    assert signed is Predicate.GOOD
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 6
    await opens(mia, 2)
    assert mia.buttons == []
    assert mia.sees.splitlines()[-1] == "⚖️ Keputusan ini final."
    assert await desk.faults() == []


async def test_reasons_are_read_whole_and_shortened_only_where_telegram_has_no_room(
    ladder: Ladder,
) -> None:
    ida, mia, tom = ladder.ida, ladder.mia, ladder.tom
    reason = "Berkasnya sering kembali, " * 15 + "bicarakan Senin"
    await assesses(tom)
    await opens(mia, 2)
    for _ in range(2):
        await notes(mia, reason)
    for _ in range(7):
        await mia.taps("Sesuai")
    await mia.taps("Tanda tangani")
    await tom.taps("Baca")
    assert tom.sees.count("bicarakan Senin") == 2
    await mia.taps("Perbaiki")
    for number in range(1, 10):
        await mia.taps(str(number))
        await notes(mia, reason)
    await mia.taps("Tanda tangani")
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    await tom.says("Semua berkas sudah diperbaiki. " * 32)
    await ida.taps("Tetap berlaku")
    await ida.says("Sudah ditimbang dengan kedua pihak. " * 27)
    for person in (ida, mia, tom):
        (card,) = (plain(one.text) for one in person.screen if "Keputusan ini final." in one.text
                   and "1. Hasil kerja" in one.text)  # fmt: skip
        assert width(card) <= 4096
        assert card.count("…") == 9
    assert await ladder.desk.faults() == []


async def notes(mia: Person, reason: str) -> None:
    await mia.taps("Catatan")
    await mia.says(reason)
    await mia.taps("Di bawah")


def test_periods_open_before_their_end_and_close_a_quarter_later() -> None:
    quarter = Span.holding(DECEMBER.date(), Cadence.QUARTERLY)
    assert (quarter.since.isoformat(), quarter.until.isoformat()) == ("2026-10-01", "2026-12-31")
    assert quarter.number == 4
    days = [-15, -14, 0, 92, 93]
    opened = [quarter.is_open(quarter.until + timedelta(days=n)) for n in days]
    assert opened == [False, True, True, True, False]
    month = Span.holding(DECEMBER.date(), Cadence.MONTHLY)
    assert (month.since.day, month.until.day, month.number) == (1, 31, 12)
    assert month.before == Span.holding(datetime(2026, 11, 5, tzinfo=UTC).date(), Cadence.MONTHLY)


async def test_a_question_with_a_long_plan_feedback_and_two_notes_is_one_message(
    ladder: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    mia, tom = ladder.mia, ladder.tom
    reached = {key: Progress(123, 60, {"berkas": Decimal(1100)}) for key in range(1, 21)}
    target = "1.200 berkas kenaikan pangkat yang selesai"
    results = [
        WorkResult(key=key, place=key, what="Terlaksananya " + "kenaikan pangkat " * 9,
                   indicators=[Indicator(aspect=aspect, target=target, low=Decimal(1200),
                                         unit="berkas")
                               for aspect in (Aspect.QUANTITY, Aspect.QUALITY)])
        for key in reached
    ]  # fmt: skip
    version = AsyncMock(return_value=PlanVersion(written_at=DECEMBER, results=results))
    await tom.says("/skp")
    await tom.taps("Buat SKP 2026")
    monkeypatch.setattr(evaluation_evidence, "version_in_force", version)
    monkeypatch.setattr(evaluation_evidence, "progress_of", AsyncMock(return_value=reached))
    for _ in range(3):
        await praises(mia, words="Berkasnya rapi. " * 60)
    await tom.says("/nilai")
    await tom.taps(f"Saya · {YEAR}")
    await tom.taps("Catatan")
    await tom.says("Selesai semua. " * 33)
    for _ in range(8):
        await tom.taps("Sesuai ekspektasi")
    await tom.taps("Kirim penilaian diri")
    await opens(mia, 2)
    await mia.taps("Catatan")
    await mia.says("Selesai semua. " * 33)
    assert "lagi." in mia.sees
    assert width(mia.sees) <= 4096
    assert await ladder.desk.faults() == []
