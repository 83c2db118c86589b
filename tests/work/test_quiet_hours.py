"""Quiet hours of one's own: what nobody asked for waits until they are over."""

from __future__ import annotations

import pytest

from tests.desk import Person
from tests.work.days import MONDAY, TUESDAY, Days

Team = tuple[Person, Person]


@pytest.fixture
async def team(days: Days) -> Team:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    return mia, tom


def cards(mia: Person) -> int:
    return sum("Tom Saputra" in shown.text for shown in mia.screen)


async def rests(person: Person, hours: str = "19.00–07.00") -> None:
    await person.says("/atur")
    await person.taps("Jam tenang")
    assert await person.taps(hours) == "Baik, diubah."


async def sends_a_report(tom: Person) -> None:
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")


async def test_a_card_comes_when_the_quiet_hours_are_over(days: Days, team: Team) -> None:
    mia, tom = team
    await rests(mia)
    await days.goes_to(MONDAY, "19.00")
    await sends_a_report(tom)
    assert cards(mia) == 0

    await days.goes_to(TUESDAY, "06.59")
    assert cards(mia) == 0
    await days.goes_to(TUESDAY, "07.00")

    assert cards(mia) == 1
    assert await days.faults() == []


async def test_what_is_no_longer_true_in_the_morning_never_comes(days: Days, team: Team) -> None:
    mia, tom = team
    await rests(mia)
    await days.goes_to(MONDAY, "20.00")
    await sends_a_report(tom)
    await mia.says("/tinjau")
    await mia.taps("Setujui yang tampil")
    assert cards(mia) == 0  # the queue is empty, and so is the chat

    await days.goes_to(TUESDAY, "07.00")

    assert cards(mia) == 0


async def test_news_wait_and_what_one_asks_for_is_answered(days: Days, team: Team) -> None:
    mia, tom = team
    await days.goes_to(MONDAY, "15.00")
    await sends_a_report(tom)
    await rests(tom)
    await days.goes_to(MONDAY, "19.30")
    before = len(tom.screen)
    await mia.taps("Setujui semua")
    assert len(tom.screen) == before

    await tom.says("/hari_ini")
    assert "rapat koordinasi" in tom.sees
    await tom.says("13.00-14.00 arsip")
    assert tom.buttons[0].endswith("Kirim")
    await days.goes_to(TUESDAY, "07.00")

    assert any("menyetujui 1 kegiatan" in shown.text for shown in tom.screen[before:])
    assert await days.faults() == []


async def test_the_first_photo_of_an_album_is_answered_at_night(days: Days, team: Team) -> None:
    _, tom = team
    await rests(tom)
    await days.goes_to(MONDAY, "20.00")

    await tom.shows_photo("08.00-10.00 rapat koordinasi", album="a")

    assert "rapat koordinasi" in tom.sees


async def test_a_card_on_the_screen_is_kept_true_without_a_sound(days: Days, team: Team) -> None:
    mia, tom = team
    await rests(mia)
    await days.goes_to(MONDAY, "18.58")
    await sends_a_report(tom)
    days.time = days.moment(MONDAY, "19.02")

    await tom.says("13.00-14.00 menata arsip")
    await tom.taps("Kirim")

    assert any("menata arsip" in shown.text for shown in mia.screen)
    assert cards(mia) == 1


async def test_putting_off_ends_where_ones_own_night_begins(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    await tom.taps("Jam pengingat")
    await tom.taps("17.00")
    await rests(tom, "18.00–07.00")
    await days.goes_to(MONDAY, "17.00")
    days.time = days.moment(MONDAY, "17.40")

    toast = await tom.taps("30 menit lagi")

    assert toast == (
        "Sesudah ini sudah malam, jadi saya tidak mengganggu lagi. Saya ingatkan Sel 24 Nov 17.00."
    )


async def test_quiet_hours_are_not_offered_over_ones_reminder(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    await tom.taps("Jam tenang")
    data, shown = tom.button("18.00–07.00")
    await tom.says("/atur")
    await tom.taps("Jam pengingat")
    await tom.taps("19.00")
    await tom.taps("Jam tenang")

    assert tom.buttons == ["20.00–07.00", "21.00–08.00", "✓ Seperti kantor", "‹ Kembali"]
    assert await tom.sends_tap(data, shown) != "Baik, diubah."
    await tom.taps("Kembali")
    assert "🌙 Jam tenang: 21.00–06.00, seperti kantor." in tom.sees


async def test_a_colleague_cannot_choose_for_somebody_else(days: Days, team: Team) -> None:
    mia, tom = team
    await tom.says("/atur")
    await tom.taps("Jam tenang")
    data, shown = tom.button("18.00–07.00")

    assert await mia.sends_tap(data, shown) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    await tom.says("/atur")
    assert "seperti kantor" in tom.sees
