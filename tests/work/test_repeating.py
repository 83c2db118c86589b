"""Plays of a routine day: two taps, and never anything sent unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.machine import Incoming, Outcome, Trace
from models.work.activities import Activity
from models.work.reports import Report
from models.work.states import State
from tests.desk import Desk, Person, bare
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

A_DAY = (
    "07.30-08.00 apel pagi\n08.00-10.00 verifikasi berkas, 15 berkas\n13.00-15.00 melayani loket"
)
AGAIN = (
    "Laporan Anda · Sel 24 Nov\n"
    "1. 07.30–08.00 apel pagi (30 menit)\n"
    "2. 08.00–10.00 verifikasi berkas (2 jam, 15 berkas)\n"
    "3. 13.00–15.00 melayani loket (2 jam)\n"
    "Jumlah 4 jam 30 menit.\n"
    "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
)


async def reports(person: Person, text: str = A_DAY) -> None:
    await person.says(text)
    await person.taps("Kirim")


async def mia_and_tom(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    await days.begins()
    days.time = days.moment(MONDAY, "16.05")
    return mia, tom


async def acts(desk: Desk, person: Person) -> int:
    """Messages and taps of a person so far."""
    return await desk.count(Incoming, Incoming.chat_id == person.chat_id)


async def sent(desk: Desk) -> int:
    return await desk.count(Activity, Activity.state == State.SUBMITTED)


def labels(person: Person) -> list[str]:
    return [bare(label) for label in person.buttons]


async def test_an_ordinary_first_day_is_one_message_and_one_tap(days: Days) -> None:
    mia, tom = await mia_and_tom(days)

    await tom.says(A_DAY)
    await tom.taps("Kirim")

    assert await acts(days, tom) == 2
    assert await sent(days) == 3
    assert "3 menunggu keputusan Anda." in mia.sees


async def test_a_routine_day_is_two_taps(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await reports(tom)
    await mia.taps("Setujui semua")
    before = await acts(days, tom)

    await days.goes_to(TUESDAY, "15.30")
    assert labels(tom) == [
        "Seperti kemarin (3 kegiatan)",
        "Lapor sekarang",
        "30 menit lagi",
        "Saya cuti / sakit / dinas luar hari ini",
    ]
    await tom.taps("Seperti kemarin")
    assert tom.sees == AGAIN
    assert await sent(days) == 0
    await tom.taps("Kirim")

    assert await acts(days, tom) == before + 2
    assert await sent(days) == 3
    assert not any("belum masuk" in shown.text for shown in tom.screen)


async def test_the_draft_is_as_any_other_and_may_be_changed_before_it_is_sent(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    await days.goes_to(TUESDAY, "15.30")
    await tom.taps("Seperti kemarin")

    await tom.taps("Ubah")
    await tom.taps("3")
    await tom.taps("Hapus")
    await tom.taps("Kirim")
    assert (
        await days.count(Activity, Activity.day == TUESDAY, Activity.state == State.SUBMITTED) == 2
    )


@pytest.mark.parametrize("text", ["seperti kemarin", "Sama seperti kemarin, Bu.", "ulang"])
async def test_the_words_do_it_too(days: Days, text: str) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    days.time = days.moment(TUESDAY, "16.05")

    await tom.says(text)
    assert tom.sees == AGAIN
    assert await days.count(Report) == 2


async def test_yesterday_on_a_monday_is_the_last_day_with_a_report(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    days.time = days.moment(FRIDAY, "16.05")
    await reports(tom)
    days.time = days.moment(FRIDAY + timedelta(days=3), "16.05")

    await tom.says("seperti kemarin")
    assert tom.sees.splitlines()[0] == "Laporan Anda · Sen 30 Nov"
    await tom.taps("Buang")
    await tom.says("/ulang")
    assert labels(tom) == ["Seperti Jum 27 Nov (3 kegiatan)"]


async def test_a_weekday_is_that_very_day_or_nothing(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    days.time = days.moment(WEDNESDAY, "16.05")

    await tom.says("seperti selasa")
    assert tom.sees == (
        "Laporan Sel 24 Nov tidak ada dalam delapan minggu ini yang bisa diulang."
        " Tulis saja, misalnya: 08.00-10.00 rapat koordinasi."
    )
    await tom.says("seperti senin")
    assert tom.sees.splitlines()[0] == "Laporan Anda · Rab 25 Nov"


async def test_without_a_past_nothing_is_offered(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await reports(tom)  # a colleague's past is nobody else's

    await mia.says("/ulang")
    assert mia.sees == (
        "Belum ada laporan dalam delapan minggu ini yang bisa diulang."
        " Tulis saja, misalnya: 08.00-10.00 rapat koordinasi."
    )
    await mia.says("seperti kemarin")
    assert "Belum ada laporan" in mia.sees
    await days.goes_to(TUESDAY, "15.30")
    assert not any("Seperti" in label for label in mia.buttons)


async def a_habit(days: Days, tom: Person) -> None:
    """Two weeks in which Mondays are alike, and Thursdays bring something else."""
    for week in (3, 2, 1):
        monday = MONDAY - timedelta(weeks=week)
        days.time = days.moment(monday, "16.05")
        await reports(tom, "07.30-08.00 apel pagi\n09.00-11.00 rapat staf mingguan")
        days.time = days.moment(monday + timedelta(days=3), "16.05")
        await reports(tom, "08.00-10.00 melayani loket")


async def test_a_weekday_that_is_usually_alike_is_offered(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await a_habit(days, tom)
    await days.goes_to(MONDAY, "16.05")

    await tom.says("/ulang")
    assert tom.sees == (
        "Mau mengulang yang mana? Masuk dulu sebagai draf hari ini: bisa diubah,"
        " dan baru terkirim kalau Anda ketuk Kirim."
    )
    assert labels(tom) == [
        "Seperti Kam 19 Nov (1 kegiatan)",
        "Senin biasanya (2 kegiatan)",
        "melayani loket (2 jam)",
        "apel pagi (30 menit)",
        "rapat staf mingguan (2 jam)",
    ]
    await tom.taps("Senin biasanya")
    assert tom.sees.splitlines()[:3] == [
        "Laporan Anda · Sen 23 Nov",
        "1. 07.30–08.00 apel pagi (30 menit)",
        "2. 09.00–11.00 rapat staf mingguan (2 jam)",
    ]


async def test_what_is_picked_from_one_card_comes_together(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await a_habit(days, tom)
    await days.goes_to(MONDAY, "16.05")
    await tom.says("/ulang")
    before = await days.count(Report)

    await tom.taps("melayani loket")
    await tom.taps("apel pagi")
    assert await days.count(Report) == before + 1
    assert tom.sees.splitlines()[1:3] == [
        "1. 08.00–10.00 melayani loket (2 jam)",
        "2. 07.30–08.00 apel pagi (30 menit)",
    ]
    assert sum("Laporan Anda" in s.text and "✅ Kirim" in s.buttons for s in tom.screen) == 1


async def test_a_double_tap_and_the_words_after_the_tap_double_nothing(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    await days.goes_to(TUESDAY, "15.30")
    tap = tom.button("Seperti kemarin")

    await tom.sends_tap(*tap)
    assert await tom.sends_tap(*tap) == "Itu sudah ada di laporan hari ini."
    assert tom.sees == AGAIN
    await tom.says("seperti kemarin")
    assert await days.count(Activity, Activity.day == TUESDAY) == 3
    await tom.taps("Kirim")
    assert await tom.sends_tap(*tap) == "Itu sudah ada di laporan hari ini."
    assert await days.count(Activity, Activity.day == TUESDAY) == 3


async def test_what_today_has_already_is_left_out(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    days.time = days.moment(TUESDAY, "16.05")
    await reports(tom, "07.30-08.00 apel pagi")

    await tom.says("seperti kemarin")
    assert tom.sees.splitlines()[1:3] == [
        "1. 08.00–10.00 verifikasi berkas (2 jam, 15 berkas)",
        "2. 13.00–15.00 melayani loket (2 jam)",
    ]


async def test_what_begins_only_later_is_not_reported_yet(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    days.time = days.moment(TUESDAY, "09.00")

    await tom.says("seperti kemarin")
    assert await days.count(Activity, Activity.day == TUESDAY) == 2
    assert "1 kegiatan belum waktunya, jadi belum dimasukkan." in [s.text for s in tom.screen]
    days.time = days.moment(TUESDAY, "15.30")
    await tom.says("seperti kemarin")
    assert await days.count(Activity, Activity.day == TUESDAY) == 3


async def test_what_was_thrown_away_may_be_repeated_again(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    await days.goes_to(TUESDAY, "15.30")

    await tom.taps("Seperti kemarin")
    await tom.taps("Buang")
    await tom.taps("Seperti kemarin")
    assert tom.sees == AGAIN


async def test_a_reply_to_an_earlier_report_copies_that_one(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    old = tom.card
    days.time = days.moment(TUESDAY, "16.05")
    await reports(tom, "08.00-09.00 arsip surat")
    days.time = days.moment(WEDNESDAY, "16.05")

    await tom.says("ulang", reply_to=old)
    assert tom.sees.splitlines()[:2] == [
        "Laporan Anda · Rab 25 Nov",
        "1. 07.30–08.00 apel pagi (30 menit)",
    ]
    days.time = days.moment(THURSDAY, "16.05")
    await tom.says("/ulang", reply_to=old)
    assert tom.sees.splitlines()[0] == "Laporan Anda · Kam 26 Nov"


async def test_a_reply_to_somebody_elses_report_copies_nothing_of_it(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    eve = await days.hires("Eve", supervisor=mia)
    await reports(tom)
    theirs = tom.card
    days.time = days.moment(TUESDAY, "16.05")

    await eve.says("ulang", reply_to=theirs)
    assert "Belum ada laporan" in eve.sees
    assert await days.count(Activity, Activity.author_id == eve.employee.id) == 0


async def test_an_approved_report_has_a_button_that_repeats_it(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await reports(tom)
    assert "🔁 Ulangi hari ini" not in tom.screen[0].buttons
    await mia.taps("Setujui semua")
    tap = tom.button("Ulangi hari ini")
    assert await tom.sends_tap(*tap) == "Itu sudah ada di laporan hari ini."

    days.time = days.moment(TUESDAY, "16.05")
    await tom.sends_tap(*tap)
    assert tom.sees == AGAIN


async def test_another_persons_buttons_repeat_nothing_and_leave_a_trace(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    eve = await days.hires("Eve", supervisor=mia)
    await reports(tom)
    await reports(eve, "08.00-09.00 arsip")
    await mia.taps("Setujui semua")
    await mia.taps("Setujui semua")
    redo = tom.button("Ulangi hari ini")
    await days.goes_to(TUESDAY, "15.30")

    for tap in (tom.button("Seperti kemarin"), redo):
        assert await eve.sends_tap(*tap) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    assert await days.count(Trace) == 2
    assert await days.count(Activity, Activity.day == TUESDAY) == 0


async def test_a_forged_day_is_no_button(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    await days.goes_to(TUESDAY, "15.30")
    data, shown = tom.button("Seperti kemarin")

    await tom.sends_tap(data.replace("2026-11-23", "besok"), shown)
    await tom.sends_tap(data.replace("2026-11-23", "2020-01-01"), shown)
    assert await days.count(Incoming, Incoming.outcome == Outcome.FAULT) == 0
    assert await days.count(Activity, Activity.day == TUESDAY) == 0


async def test_after_a_restart_the_buttons_go_on(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    await days.goes_to(TUESDAY, "15.30")
    days.restart()
    await tom.taps("Seperti kemarin")
    days.restart()
    await tom.taps("Kirim")
    assert (
        await days.count(Activity, Activity.day == TUESDAY, Activity.state == State.SUBMITTED) == 3
    )


async def test_a_draft_of_today_is_shown_instead_of_yesterdays_offer(days: Days) -> None:
    _, tom = await mia_and_tom(days)
    await reports(tom)
    days.time = days.moment(TUESDAY, "09.00")
    await tom.says("08.00-09.00 arsip surat")

    await days.goes_to(TUESDAY, "15.30")
    reminder = next(shown for shown in tom.screen if "belum masuk" in shown.text)
    assert not any("Seperti" in label for label in reminder.buttons)
