"""A performance dialogue: written down, agreed, and asked about on the day, until it is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from handlers.reading.agreed import ReadStep, read_agreed
from models.appraisal.dialogues import Dialogue, DialogueStep
from models.machine import Trace
from models.retention import forget_some
from models.work.absence_kinds import AbsenceKind
from models.work.absences import Absence
from tests.desk import OFFICE, Person
from tests.work.days import MONDAY, WEDNESDAY, Days

TALK = (
    "Antrean loket panjang sesudah jam 10\n- susun jadwal jaga loket, paling lambat 25 nov\n"
    "saya: minta satu komputer lagi, jumat"
)
Team = tuple[Person, Person]


@pytest.fixture
async def days(database: object) -> Days:
    days = Days(database)  # type: ignore[arg-type]
    await days.opens()
    return days


@pytest.fixture
async def team(days: Days) -> Team:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(MONDAY, "10.00")
    return mia, tom


async def talk(mia: Person, words: str = TALK) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    await mia.taps("Catat dialog")
    await mia.says(words)


def asked(person: Person) -> int:
    return sum("Sampai mana?" in shown.text for shown in person.screen)


async def test_what_was_agreed_is_confirmed_and_listed_for_both(days: Days, team: Team) -> None:
    mia, tom = team
    await talk(mia)
    assert tom.sees == (
        "🤝 Dialog kinerja dengan Bu Mia\nSen 23 Nov 10.00\nAntrean loket panjang sesudah jam 10\n"
        "📌 susun jadwal jaga loket, Rab 25 Nov\n"
        "📌 minta satu komputer lagi, Jum 27 Nov (Bu Mia)\nApakah begitu kesepakatannya?"
    )
    assert await tom.taps("Ya, begitu") == "Disepakati. Saya ingatkan pada harinya."
    assert tom.sees.splitlines()[-1] == (
        "Disepakati Sen 23 Nov 10.00. Tiap langkah diingatkan pada harinya."
    )
    assert tom.buttons == []
    await mia.says("/umpan_balik")
    await mia.taps("Dialog")
    assert mia.sees == (
        "🤝 Dialog kinerja\nSen 23 Nov · Pak Tom\nAntrean loket panjang sesudah jam 10\n"
        "📌 susun jadwal jaga loket, Rab 25 Nov (Pak Tom)\n"
        "📌 minta satu komputer lagi, Jum 27 Nov"
    )
    assert await days.faults() == []


async def test_a_step_is_asked_about_on_its_morning_and_then_done(days: Days, team: Team) -> None:
    mia, tom = team
    await talk(mia)
    await tom.taps("Ya, begitu")
    await days.goes_to(WEDNESDAY, "08.59")
    assert asked(tom) == 0
    await days.goes_to(WEDNESDAY, "09.00")
    assert tom.sees == (
        "📌 Sampai mana?\nsusun jadwal jaga loket\nDisepakati dengan Bu Mia untuk Rab 25 Nov."
    )
    assert await tom.taps("Sudah") == "Bagus. Bu Mia dikabari."
    assert mia.sees == "✅ Pak Tom sudah menyelesaikan: susun jadwal jaga loket"
    assert tom.sees.splitlines()[-1] == "✅ Selesai Rab 25 Nov 09.00."
    await days.goes_to(WEDNESDAY + timedelta(days=5), "09.00")
    assert (asked(tom), asked(mia)) == (0, 1)


async def test_not_yet_is_all_right_and_asked_again_on_a_working_day(
    days: Days, team: Team
) -> None:
    mia, tom = team
    await talk(mia)
    await tom.taps("Ya, begitu")
    await days.goes_to(WEDNESDAY, "09.00")
    assert await tom.taps("Belum") == "Tidak apa-apa. Saya tanyakan lagi Sen 30 Nov."
    for day in (3, 4):  # a weekend
        await days.goes_to(WEDNESDAY + timedelta(days=day), "10.00")
    assert asked(tom) == 1
    await days.goes_to(WEDNESDAY + timedelta(days=5), "09.00")
    assert asked(tom) == 2
    await tom.taps("Sudah")
    assert await days.count(DialogueStep, DialogueStep.done_at.is_not(None)) == 1


async def test_it_is_not_asked_on_leave_at_night_nor_before_it_is_agreed(
    days: Days, team: Team
) -> None:
    mia, tom = team
    await talk(mia)
    await days.goes_to(WEDNESDAY, "09.00")
    assert asked(tom) == 0  # nobody has agreed yet
    await tom.taps("Ya, begitu")
    async with days.database.transaction() as session:
        session.add(
            Absence(employee_id=tom.employee.id, kind=AbsenceKind.SICK, since=WEDNESDAY,
                    until=WEDNESDAY, said_at=days.time)
        )  # fmt: skip
    await days.rewrites(tom, WEDNESDAY, WEDNESDAY, "absence: sick")
    await days.goes_to(WEDNESDAY, "09.01")
    await days.goes_to(WEDNESDAY, "23.00")
    assert asked(tom) == 0
    await days.goes_to(WEDNESDAY + timedelta(days=1), "09.00")
    assert asked(tom) == 1
    await days.rings()
    assert asked(tom) == 1


async def test_what_was_different_goes_back_to_the_leader(days: Days, team: Team) -> None:
    mia, tom = team
    await talk(mia)
    await tom.taps("Belum cocok")
    await tom.says("Jadwalnya baru bisa bulan depan")
    assert "Menurut Pak Tom belum cocok: Jadwalnya baru bisa bulan depan" in mia.sees
    await days.goes_to(WEDNESDAY, "09.00")
    assert asked(tom) == 0


async def test_nobody_else_writes_agrees_or_says_that_it_is_done(days: Days, team: Team) -> None:
    mia, tom = team
    eve = await days.hires("Eve", supervisor=mia)
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    data, shown = mia.button("Catat dialog")
    await eve.sends_tap(data, shown)
    await mia.sends_tap(data.rpartition(":")[0] + f":{mia.employee.id}", shown)
    await talk(mia)
    for label in ("Ya, begitu", "Belum cocok"):
        for person in (mia, eve):
            await person.sends_tap(*tom.button(label))
    yes, own = tom.button("Ya, begitu")
    await tom.sends_tap(yes.replace("dlg-yes", "dlg-done"), own)
    await tom.taps("Ya, begitu")
    await days.goes_to(WEDNESDAY, "09.00")
    for label in ("Sudah", "Belum"):
        for person in (mia, eve):
            await person.sends_tap(*tom.button(label))

    refused = [await days.count(Trace, Trace.refusal == name)
               for name in ("NotYourCard", "NotTheirSuperior", "NotYourDialogue")]  # fmt: skip
    assert refused == [9, 1, 1]
    assert await days.count(DialogueStep, DialogueStep.done_at.is_not(None)) == 0
    assert await days.faults() == []


async def test_without_a_day_or_with_one_that_is_over_it_is_asked_once_more(
    days: Days, team: Team
) -> None:
    mia, tom = team
    await talk(mia, "Antrean loket panjang")
    assert mia.sees.startswith("Belum ada langkah dengan tanggalnya.")
    await mia.says("Antrean loket panjang\nsusun jadwal, 2 nov")
    assert mia.sees.startswith("Tanggal Sen 2 Nov sudah lewat.")
    await mia.says(TALK)
    assert await days.count(Dialogue) == 1


async def test_what_was_agreed_is_never_rewritten_and_goes_with_its_year(
    days: Days, team: Team
) -> None:
    mia, tom = team
    await talk(mia)
    await tom.taps("Ya, begitu")
    for change in (
        update(Dialogue).values(topic="lain"), delete(Dialogue),
        update(DialogueStep).values(what="lain"), delete(DialogueStep),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"):
            async with days.database.transaction() as session:
                await session.execute(change)
    left = []
    for year in (2031, 2032):  # five years of work are kept
        days.time = days.moment(date(year, 1, 6), "10.00")
        await tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with days.database.transaction() as session:
                gone = await forget_some(session, days.office, now=days.time)
        left.append([await days.count(Dialogue), await days.count(DialogueStep)])
    assert left == [[1, 2], [0, 0]]


def test_lines_that_end_with_a_day_are_steps() -> None:
    said_at = datetime(2026, 11, 23, 10, tzinfo=OFFICE.zone)
    topic, steps = read_agreed(TALK, said_at, OFFICE)
    assert topic == "Antrean loket panjang sesudah jam 10"
    assert steps == [
        ReadStep("susun jadwal jaga loket", date(2026, 11, 25)),
        ReadStep("minta satu komputer lagi", date(2026, 11, 27), mine=True),
    ]
    assert read_agreed("tes\n2) latihan SPSS besok\nrapat tgl 2", said_at, OFFICE)[1] == [
        ReadStep("latihan SPSS", date(2026, 11, 24)),
        ReadStep("rapat", date(2026, 12, 2)),
    ]
