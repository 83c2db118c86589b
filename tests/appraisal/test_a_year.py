"""A whole year of one employee: plan, reports, feedback, a transfer, unpaid leave, an appraiser who
leaves in November, a Plt who evaluates a quarter, self-assessment, evaluation, objection, final
decision. At every step somebody wrong tries it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.evaluations import Evaluation, EvaluationStage
from models.appraisal.finding_evaluations import evaluation_with
from models.appraisal.plans import WorkPlan
from models.appraisal.ratings import Predicate
from models.machine import Trace
from models.people.postings import Posting
from models.work.absence_kinds import AbsenceKind
from models.work.absences import Absence
from models.work.duties import Duty
from models.work.making_duties import of_people, write_duties
from models.work.stand_ins import Capacity, StandIn
from tests.appraisal.evaluating import assesses, rates
from tests.appraisal.test_planning import agree
from tests.desk import Desk, Person


async def test_a_year_from_the_plan_to_the_final_decision(desk: Desk) -> None:
    desk.time = datetime(2026, 1, 6, 3, 0, tzinfo=UTC)
    lia = await desk.hires("Lia")
    ida = await desk.hires("Ida", supervisor=lia)
    mia = await desk.hires("Mia", supervisor=ida)
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    eve = await desk.hires("Eve", supervisor=mia)
    await plans(tom, mia, "Memproses kenaikan pangkat, 1.200 berkas")
    await reports(tom, mia, eve, "08.00-10.00 memproses kenaikan pangkat, 40 berkas")
    await praised(desk, mia, tom, wrong=ida)

    other = await desk.opens_unit("LAIN", "Dinas Lain")
    ben = await desk.hires("Ben", supervisor=lia, sex=1, unit=other)
    ana = await desk.hires("Ana", supervisor=ben, unit=other)
    await moves(desk, tom, to=ana, unit_id=other.id, since=date(2026, 7, 1))
    desk.time = datetime(2026, 7, 6, 3, 0, tzinfo=UTC)
    await plans(tom, ana, "Menelaah usulan, 40 usulan")
    await reports(tom, ana, mia, "08.00-10.00 menelaah usulan, 12 usulan")
    await a_plt_evaluates(desk, tom, official=ana, deputy=ida)
    await leaves(desk, ana, on=date(2026, 11, 15))  # Tom's posting still names her
    desk.time = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    await reports(tom, ben, mia, "08.00-10.00 menelaah usulan, 5 usulan")  # one level up

    desk.time = datetime(2026, 12, 21, 3, 0, tzinfo=UTC)
    owed = await days_owed(desk, tom)
    await assesses(tom)
    assert [shown for shown in ana.screen if "Penilaian" in shown.text] == []
    assert ben.sees.startswith("📋 Penilaian Tahun 2026 · Pak Tom")  # one level up
    evidence = [line for line in ben.sees.splitlines() if line[0] in "📊🎯💬"]
    assert evidence == [
        f"📊 Kam 1 Jan – Sen 21 Des: melapor 3 dari {owed} hari wajib lapor, 3 kegiatan "
        "(3 disetujui), 6 jam",
        "🎯 1. Memproses kenaikan pangkat: 1 kegiatan disetujui, 40 berkas (target 1.200 berkas)",
        "🎯 1. Menelaah usulan: 2 kegiatan disetujui, 17 usulan (target 40 usulan)",
        "💬 Bu Mia, Sel 3 Mar: Berkasnya rapi, teruskan",
    ]
    for person in (mia, ana, tom):
        await person.sends_tap(*ben.button("Di atas"))
    await rates(ben)
    await ben.taps("Tanda tangani")
    await leaves(desk, ben, on=date(2026, 12, 31))  # the one who signed goes, too

    desk.time = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)  # the fourteenth day since it came
    await moves(desk, tom, to=ida, unit_id=other.id, since=date(2027, 1, 1))
    await mia.sends_tap(*tom.button("Baca"))
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    await tom.says("Kenaikan pangkat selesai dua bulan lebih cepat")
    assert tom.sees.startswith("Keberatan Anda sudah disampaikan ke Bu Lia.")
    # She leads Tom by now, and has not signed for the year.
    assert [shown for shown in ida.screen if "Tahun 2026" in shown.text] == []
    for person in (ida, ben, tom):
        await person.sends_tap(*lia.button("Tetap berlaku"))
    await lia.taps("Ubah hasilnya")
    await lia.taps("Di atas")
    await lia.taps("Di atas")
    await lia.says("Hasil semester pertama belum ditimbang")

    async with desk.database.transaction() as session:
        quarter, year = await desk.rows(session, Evaluation)
        whole = await evaluation_with(session, year.id)
        divided = [one.since for one in await desk.rows(session, WorkPlan)]
    assert whole is not None
    assert (quarter.appraiser_id, quarter.predicate) == (ida.employee.id, Predicate.GOOD)
    assert (whole.predicate, whole.outcome) == (Predicate.GOOD, Predicate.VERY_GOOD)
    assert whole.stage is EvaluationStage.DECIDED
    assert divided == [date(2026, 1, 1), date(2026, 7, 1)]
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 12
    assert await desk.faults() == []


async def a_plt_evaluates(desk: Desk, tom: Person, *, official: Person, deputy: Person) -> None:
    """The third quarter, within a fortnight of standing in; before and after it is not theirs."""
    desk.time = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)
    async with desk.database.transaction() as session:
        session.add(
            StandIn(official_id=official.employee.id, deputy_id=deputy.employee.id,
                    kind=Capacity.PLT, since=date(2026, 10, 1), until=date(2026, 10, 14),
                    letter="800/7", said_by_id=None, said_at=desk.time)
        )  # fmt: skip
    await assesses(tom, "Triwulan III 2026")
    assert [shown for shown in official.screen if "Penilaian" in shown.text] == []
    await official.sends_tap(*deputy.button("Di atas"))
    await rates(deputy)
    await deputy.taps("Tanda tangani")
    await tom.taps("Baca")
    correct = deputy.button("Perbaiki")
    desk.time = datetime(2026, 10, 15, 3, 0, tzinfo=UTC)
    await deputy.sends_tap(*correct)
    assert (deputy.toast or "").endswith("atau pegawainya punya atasan lain. Lihat /nilai.")
    await tom.taps("Terima")


async def days_owed(desk: Desk, tom: Person) -> int:
    """The year's duties, without four weeks of unpaid leave (cuti di luar tanggungan negara)."""
    may = [date(2026, 5, 4), date(2026, 5, 29)]
    async with desk.database.transaction() as session:
        await write_duties(session, desk.office, since=date(2026, 1, 1), until=date(2026, 12, 21),
                           at=desk.time, whose=of_people([tom.employee.id]))  # fmt: skip
        before = await owed_in(session, tom)
        session.add(
            Absence(employee_id=tom.employee.id, kind=AbsenceKind.UNPAID_LEAVE, since=may[0],
                    until=may[1], said_at=desk.time)
        )  # fmt: skip
        await write_duties(session, desk.office, since=may[0], until=may[1], at=desk.time,
                           whose=of_people([tom.employee.id]), because="unpaid leave")  # fmt: skip
        after = await owed_in(session, tom)
    assert before - after == 16  # of twenty weekdays four are holidays or cuti bersama
    return after


async def owed_in(session: AsyncSession, tom: Person) -> int:
    query = select(func.count()).where(
        Duty.employee_id == tom.employee.id, Duty.off.is_(None), Duty.day <= date(2026, 12, 21)
    )
    return await session.scalar(query) or 0


async def plans(tom: Person, leader: Person, result: str) -> None:
    await tom.says("/skp")
    await tom.taps("Buat SKP 2026")
    await tom.says(result)
    await agree(tom, leader)


async def reports(tom: Person, leader: Person, wrong: Person, words: str) -> None:
    """Linked by its words; somebody else's tap decides nothing."""
    await tom.says(words)
    await tom.taps("Kirim")
    await wrong.sends_tap(*leader.button("Setujui semua"))
    await leader.taps("Setujui semua")


async def praised(desk: Desk, mia: Person, tom: Person, *, wrong: Person) -> None:
    desk.time = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
    await mia.says("/umpan_balik")
    await wrong.sends_tap(*mia.button("Pak Tom"))
    await mia.taps("Pak Tom")
    await mia.taps("Pekerjaannya")
    await mia.says("Berkasnya rapi, teruskan")


async def moves(desk: Desk, tom: Person, *, to: Person, unit_id: int, since: date) -> None:
    """Another superior from a day on."""
    await leaves(desk, tom, on=date.fromordinal(since.toordinal() - 1))
    async with desk.database.transaction() as session:
        session.add(
            Posting(employee_id=tom.employee.id, unit_id=unit_id, supervisor_id=to.employee.id,
                    position="Penelaah Contoh", since=since)
        )  # fmt: skip


async def leaves(desk: Desk, person: Person, *, on: date) -> None:
    """The last day of whatever posting holds then."""
    async with desk.database.transaction() as session:
        current = await session.scalar(
            select(Posting.id).where(
                Posting.employee_id == person.employee.id, Posting.until.is_(None)
            )
        )
        await session.execute(update(Posting).where(Posting.id == current).values(until=on))
