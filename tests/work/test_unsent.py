"""Drafts at the office's hour: nothing that was written is lost without a word."""

from __future__ import annotations

from datetime import date

from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, SATURDAY, THURSDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_reminding import reminders, reports, texts

BESIDE = "06.00-07.00 menata arsip lama"
NEXT_MONDAY = date(2026, 11, 30)
EXAMPLE = "Cukup satu pesan, misalnya: 08.00-10.00 rapat koordinasi, 1 notulen"


def said_beside_the_days(person: Person) -> str:
    """What the newest reminder says of drafts, and whether it gives an example."""
    return "\n".join(
        row for row in reminders(person)[-1].split("\n")[1:] if not row.startswith("•")
    )


async def test_a_draft_beside_a_sent_report_is_shown_again_once_a_day(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    await days.begins()
    await reports(mia)
    await mia.says(BESIDE)
    await reports(tom)
    before, theirs = len(mia.screen), len(tom.screen)

    for hour in ("15.30", "16.00", "20.00"):
        await days.goes_to(MONDAY, hour)

    assert texts(mia)[before:] == ["<b>Laporan Anda</b> · Sen 23 Nov"]
    assert "menata arsip lama" in mia.sees
    assert "✅ Kirim" in mia.buttons
    assert reminders(mia) == []
    assert len(tom.screen) == theirs

    old = [shown for shown in mia.screen if "menata arsip lama" in shown.text][0]
    assert old.buttons == {}
    await mia.taps("Kirim")
    await days.goes_to(TUESDAY, "10.00")
    await reports(mia)
    shown = len(mia.screen)
    await days.goes_to(TUESDAY, "15.30")
    assert len(mia.screen) == shown


async def test_it_comes_each_working_day_until_its_day_has_closed(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await reports(mia)
    await mia.says(BESIDE)

    rings = []
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        await days.goes_to(day, "10.00")
        if day != MONDAY:
            await reports(mia)
        before = len(mia.screen)
        await days.goes_to(day, "15.30")
        rings.append(len(mia.screen) - before)

    assert rings == [1, 1, 1, 1, 0]
    assert reminders(mia) == []


async def test_it_does_not_come_at_night_nor_a_day_late(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await reports(mia)
    await mia.says(BESIDE)
    before = len(mia.screen)

    await days.goes_to(MONDAY, "21.30")  # the bot was down
    await days.goes_to(TUESDAY, "09.00")

    assert len(mia.screen) == before


async def test_beside_a_missing_day_it_comes_with_the_reminder_which_does_not_name_it(
    days: Days,
) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await reports(mia)
    await mia.says(BESIDE)
    await days.goes_to(TUESDAY, "10.00")
    before = len(mia.screen)

    await days.goes_to(TUESDAY, "15.30")

    assert sorted(texts(mia)[before:]) == [
        "<b>Laporan Anda</b> · Sen 23 Nov",
        "Bu Mia, laporan <b>Sel 24 Nov</b> belum masuk.",
    ]
    reminder = next(shown for shown in mia.screen if "belum masuk" in shown.text)
    assert said_beside_the_days(mia) == EXAMPLE.replace(
        "08.00-10.00 rapat koordinasi, 1 notulen",
        "<i>08.00-10.00 rapat koordinasi, 1 notulen</i>",
    )
    data, shown = mia.button("30 menit lagi", on=reminder)
    await mia.sends_tap(data, shown)
    before = len(mia.screen)
    await days.goes_to(TUESDAY, "16.00")
    assert texts(mia)[before:] == ["Bu Mia, laporan <b>Sel 24 Nov</b> belum masuk."]


async def test_a_draft_of_a_day_off_is_shown_on_the_next_working_day(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(SATURDAY, "10.00")
    await mia.says("08.00-09.00 piket")
    await days.goes_to(NEXT_MONDAY, "10.00")
    await reports(mia)
    before = len(mia.screen)

    await days.goes_to(NEXT_MONDAY, "15.30")

    assert "<b>Laporan Anda</b> · Sab 28 Nov" in texts(mia)[before:]


async def test_nobody_sends_somebody_elses_draft_from_the_card_that_came_again(
    days: Days,
) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    await days.begins()
    await reports(mia)
    await mia.says(BESIDE)
    await days.goes_to(MONDAY, "15.30")

    data, shown = mia.button("Kirim")
    assert await tom.sends_tap(data, shown) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    assert "✅ Kirim" in mia.buttons
    await mia.sends_tap(data, shown)
    twice = await mia.sends_tap(data, shown)
    assert twice is not None
    assert await days.faults() == []


async def test_a_draft_with_a_question_is_not_said_to_have_a_button(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await mia.says("hari ini rapat koordinasi")

    await days.goes_to(MONDAY, "15.30")

    assert said_beside_the_days(mia) == "Draf Sen 23 Nov tinggal dijawab satu pertanyaan."
    assert "✅ Kirim" not in [label for shown in mia.screen for label in shown.buttons]
    await mia.says("2 jam")  # its card came with the reminder, and says that words will do
    assert said_beside_the_days(mia) == "Draf Sen 23 Nov sudah ada; tinggal ketuk Kirim."
    assert await days.faults() == []


async def test_of_several_open_days_each_draft_is_named_and_an_example_stays(
    days: Days,
) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await mia.says(BESIDE)
    await days.goes_to(MONDAY, "15.30")
    await days.goes_to(TUESDAY, "10.00")

    await days.goes_to(TUESDAY, "15.30")

    assert said_beside_the_days(mia).split("\n") == [
        "Draf Sen 23 Nov sudah ada; tinggal ketuk Kirim.",
        "Cukup satu pesan, misalnya: <i>08.00-10.00 rapat koordinasi, 1 notulen</i>",
    ]


async def test_a_draft_without_a_day_takes_neither_the_example_nor_the_repeating(
    days: Days,
) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await reports(mia)
    await days.goes_to(TUESDAY, "10.00")
    await mia.says("besok 08.00-09.00 rapat koordinasi")

    await days.goes_to(TUESDAY, "15.30")

    assert said_beside_the_days(mia).split("\n") == [
        "Ada draf yang harinya belum jelas.",
        "Cukup satu pesan, misalnya: <i>08.00-10.00 rapat koordinasi, 1 notulen</i>",
    ]
    reminder = next(shown for shown in mia.screen if "belum masuk" in shown.text)
    assert any(label.startswith("Seperti") or "kemarin" in label for label in reminder.buttons)
