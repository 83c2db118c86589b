"""/atur: what somebody chooses for themself, and what follows from it."""

from __future__ import annotations

import pytest

from models.office import OwnWay
from models.people.preferences import Preferences
from tests.desk import Person
from tests.work.days import A_YEAR, FRIDAY, MONDAY, TUESDAY, Days

Team = tuple[Person, Person]


@pytest.fixture
async def team(days: Days) -> Team:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    return mia, tom


def reminders(person: Person) -> int:
    return sum("belum masuk" in shown.text for shown in person.screen)


async def test_one_card_says_how_it_is_and_every_button_turns_one_thing(
    days: Days, team: Team
) -> None:
    _, tom = team
    await tom.says("/atur")
    assert tom.sees == (
        "⚙️ Cara Anda\n\n"
        "🔔 Pengingat: pada jam laporan, dan sekali lagi bila atasan mengingatkan timnya.\n"
        "📅 Hari sebelumnya yang belum dilaporkan ikut diingatkan sampai batasnya.\n"
        "🖼 Rekap minggu: gambar dan teks.\n"
        "🌐 Bahasa: Indonesia."
    )

    for label in ("Satu pengingat", "Jangan ingatkan", "Teks saja"):
        assert await tom.taps(label) == "Baik, diubah."

    assert tom.sees == (
        "⚙️ Cara Anda\n\n"
        "🔔 Pengingat: pada jam laporan; satu kali sehari saja.\n"
        "📅 Hari sebelumnya tidak diingatkan tersendiri. Sesudah batasnya lewat, hari itu tidak "
        "bisa dilaporkan lagi; /hari_ini tetap bisa dilihat kapan saja.\n"
        "🖼 Rekap minggu: teks saja.\n"
        "🌐 Bahasa: Indonesia."
    )
    assert await tom.taps("English") == "Done."
    assert tom.sees.startswith("⚙️ Your way")
    assert len(tom.screen) == 1
    assert await days.faults() == []


async def test_who_wants_no_pictures_gets_the_week_in_words(days: Days, team: Team) -> None:
    _, tom = team
    await days.goes_to(TUESDAY, "10.00")
    await tom.says("/minggu")
    assert tom.card.picture is not None
    await tom.says("/atur")
    await tom.taps("Teks saja")

    await tom.taps("Minggu 47")

    assert tom.card.picture is None
    assert tom.sees.startswith("Minggu Anda · Sen 16 Nov")
    await days.goes_to(FRIDAY, "16.15")
    assert [shown.picture for shown in tom.screen if "Minggu Anda" in shown.text][-1] is None
    assert await days.faults() == []


async def test_earlier_days_ring_no_more_for_their_own_sake(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    await tom.taps("Jangan ingatkan")
    await days.goes_to(TUESDAY, "10.00")
    await tom.says("08.00-10.00 rapat")
    await tom.taps("Kirim")

    await days.goes_to(TUESDAY, "15.30")

    assert reminders(tom) == 0  # Monday is open still


async def test_today_is_reminded_of_all_the_same(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    await tom.taps("Jangan ingatkan")

    await days.goes_to(MONDAY, "15.30")

    assert reminders(tom) == 1


async def test_one_reminder_a_day_is_one_whatever_the_supervisor_taps(
    days: Days, team: Team
) -> None:
    mia, tom = team
    await tom.says("/atur")
    await tom.taps("Satu pengingat")
    ani = await days.hires("Ani Rahma", supervisor=mia)
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    await days.goes_to(MONDAY, "16.31")
    await mia.says("/tim")

    toast = await mia.taps("Ingatkan semua yang belum (1)")

    assert toast == "1 orang diingatkan. 1 orang memilih satu pengingat sehari."
    assert (reminders(ani), reminders(tom)) == (2, 1)


async def test_the_office_may_keep_the_reminders_of_earlier_days(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    data, shown = tom.button("Jangan ingatkan")
    days.office = A_YEAR.model_copy(update={"own_way": OwnWay(may_skip_earlier_days=False)})
    days.restart()

    toast = await tom.sends_tap(data, shown)

    assert toast == "Kantor menetapkan ini sama untuk semua, jadi tidak bisa diubah."
    await tom.says("/atur")
    assert tom.buttons == ["Satu pengingat sehari saja", "Teks saja, tanpa gambar", "English"]


async def test_a_colleagues_button_changes_nothing(days: Days, team: Team) -> None:
    mia, tom = team
    await tom.says("/atur")
    data, shown = tom.button("Teks saja")

    toast = await mia.sends_tap(data, shown)

    assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert await days.count(Preferences) == 0
