"""What waits too long: the reviewer is reminded at H+2 and H+3, then their superior is told."""

from __future__ import annotations

from datetime import date

from models.work.absences import Absence, AbsenceKind
from models.work.activities import Activity
from tests.desk import Person
from tests.work.days import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_reminding import reports

NEXT_MONDAY = date(2026, 11, 30)


async def three(days: Days) -> tuple[Person, Person, Person]:
    """Ida above Mia above Tom; Tom has reported on Monday."""
    ida = await days.hires("Ida Ayu")
    mia = await days.hires("Mia Lestari", supervisor=ida)
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await reports(tom)
    return ida, mia, tom


def about_waiting(person: Person) -> list[str]:
    return [
        s.text for s in person.screen if "menunggu keputusan" in s.text and "beberapa" in s.text
    ]


def about_a_reviewer(person: Person) -> list[str]:
    return [s.text for s in person.screen if "Mohon dibantu" in s.text]


async def test_a_reviewer_is_reminded_at_two_and_three_working_days(days: Days) -> None:
    _, mia, _ = await three(days)

    await days.goes_to(TUESDAY, "09.00")
    assert about_waiting(mia) == []

    await days.goes_to(WEDNESDAY, "09.00")
    assert mia.sees == (
        "Bu Mia Lestari, ada 1 kegiatan yang sudah beberapa hari menunggu keputusan Anda:\n"
        "• Pak Tom Saputra, Sen 23 Nov (1)"
    )
    assert mia.buttons == ["Buka"]
    await days.goes_to(THURSDAY, "09.00")
    assert len(about_waiting(mia)) == 2

    await days.goes_to(FRIDAY, "09.00")
    await days.goes_to(NEXT_MONDAY, "09.00")
    assert len(about_waiting(mia)) == 2


async def test_then_the_superior_is_told_once(days: Days) -> None:
    ida, mia, _ = await three(days)
    for day in (TUESDAY, WEDNESDAY, THURSDAY):
        await days.goes_to(day, "09.00")
    assert about_a_reviewer(ida) == []

    await days.goes_to(FRIDAY, "09.00")

    assert ida.sees == (
        "Ada 1 kegiatan sejak Sen 23 Nov yang masih menunggu keputusan Bu Mia Lestari:\n"
        "• Pak Tom Saputra (1)\n"
        "Mohon dibantu mengingatkan."
    )
    await days.goes_to(NEXT_MONDAY, "09.00")
    assert len(about_a_reviewer(ida)) == 1


async def test_what_has_been_decided_is_not_waited_for(days: Days) -> None:
    ida, mia, _ = await three(days)
    await mia.taps("Setujui semua")

    for day in (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        await days.goes_to(day, "09.00")

    assert (about_waiting(mia), about_a_reviewer(ida)) == ([], [])


async def test_a_decision_between_the_look_and_delivery_withdraws_the_reminder(days: Days) -> None:
    _, mia, _ = await three(days)
    data, shown = mia.button("Setujui semua")
    days.time = days.moment(WEDNESDAY, "09.00")
    await days.ringing.ring_due()

    await mia.sends_tap(data, shown)

    assert about_waiting(mia) == []


async def test_the_reminder_opens_the_queue_and_only_for_its_reviewer(days: Days) -> None:
    ida, mia, _ = await three(days)
    await days.goes_to(WEDNESDAY, "09.00")
    data, shown = mia.button("Buka")

    assert await ida.sends_tap(data, shown) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    await mia.sends_tap(data, shown)
    assert mia.sees.startswith("Menunggu keputusan Anda: 1")


async def test_what_waits_with_a_reviewer_on_leave_is_their_superiors_who_is_reminded(
    days: Days,
) -> None:
    ida, mia, _ = await three(days)
    async with days.database.transaction() as session:
        session.add(
            Absence(employee_id=mia.employee.id, kind=AbsenceKind.ANNUAL_LEAVE, since=TUESDAY,
                    until=FRIDAY, said_at=days.time)
        )  # fmt: skip
    await days.rewrites(mia, TUESDAY, FRIDAY, "cuti tahunan")

    for day in (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        await days.goes_to(day, "09.00")

    assert about_waiting(mia) == []
    assert about_a_reviewer(ida) == []
    assert len(about_waiting(ida)) == 2  # on H+2 and on H+3
    assert any("jadi naik ke Anda" in shown.text for shown in ida.screen)


async def test_a_superior_who_is_off_is_told_on_their_next_day(days: Days) -> None:
    ida, _, _ = await three(days)
    async with days.database.transaction() as session:
        session.add(
            Absence(employee_id=ida.employee.id, kind=AbsenceKind.SICK, since=FRIDAY, until=FRIDAY,
                    said_at=days.time)
        )  # fmt: skip
    await days.rewrites(ida, FRIDAY, FRIDAY, "sakit")

    await days.goes_to(FRIDAY, "09.00")
    assert about_a_reviewer(ida) == []
    await days.goes_to(NEXT_MONDAY, "09.00")
    assert len(about_a_reviewer(ida)) == 1


async def test_without_a_superior_nobody_is_told_and_nothing_breaks(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia)
    await days.begins()
    await reports(tom)

    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        await days.goes_to(day, "09.00")

    assert len(about_waiting(mia)) == 2
    assert await days.count(Activity, Activity.superior_told_at.is_not(None)) == 0


async def test_reviewers_are_not_reminded_late_at_night_after_downtime(days: Days) -> None:
    _, mia, _ = await three(days)

    await days.goes_to(WEDNESDAY, "22.00")
    assert about_waiting(mia) == []
    await days.goes_to(THURSDAY, "08.00")
    assert about_waiting(mia) == []
    await days.goes_to(THURSDAY, "09.00")
    assert len(about_waiting(mia)) == 1
