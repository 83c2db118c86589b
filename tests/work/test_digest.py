"""The digest: a reviewer who wants one card a day gets it, and misses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.office import OwnWay
from models.work.absences import Absence, AbsenceKind
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, SATURDAY, TUESDAY, WEDNESDAY, Days

Team = tuple[Person, Person, Person]


@pytest.fixture
async def team(days: Days) -> Team:
    """Bu Mia wants one card a day."""
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    ani = await days.hires("Ani Rahma", supervisor=mia)
    await days.begins()
    await mia.says("/atur")
    assert await mia.taps("Laporan tim sekali sehari, pukul 16.00") == "Baik, diubah."
    return mia, tom, ani


async def reports(person: Person, what: str = "rapat koordinasi") -> None:
    await person.says(f"08.00-10.00 {what}")
    await person.taps("Kirim")


def cards(mia: Person) -> list[str]:
    """What she has been sent about the others' reports."""
    return [shown.text for shown in mia.screen if "Saputra" in shown.text or "Rahma" in shown.text]


async def test_ten_reports_are_one_card_at_four(days: Days, team: Team) -> None:
    mia, tom, ani = team
    await days.goes_to(MONDAY, "14.00")
    await reports(tom)
    await reports(ani, "menata arsip")
    assert cards(mia) == []

    await days.goes_to(MONDAY, "16.00")

    assert len(cards(mia)) == 1
    assert mia.sees.startswith(
        "🗂 Ringkasan hari ini\nMenunggu keputusan Anda: 2\n\nPak Tom Saputra · Sen 23 Nov\n"
    )
    await mia.taps("Setujui yang tampil (2)")
    assert mia.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."
    assert any("menyetujui" in shown.text for shown in tom.screen)
    await days.goes_to(TUESDAY, "16.00")
    assert cards(mia) == []
    assert await days.faults() == []


async def test_it_hides_nothing_from_the_queue_and_a_day_opens_as_a_card(
    days: Days, team: Team
) -> None:
    mia, tom, _ = team
    await days.goes_to(MONDAY, "14.00")
    await reports(tom)

    await mia.says("/tinjau")
    assert mia.sees.startswith("Menunggu keputusan Anda: 1\n\nPak Tom Saputra")
    await mia.taps("Pak Tom Saputra, Sen 23 Nov")
    assert "rapat koordinasi" in mia.sees
    assert "✅ Setujui semua" in mia.buttons
    count = len(mia.screen)
    days.later(hours=1)
    await reports(tom, "menata arsip")

    assert "menata arsip" in mia.sees  # where the card stands, without a sound
    assert len(mia.screen) == count


async def test_what_waits_for_days_is_reminded_of_in_the_morning(days: Days, team: Team) -> None:
    mia, tom, _ = team
    await days.goes_to(MONDAY, "16.30")
    await reports(tom)
    await days.goes_to(TUESDAY, "16.00")

    await days.goes_to(WEDNESDAY, "09.00")

    assert "sudah beberapa hari menunggu keputusan Anda" in mia.sees


async def test_nothing_waits_nothing_comes(days: Days, team: Team) -> None:
    mia, tom, _ = team
    await days.goes_to(MONDAY, "14.00")
    await reports(tom)
    await mia.says("/tinjau")
    await mia.taps("Setujui yang tampil")
    count = len(mia.screen)

    days.time = days.moment(MONDAY, "16.00")
    await days.ringing.send_some_digests()
    await days.settles()

    assert len(mia.screen) == count


async def test_not_on_a_day_off_and_not_on_leave(days: Days, team: Team) -> None:
    mia, tom, _ = team
    async with days.database.transaction() as session:
        session.add(
            Absence(
                employee_id=mia.employee.id,
                since=FRIDAY,
                until=FRIDAY,
                kind=AbsenceKind.LEAVE,
                said_at=days.time,
            )
        )
    await days.rewrites(mia, FRIDAY, FRIDAY, "leave")
    await days.goes_to(FRIDAY, "15.00")
    await reports(tom)
    for day in (FRIDAY, SATURDAY):
        await days.goes_to(day, "16.00")
        assert cards(mia) == []

    await days.goes_to(MONDAY + timedelta(days=7), "16.00")

    assert "🗂 Ringkasan hari ini" in cards(mia)[-1]


async def test_late_on_its_day_it_comes_and_an_earlier_days_is_dropped(
    days: Days, team: Team
) -> None:
    mia, tom, _ = team
    await days.goes_to(MONDAY, "14.00")
    await reports(tom)
    await days.goes_to(TUESDAY, "08.00")  # the bot was down
    assert cards(mia) == []

    await days.goes_to(TUESDAY, "18.00")
    assert len(cards(mia)) == 1
    await days.rings()
    assert len(cards(mia)) == 1


async def test_back_to_cards_at_once_brings_what_was_gathered(days: Days, team: Team) -> None:
    mia, tom, ani = team
    await days.goes_to(MONDAY, "14.00")
    await reports(tom)
    await mia.taps("Laporan tim langsung masuk")
    assert mia.sees.startswith("Menunggu keputusan Anda: 1")

    await reports(ani)

    assert mia.sees.startswith("Bu Ani Rahma")
    await days.goes_to(MONDAY, "16.00")
    assert not any("🗂 Ringkasan hari ini" in text for text in cards(mia))


async def test_who_reviews_nobody_is_not_asked_and_the_office_may_forbid(
    days: Days, team: Team
) -> None:
    mia, tom, _ = team
    await tom.says("/atur")
    assert not any(label.startswith("Laporan tim") for label in tom.buttons)
    data, shown = mia.button("Laporan tim langsung")
    assert await tom.sends_tap(data, shown) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    days.office = days.office.model_copy(update={"own_way": OwnWay(digest_at=None)})
    days.restart()

    assert await mia.sends_tap(data, shown) == (
        "Kantor menetapkan ini sama untuk semua, jadi tidak bisa diubah."
    )
    await days.goes_to(MONDAY, "14.00")
    await reports(tom)

    assert len(cards(mia)) == 1
