"""Who is behind a unit's year: names with their figures, for whoever leads the unit today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import event, update

from models.appraisal.evaluation_steps import EvaluationStep, Step
from models.appraisal.evaluations import Evaluation
from models.appraisal.feedback import Feedback
from models.appraisal.periods import Cadence
from models.appraisal.ratings import Rating, predicate_of
from models.machine import Trace
from models.notices.notices import Notice
from models.people.audit import Act, AuditEntry
from models.people.employees import Employee, Role
from models.people.postings import Posting
from models.work.stand_ins import Capacity
from tests.desk import Desk, Person
from tests.people.test_asking_away import FOREIGN
from tests.work.days import MONDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_standing_in import stands_in

REFUSED = "Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka."
ABOVE, MEETS = Rating.ABOVE, Rating.MEETS


@dataclass(frozen=True)
class Dinas:
    """Rina heads the unit; Mia leads Tom and Eve in it, Zul heads another."""

    rina: Person
    mia: Person
    tom: Person
    eve: Person
    zul: Person


async def a_dinas(days: Days) -> Dinas:
    other = await days.opens_unit("LAIN", "Dinas Lain")
    rina = await days.hires("Rina Wati", role=Role.UNIT_HEAD)
    mia = await days.hires("Mia Lestari", rina)
    tom = await days.hires("Tom Saputra", mia, sex=1)
    eve = await days.hires("Eve Anggraini", mia)
    zul = await days.hires("Zul Karnain", sex=1, role=Role.UNIT_HEAD, unit=other)
    await days.begins()
    return Dinas(rina, mia, tom, eve, zul)


async def signed(
    days: Desk, by: Person, person: Person, results: Rating, *steps: EvaluationStep
) -> None:
    async with days.database.transaction() as session:
        one = Evaluation(
            employee_id=person.employee.id, cadence=Cadence.YEARLY, since=date(2026, 1, 1),
            until=date(2026, 12, 31), opened_at=days.time, self_sent_at=days.time,
            signed_at=days.time, appraiser_id=by.employee.id, unit_id=days.unit.id,
            results=results, behaviour=ABOVE,
            predicate=predicate_of(results=results, behaviour=ABOVE), steps=list(steps),
        )  # fmt: skip
        session.add(one)


async def objection(days: Desk, by: Person, to: Person) -> EvaluationStep:
    return EvaluationStep(step=Step.OBJECTED, by_id=by.employee.id, at=days.time,
                          words="Dua kegiatan belum dihitung", to_id=to.employee.id)  # fmt: skip


async def a_year(days: Days) -> Dinas:
    """Tom is good and has reported; Eve was very good, and objects; Mia is not signed for."""
    dinas = await a_dinas(days)
    days.time = days.moment(MONDAY, "12.00")
    await signed(days, dinas.mia, dinas.tom, MEETS)
    await signed(days, dinas.mia, dinas.eve, ABOVE, await objection(days, dinas.eve, dinas.rina))
    await dinas.tom.says("08.00-10.00 rapat koordinasi")
    await dinas.tom.taps("Kirim")
    await dinas.mia.taps("Setujui semua")
    async with days.database.transaction() as session:
        session.add(
            Feedback(to_id=dinas.tom.employee.id, by_id=dinas.mia.employee.id, at=days.time,
                     words="Rapatnya rapi")
        )  # fmt: skip
    return dinas


async def opens_year(person: Person) -> None:
    await person.says("/tahun")
    await person.taps("Predikat unit")


async def seen(days: Days) -> list[tuple[str, str | None, str | None, str]]:
    async with days.database.transaction() as session:
        entries = await days.rows(session, AuditEntry)
    assert {entry.act for entry in entries} <= {Act.SAW_YEAR}
    return [(entry.by_name, entry.about_name, entry.unit, entry.what) for entry in entries]


async def test_the_head_sees_who_is_behind_a_figure_and_what_stands_behind_them(days: Days) -> None:
    dinas = await a_year(days)
    rina = dinas.rina
    await opens_year(rina)
    assert rina.sees.splitlines()[2] == (
        "2 dari 3 pegawai sudah ditandatangani, 1 keberatan (1 menunggu keputusan)."
    )
    assert rina.buttons == [
        "Sangat Baik (1)", "Baik (1)", "Belum ditandatangani (1)", "⚖️ Keberatan (1)",
        "👥 Siapa di balik angka ini", "◀ 2025",
    ]  # fmt: skip

    await rina.taps("Siapa di balik angka ini")

    assert rina.sees == (
        "Dinas Contoh · 2026\n"
        "Semua pegawai: 3 orang. Ketuk nomornya untuk membuka.\n"
        "\n"
        "1. Bu Eve Anggraini: Sangat Baik · ⚖️ keberatan menunggu keputusan\n"
        "Hasil kerja di atas ekspektasi, perilaku di atas ekspektasi.\n"
        "0 dari 1 hari dilaporkan; 0 menit dari target 5 jam; 0 umpan balik.\n"
        "\n"
        "2. Bu Mia Lestari: belum ditandatangani\n"
        "0 dari 1 hari dilaporkan; 0 menit dari target 5 jam; 0 umpan balik.\n"
        "\n"
        "3. Pak Tom Saputra: Baik\n"
        "Hasil kerja sesuai ekspektasi, perilaku di atas ekspektasi.\n"
        "1 dari 1 hari dilaporkan, 1 pada hari itu juga; 2 jam dari target 5 jam; 1 umpan balik."
    )
    assert rina.buttons == ["1", "2", "3"]
    await rina.taps("Sangat Baik", on=rina.screen[-2])
    assert rina.sees.splitlines()[1] == "Sangat Baik: 1 orang. Ketuk nomornya untuk membuka."
    assert rina.buttons == ["1"]
    assert await seen(days) == [("Rina Wati", None, "DINAS", "2026")] * 2
    assert await days.faults() == []


async def test_a_name_opens_the_persons_year_and_the_cards_that_the_reader_may_read(
    days: Days,
) -> None:
    dinas = await a_year(days)
    rina, mia = dinas.rina, dinas.mia
    await opens_year(rina)
    await rina.taps("Baik (1)")
    await rina.taps("1", on=rina.card)
    assert rina.sees == (
        "Pak Tom Saputra · 2026\n\n"
        "Predikat: Baik\n"
        "Hasil kerja sesuai ekspektasi, perilaku di atas ekspektasi.\n"
        "✍️ Bu Mia Lestari, Sen 23 Nov 12.00\n\n"
        "1 dari 1 hari dilaporkan, 1 pada hari itu juga; 2 jam dari target 5 jam; 1 umpan balik.\n"
        "1 kegiatan, 1 disetujui, 0 bukti dukung."
    )
    assert rina.buttons == ["📊 Rekap 2026", "‹ Kembali"]  # Mia has signed it, and leads him
    await rina.taps("Kembali")
    assert rina.buttons == ["1"]
    await rina.taps("1", on=rina.card)
    await rina.taps("Rekap 2026")
    assert rina.sees.startswith("📊 Rekap 2026 · Pak Tom Saputra")

    async with days.database.transaction() as session:  # whoever signed may be the head, too
        one = await session.get_one(Employee, mia.employee.id)
        one.role = Role.UNIT_HEAD
    await opens_year(mia)
    await mia.taps("Keberatan")
    await mia.taps("1", on=mia.card)
    assert "⚖️ Keberatan Sen 23 Nov 12.00, menunggu keputusan." in mia.sees.splitlines()
    await mia.taps("Penilaiannya")
    assert mia.sees.startswith("📋 Penilaian Tahun 2026 · Bu Eve Anggraini")
    assert "Dua kegiatan belum dihitung" in mia.sees
    assert await seen(days) == [
        ("Rina Wati", None, "DINAS", "2026"),
        ("Rina Wati", "Tom Saputra", None, "2026"),
        ("Rina Wati", "Tom Saputra", None, "2026"),
        ("Mia Lestari", None, "DINAS", "2026"),
        ("Mia Lestari", "Eve Anggraini", None, "2026"),
    ]
    assert await days.faults() == []


async def test_nobody_who_does_not_lead_the_unit_sees_the_names(days: Days) -> None:
    dinas = await a_year(days)
    rina, zul, tom = dinas.rina, dinas.zul, dinas.tom
    admin = await days.hires("Adi", sex=1, role=Role.OFFICE_ADMIN)
    await opens_year(rina)
    behind = rina.button("Siapa di balik angka ini")
    for person in (tom, admin, zul, dinas.mia):
        assert await person.sends_tap(*behind) == FOREIGN
    await opens_year(zul)
    assert zul.sees.splitlines()[2] == "0 dari 0 pegawai sudah ditandatangani."
    theirs, card = zul.button("2025")
    there = ":".join([*theirs.split(":")[:-1], str(days.unit.id)])
    assert await zul.sends_tap(there, card) == REFUSED
    notice = theirs.split(":")[1:3]
    mine = ":".join(["unit-who", *notice, "all", "0", str(tom.employee.id)])
    assert await zul.sends_tap(mine, card) == REFUSED  # not of the other unit
    for person in (tom, admin):  # who leads no unit forges both
        await person.says("/tahun")
        data, own = person.button("2025")
        parts = data.split(":")[1:]
        assert await person.sends_tap(":".join(["unit-year", *parts, "0"]), own) == REFUSED
        forged = ":".join(["unit-who", *parts[:2], "all", "0", "0"])
        assert await person.sends_tap(forged, own) == REFUSED
    assert await seen(days) == []
    assert await days.count(Trace, Trace.refusal == "NotYourTeam") == 6
    assert await days.count(Notice, Notice.kind == "unit-year-names") == 0


async def test_who_was_the_head_sees_it_no_more(days: Days) -> None:
    dinas = await a_year(days)
    rina, tom = dinas.rina, dinas.tom
    await opens_year(rina)
    await rina.taps("Siapa di balik angka ini")
    name, card = rina.button("1", on=rina.card)
    behind = rina.button("Baik")
    async with days.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == rina.employee.id)
            .values(until=date(2026, 11, 22))
        )
    for pressed in ((name, card), behind):
        assert await rina.sends_tap(*pressed) == REFUSED
    person = ":".join([*name.split(":")[:-1], str(tom.employee.id)])
    assert await rina.sends_tap(person, card) == REFUSED
    await rina.says("/tahun")
    assert rina.buttons == ["◀ 2025"]


async def test_a_stand_in_sees_it_for_those_days_and_neither_themself_nor_the_head(
    days: Days,
) -> None:
    dinas = await a_year(days)
    rina, mia = dinas.rina, dinas.mia
    await signed(days, rina, mia, ABOVE)
    await stands_in(days, rina, mia, TUESDAY, TUESDAY)
    await mia.says("/tahun")
    assert mia.buttons == ["◀ 2025"]
    await days.goes_to(TUESDAY, "10.00")
    await mia.says("/tahun")
    assert mia.buttons == ["◀ 2025", "🏢 Predikat unit · Dinas Contoh"]
    await mia.taps("Predikat unit")
    place = "↗️ Anda melihat ini sebagai Plh. Analis Contoh (Bu Rina Wati), Sel 24 Nov."
    assert mia.sees.splitlines()[0] == place
    await mia.taps("Siapa di balik angka ini")
    assert [line.split(":")[0] for line in mia.sees.splitlines() if line[:1].isdigit() and ". " in
            line[:3]] == ["1. Bu Eve Anggraini", "2. Pak Tom Saputra"]  # fmt: skip
    await mia.taps("2", on=mia.card)
    assert mia.buttons == ["📋 Penilaiannya", "📊 Rekap 2026", "‹ Kembali"]
    back = mia.button("Kembali")
    data, card = mia.button("Penilaiannya")
    forged = ":".join(["unit-who", *data.split(":")[1:3], "all", "0", str(mia.employee.id)])
    assert await mia.sends_tap(forged, card) == REFUSED  # one's own is /nilai's matter
    await days.goes_to(WEDNESDAY, "10.00")
    assert await mia.sends_tap(*back) == REFUSED
    assert await days.faults() == []


async def test_a_plt_sees_the_unit_whose_head_has_left(days: Days) -> None:
    dinas = await a_year(days)
    rina, zul = dinas.rina, dinas.zul
    async with days.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == rina.employee.id)
            .values(until=date(2026, 11, 22))
        )
    await stands_in(days, rina, zul, MONDAY, None, Capacity.PLT)
    await zul.says("/tahun")
    assert zul.buttons == ["◀ 2025", "🏢 Predikat unit", "🏢 Predikat unit · Dinas Contoh"]
    await zul.taps("Predikat unit · Dinas Contoh")
    await zul.taps("Sangat Baik")
    await zul.taps("1", on=zul.card)
    assert zul.sees.splitlines()[1] == "Bu Eve Anggraini · 2026"
    assert zul.buttons == ["‹ Kembali"]  # Mia leads her


async def test_a_large_unit_is_paged_and_a_page_asks_as_much_as_a_small_one(days: Days) -> None:
    rina = await days.hires("Rina Wati", role=Role.UNIT_HEAD)

    async def queries() -> int:
        asked: list[str] = []
        engine = days.database.engine.sync_engine

        def note(_c: object, _cursor: object, sql: str, *_more: object) -> None:
            asked.append(sql)

        await opens_year(rina)
        event.listen(engine, "before_cursor_execute", note)
        await rina.taps("Siapa di balik angka ini")
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    async def hire(count: int) -> None:
        async with days.database.transaction() as session:
            people = [
                Employee(nip=f"1990010120200120{n:02}", name=f"Pegawai {n:02}")
                for n in range(count - 9, count + 1)
            ]
            session.add_all(people)
            await session.flush()
            session.add_all(
                Posting(employee_id=one.id, unit_id=days.unit.id, position="Analis Contoh",
                        supervisor_id=rina.employee.id, since=date(2020, 1, 1))
                for one in people
            )  # fmt: skip

    await hire(10)
    few = await queries()
    await hire(20)
    await hire(30)
    assert await queries() == few
    assert rina.sees.splitlines()[1:4] == [
        "Semua pegawai: 30 orang. Ketuk nomornya untuk membuka.", "",
        "1. Bu Pegawai 01: belum ditandatangani",
    ]  # fmt: skip
    assert rina.sees.splitlines()[-1] == "Halaman 1 dari 4."
    for _ in range(3):
        await rina.sends_tap(rina.card.buttons["▶"], rina.card)
    assert rina.buttons == ["25", "26", "27", "28", "29", "30", "◀"]
