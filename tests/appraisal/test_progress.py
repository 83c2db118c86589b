"""Realisasi: what nobody can count is said, dated and for good; and indicators in own words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from models.appraisal.plans import (
    Aspect,
    Indicator,
    NotYourPlan,
    OtherStage,
    PlanVersion,
    WorkPlan,
    WorkResult,
)
from models.appraisal.progress import NothingToSay, NotThePlansYear, ProgressEntry
from models.machine import Trace
from models.retention import forget_some
from tests.appraisal.test_planning import agree, plans
from tests.desk import Desk, Person
from tests.people.test_own_records import rows, unpacked

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def a_version(*, agreed: bool = True) -> PlanVersion:
    plan = WorkPlan(employee_id=1, since=date(2026, 3, 1), until=date(2026, 10, 31))
    plan.id = 7
    indicators = [
        Indicator(aspect=aspect, target="12") for aspect in (Aspect.QUANTITY, Aspect.TIME)
    ]
    result = WorkResult(key=1, place=1, what="Melayani", indicators=indicators)
    version = PlanVersion(plan_id=7, plan=plan, written_at=NOW, results=[result])
    version.proposed_at = NOW
    version.agreed_at = NOW if agreed else None
    return version


@pytest.mark.parametrize(
    ("refusal", "facts"),
    [
        (NotYourPlan, {"by": 2}),
        (OtherStage, {"agreed": False}),
        (NotThePlansYear, {"today": date(2026, 2, 28)}),
        (NotThePlansYear, {"today": date(2027, 1, 1)}),
        (NothingToSay, {"aspect": Aspect.QUANTITY}),
        (NothingToSay, {"aspect": Aspect.COST}),
        (NothingToSay, {"key": 2}),
    ],
)
def test_only_the_owner_says_it_of_what_was_agreed_and_in_its_year(
    refusal: type[Exception], facts: dict[str, object]
) -> None:
    wanted: dict[str, object] = {"by": 1, "key": 1, "aspect": Aspect.TIME,
                                 "today": date(2026, 12, 31), "agreed": True} | facts  # fmt: skip
    version = a_version(agreed=bool(wanted.pop("agreed")))
    with pytest.raises(refusal):
        ProgressEntry.said(version, words="10 bulan", at=NOW, **wanted)  # type: ignore[arg-type]


@pytest.fixture
async def mia(desk: Desk) -> Person:
    return await desk.hires("Mia")


@pytest.fixture
async def tom(desk: Desk, mia: Person) -> Person:
    return await desk.hires("Tom", supervisor=mia, sex=1)


async def says_quality(tom: Person, words: str) -> None:
    await tom.says("/skp")
    await tom.taps("Isi realisasi")
    await tom.taps("Kualitas")
    await tom.says(words)


async def test_what_is_said_last_is_shown_wherever_the_plan_is_read(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await agree(tom, mia)
    await says_quality(tom, "90%")
    assert "   • Kualitas: 95-100% → 90% (Sel 24 Nov)" in tom.sees.splitlines()
    assert tom.buttons == ["Kualitas", "Waktu", "Selesai"]
    desk.later(days=1)
    await tom.taps("Kualitas")
    await tom.says("08.00-09.00 verifikasi kenaikan pangkat, 12 berkas")  # a report, no answer
    await tom.says("97% <b>benar</b>")
    await tom.taps("Waktu")
    await tom.says("10 bulan, sesuai jadwal")
    assert "   • Kualitas: 95-100% → 97% <b>benar</b> (Rab 25 Nov)" in tom.sees.splitlines()
    await tom.taps("Selesai")
    await tom.taps("Kirim")
    told = (
        "    📈 kualitas 97% <b>benar</b> (Rab 25 Nov); waktu 10 bulan, sesuai jadwal (Rab 25 Nov)"
    )
    await tom.says("/rekap")
    assert told in tom.sees.splitlines()
    desk.later(days=26)
    await tom.says("/nilai")
    await tom.taps("Saya · Tahun 2026")
    assert told in tom.sees.splitlines()
    assert await desk.count(ProgressEntry) == 3
    await tom.says("/data_saya")
    kept = rows(unpacked(tom), "realisasi-indikator.csv")
    assert [row["Kata-kata"] for row in kept] == [
        "90%", "97% <b>benar</b>", "10 bulan, sesuai jadwal",
    ]  # fmt: skip
    assert await desk.faults() == []


async def test_nobody_else_says_it_and_never_twice_by_an_old_card(
    desk: Desk, mia: Person, tom: Person
) -> None:
    eve = await desk.hires("Eve", supervisor=mia)
    await plans(tom)
    draft = tom.button("Kualitas")
    await tom.sends_tap(draft[0].replace("skp-aim", "skp-say"), draft[1])
    await agree(tom, mia)
    await tom.says("/skp")
    choose = tom.button("Isi realisasi")
    await tom.taps("Isi realisasi")
    said = tom.button("Kualitas")
    for person in (eve, mia):
        await person.sends_tap(*choose)
        await person.sends_tap(*said)
    await eve.says("/skp")
    own = eve.button("Buat SKP")
    await eve.sends_tap(own[0].replace("skp-new", "skp-say") + ":1:quality", own[1])
    await tom.sends_tap(said[0].replace(":quality", ":quantity"), said[1])
    assert (tom.toast or "").startswith("Indikator itu tidak ada lagi di SKP")
    desk.later(days=45)
    await tom.sends_tap(*said)
    assert (tom.toast or "").startswith("Realisasi diisi dalam tahun SKP itu sendiri, yaitu 2026.")
    assert await desk.count(ProgressEntry) == 0
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 4
    assert await desk.faults() == []


async def test_while_a_change_is_written_progress_is_of_what_is_in_force(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await agree(tom, mia)
    await tom.says("/skp")
    await tom.taps("Ubah SKP")
    await tom.taps("Isi realisasi")
    await tom.taps("Waktu")
    await tom.says("10 bulan")
    assert "   • Waktu: 12 bulan → 10 bulan (Sel 24 Nov)" in tom.sees.splitlines()
    assert await desk.count(ProgressEntry) == 1


async def test_what_was_said_is_never_rewritten_and_goes_with_its_plan(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await agree(tom, mia)
    await says_quality(tom, "90%")
    for change in (update(ProgressEntry).values(words="99%"), delete(ProgressEntry)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(change)
    left = []
    for year in (2031, 2032):
        desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC)
        await tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with desk.database.transaction() as session:
                gone = await forget_some(session, desk.office, now=desk.time)
        left.append([await desk.count(table) for table in (WorkPlan, ProgressEntry)])
    assert left == [[1, 1], [0, 0]]


async def test_an_indicator_is_in_own_words_which_stay_when_the_target_changes(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await tom.taps("IKI kualitas")
    await tom.says("Persentase berkas tanpa kesalahan")
    await tom.taps("Kualitas")
    assert "Sekarang: 95-100%." in tom.sees
    await tom.says("97%")
    line = "   • Kualitas, Persentase berkas tanpa kesalahan: 97%"
    assert line in tom.sees.splitlines()
    await agree(tom, mia)
    assert line in mia.screen[0].text.splitlines()
    await tom.says("/skp")
    await tom.taps("Ubah SKP")
    await tom.taps("Ubah RHK")
    data, shown = tom.button("IKI waktu")
    await tom.taps("IKI kualitas")
    await tom.says("-")
    assert "   • Kualitas: 97%" in tom.sees.splitlines()
    await mia.sends_tap(data, shown)
    await tom.sends_tap(data.replace(":time", ":cost"), shown)
    async with desk.database.transaction() as session:
        words = [one.what for one in await desk.rows(session, Indicator)]
    assert sorted(words) == ["", "", "", "", "", "Persentase berkas tanpa kesalahan"]
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 1
    assert await desk.faults() == []
