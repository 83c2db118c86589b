"""A reminder at one's own hour: today's ring, the days after, Fridays, Ramadan, shifts."""

from __future__ import annotations

from datetime import date, time

import pytest

from models.office import OwnWay, Pattern
from models.people.preferences import Preferences
from models.work.rings import Rung, next_due, ring
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, TUESDAY, Days, with_rules

IN_RAMADAN = date(2027, 2, 10)
ON_FRIDAY = [time(15, 30)] * 4 + [time(16)] + [time(13, 30)] * 2


@pytest.fixture
async def tom(days: Days) -> Person:
    tom = await days.hires("Tom Saputra", sex=1)
    await days.begins()
    return tom


def reminders(person: Person) -> int:
    return sum("belum masuk" in shown.text for shown in person.screen)


async def wants(tom: Person, hour: str) -> str | None:
    await tom.says("/atur")
    await tom.taps("Jam pengingat")
    return await tom.taps(hour)


async def test_an_hour_chosen_before_todays_ring_holds_from_today_on(
    days: Days, tom: Person
) -> None:
    await days.goes_to(MONDAY, "10.00")

    assert await wants(tom, "19.00") == "Baik. Mulai hari ini: pukul 19.00."

    assert "🔔 Pengingat: pukul 19.00, dan sekali lagi" in tom.sees
    await days.goes_to(MONDAY, "15.30")
    assert reminders(tom) == 0
    await days.goes_to(MONDAY, "19.00")
    assert reminders(tom) == 1
    await days.goes_to(TUESDAY, "15.30")
    assert reminders(tom) == 1
    await days.goes_to(TUESDAY, "19.00")
    assert reminders(tom) == 2
    assert await days.faults() == []


async def test_an_hour_chosen_after_todays_ring_waits_for_tomorrow(days: Days, tom: Person) -> None:
    await days.goes_to(MONDAY, "15.30")

    assert await wants(tom, "17.00") == "Baik. Mulai Sel 24 Nov: pukul 17.00."

    await days.goes_to(MONDAY, "17.00")
    assert reminders(tom) == 1
    await days.goes_to(TUESDAY, "16.00")
    assert reminders(tom) == 1
    await days.goes_to(TUESDAY, "17.00")
    assert reminders(tom) == 2


async def test_choosing_between_the_ring_and_its_delivery_is_one_reminder(
    days: Days, tom: Person
) -> None:
    await tom.says("/atur")
    await tom.taps("Jam pengingat")
    days.time = days.moment(MONDAY, "15.30")
    async with days.database.transaction() as session:
        due = await next_due(session, now=days.time)
        assert due is not None
        assert await ring(session, due, days.office, now=days.time) is Rung.SHOWN

    assert await tom.taps("17.00") == "Baik. Mulai Sel 24 Nov: pukul 17.00."

    assert reminders(tom) == 1
    await days.goes_to(MONDAY, "17.00")
    assert reminders(tom) == 1


async def test_an_hour_that_has_passed_takes_nothing_from_today_and_rings_nobody_at_once(
    days: Days, tom: Person
) -> None:
    await days.goes_to(MONDAY, "14.10")

    assert await wants(tom, "13.00") == "Baik. Mulai Sel 24 Nov: pukul 13.00."

    await days.rings()
    assert reminders(tom) == 0
    await days.goes_to(MONDAY, "15.30")
    assert reminders(tom) == 1
    await days.goes_to(TUESDAY, "13.00")
    assert reminders(tom) == 2


async def test_what_was_put_off_still_comes(days: Days, tom: Person) -> None:
    await days.goes_to(MONDAY, "15.30")
    await tom.taps("30 menit lagi")
    await wants(tom, "19.00")

    await days.goes_to(MONDAY, "16.00")

    assert reminders(tom) == 2


async def test_back_to_the_offices_hour(days: Days, tom: Person) -> None:
    await wants(tom, "19.00")
    assert await wants(tom, "Seperti kantor") == "Baik. Mulai hari ini: pada jam kantor."

    await days.goes_to(MONDAY, "15.30")

    assert reminders(tom) == 1


async def test_it_holds_on_a_friday_and_in_ramadan(days: Days, tom: Person) -> None:
    days.office = with_rules(remind_at=ON_FRIDAY)
    days.restart()
    await days.begins()
    await wants(tom, "17.00")
    days.time = days.moment(IN_RAMADAN, "08.00")
    await days.begins()

    hours = [(await days.duty(tom, day)).remind_at for day in (MONDAY, FRIDAY, IN_RAMADAN)]

    assert hours == [days.moment(day, "17.00") for day in (MONDAY, FRIDAY, IN_RAMADAN)]


async def test_a_day_off_stays_without_a_reminder(days: Days, tom: Person) -> None:
    await wants(tom, "19.00")

    saturday = await days.duty(tom, date(2026, 11, 28))

    assert (saturday.off, saturday.hour, saturday.remind_at) == ("weekend", None, None)


async def test_shift_workers_keep_the_hours_of_their_roster(days: Days, tom: Person) -> None:
    await days.works(tom, Pattern.SHIFTS)

    await tom.says("/atur")

    assert "🔔 Jam pengingat" not in tom.buttons
    assert "🔢 Berapa kali sehari" in tom.buttons


async def test_only_hours_are_offered_that_the_office_allows_and_nobody_sleeps_in(
    days: Days, tom: Person
) -> None:
    await tom.says("/atur")
    await tom.taps("Jam tenang")
    await tom.taps("19.00–07.00")
    await tom.taps("Jam pengingat")

    assert tom.buttons == [
        "12.00", "13.00", "14.00", "15.00", "16.00", "17.00", "✓ Seperti kantor", "‹ Kembali",
    ]  # fmt: skip
    await tom.taps("17.00")
    await tom.taps("Jam pengingat")
    data, shown = tom.button("16.00")
    days.office = days.office.model_copy(update={"own_way": OwnWay(reminder_hours=())})
    days.restart()
    assert await tom.sends_tap(data, shown) == (
        "Pilihan itu sudah tidak ada. Lihat kartu yang terbaru."
    )


async def test_a_forged_hour_and_a_colleagues_card_change_nothing(days: Days, tom: Person) -> None:
    mia = await days.hires("Mia Lestari")
    await tom.says("/atur")
    await tom.taps("Jam pengingat")
    data, shown = tom.button("17.00")

    assert await mia.sends_tap(data, shown) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    assert await tom.sends_tap(data.replace("1700", "0300"), shown) == (
        "Pilihan itu sudah tidak ada. Lihat kartu yang terbaru."
    )
    assert await days.count(Preferences) == 0


async def test_it_is_moved_once_by_two_taps(days: Days, tom: Person) -> None:
    await tom.says("/atur")
    await tom.taps("Jam pengingat")
    data, shown = tom.button("17.00")
    for _ in range(2):
        assert await tom.sends_tap(data, shown) == "Baik. Mulai hari ini: pukul 17.00."

    await days.goes_to(MONDAY, "17.00")

    assert reminders(tom) == 1
