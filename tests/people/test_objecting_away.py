"""*Keberatan* to some days of an absence: from a day on, one, or a few; the others stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.people.employees import Employee
from models.work.absences import Absence, AbsenceKind, NoneOfItsDays
from models.work.duties import Off
from tests.desk import Person
from tests.people.test_asking_away import FOREIGN, off, two
from tests.work.conftest import days as days
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
WEEK = (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
AWAY, OWED = Off.ABSENCE, None
WHY = "Rabu ikut apel di kantor"


async def four_days(days: Days) -> tuple[Person, Person]:
    """Tom travels from Tuesday to Friday."""
    mia, tom = await two(days)
    await tom.says("/izin dinas luar selasa-jumat")
    await tom.taps("Catat")
    return mia, tom


async def rows(days: Days) -> list[tuple[date, date, str, str | None]]:
    async with days.database.transaction() as session:
        found = await days.rows(session, Absence)
        return sorted((row.since, row.until, row.standing, row.because) for row in found)


async def test_from_a_day_on_the_rest_is_owed_and_the_beginning_stays(days: Days) -> None:
    mia, tom = await four_days(days)

    await mia.taps("Keberatan")
    assert mia.sees.endswith("Hari mana yang keliru?")
    assert mia.buttons == ["Semua harinya", "Hari tertentu", "Tidak jadi"]
    await mia.taps("Hari tertentu")
    await mia.says("mulai kamis")
    assert mia.sees.startswith("Mengapa Pak Tom Saputra tercatat masuk Kam 26 Nov s.d. Jum 27 Nov?")
    await mia.says(WHY)

    assert await off(days, tom, *WEEK) == [AWAY, AWAY, OWED, OWED]
    assert await rows(days) == [
        (TUESDAY, WEDNESDAY, "holds", None),
        (THURSDAY, FRIDAY, "objected", WHY),
    ]
    assert tom.sees.startswith(
        "Bu Mia Lestari mencatat bahwa Anda masuk pada Kam 26 Nov s.d. Jum 27 Nov"
    )
    assert await mia.taps("Tarik kembali") == "Ditarik kembali. Pak Tom Saputra diberi tahu."
    assert await off(days, tom, *WEEK) == [AWAY] * 4
    assert await days.faults() == []


async def test_one_day_in_the_middle_also_one_that_is_over(days: Days) -> None:
    mia, tom = await four_days(days)
    await days.goes_to(FRIDAY, "09.00")

    await mia.taps("Keberatan")
    await mia.taps("Hari tertentu")
    await mia.says("rabu")
    await mia.says(WHY)

    assert await off(days, tom, *WEEK) == [AWAY, OWED, AWAY, AWAY]
    assert await rows(days) == [
        (TUESDAY, TUESDAY, "holds", None),
        (WEDNESDAY, WEDNESDAY, "objected", WHY),
        (THURSDAY, FRIDAY, "holds", None),
    ]


@pytest.mark.parametrize("said", ["mulai kemarin", "sejak rabu", "dari 25 nov sampai jumat"])
async def test_from_a_day_that_is_over_it_goes_to_the_end(days: Days, said: str) -> None:
    mia, tom = await four_days(days)
    await days.goes_to(THURSDAY, "09.00")

    await mia.taps("Keberatan")
    await mia.taps("Hari tertentu")
    await mia.says(said)
    await mia.says(WHY)

    assert await off(days, tom, *WEEK) == [AWAY, OWED, OWED, OWED]


async def test_all_of_it_or_nothing_after_all(days: Days) -> None:
    mia, tom = await four_days(days)
    await mia.taps("Keberatan")
    await mia.taps("Tidak jadi")
    assert mia.buttons == ["Keberatan"]
    await mia.taps("Keberatan")
    await mia.taps("Semua harinya")
    await mia.says(WHY)

    assert await off(days, tom, *WEEK) == [OWED] * 4
    assert await rows(days) == [(TUESDAY, FRIDAY, "objected", WHY)]


async def test_days_of_another_week_and_unclear_ones_are_asked_again(days: Days) -> None:
    mia, tom = await four_days(days)
    await mia.taps("Keberatan")
    await mia.taps("Hari tertentu")

    for wrong in ("entah", "7 des", "jumat-senin"):
        await mia.says(wrong)
        assert mia.sees.startswith("Itu bukan hari dari Sel 24 Nov s.d. Jum 27 Nov.")
    await mia.says("25-26 nov")
    await mia.says(WHY)

    assert await off(days, tom, *WEEK) == [AWAY, OWED, OWED, AWAY]


async def test_of_a_request_a_part_is_turned_down_and_the_rest_still_waits(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan rabu-jumat")
    await tom.taps("Minta persetujuan")

    await mia.taps("Tidak setuju")
    await mia.taps("Hari tertentu")
    await mia.says("jumat")
    await mia.says("ada pemeriksaan BPK")
    assert await rows(days) == [
        (WEDNESDAY, THURSDAY, "waits", None),
        (FRIDAY, FRIDAY, "refused", "ada pemeriksaan BPK"),
    ]
    await mia.taps("Setujui")

    assert await off(days, tom, *WEEK) == [OWED, AWAY, AWAY, OWED]


async def test_nobody_else_objects_to_any_day(days: Days) -> None:
    mia, tom = await four_days(days)
    ida = await days.hires("Ida")
    await mia.taps("Keberatan")

    for label in ("Semua harinya", "Hari tertentu", "Tidak jadi"):
        for wrong in (ida, tom):
            assert await wrong.sends_tap(*mia.button(label)) == FOREIGN
    await ida.says("mulai kamis")

    assert await rows(days) == [(TUESDAY, FRIDAY, "holds", None)]


async def test_the_first_days_are_closed_but_the_last_ones_are_not(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin dinas luar 23 nov s/d 4 des")
    await tom.taps("Catat")
    await days.goes_to(date(2026, 12, 2), "09.00")

    await mia.taps("Keberatan")
    assert await mia.taps("Semua harinya") == (
        "Ini sudah tidak bisa diubah lagi dari sini. Lihat kartu yang terbaru."
    )
    await mia.taps("Hari tertentu")
    await mia.says("mulai 2 des")
    await mia.says(WHY)

    assert await off(days, tom, MONDAY, date(2026, 12, 1), date(2026, 12, 2)) == [AWAY, AWAY, OWED]


@pytest.mark.parametrize(
    ("first", "last"), [(MONDAY, TUESDAY), (FRIDAY, THURSDAY), (FRIDAY, date(2026, 11, 28))]
)
def test_days_that_are_not_its_own_are_none_of_it(first: date, last: date) -> None:
    mia = Employee(nip="198609262015032002", name="Mia")
    mia.id = 2
    absence = Absence(employee_id=1, kind=AbsenceKind.SICK, since=TUESDAY, until=FRIDAY,
                      said_at=NOON, told_id=2)  # fmt: skip

    with pytest.raises(NoneOfItsDays):
        absence.object_to(first, last, by=mia, at=NOON, until=datetime.max.replace(tzinfo=UTC))

    assert (absence.since, absence.until) == (TUESDAY, FRIDAY)
