"""Reminders: who still owes, at the office's hour; never on a day off, at night, or for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from sqlalchemy import update

from bot.database import Database
from bot.ringing import Ringing
from models.office import Office, Pattern, Rules
from models.people.chats import Chat
from models.work.duties import Duty
from models.work.open_days import open_days
from models.work.rings import Rung, next_due, ring
from tests.desk import Person
from tests.work.days import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Days,
)

REPORT = "07.00-08.00 apel pagi, 1 daftar hadir"


async def reports(person: Person, text: str = REPORT) -> None:
    await person.says(text)
    await person.taps("Kirim")


def texts(person: Person) -> list[str]:
    """The first lines on somebody's screen."""
    return [shown.text.split("\n")[0] for shown in person.screen]


def reminders(person: Person) -> list[str]:
    return [shown.text for shown in person.screen if "belum masuk" in shown.text]


async def test_whoever_owes_todays_report_is_reminded_at_the_offices_hour(days: Days) -> None:
    mia = await days.hires("Mia Lestari, S.E.")
    await days.begins()

    await days.goes_to(MONDAY, "15.29")
    assert mia.screen == []

    await days.goes_to(MONDAY, "15.30")
    assert mia.sees == (
        "Bu Mia Lestari, laporan Sen 23 Nov belum masuk.\n"
        "Cukup satu pesan, misalnya: 08.00-10.00 rapat koordinasi, 1 notulen"
    )
    assert mia.buttons == [
        "✏️ Lapor sekarang",
        "30 menit lagi",
        "Saya cuti / sakit / dinas luar hari ini",
    ]

    await days.goes_to(MONDAY, "20.00")
    assert len(mia.screen) == 1


async def test_whoever_has_reported_is_left_in_peace(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await reports(mia)
    before = len(mia.screen)

    await days.goes_to(MONDAY, "15.30")

    assert len(mia.screen) == before


async def test_a_report_that_was_given_back_is_no_missing_report(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia)
    await days.begins()
    await reports(tom)
    await mia.taps("Kembalikan")
    await mia.says("Mohon lengkapi hasilnya")

    await days.goes_to(MONDAY, "15.30")

    assert reminders(tom) == []
    assert "belum masuk" in mia.sees  # hers is missing


async def test_the_reminder_goes_when_the_report_comes(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    await reports(mia)

    assert reminders(mia) == []


async def test_a_report_between_ring_and_delivery_withdraws_the_reminder(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    days.time = days.moment(MONDAY, "15.30")
    await days.ringing.ring_due()  # rung, and not yet delivered

    await days.brings({"message": mia.message(days.next_message_id(), text=REPORT)})
    while await days.turns.take_one():
        pass
    draft = mia.card
    data, shown = mia.button("Kirim", on=draft)
    await days.brings(mia.tap(data, shown))
    while await days.turns.take_one():
        pass
    await days.settles()

    assert reminders(mia) == []
    assert await days.faults() == []


async def test_an_unsent_draft_is_shown_again_with_its_button(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await mia.says(REPORT)

    await days.goes_to(MONDAY, "15.30")

    assert sorted(texts(mia)) == [
        "<b>Laporan Anda</b> · Sen 23 Nov",
        "<b>Laporan Anda</b> · Sen 23 Nov",
        "Bu Mia, laporan <b>Sen 23 Nov</b> belum masuk.",
    ]
    reminder = next(s for s in mia.screen if "belum masuk" in s.text)
    assert reminder.text.endswith("Draf Sen 23 Nov sudah ada; tinggal ketuk Kirim.")
    old, new = (s for s in mia.screen if "Laporan Anda" in s.text)
    assert old.buttons == {}
    assert await mia.taps("Kirim", on=new) is not None
    assert reminders(mia) == []


async def test_days_that_are_still_open_are_one_message_a_day(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    await days.goes_to(TUESDAY, "15.30")

    assert mia.sees == (
        "Bu Mia, laporan hari-hari ini belum masuk:\n"
        "• Sen 23 Nov, masih bisa sampai Kam 26 Nov\n"
        "• Sel 24 Nov, masih bisa sampai Jum 27 Nov\n"
        "Cukup satu pesan, misalnya: 08.00-10.00 rapat koordinasi, 1 notulen"
    )
    assert len(mia.screen) == 2
    assert mia.screen[0].buttons == {}  # only the newest can be tapped


async def test_an_open_day_is_named_even_when_todays_report_has_come(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    await days.goes_to(TUESDAY, "10.00")
    await reports(mia)

    await days.goes_to(TUESDAY, "15.30")

    assert mia.sees.startswith(
        "Bu Mia, laporan Sen 23 Nov belum masuk. Masih bisa sampai Kam 26 Nov."
    )


async def test_a_closed_day_is_named_no_more(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        await days.goes_to(day, "15.30")
    assert "Sen 23 Nov" in mia.sees

    await days.goes_to(FRIDAY, "15.30")

    assert "Sen 23 Nov" not in mia.sees
    assert "Sel 24 Nov" in mia.sees


async def test_nobody_is_reminded_on_a_day_off(days: Days) -> None:
    five = await days.hires("Mia")
    six = await days.hires("Tom")
    await days.works(six, Pattern.SIX_DAYS)
    await days.begins()
    await days.goes_to(FRIDAY, "16.00")
    mine, theirs = len(five.screen), len(six.screen)

    await days.goes_to(SATURDAY, "15.30")

    assert (len(five.screen), len(six.screen)) == (mine, theirs + 1)


async def test_christmas_and_its_joint_leave_ring_nothing(days: Days) -> None:
    days.time = days.moment(date(2026, 12, 23), "08.00")
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(date(2026, 12, 23), "15.30")
    assert len(mia.screen) == 1

    for day in (24, 25, 26, 27):
        await days.goes_to(date(2026, 12, day), "16.00")
    assert len(mia.screen) == 1

    await days.goes_to(date(2026, 12, 28), "15.30")
    assert "• Rab 23 Des, masih bisa sampai Rab 30 Des" in mia.sees


async def test_the_reminder_of_ramadan_comes_an_hour_earlier(days: Days) -> None:
    days.time = days.moment(date(2026, 3, 2), "08.00")
    mia = await days.hires("Mia")
    await days.begins()

    await days.goes_to(date(2026, 3, 2), "14.30")

    assert "Sen 2 Mar" in mia.sees


async def test_days_before_somebody_joined_are_not_held_against_them(days: Days) -> None:
    mia = await days.hires("Mia", joined=False)
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    await days.goes_to(TUESDAY, "09.00")
    tom = await days.hires("Tom")
    await days.begins()

    await days.goes_to(TUESDAY, "15.30")

    assert tom.sees.startswith("Bu Tom, laporan Sel 24 Nov belum masuk.")
    assert mia.screen == []


async def test_half_an_hour_later_is_half_an_hour_later(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    assert await mia.taps("30 menit lagi") == "Baik, saya ingatkan lagi pukul 16.00."
    assert mia.buttons == ["✏️ Lapor sekarang", "Saya cuti / sakit / dinas luar hari ini"]

    await days.goes_to(MONDAY, "15.59")
    assert len(mia.screen) == 1
    await days.goes_to(MONDAY, "16.00")
    assert len(mia.screen) == 2
    assert "30 menit lagi" in mia.buttons


async def test_a_snooze_at_a_quarter_to_nine_waits_for_the_next_working_day(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(FRIDAY, "16.00")
    await days.goes_to(FRIDAY, "20.45")

    assert await mia.taps("30 menit lagi") == (
        "Sesudah ini sudah malam, jadi saya tidak mengganggu lagi. Saya ingatkan Sen 30 Nov 15.30."
    )

    for day, clock in ((FRIDAY, "21.15"), (SATURDAY, "08.00"), (SATURDAY, "15.30")):
        await days.goes_to(day, clock)
    assert len(reminders(mia)) == 1
    await days.goes_to(date(2026, 11, 30), "15.30")
    assert "Jum 27 Nov" in reminders(mia)[-1]


async def test_a_snooze_of_what_has_come_meanwhile_says_so(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    data, shown = mia.button("30 menit lagi")
    await reports(mia)

    assert await mia.sends_tap(data, shown) == (
        "Tidak ada lagi yang perlu dilaporkan untuk hari itu. Terima kasih."
    )


async def test_report_now_gives_an_example(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    await mia.taps("Lapor sekarang")

    assert mia.sees == (
        "Silakan, tulis saja apa yang dikerjakan. Misalnya:\n"
        "08.00-10.00 rapat koordinasi, 1 notulen"
    )
    await reports(mia)
    assert reminders(mia) == []


async def test_nobody_taps_somebody_elses_reminder(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    for label in ("30 menit lagi", "Lapor sekarang", "Saya cuti"):
        data, shown = mia.button(label)
        assert await tom.sends_tap(data, shown) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    assert (await days.duty(mia, MONDAY)).remind_at is None


async def test_after_a_days_downtime_everything_is_said_once(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()

    await days.goes_to(TUESDAY, "08.00")  # Monday's ring comes too late to be of use
    assert mia.screen == []

    await days.goes_to(TUESDAY, "15.30")
    assert len(mia.screen) == 1
    assert "Sen 23 Nov" in mia.sees
    assert "Sel 24 Nov" in mia.sees


async def test_an_hours_downtime_is_made_up_for_the_same_day(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()

    await days.goes_to(MONDAY, "18.10")

    assert len(mia.screen) == 1


async def test_after_downtime_nothing_is_sent_at_night(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()

    await days.goes_to(MONDAY, "21.00")
    await days.goes_to(MONDAY, "23.30")
    await days.goes_to(TUESDAY, "06.00")

    assert mia.screen == []


async def test_after_a_weekends_downtime_friday_is_named_on_monday(days: Days) -> None:
    mia = await days.hires("Mia")
    days.time = days.moment(FRIDAY, "08.00")
    await days.begins()

    await days.goes_to(date(2026, 11, 30), "07.00")
    assert mia.screen == []
    await days.goes_to(date(2026, 11, 30), "15.30")

    assert len(mia.screen) == 1
    assert "Jum 27 Nov" in mia.sees


async def test_what_was_dropped_is_told_apart_from_what_was_done(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    ida = await days.hires("Ida", joined=False)
    await days.begins()
    await reports(mia)
    days.time = days.moment(MONDAY, "22.00")

    rung = {}
    for _ in range(3):
        async with days.database.transaction() as session:
            due = await next_due(session, now=days.time)
            assert due is not None
            duty = await session.get_one(Duty, due.duty_id)
            rung[duty.employee_id] = await ring(session, due, days.office, now=days.time)

    people = [person.employee.id for person in (mia, tom, ida)]
    assert [rung[person] for person in people] == [Rung.DONE, Rung.DROPPED, Rung.UNREACHABLE]


async def test_a_blocked_chat_is_not_rung_and_later_gets_what_is_so_then(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await mia.blocks()

    await days.goes_to(MONDAY, "15.30")
    assert mia.screen == []

    await days.goes_to(TUESDAY, "09.00")
    await mia.unblocks()
    await days.goes_to(TUESDAY, "15.30")
    assert [t for t in texts(mia) if "belum masuk" in t] == [
        "Bu Mia, laporan hari-hari ini belum masuk:"
    ]


async def test_two_replicas_ring_once(days: Days) -> None:
    people = [await days.hires(f"Mia {n}") for n in range(6)]
    await days.begins()
    days.time = days.moment(MONDAY, "15.30")
    other = Ringing(Database(str(days.database.engine.url.render_as_string(False))),
                    days.office, days.now)  # fmt: skip

    await asyncio.gather(days.ringing.ring_due(), other.ring_due(), days.ringing.ring_due())
    await days.settles()
    await other._database.close()

    assert [len(person.screen) for person in people] == [1] * 6


async def test_the_same_ring_seen_twice_is_taken_once(days: Days) -> None:
    await days.hires("Mia")
    await days.begins()
    days.time = days.moment(MONDAY, "15.30")
    async with days.database.transaction() as session:
        due = await next_due(session, now=days.time)
        assert due is not None

    async with days.database.transaction() as session:
        first = await ring(session, due, days.office, now=days.time)
    async with days.database.transaction() as session:
        second = await ring(session, due, days.office, now=days.time)

    assert (first, second) == (Rung.SHOWN, Rung.TAKEN)


class Broken(Office):
    """An office whose rules of that Monday fail for whoever has no unit."""

    def rules_on(self, day: date, units: Sequence[str] = ()) -> Rules:
        if not units and day == MONDAY:
            raise LookupError("no rules")
        return super().rules_on(day, units)


async def test_a_row_that_fails_is_pushed_ahead_and_stands_in_nobodys_way(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    await days.begins()
    async with days.database.transaction() as session:
        await session.execute(
            update(Duty)
            .where(Duty.employee_id == mia.employee.id, Duty.day == MONDAY)
            .values(posting_id=None)
        )
    days.ringing = Ringing(days.database, Broken.model_construct(**dict(days.office)), days.now)

    await days.goes_to(MONDAY, "15.30")

    assert len(tom.screen) == 1
    assert mia.screen == []
    assert (await days.duty(mia, MONDAY)).remind_at == days.moment(MONDAY, "15.40")

    days.ringing = Ringing(days.database, days.office, days.now)
    await days.goes_to(MONDAY, "15.40")
    assert len(mia.screen) == 1


async def test_a_transfer_in_mid_month_moves_no_day_that_is_past(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    before = await days.duty(mia, MONDAY)

    days.time = days.moment(WEDNESDAY, "08.00")
    await days.works(mia, Pattern.SIX_DAYS)
    changed = await days.rewrites(mia, WEDNESDAY, SATURDAY, "mutasi")

    after = await days.duty(mia, MONDAY)
    saturday = await days.duty(mia, SATURDAY)
    assert changed == 4
    assert (after.minutes, after.pattern, after.written_at) == (
        before.minutes, Pattern.FIVE_DAYS, before.written_at,
    )  # fmt: skip
    assert (saturday.minutes, saturday.off, saturday.reason) == (420, None, "mutasi")


async def test_open_days_end_with_the_month(days: Days) -> None:
    days.time = days.moment(date(2026, 12, 30), "08.00")
    mia = await days.hires("Mia")
    await days.begins()
    chat_id = mia.chat_id

    async def named(day: date, clock: str) -> list[date]:
        async with days.database.transaction() as session:
            chat = await session.get_one(Chat, chat_id)
            found = await open_days(session, chat, days.office, now=days.moment(day, clock))
            return [one.day for one in found]

    # H+3 of 30 December would be 6 January, but the month closes on the 5th at 23.59.
    assert date(2026, 12, 30) in await named(date(2027, 1, 5), "23.59")
    assert date(2026, 12, 30) not in await named(date(2027, 1, 6), "00.00")
