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
        "🔔 Pengingat: pada jam kantor, dan sekali lagi bila atasan mengingatkan timnya.\n"
        "📅 Hari sebelumnya yang belum dilaporkan ikut diingatkan sampai batasnya.\n"
        "🌙 Jam tenang: 21.00–06.00, seperti kantor.\n"
        "🖼 Rekap minggu dan bulan: gambar dan teks.\n"
        "🌐 Bahasa: Indonesia."
    )

    await tom.taps("Berapa kali sehari")
    for label in ("1 kali sehari", "Jangan ingatkan", "Teks saja"):
        assert await tom.taps(label) == "Baik, diubah."

    assert tom.sees == (
        "⚙️ Cara Anda\n\n"
        "🔔 Pengingat: pada jam kantor; satu kali sehari saja.\n"
        "📅 Hari sebelumnya tidak diingatkan tersendiri. Sesudah batasnya lewat, hari itu tidak "
        "bisa dilaporkan lagi; /hari_ini tetap bisa dilihat kapan saja.\n"
        "🌙 Jam tenang: 21.00–06.00, seperti kantor.\n"
        "🖼 Rekap minggu dan bulan: teks saja.\n"
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
    await tom.taps("Berapa kali sehari")
    await tom.taps("1 kali")
    ani = await days.hires("Ani Rahma", supervisor=mia)
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    await days.goes_to(MONDAY, "16.31")
    await mia.says("/tim")

    toast = await mia.taps("Ingatkan semua yang belum (1)")

    assert toast == "1 orang diingatkan. 1 orang memilih pengingat lebih sedikit."
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
    assert tom.buttons == [
        "🔔 Jam pengingat",
        "🔢 Berapa kali sehari",
        "🌙 Jam tenang",
        "Teks saja, tanpa gambar",
        "English",
    ]


async def test_a_colleagues_button_changes_nothing(days: Days, team: Team) -> None:
    mia, tom = team
    await tom.says("/atur")
    data, shown = tom.button("Teks saja")

    toast = await mia.sends_tap(data, shown)

    assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert await days.count(Preferences) == 0


async def test_who_wants_no_reminders_gets_none_and_is_told_what_that_means(
    days: Days, team: Team
) -> None:
    mia, tom = team
    ani = await days.hires("Ani Rahma", supervisor=mia)
    await days.begins()
    await tom.says("/atur")
    await tom.taps("Berapa kali sehari")
    await tom.taps("Tidak usah diingatkan")
    assert tom.sees.split("\n")[2] == (
        "🔕 Tidak diingatkan sama sekali. Hari yang lewat batasnya tidak bisa dilaporkan lagi, dan "
        "draf tidak ditampilkan sendiri; lihat /hari_ini."
    )
    assert tom.buttons == [  # no hour, no earlier days: nothing would come of them
        "🔢 Berapa kali sehari", "🌙 Jam tenang", "Teks saja, tanpa gambar", "English",
    ]  # fmt: skip

    await days.goes_to(MONDAY, "15.30")
    await days.goes_to(MONDAY, "16.31")
    await mia.says("/tim")
    await mia.taps("Ingatkan semua yang belum (1)")

    assert (reminders(ani), reminders(tom)) == (2, 0)


async def test_the_office_says_how_few_reminders_there_may_be(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    await tom.taps("Berapa kali sehari")
    data, shown = tom.button("Tidak usah")
    days.office = A_YEAR.model_copy(update={"own_way": OwnWay(fewest_reminders=1)})
    days.restart()

    toast = await tom.sends_tap(data, shown)

    assert toast == "Pilihan itu sudah tidak ada. Lihat kartu yang terbaru."
    assert tom.buttons == ["✓ 2 kali sehari", "1 kali sehari", "‹ Kembali"]


async def test_a_menu_is_left_as_it_was_entered(days: Days, team: Team) -> None:
    _, tom = team
    await tom.says("/atur")
    before = tom.sees

    await tom.taps("Jam tenang")
    assert tom.buttons == [
        "18.00–07.00",
        "19.00–07.00",
        "20.00–07.00",
        "21.00–08.00",
        "✓ Seperti kantor",
        "‹ Kembali",
    ]
    await tom.taps("Kembali")

    assert tom.sees == before
    assert await days.count(Preferences) == 0
