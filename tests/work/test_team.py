"""/tim: the team's day at a glance, and a kind reminder of all who have not reported."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from models.machine import Trace
from models.notices.notices import Notice
from models.people.audit import Act, audit_of
from models.people.employees import Employee
from models.people.postings import Posting
from models.work.absences import Absence, AbsenceKind
from models.work.attention import Conduct, Judged, conduct_of
from models.work.duties import Off
from models.work.figures import DayFigures
from models.work.nudges import Nudge
from models.work.teams import Mate, TeamDay, team_on
from tests.desk import Person
from tests.work.days import A_YEAR, MONDAY, SATURDAY, THURSDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_week import statements

Team = tuple[Person, Person, Person, Person]


@pytest.fixture
async def team(days: Days) -> Team:
    """Mia, and Ani, Eko and Tom, who work under her; Eko is ill on Tuesday."""
    mia = await days.hires("Mia Lestari, S.E.")
    ani = await days.hires("Ani Rahma", supervisor=mia)
    eko = await days.hires("Eko Lubis", supervisor=mia, sex=1)
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    async with days.database.transaction() as session:
        session.add(
            Absence(employee_id=eko.employee.id, kind=AbsenceKind.SICK, since=TUESDAY,
                    until=TUESDAY, said_at=days.time)
        )  # fmt: skip
    await days.rewrites(eko, TUESDAY, TUESDAY, "sakit")
    return mia, ani, eko, tom


async def reports(days: Days, person: Person, text: str = "08.00-10.00 rapat") -> None:
    await person.says(text)
    await person.taps("Kirim")


def reminders(person: Person) -> int:
    return sum("belum masuk" in shown.text for shown in person.screen)


async def test_the_team_is_seen_at_a_glance_as_people(days: Days, team: Team) -> None:
    mia, ani, _, _ = team
    await days.goes_to(TUESDAY, "10.00")
    await reports(days, ani, "07.30-08.00 apel; 08.00-10.00 rapat")

    await mia.says("/tim")

    assert mia.sees == (
        "👥 Tim Anda · Sel 24 Nov, pukul 10.00\n\n"
        "3 pegawai, 1 sudah melapor.\n"
        "• menunggu keputusan: 1\n"
        "• tidak masuk: 1 (sakit 1)\n"
        "• belum ada laporan: 1\n\n"
        "Yang paling lama menunggu Anda: sejak Sel 24 Nov 10.00.\n"
        "Ini hanya Anda yang melihat."
    )
    assert mia.buttons == [
        "⏳ Menunggu (1)",
        "Tidak masuk (1)",
        "Belum lapor (1)",
        "Tinjau sekarang",
        "◀ Sen 23 Nov",
        "🔄 Perbarui",
    ]
    assert await days.faults() == []


async def test_behind_each_number_are_names_and_behind_each_name_a_day(
    days: Days, team: Team
) -> None:
    mia, ani, _, _ = team
    await days.goes_to(TUESDAY, "10.00")
    await reports(days, ani)
    await mia.says("/tim")
    card = mia.card

    await mia.taps("Tidak masuk", on=card)
    assert mia.sees == "Tidak masuk · Sel 24 Nov · 1 orang\n1. Pak Eko Lubis: sakit"
    await mia.taps("Belum lapor", on=card)
    assert mia.sees == "Belum ada laporan · Sel 24 Nov · 1 orang\n1. Pak Tom Saputra"
    await mia.taps("Menunggu", on=card)
    assert mia.sees == (
        "Menunggu keputusan · Sel 24 Nov · 1 orang\n1. Bu Ani Rahma: 1 kegiatan, 2 jam"
    )
    await mia.taps("1", on=mia.card)
    assert mia.sees == (
        "Bu Ani Rahma · Sel 24 Nov\n"
        "1 kegiatan, 2 jam.\n"
        "1. 08.00–10.00 rapat (2 jam)\n"
        "    ⏳ menunggu"
    )
    person = mia.card
    await mia.taps("Buka kartunya", on=person)
    assert "Setujui" in mia.buttons[0]
    await mia.taps("Minggunya", on=person)
    assert mia.sees.startswith("Bu Ani Rahma · Sen 23 Nov – Jum 27 Nov")
    await mia.taps("Kembali", on=person)
    assert person.text != mia.screen[-1].text
    assert await days.faults() == []


async def test_the_day_before_is_a_tap_away_and_reminds_nobody(days: Days, team: Team) -> None:
    mia, ani, *_ = team
    await days.goes_to(MONDAY, "10.00")
    await reports(days, ani)
    await mia.taps("Setujui")
    await days.goes_to(TUESDAY, "16.00")
    await mia.says("/tim")

    await mia.taps("Sen 23 Nov")

    assert mia.sees.split("\n")[:5] == [
        "👥 Tim Anda · Sen 23 Nov",
        "",
        "3 pegawai, 1 sudah melapor.",
        "• disetujui semua: 1",
        "• belum ada laporan: 2",
    ]
    assert mia.buttons[-2:] == ["◀ Min 22 Nov", "▶ Sel 24 Nov"]
    assert not any("Ingatkan" in label for label in mia.buttons)


async def test_all_who_owe_are_reminded_kindly_once_a_day(days: Days, team: Team) -> None:
    mia, ani, eko, tom = team
    await days.goes_to(TUESDAY, "10.00")
    await reports(days, ani)
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")

    toast = await mia.taps("Ingatkan semua yang belum (1)")

    assert toast == "1 orang diingatkan."
    assert tom.sees.startswith("Bu Mia Lestari mengingatkan Anda dengan hormat.\nPak Tom Saputra,")
    assert (reminders(tom), reminders(eko)) == (2, 0)
    assert "🔔 Sudah diingatkan pukul 16.31: 1 orang." in mia.sees
    assert not any("Ingatkan" in label for label in mia.buttons)
    assert await days.faults() == []


async def test_a_second_tap_on_an_old_card_reminds_nobody_again(days: Days, team: Team) -> None:
    mia, _, _, tom = team
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")
    data, shown = mia.button("Ingatkan semua")
    await mia.sends_tap(data, shown)

    days.later(hours=2)
    toast = await mia.sends_tap(data, shown)

    assert toast == "Tim Anda sudah diingatkan hari ini pukul 16.31. Sekali sehari cukup."
    assert reminders(tom) == 2
    assert await days.count(Nudge) == 1


async def test_the_office_and_the_supervisor_never_remind_within_an_hour(
    days: Days, team: Team
) -> None:
    mia, ani, _, tom = team
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")
    data, shown = mia.button("Ingatkan semua yang belum (2)")
    await tom.taps("30 menit lagi")

    toast = await mia.sends_tap(data, shown)

    assert toast == (
        "1 orang diingatkan. 1 orang diingatkan bot dalam jam ini juga, jadi tidak dua kali."
    )
    assert (reminders(ani), reminders(tom)) == (2, 1)
    await days.goes_to(TUESDAY, "17.01")
    assert reminders(tom) == 2


async def test_right_after_the_offices_reminder_there_is_nobody_to_remind(
    days: Days, team: Team
) -> None:
    mia, *_ = team
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "15.45")

    await mia.says("/tim")

    assert not any("Ingatkan" in label for label in mia.buttons)
    assert (
        "🔔 2 orang diingatkan bot dalam jam ini, jadi belum perlu diingatkan lagi."
    ) in mia.sees.splitlines()


async def test_nobody_is_reminded_at_night(days: Days, team: Team) -> None:
    mia, _, _, tom = team
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "20.59")
    await mia.says("/tim")
    days.later(minutes=2)

    toast = await mia.taps("Ingatkan semua")

    assert toast == (
        "Sekarang sudah malam, jadi tidak ada yang diingatkan. Silakan coba lagi besok."
    )
    assert reminders(tom) == 1
    assert await days.count(Nudge) == 0


async def test_who_has_no_chat_is_counted_and_said(days: Days, team: Team) -> None:
    mia, *_ = team
    await days.hires("Nia Sari", supervisor=mia, joined=False)
    await days.begins()
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")

    toast = await mia.taps("Ingatkan semua yang belum (2)")

    assert toast == "2 orang diingatkan. 1 orang belum terhubung dengan bot."


# The wrong person


async def test_who_leads_nobody_sees_nobody(days: Days, team: Team) -> None:
    _, ani, *_ = team
    await days.goes_to(TUESDAY, "10.00")

    await ani.says("/tim")

    assert ani.sees == "Tidak ada pegawai di bawah Anda pada Sel 24 Nov."
    assert ani.buttons == []


async def test_another_supervisors_button_opens_and_reminds_nothing(days: Days, team: Team) -> None:
    mia, _, _, tom = team
    ida = await days.hires("Ida Ayu")
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")

    for label in ("Belum lapor", "Ingatkan semua", "Sen 23 Nov"):
        data, shown = mia.button(label)
        toast = await ida.sends_tap(data, shown)
        assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert ida.screen == []
    assert reminders(tom) == 1


async def test_a_forged_button_shows_nobody_of_another_team(days: Days, team: Team) -> None:
    _, _, _, tom = team
    ida = await days.hires("Ida Ayu")
    await days.hires("Nia Sari", supervisor=ida)
    await days.begins()
    await days.goes_to(TUESDAY, "10.00")
    await ida.says("/tim")
    own, shown = ida.button("Belum lapor")

    *kept, _person, acting = own.split(":")
    forged = ":".join([*kept, str(tom.employee.id), acting])
    toast = await ida.sends_tap(forged, shown)

    assert toast == "Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka."
    assert await days.count(Notice, Notice.kind == "team-names") == 0
    assert await days.count(Trace, Trace.refusal == "NotYourTeam") == 1


async def test_who_is_supervisor_no_more_neither_sees_nor_reminds(days: Days, team: Team) -> None:
    mia, ani, eko, tom = team
    ida = await days.hires("Ida Ayu")
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")
    data, shown = mia.button("Ingatkan semua")
    async with days.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.supervisor_id == mia.employee.id)
            .values(supervisor_id=ida.employee.id)
        )
    for person in (ani, eko, tom):
        await days.rewrites(person, TUESDAY, WEDNESDAY, "mutasi")

    toast = await mia.sends_tap(data, shown)

    assert toast == "Tidak ada yang diingatkan."
    assert mia.sees == "Tidak ada pegawai di bawah Anda pada Sel 24 Nov."
    assert reminders(tom) == 1
    assert await days.count(Nudge) == 0


# Many


async def test_forty_people_are_two_pages_of_names(days: Days) -> None:
    mia = await days.hires("Mia Lestari")
    for number in range(40):
        await days.hires(f"Pegawai {number:02}", supervisor=mia)
    await days.begins()
    await days.goes_to(TUESDAY, "10.00")
    await mia.says("/tim")

    await mia.taps("Belum lapor (40)")
    assert mia.sees.split("\n")[-2:] == ["20. Bu Pegawai 19", "Halaman 1 dari 2."]
    await mia.sends_tap(mia.card.buttons["▶"], mia.card)

    assert mia.sees.split("\n")[1] == "21. Bu Pegawai 20"
    assert mia.buttons[-1] == "◀"
    assert await days.faults() == []


@pytest.mark.parametrize("count", [1, 3])
async def test_a_team_takes_as_many_queries_for_three_as_for_one(days: Days, count: int) -> None:
    mia = await days.hires("Mia Lestari")
    for number in range(count):
        await days.hires(f"Tom {number}", supervisor=mia)
    await days.begins()
    async with days.database.transaction() as session:
        with statements(days.database) as seen:
            found = await team_on(session, mia.employee, TUESDAY)

    assert (len(found.mates), len(seen)) == (count, 3)


async def test_on_a_day_off_nobody_owes_and_nobody_is_reminded(days: Days, team: Team) -> None:
    mia, *_ = team
    await days.goes_to(SATURDAY, "16.31")

    await mia.says("/tim")

    assert mia.sees == (
        "👥 Tim Anda · Sab 28 Nov, pukul 16.31\n\n"
        "3 pegawai, 0 sudah melapor.\n• tidak wajib lapor: 3"
    )
    assert mia.buttons == ["Tidak wajib (3)", "◀ Jum 27 Nov", "🔄 Perbarui"]


# The reader's own figures


async def test_the_supervisor_alone_sees_how_they_decide(days: Days, team: Team) -> None:
    mia, ani, _, tom = team
    await days.goes_to(MONDAY, "10.00")
    await reports(days, ani, "07.30-08.00 apel; 08.00-10.00 rapat")
    await reports(days, tom)
    days.later(seconds=3)
    await mia.taps("Setujui semua", on=mia.screen[0])  # both of Ani's, 3 seconds after they came
    await days.goes_to(TUESDAY, "10.00")
    await mia.says("/tinjau")
    days.later(seconds=60)
    await mia.taps("Setujui yang tampil")
    days.later(seconds=1)

    await mia.says("/tim")

    assert mia.sees.split("\n")[-3:] == [
        "Keputusan Anda 30 hari terakhir: 3 kegiatan, separuhnya dalam kurang dari semenit sesudah "
        "dikirim, malam dan hari libur ikut dihitung, kecuali hari Anda tidak masuk. 3 dari 3 "
        "paling lambat H+2 hari kerja Anda.",
        "2 diputuskan kurang dari 2 detik per kegiatan sesudah tampil.",
        "Ini hanya Anda yang melihat.",
    ]
    await tom.says("/tim")
    assert not any("Keputusan" in shown.text for shown in tom.screen)


@pytest.mark.parametrize(("together", "hasty"), [(5, 0), (6, 6)])
def test_a_tap_that_decides_many_must_leave_time_to_read_each(together: int, hasty: int) -> None:
    sent, at = A_YEAR.at(MONDAY, time(16)), A_YEAR.at(TUESDAY, time(9))
    decisions = [Judged(at, sent, 10, TUESDAY, MONDAY)] * together

    assert Conduct.of(decisions, [MONDAY, TUESDAY]) == Conduct(together, 61_200, together, hasty)


def test_in_time_is_counted_in_the_reviewers_own_working_days() -> None:
    sent, at = A_YEAR.at(MONDAY, time(16)), A_YEAR.at(MONDAY + timedelta(days=3), time(9))
    decision = Judged(at, sent, None, MONDAY + timedelta(days=3), MONDAY)
    week = [MONDAY + timedelta(days=n) for n in range(5)]

    assert Conduct.of([decision], week).in_time == 0
    assert Conduct.of([decision], [MONDAY, *week[2:]]).in_time == 1  # away on Tuesday


def test_ones_own_days_away_are_no_time_that_somebody_waited() -> None:
    sent, at = A_YEAR.at(MONDAY, time(16)), A_YEAR.at(THURSDAY, time(9))
    decision = Judged(at, sent, None, THURSDAY, MONDAY)
    midnight = [A_YEAR.at(MONDAY + timedelta(days=n), time()) for n in range(5)]
    tuesday, thursday = [(midnight[n], midnight[n + 1]) for n in (1, 3)]
    whole = 65 * 3600

    assert decision.waited([]) == whole
    assert decision.waited([tuesday]) == whole - 24 * 3600
    assert decision.waited([tuesday, thursday]) == whole - 33 * 3600  # decided while away
    assert decision.waited([(midnight[0], midnight[4])]) == 0
    assert Conduct.of([decision], [], [tuesday]).half_within == 41 * 3600


async def test_a_leave_of_the_reviewer_is_left_out_of_how_soon_they_decide(
    days: Days, team: Team
) -> None:
    mia, _, _, tom = team
    await days.goes_to(MONDAY, "16.00")
    await reports(days, tom)
    async with days.database.transaction() as session:
        session.add(
            Absence(employee_id=mia.employee.id, kind=AbsenceKind.ANNUAL_LEAVE, since=TUESDAY,
                    until=WEDNESDAY, said_at=days.time)
        )  # fmt: skip
    await days.rewrites(mia, TUESDAY, WEDNESDAY, "cuti")
    await days.goes_to(THURSDAY, "09.00")
    await mia.taps("Setujui semua")
    days.later(seconds=1)

    async with days.database.transaction() as session:
        found = await conduct_of(session, mia.employee.id, days.office, until=days.time,
                                 since=days.moment(MONDAY, "00.00"))  # fmt: skip
    assert (found.decided, found.half_within, found.in_time) == (1, 17 * 3600, 1)


def test_which_leave_it_is_concerns_nobody_else() -> None:
    kinds = ("leave", "annual-leave", "maternity-leave", "study", "sick")
    somebody = Employee(nip="198609262015032001", name="Ani")
    away = [
        Mate(somebody, DayFigures(TUESDAY, Off.ABSENCE, off_name=kind, owed=False))
        for kind in kinds
    ]

    assert TeamDay(TUESDAY, away).away == {"leave": 3, "sick": 1, "study": 1}


async def test_a_superior_who_opened_somebodys_day_stands_in_the_copy(days: Days) -> None:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(MONDAY, "10.00")
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.says("/tim")
    await mia.taps("Menunggu")
    await mia.taps("1", on=mia.card)

    async with days.database.transaction() as session:
        entries = await audit_of(session, tom.employee, ["DINAS"], most=10)
    assert [(entry.act, entry.by_name, entry.what) for entry in entries] == [
        (Act.SAW_DAY, "Mia Lestari", "2026-11-23")
    ]
