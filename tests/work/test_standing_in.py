"""Who decides while the supervisor is away: the stand-in, or one level up; never the author."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.people.employees import Employee, Role
from models.work.absences import Absence, AbsenceKind
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.stand_ins import (
    Capacity,
    LetterMissing,
    StandIn,
    StandInBackwards,
    StandInForOneself,
    StandInOverlaps,
    appoint,
)
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

WORDS = "07.00-08.00 apel pagi"
TERM_OVER = (
    "Tugas Anda sebagai pengganti sudah berakhir, jadi tidak ada yang berubah. "
    "Yang menunggu kembali ke pejabatnya."
)


async def an_office(days: Days) -> tuple[Person, Person, Person, Person]:
    """From the top: Ida, Mia, Tom, and Budi beside Mia."""
    ida = await days.hires("Ida Ayu")
    mia = await days.hires("Mia Lestari", ida)
    budi = await days.hires("Budi Santoso", ida, sex=1)
    tom = await days.hires("Tom Saputra", mia, sex=1)
    await days.begins()
    return ida, mia, tom, budi


async def away(days: Days, person: Person, since: date, until: date) -> int:
    async with days.database.transaction() as session:
        absence = Absence(
            employee_id=person.employee.id, kind=AbsenceKind.ANNUAL_LEAVE, since=since,
            until=until, said_at=days.time,
        )  # fmt: skip
        session.add(absence)
        await session.flush()
        return absence.id


async def stands_in(
    days: Days, official: Person, deputy: Person, since: date, until: date | None,
    kind: Capacity = Capacity.PLH,
) -> int:  # fmt: skip
    async with days.database.transaction() as session:
        row = await appoint(
            session, official.employee, deputy.employee, kind=kind, since=since, until=until,
            letter="800/12/2026", by=official.employee, at=days.time,
            today=days.office.today(days.time),
        )  # fmt: skip
        return row.id


async def sends(person: Person, words: str = WORDS) -> None:
    await person.says(words)
    await person.taps("Kirim")


async def waits_with(days: Days, author: Person) -> list[str]:
    """Who holds what this author has sent, in order."""
    async with days.database.transaction() as session:
        rows = await session.execute(
            select(Employee.name)
            .join(Activity, Activity.reviewer_id == Employee.id)
            .where(Activity.author_id == author.employee.id)
            .order_by(Activity.id)
        )
        return [name for (name,) in rows]


def has(person: Person, author: str) -> bool:
    """Whether a card with something to decide of this author stands on the screen."""
    return any(
        author in shown.text and any("Setujui" in label for label in shown.buttons)
        for shown in person.screen
    )


async def test_a_stand_in_has_what_waits_from_the_first_day_to_the_last(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await sends(tom)
    await stands_in(days, mia, budi, TUESDAY, WEDNESDAY)
    await days.rings()
    assert (has(mia, "Tom"), has(budi, "Tom")) == (True, False)

    await days.goes_to(TUESDAY, "00.00")
    assert await waits_with(days, tom) == ["Budi Santoso"]
    assert has(budi, "Tom") is False  # nobody is rung at night
    await days.goes_to(TUESDAY, "07.00")
    assert (has(mia, "Tom"), has(budi, "Tom")) == (False, True)
    assert "Anda memutuskan sebagai Plh. Analis Contoh (Bu Mia Lestari)." in budi.sees

    await days.goes_to(WEDNESDAY, "23.59")
    assert await waits_with(days, tom) == ["Budi Santoso"]
    await days.goes_to(THURSDAY, "00.00")
    assert await waits_with(days, tom) == ["Mia Lestari"]
    await days.goes_to(THURSDAY, "07.00")
    assert (has(mia, "Tom"), has(budi, "Tom")) == (True, False)


async def test_the_letter_ends_at_midnight_also_where_the_clock_is_late(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    number = await stands_in(days, mia, budi, MONDAY, MONDAY, Capacity.PLT)
    await days.rings()
    await sends(tom)
    await tom.says("/izin cuti tahunan kamis")
    await tom.taps("Minta persetujuan")
    days.time = days.moment(TUESDAY, "00.00")
    for label in ("Setujui semua", "Setujui"):
        assert await budi.taps(label) == TERM_OVER
    assert await days.count(Decision) == 0

    days.later(seconds=-1)
    async with days.database.transaction() as session:
        row = await session.get_one(StandIn, number)
        row.end(by=mia.employee, at=days.time, today=MONDAY)
    assert await budi.taps("Setujui semua") == TERM_OVER
    await days.rings()
    assert await waits_with(days, tom) == ["Mia Lestari"]
    await days.goes_to(TUESDAY, "07.00")
    assert await mia.taps("Setujui semua") == "1 disetujui."


async def test_a_decision_says_on_whose_behalf_and_keeps_it(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await days.rings()
    await sends(tom)

    await budi.taps("Setujui semua")

    assert "Pak Budi Santoso (Plh. Analis Contoh) menyetujui 1 kegiatan" in tom.sees
    async with days.database.transaction() as session:
        decision = (await session.scalars(select(Decision))).one()
        assert (decision.by_id, decision.instead_of_id, decision.capacity) == (
            budi.employee.id, mia.employee.id, Capacity.PLH,
        )  # fmt: skip
    await tom.says("/riwayat")
    assert "Pak Budi Santoso (Plh. Analis Contoh) menyetujui" in tom.sees


async def test_an_old_button_of_the_official_says_who_has_it_now(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await sends(tom)
    old = mia.button("Setujui semua")
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await days.ringing.hand_over_some()

    assert await mia.sends_tap(*old) == (
        "Ini sekarang ada pada Pak Budi Santoso, jadi tidak ada yang berubah."
    )

    assert await waits_with(days, tom) == ["Budi Santoso"]
    assert await days.count(Decision) == 0


async def test_only_whoever_acts_decides(days: Days) -> None:
    ida, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await days.rings()
    await sends(tom)

    button = budi.button("Setujui semua")
    for wrong in (ida, mia, tom):
        assert await wrong.sends_tap(*button) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )

    assert await days.count(Decision) == 0


async def test_without_a_stand_in_it_goes_up_and_comes_back(days: Days) -> None:
    ida, mia, tom, _ = await an_office(days)
    await sends(tom)
    await away(days, mia, TUESDAY, TUESDAY)

    await days.goes_to(TUESDAY, "07.00")
    assert await waits_with(days, tom) == ["Ida Ayu"]
    assert "Bu Mia Lestari sedang tidak masuk, jadi naik ke Anda." in ida.sees
    assert (has(mia, "Tom"), has(ida, "Tom")) == (False, True)

    await days.goes_to(WEDNESDAY, "07.00")
    assert await waits_with(days, tom) == ["Mia Lestari"]
    assert (has(mia, "Tom"), has(ida, "Tom")) == (True, False)


async def test_a_chain_of_absent_superiors_leads_to_the_top_where_the_admin_learns_of_it(
    days: Days,
) -> None:
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)
    top = await days.hires("Rini Astuti")
    ida = await days.hires("Ida Ayu", top)
    mia = await days.hires("Mia Lestari", ida)
    tom = await days.hires("Tom Saputra", mia, sex=1)
    await days.begins()
    await sends(tom)
    await away(days, mia, TUESDAY, FRIDAY)
    await away(days, ida, TUESDAY, WEDNESDAY)
    await away(days, top, WEDNESDAY, WEDNESDAY)

    await days.goes_to(TUESDAY, "07.00")
    assert await waits_with(days, tom) == ["Rini Astuti"]
    await days.goes_to(WEDNESDAY, "07.00")
    assert await waits_with(days, tom) == ["Mia Lestari"]
    assert eka.sees == (
        "Bu Mia Lestari sedang tidak masuk, dan belum ada yang bisa memutuskan menggantikannya.\n"
        "1 kegiatan menunggu. Bila ada surat Plh atau Plt, catat dengan /pengganti supaya bisa "
        "diteruskan."
    )
    await days.goes_to(THURSDAY, "07.00")
    assert await waits_with(days, tom) == ["Ida Ayu"]
    assert not any("belum ada yang bisa memutuskan" in shown.text for shown in eka.screen)
    assert await days.count(Decision) == 0


async def test_a_stand_in_who_is_away_too_lets_it_go_up(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, FRIDAY)
    await away(days, budi, MONDAY, MONDAY)
    await days.rings()

    await sends(tom)

    assert await waits_with(days, tom) == ["Ida Ayu"]
    await days.goes_to(TUESDAY, "07.00")
    assert await waits_with(days, tom) == ["Budi Santoso"]


async def test_nobody_decides_their_own_report_while_standing_in_for_their_boss(
    days: Days,
) -> None:
    ida, mia, tom, _ = await an_office(days)
    rio = await days.hires("Rio Pratama", mia, sex=1)
    await stands_in(days, mia, tom, MONDAY, FRIDAY)
    await days.rings()

    await sends(tom)
    await sends(rio, "07.00-07.30 arsip")

    assert await waits_with(days, tom) == ["Ida Ayu"]
    assert await waits_with(days, rio) == ["Tom Saputra"]
    assert (has(tom, "Rio"), has(tom, "Tom"), has(ida, "Tom")) == (True, False, True)


async def test_what_is_decided_stays_with_who_decided_it(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, MONDAY, MONDAY)
    await days.rings()
    await sends(tom)
    await budi.taps("Setujui semua")

    await days.goes_to(TUESDAY, "07.00")
    assert await waits_with(days, tom) == ["Budi Santoso"]

    await budi.taps("Batalkan keputusan")
    assert await waits_with(days, tom) == ["Mia Lestari"]  # and what waits again is Mia's


async def test_ending_it_early_brings_everything_back(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    number = await stands_in(days, mia, budi, MONDAY, None, Capacity.PLT)
    await days.rings()
    await sends(tom)
    assert await waits_with(days, tom) == ["Budi Santoso"]

    async with days.database.transaction() as session:
        row = await session.get_one(StandIn, number)
        row.end(by=mia.employee, at=days.time, today=MONDAY)
    await days.rings()

    assert await waits_with(days, tom) == ["Mia Lestari"]
    assert (has(mia, "Tom"), has(budi, "Tom")) == (True, False)


async def test_an_absence_that_is_taken_back_brings_it_back_at_once(days: Days) -> None:
    _, mia, tom, _ = await an_office(days)
    number = await away(days, mia, MONDAY, FRIDAY)
    await days.rings()
    await sends(tom)
    assert await waits_with(days, tom) == ["Ida Ayu"]

    async with days.database.transaction() as session:
        absence = await session.get_one(Absence, number)
        absence.withdraw(by=mia.employee, at=days.time, until=days.time + timedelta(days=1))
    await days.rings()

    assert await waits_with(days, tom) == ["Mia Lestari"]


@pytest.mark.parametrize(
    ("since", "until", "letter", "refusal"),
    [
        (TUESDAY, MONDAY, "1/2026", StandInBackwards),
        (MONDAY - timedelta(days=9), MONDAY - timedelta(days=2), "1/2026", StandInBackwards),
        (WEDNESDAY, FRIDAY, "1/2026", StandInOverlaps),
        (MONDAY, None, "1/2026", StandInOverlaps),
        (FRIDAY, FRIDAY, " ", LetterMissing),
    ],
)
async def test_what_no_stand_in_may_be(
    days: Days, since: date, until: date | None, letter: str, refusal: type[Exception]
) -> None:
    _, mia, _, budi = await an_office(days)
    await stands_in(days, mia, budi, TUESDAY, WEDNESDAY)

    with pytest.raises(refusal):
        async with days.database.transaction() as session:
            await appoint(
                session, mia.employee, budi.employee, kind=Capacity.PLH, since=since, until=until,
                letter=letter, by=None, at=days.time, today=MONDAY,
            )  # fmt: skip

    assert await days.count(StandIn) == 1


async def test_nobody_stands_in_for_themselves(days: Days) -> None:
    _, mia, _, _ = await an_office(days)

    with pytest.raises(StandInForOneself):
        await stands_in(days, mia, mia, MONDAY, FRIDAY)
