"""Special expectations: said by the superior, told, and shown beside the question of that value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from models.appraisal.evaluation_answers import Question
from models.appraisal.expectations import NoSuchValue, SpecialExpectation
from models.machine import Trace
from models.people.employees import Employee
from models.retention import forget_some
from tests.appraisal.evaluating import DECEMBER, YEAR, Ladder, a_ladder
from tests.appraisal.test_rating_sheets import BELOW, both_assess, filled, put, sends, sheets_of
from tests.desk import Desk

EXPECTED = "Warga di loket dijawab paling lambat hari berikutnya"


@pytest.fixture
async def ladder(desk: Desk) -> Ladder:
    return await a_ladder(desk)


async def says(ladder: Ladder, words: str = EXPECTED) -> None:
    await ladder.mia.says("/umpan_balik")
    await ladder.mia.taps("Pak Tom")
    await ladder.mia.taps("Ekspektasi khusus")
    await ladder.mia.taps("Berorientasi Pelayanan")
    await ladder.mia.says(words)


async def test_what_is_expected_is_told_and_stands_beside_its_question(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    await says(ladder)
    assert mia.sees.splitlines()[-1] == (
        f"• Berorientasi Pelayanan: {EXPECTED} (Bu Mia, Sen 21 Des)"
    )
    assert tom.sees.splitlines()[:2] == [
        "🎯 Bu Mia menulis ekspektasi khusus untuk Anda tahun ini.",
        f"Berorientasi Pelayanan: {EXPECTED}",
    ]
    await says(ladder, "Antrean pagi selesai sebelum pukul 10.00")
    await tom.says("/nilai")
    await tom.taps(f"Saya · {YEAR}")
    await tom.taps("Sesuai ekspektasi")
    line = "🎯 Ekspektasi khusus Bu Mia, Sen 21 Des: Antrean pagi selesai sebelum pukul 10.00"
    assert [one for one in tom.sees.splitlines() if one.startswith("🎯")] == [line]
    await tom.taps("Sesuai ekspektasi")
    assert [one for one in tom.sees.splitlines() if one.startswith("🎯")] == []
    assert await ladder.desk.faults() == []


async def test_it_stands_before_its_rating_in_the_spreadsheet_of_a_team(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    await says(ladder, "=1+1: loket dijawab paling lambat hari berikutnya")
    content = await both_assess(ladder)
    titles, eves, toms = next(iter(sheets_of(content).values()))[:3]
    place = titles.index("Ekspektasi khusus: Berorientasi Pelayanan")
    assert titles[place + 1] == "Rating: Berorientasi Pelayanan"
    assert [str(title) for title in titles if "Ekspektasi" in str(title)] == [titles[place]]
    words = "=1+1: loket dijawab paling lambat hari berikutnya (Bu Mia, Sen 21 Des)"
    assert (eves[place], toms[place]) == ("", words)

    await sends(mia, filled(content, lambda rows: put(rows, tom, all=BELOW)))
    back = mia.card.document  # each is to be told why
    assert back is not None
    titles, toms = next(iter(sheets_of(back[1]).values()))[:2]
    assert toms[titles.index("Ekspektasi khusus: Berorientasi Pelayanan")] == words
    assert await ladder.desk.faults() == []


async def test_nobody_but_the_superior_expects_anything(ladder: Ladder) -> None:
    desk, ida, mia, tom, eve = ladder.desk, ladder.ida, ladder.mia, ladder.tom, ladder.eve
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    await mia.taps("Ekspektasi khusus")
    data, shown = mia.button("Loyal")
    for person in (ida, tom, eve):
        await person.sends_tap(data, shown)
    head = data.rsplit(":", 2)[0]
    await mia.sends_tap(f"{head}:{ida.employee.id}:loyal", shown)  # whom she does not lead
    await mia.sends_tap(f"{head}:{tom.employee.id}:results", shown)
    await mia.says(EXPECTED)
    assert mia.sees == "Ekspektasi khusus hanya untuk tujuh nilai BerAKHLAK."
    await mia.sends_tap(data, shown)
    await mia.says("rajin")
    assert mia.sees.startswith("Alasannya terlalu singkat.")
    await mia.says("rajin " * 60)
    assert mia.sees.startswith("Ekspektasinya terlalu panjang.")
    refused = [await desk.count(Trace, Trace.refusal == name)
               for name in ("NotYourCard", "NotTheirSuperior")]  # fmt: skip
    assert refused == [3, 1]
    assert await desk.count(SpecialExpectation) == 0
    assert await desk.faults() == []


async def test_it_is_never_rewritten_and_goes_with_its_year(ladder: Ladder) -> None:
    desk = ladder.desk
    await says(ladder)
    for change in (update(SpecialExpectation).values(words="lain"), delete(SpecialExpectation)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(change)
    left = []
    for year in (2031, 2032):  # five years of work are kept
        desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC)
        await ladder.tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with desk.database.transaction() as session:
                gone = await forget_some(session, desk.office, now=desk.time)
        left.append(await desk.count(SpecialExpectation))
    assert left == [1, 0]


def test_results_have_a_plan_and_no_special_expectation() -> None:
    mia, tom = Employee(nip="1", name="Mia"), Employee(nip="2", name="Tom")
    mia.id, tom.id = 1, 2
    with pytest.raises(NoSuchValue):
        SpecialExpectation.said(
            EXPECTED, Question.RESULTS, of=tom, by=mia, leader=mia, today=DECEMBER.date(),
            at=DECEMBER, least=10,
        )  # fmt: skip
