"""Cuti, sakit, dinas luar from the reminder: it counts at once, and the supervisor may object."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from models.people.employees import Employee
from models.work.absences import Absence, AbsenceKind, AbsenceOver, NotYourAbsence
from models.work.duties import Duty, Off
from tests.desk import Person, plain
from tests.work.days import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_reminding import reminders

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
AWAY = "Saya cuti / sakit / dinas luar"


async def two(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia Lestari, S.E.")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    return mia, tom


async def test_a_sick_day_counts_at_once_and_the_supervisor_is_told(days: Days) -> None:
    mia, tom = await two(days)

    await tom.taps(AWAY)
    assert tom.buttons == ["Cuti", "Sakit", "Dinas luar", "‹ Kembali"]
    assert await tom.taps("Sakit") == "Dicatat. Sen 23 Nov tidak perlu laporan."

    assert reminders(tom) == []
    assert tom.sees == (
        "Tercatat: sakit, Sen 23 Nov. Bu Mia Lestari diberi tahu.\nSemoga lekas sembuh."
    )
    assert mia.sees == (
        "Pak Tom Saputra: sakit, Sen 23 Nov\n"
        "Sudah berlaku, jadi tidak perlu apa-apa. Kalau ini keliru, ketuk Keberatan."
    )
    duty = await days.duty(tom, MONDAY)
    assert (duty.minutes, duty.off, duty.off_name, duty.reason) == (
        0, Off.ABSENCE, "sick", "absence: sick",
    )  # fmt: skip

    await days.goes_to(TUESDAY, "15.30")
    assert "Sen 23 Nov" not in reminders(tom)[0]


async def test_the_supervisor_objects_and_the_day_is_owed_again(days: Days) -> None:
    mia, tom = await two(days)
    await tom.taps(AWAY)
    await tom.taps("Cuti")

    await mia.taps("Keberatan")
    assert mia.sees == (
        "Mengapa Pak Tom Saputra tercatat masuk Sen 23 Nov? Tulis alasannya, paling sedikit 10 "
        "huruf. Tidak jadi? Tulis /batal."
    )
    await mia.says("tadi ikut apel")
    assert mia.sees == (
        "Dicatat. Pak Tom Saputra diberi tahu; Sen 23 Nov kembali tercatat sebagai hari kerja."
    )

    card = next(shown for shown in mia.screen if "Anda keberatan" in shown.text)
    assert plain(card.text) == (
        "Pak Tom Saputra: cuti, Sen 23 Nov\nAnda keberatan; yang bersangkutan sudah diberi tahu. "
        "Alasannya: tadi ikut apel"
    )
    assert tom.sees == (
        "Bu Mia Lestari mencatat bahwa Anda masuk pada Sen 23 Nov, jadi tetap perlu laporan. "
        "Sen 23 Nov masih bisa dilaporkan sampai Kam 26 Nov.\n"
        "Alasannya: tadi ikut apel\nKalau ini keliru, bicarakan dengan beliau."
    )
    duty = await days.duty(tom, MONDAY)
    assert (duty.minutes, duty.off) == (450, None)
    assert len(reminders(tom)) == 0  # once a day: it has been reminded of already

    await days.goes_to(TUESDAY, "15.30")
    assert "Sen 23 Nov" in reminders(tom)[0]


async def test_a_wrong_button_is_taken_back(days: Days) -> None:
    mia, tom = await two(days)
    await tom.taps(AWAY)
    await tom.taps("Dinas luar")
    assert "Kegiatan selama itu tetap boleh dilaporkan." in tom.sees

    assert await tom.taps("Batalkan") == (
        "Dibatalkan. Sen 23 Nov kembali tercatat sebagai hari kerja."
    )

    assert mia.sees.endswith("Dibatalkan oleh yang bersangkutan.")
    assert mia.buttons == []
    assert (await days.duty(tom, MONDAY)).off is None
    assert len(reminders(tom)) == 1


async def test_nobody_else_says_takes_back_or_objects(days: Days) -> None:
    mia, tom = await two(days)
    ida = await days.hires("Ida")
    await tom.taps(AWAY)
    data, shown = tom.button("Sakit")
    foreign = "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert await ida.sends_tap(data, shown) == foreign
    assert await days.count(Absence) == 0

    await tom.taps("Sakit")
    back, objecting = tom.button("Batalkan"), mia.button("Keberatan")
    assert await ida.sends_tap(*back) == foreign
    assert await mia.sends_tap(*back) == foreign
    assert await ida.sends_tap(*objecting) == foreign
    assert await tom.sends_tap(*objecting) == foreign
    assert (await days.duty(tom, MONDAY)).off is Off.ABSENCE


async def test_the_same_button_twice_is_one_absence(days: Days) -> None:
    _, tom = await two(days)
    await tom.taps(AWAY)
    data, shown = tom.button("Sakit")
    await tom.sends_tap(data, shown)

    assert await tom.sends_tap(data, shown) == (
        "Sen 23 Nov sudah tercatat tidak masuk. Untuk mengubahnya, tulis /izin lalu ketuk "
        "tanggalnya."
    )
    assert await days.count(Absence) == 1


async def test_of_two_open_days_one_is_chosen(days: Days) -> None:
    _, tom = await two(days)
    await days.goes_to(TUESDAY, "15.30")

    await tom.taps(AWAY)
    assert tom.buttons == ["Tidak masuk Sen 23 Nov", "Tidak masuk Sel 24 Nov", "‹ Kembali"]
    await tom.taps("Tidak masuk Sen 23 Nov")
    await tom.taps("Sakit")

    assert (await days.duty(tom, MONDAY)).off is Off.ABSENCE
    assert (await days.duty(tom, TUESDAY)).off is None
    assert "Sen 23 Nov" not in reminders(tom)[-1]
    assert "Sel 24 Nov" in reminders(tom)[-1]


async def test_leave_noted_between_ring_and_delivery_withdraws_the_reminder(days: Days) -> None:
    _, tom = await two(days)
    await tom.taps(AWAY)
    data, shown = tom.button("Cuti")
    days.time = days.moment(MONDAY, "16.00")
    async with days.database.transaction() as session:
        await session.execute(update(Duty).where(Duty.day == MONDAY).values(remind_at=days.time))
    await days.ringing.ring_due()  # rung again, and not yet delivered

    await tom.sends_tap(data, shown)

    assert reminders(tom) == []
    assert await days.faults() == []


async def test_an_absence_said_at_night_reaches_the_supervisor_in_the_morning(days: Days) -> None:
    mia, tom = await two(days)
    before = len(mia.screen)
    await days.goes_to(MONDAY, "21.30")
    await tom.taps(AWAY)
    await tom.taps("Sakit")
    assert len(mia.screen) == before
    assert tom.sees.startswith("Tercatat: sakit")

    await days.goes_to(TUESDAY, "06.00")

    assert mia.sees.startswith("Pak Tom Saputra: sakit, Sen 23 Nov")


async def test_a_supervisor_without_a_chat_stands_in_nobodys_way(days: Days) -> None:
    mia = await days.hires("Mia", joined=False)
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    await tom.taps(AWAY)
    await tom.taps("Sakit")

    assert tom.sees.startswith("Tercatat: sakit, Sen 23 Nov.")
    assert (await days.duty(tom, MONDAY)).off is Off.ABSENCE
    assert await days.faults() == []


async def test_without_a_supervisor_an_absence_counts_too(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")

    await mia.taps(AWAY)
    await mia.taps("Cuti")

    assert mia.sees == "Tercatat: cuti, Sen 23 Nov."


async def test_an_objection_ends_with_the_window(days: Days) -> None:
    mia, tom = await two(days)
    await tom.taps(AWAY)
    await tom.taps("Cuti")
    await days.goes_to(FRIDAY, "08.00")

    assert await mia.taps("Keberatan") == (
        "Ini sudah tidak bisa diubah lagi dari sini. Lihat kartu yang terbaru."
    )
    assert (await days.duty(tom, MONDAY)).off is Off.ABSENCE


async def test_what_was_done_on_duty_travel_may_be_reported(days: Days) -> None:
    mia, tom = await two(days)
    await tom.taps(AWAY)
    await tom.taps("Dinas luar")

    await tom.says("08.00-10.00 rapat koordinasi di provinsi")

    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia Lestari."


async def test_leave_of_days_lengthens_the_window_of_the_day_before(days: Days) -> None:
    _, tom = await two(days)
    async with days.database.transaction() as session:
        session.add(
            Absence(
                employee_id=tom.employee.id,
                kind=AbsenceKind.ANNUAL_LEAVE,
                since=TUESDAY,
                until=WEDNESDAY,
                said_at=days.time,
            )
        )
    assert await days.rewrites(tom, TUESDAY, WEDNESDAY, "cuti tahunan") == 2

    await days.goes_to(FRIDAY, "16.00")

    assert "Sen 23 Nov</b>, masih bisa sampai Sen 30 Nov" in reminders(tom)[-1]
    assert "Sel 24 Nov" not in reminders(tom)[-1]


# The rules themselves


def somebody(number: int) -> Employee:
    employee = Employee(nip=f"198609262015032{number:03}", name=f"Orang {number}")
    employee.id = number
    return employee


def test_only_who_was_told_objects_and_only_who_is_away_takes_it_back() -> None:
    now = MOMENT
    absence = Absence(employee_id=1, kind=AbsenceKind.SICK, since=MONDAY, until=MONDAY,
                      said_at=now, told_id=2)  # fmt: skip
    until = now + timedelta(days=3)

    for other in (somebody(1), somebody(3)):
        with pytest.raises(NotYourAbsence):
            absence.object_to(MONDAY, MONDAY, by=other, at=now, until=until)
    for other in (somebody(2), somebody(3)):
        with pytest.raises(NotYourAbsence):
            absence.withdraw(by=other, at=now, until=until)
    assert absence.holds

    absence.object_to(MONDAY, MONDAY, by=somebody(2), at=now, until=until)
    assert not absence.holds
    with pytest.raises(AbsenceOver):
        absence.withdraw(by=somebody(1), at=now, until=until)


def test_nothing_about_an_absence_changes_once_its_day_is_closed() -> None:
    absence = Absence(employee_id=1, kind=AbsenceKind.LEAVE, since=MONDAY, until=MONDAY,
                      said_at=MOMENT, told_id=2)  # fmt: skip

    with pytest.raises(AbsenceOver):
        absence.object_to(MONDAY, MONDAY, by=somebody(2), at=MOMENT, until=MOMENT)
    with pytest.raises(AbsenceOver):
        absence.withdraw(by=somebody(1), at=MOMENT, until=MOMENT)
    assert absence.holds
    assert absence.since == date(2026, 11, 23)
