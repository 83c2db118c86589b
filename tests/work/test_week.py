"""The week, summed up on each person's last working day of it, and at any time by /minggu."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.ringing import Ringing
from handlers.work.week_groups import group_of, scope_of
from models.machine import Trace
from models.notices.notices import Notice
from models.office import Pattern
from models.people.employees import Employee, Language, Role
from models.people.postings import Posting
from models.people.units import Unit
from models.work.absences import Absence, AbsenceKind
from models.work.activities import Activity
from models.work.duties import Duty
from models.work.figures import figures_of
from models.work.holidays import Holiday, HolidayKind
from models.work.making_duties import write_duties
from models.work.weeks import View, Week, streak_of
from tests.desk import Person
from tests.wire import Shown
from tests.work.days import FRIDAY, MONDAY, SATURDAY, THURSDAY, TUESDAY, WEDNESDAY, Days


def weeks_on(person: Person) -> list[str]:
    """The weeks on somebody's screen, by their first lines."""
    return [shown.text.split("\n")[0] for shown in person.screen if shown.picture]


def last_week(person: Person) -> Shown:
    return [shown for shown in person.screen if shown.picture][-1]


async def reports(days: Days, person: Person, day: date, text: str) -> None:
    await days.goes_to(day, "15.00")
    await person.says(text)
    await person.taps("Kirim")


@pytest.fixture
async def team(days: Days) -> tuple[Person, Person, Person]:
    """Mia, and Ani and Tom, who work under her."""
    mia = await days.hires("Mia Lestari, S.E.")
    ani = await days.hires("Ani Rahma", supervisor=mia)
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    return mia, ani, tom


Team = tuple[Person, Person, Person]


# The employee's own


async def test_on_friday_everybody_gets_their_own_week(days: Days, team: Team) -> None:
    mia, _, tom = team
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        await reports(days, tom, day, "08.00-12.00 input data; 13.00-15.00 rapat")
        if day is not FRIDAY:
            await mia.taps("Setujui semua")

    await days.goes_to(FRIDAY, "16.14")
    assert weeks_on(tom) == []
    await days.goes_to(FRIDAY, "16.15")

    assert tom.sees == (
        "Minggu Anda · Sen 23 Nov – Jum 27 Nov\n"
        "5 dari 5 hari dilaporkan: 30 jam, 10 kegiatan.\n"
        "8 disetujui, 2 menunggu.\n"
        "5 hari kerja berturut-turut dilaporkan.\n"
        "Lengkap. Terima kasih, selamat beristirahat.\n\n"
        "💡 Pekerjaan hari ini mirip kemarin? Tulis saja seperti kemarin, lalu ketuk Kirim."
    )
    assert tom.card.picture is not None
    assert len(tom.card.picture) <= 60_000
    assert tom.buttons == ["◀ Minggu 47", "Tanpa tip mingguan"]

    await days.goes_to(FRIDAY, "17.00")
    await days.goes_to(SATURDAY, "16.15")
    assert len(weeks_on(tom)) == 1
    assert await days.faults() == []


async def test_what_can_still_be_reported_is_said_with_its_day(days: Days, team: Team) -> None:
    *_, tom = team
    await reports(days, tom, MONDAY, "08.00-12.00 input data")

    await days.goes_to(FRIDAY, "16.15")

    assert tom.sees == (
        "Minggu Anda · Sen 23 Nov – Jum 27 Nov\n"
        "1 dari 5 hari dilaporkan: 4 jam, 1 kegiatan.\n"
        "0 disetujui, 1 menunggu.\n"
        "Masih bisa dilaporkan: Sel 24 Nov, Rab 25 Nov, Kam 26 Nov, Jum 27 Nov. "
        "Batas terdekat Jum 27 Nov.\n\n"
        "💡 Pekerjaan hari ini mirip kemarin? Tulis saja seperti kemarin, lalu ketuk Kirim."
    )


async def test_it_speaks_english_to_who_reads_english(days: Days, team: Team) -> None:
    *_, tom = team
    async with days.database.transaction() as session:
        (await session.get_one(Employee, tom.employee.id)).language = Language.ENGLISH
    await days.goes_to(TUESDAY, "10.00")

    await tom.says("/week")

    assert tom.sees == (
        "Your week · Mon 23 Nov – Fri 27 Nov\n"
        "0 of 2 days reported.\n"
        "Can still be reported: Mon 23 Nov. The first closes on Thu 26 Nov."
    )
    assert tom.buttons == ["◀ Week 47"]


async def test_earlier_weeks_are_shown_in_the_same_place(days: Days, team: Team) -> None:
    *_, tom = team
    await reports(days, tom, MONDAY, "08.00-12.00 input data")
    await days.goes_to(MONDAY + timedelta(weeks=1), "08.00")

    await tom.says("/minggu")
    before = tom.card.picture
    assert tom.buttons == ["◀ Minggu 48"]
    await tom.taps("Minggu 48")

    assert tom.sees.startswith("Minggu Anda · Sen 23 Nov – Jum 27 Nov\n1 dari 5 hari dilaporkan")
    assert tom.buttons == ["◀ Minggu 47", "▶ Minggu 49"]
    assert tom.card.picture != before
    assert len(weeks_on(tom)) == 1
    await tom.taps("Minggu 49")
    assert tom.sees.startswith("Minggu Anda · Sen 30 Nov – Jum 4 Des")


async def test_a_week_over_the_months_end_is_one_week(days: Days, team: Team) -> None:
    *_, tom = team
    monday = date(2026, 11, 30)
    await reports(days, tom, monday, "08.00-12.00 input data")
    await reports(days, tom, monday + timedelta(days=1), "08.00-12.00 input data")
    await days.goes_to(monday + timedelta(days=4), "16.15")

    assert tom.sees.startswith(
        "Minggu Anda · Sen 30 Nov – Jum 4 Des\n2 dari 5 hari dilaporkan: 8 jam, 2 kegiatan."
    )


# Which day is the last


async def test_before_christmas_the_last_working_day_is_wednesday(days: Days, team: Team) -> None:
    *_, tom = team  # 24 December 2026 is cuti bersama, the 25th a holiday
    wednesday = date(2026, 12, 23)

    await days.goes_to(wednesday, "16.15")
    assert weeks_on(tom) == ["<b>Minggu Anda</b> · Sen 21 Des – Jum 25 Des"]
    assert "0 dari 3 hari dilaporkan" in tom.sees

    await days.goes_to(wednesday + timedelta(days=2), "16.15")
    assert len(weeks_on(tom)) == 1


async def test_the_last_week_of_the_year_is_the_53rd(days: Days, team: Team) -> None:
    *_, tom = team  # 1 January 2027 is a Friday
    await days.goes_to(date(2026, 12, 30), "16.15")
    assert weeks_on(tom) == []

    await days.goes_to(date(2026, 12, 31), "16.15")
    assert weeks_on(tom) == ["<b>Minggu Anda</b> · Sen 28 Des – Jum 1 Jan"]

    await days.goes_to(date(2027, 1, 4), "09.00")
    await tom.says("/minggu")
    assert tom.buttons == ["◀ Minggu 53"]


async def test_six_days_end_on_saturday(days: Days) -> None:
    tom = await days.hires("Tom Saputra")
    await days.works(tom, Pattern.SIX_DAYS)
    await days.begins()

    await days.goes_to(FRIDAY, "16.15")
    assert weeks_on(tom) == []
    await days.goes_to(SATURDAY, "16.15")

    assert weeks_on(tom) == ["<b>Minggu Anda</b> · Sen 23 Nov – Sab 28 Nov"]
    assert "0 dari 6 hari dilaporkan" in tom.sees


async def test_a_holiday_added_on_thursday_makes_thursday_the_last(days: Days, team: Team) -> None:
    *_, tom = team
    await days.goes_to(THURSDAY, "12.00")
    async with days.database.transaction() as session:
        session.add(Holiday(day=FRIDAY, name="Hari Jadi", kind=HolidayKind.OFFICE))
        await write_duties(
            session, days.office, since=FRIDAY, until=FRIDAY, at=days.time, because="Hari Jadi"
        )

    await days.goes_to(THURSDAY, "16.15")
    assert "0 dari 4 hari dilaporkan" in tom.sees
    await days.goes_to(FRIDAY, "16.15")
    assert len(weeks_on(tom)) == 1


async def is_away(days: Days, person: Person, since: date, until: date) -> None:
    async with days.database.transaction() as session:
        session.add(
            Absence(
                employee_id=person.employee.id,
                kind=AbsenceKind.ANNUAL_LEAVE,
                since=since,
                until=until,
                said_at=days.time,
            )
        )
    await days.rewrites(person, since, until, "cuti")


async def test_leave_on_friday_makes_thursday_the_last(days: Days, team: Team) -> None:
    *_, tom = team
    await is_away(days, tom, FRIDAY, FRIDAY)

    await days.goes_to(THURSDAY, "16.15")

    assert "0 dari 4 hari dilaporkan" in tom.sees


async def test_who_is_on_leave_all_week_is_left_in_peace(days: Days, team: Team) -> None:
    *_, tom = team
    await is_away(days, tom, MONDAY, FRIDAY)
    for day in (MONDAY, THURSDAY, FRIDAY, SATURDAY):
        await days.goes_to(day, "16.15")
    assert tom.screen == []

    await tom.says("/minggu")
    assert tom.sees == (
        "Minggu Anda · Sen 23 Nov – Jum 27 Nov\nTidak ada hari yang wajib dilaporkan."
    )


@pytest.mark.parametrize(("day", "clock"), [(FRIDAY, "21.30"), (SATURDAY, "09.00")])
async def test_one_that_comes_late_is_dropped(
    days: Days, team: Team, day: date, clock: str
) -> None:
    *_, tom = team

    await days.goes_to(day, clock)

    assert weeks_on(tom) == []
    assert await days.count(Duty, Duty.week_at <= days.time) == 0


async def test_two_replicas_sum_up_once(days: Days, team: Team) -> None:
    *_, tom = team
    days.time = days.moment(FRIDAY, "16.15")
    other = Ringing(days.database, days.office, days.now)

    await days.ringing.sum_up_some_weeks()
    await other.sum_up_some_weeks()
    await days.settles()

    assert len(weeks_on(tom)) == 1


async def test_a_correction_after_the_hour_rings_nobody_again(days: Days, team: Team) -> None:
    *_, tom = team
    await days.goes_to(FRIDAY, "16.15")

    async with days.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == tom.employee.id)
            .values(pattern=Pattern.SIX_DAYS)
        )
    await days.rewrites(tom, FRIDAY, FRIDAY, "pola kerja")
    await days.goes_to(FRIDAY, "16.20")

    assert len(weeks_on(tom)) == 1


# The team's


async def test_how_somebody_decides_is_on_fridays_card_for_them_and_for_no_superior(
    days: Days,
) -> None:
    ida = await days.hires("Ida Ayu")
    mia = await days.hires("Mia Lestari", supervisor=ida)
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await reports(days, tom, MONDAY, "08.00-10.00 rapat")
    await days.goes_to(THURSDAY, "15.00")
    await mia.taps("Setujui semua")
    await reports(days, mia, FRIDAY, "08.00-10.00 rapat")

    await days.goes_to(FRIDAY, "16.15")

    assert (
        "Keputusan Anda: 1, separuhnya dalam 72 jam sesudah dikirim dan 72 jam sesudah kartunya "
        "tampil. 0 dari 1 paling lambat H+2 (hanya Anda yang melihat ini)."
    ) in mia.sees.splitlines()
    assert not any("Keputusan Anda" in shown.text for shown in ida.screen)


async def test_the_supervisor_gets_the_teams_week_with_the_names_behind_it(
    days: Days, team: Team
) -> None:
    mia, ani, tom = team
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        await reports(days, ani, day, "08.00-12.00 input data")
        await mia.taps("Setujui semua")
    await reports(days, tom, MONDAY, "08.00-10.00 rapat; 10.00-12.00 menyusun surat")
    await reports(days, tom, FRIDAY, "13.00-15.00 rapat")

    await days.goes_to(FRIDAY, "16.15")

    assert weeks_on(mia) == [
        "<b>Minggu Anda</b> · Sen 23 Nov – Jum 27 Nov",
        "<b>Tim Anda</b> · Sen 23 Nov – Jum 27 Nov",
    ]
    assert mia.sees == (
        "Tim Anda · Sen 23 Nov – Jum 27 Nov\n"
        "2 pegawai, 7 dari 10 hari dilaporkan, 26 jam.\n"
        "1 pegawai sudah lengkap, 1 pegawai masih punya hari yang belum dilaporkan.\n"
        "5 kegiatan disetujui, 3 menunggu keputusan (paling lama sejak Sen 23 Nov).\n"
        "Keputusan Anda: 5, separuhnya dalam kurang dari semenit sesudah dikirim dan 0 detik "
        "sesudah kartunya tampil. 5 dari 5 paling lambat H+2, 5 kurang dari 2 detik per kegiatan "
        "(hanya Anda yang melihat ini).\n"
        "Nama di balik tiap angka ada di tombol."
    )
    assert mia.buttons == [
        "Belum dilaporkan (1 orang)",
        "Menunggu (3 kegiatan)",
        "Per pegawai",
        "◀ Minggu 47",
    ]

    await mia.taps("Belum dilaporkan")
    assert mia.sees == (
        "Hari yang belum dilaporkan · Sen 23 Nov – Jum 27 Nov\n"
        "1. Pak Tom Saputra: Sel 24 Nov, Rab 25 Nov, Kam 26 Nov"
    )
    await mia.taps("1", on=mia.card)
    assert mia.sees == (
        "Pak Tom Saputra · Sen 23 Nov – Jum 27 Nov\n"
        "Sen 23 Nov: 4 jam, 2 kegiatan (2 menunggu)\n"
        "Sel 24 Nov: belum dilaporkan\n"
        "Rab 25 Nov: belum dilaporkan\n"
        "Kam 26 Nov: belum dilaporkan\n"
        "Jum 27 Nov: 2 jam, 1 kegiatan (1 menunggu)\n"
        "2 dari 5 hari dilaporkan, 6 jam, 3 kegiatan: 0 disetujui, 3 menunggu."
    )
    await mia.taps("Kembali", on=mia.card)
    assert mia.sees.startswith("Hari yang belum dilaporkan")

    await mia.taps("Menunggu", on=last_week(mia))
    assert mia.sees == (
        "Menunggu keputusan · Sen 23 Nov – Jum 27 Nov\n"
        "1. Pak Tom Saputra: 3 kegiatan, sejak Sen 23 Nov"
    )
    await mia.taps("Tinjau sekarang")
    assert mia.sees.startswith("Menunggu keputusan Anda: 3")

    await mia.taps("Per pegawai", on=last_week(mia))
    assert mia.sees == (
        "Pegawai · Sen 23 Nov – Jum 27 Nov\n"
        "1. Bu Ani Rahma: 5 dari 5 hari, 20 jam\n"
        "2. Pak Tom Saputra: 2 dari 5 hari, 6 jam"
    )
    assert await days.faults() == []


async def test_a_person_with_many_activities_is_one_person(days: Days, team: Team) -> None:
    mia, ani, _ = team
    await reports(
        days, ani, MONDAY, "08.00-09.00 rapat; 09.00-10.00 surat; 10.00-11.00 arsip; 1 jam input"
    )
    await days.goes_to(MONDAY, "15.30")

    await mia.says("/minggu")
    await mia.taps("Tim saya")

    assert "2 pegawai, 1 dari 2 hari dilaporkan, 4 jam." in mia.sees


async def test_a_transfer_in_mid_week_leaves_each_supervisor_their_days(
    days: Days, team: Team
) -> None:
    mia, _, tom = team
    eko = await days.hires("Eko Lubis", sex=1)
    await reports(days, tom, MONDAY, "08.00-10.00 rapat")
    async with days.database.transaction() as session:
        posting = (
            await session.scalars(select(Posting).where(Posting.employee_id == tom.employee.id))
        ).one()
        posting.until = TUESDAY
        session.add(
            Posting(
                employee_id=tom.employee.id,
                unit_id=days.unit.id,
                supervisor_id=eko.employee.id,
                position="Analis Contoh",
                since=WEDNESDAY,
            )
        )
        await session.flush()
        await write_duties(
            session, days.office, since=MONDAY, until=SATURDAY, at=days.time, because="mutasi"
        )
    await reports(days, tom, THURSDAY, "08.00-11.00 input data")
    await days.goes_to(FRIDAY, "16.15")

    assert "1 pegawai, 1 dari 3 hari dilaporkan, 3 jam." in eko.sees
    assert "2 pegawai, 1 dari 7 hari dilaporkan, 2 jam." in mia.sees


async def test_a_supervisor_without_a_chat_holds_nobody_up(days: Days) -> None:
    mia = await days.hires("Mia Lestari", joined=False)
    tom = await days.hires("Tom Saputra", supervisor=mia)
    await days.begins()

    await days.goes_to(FRIDAY, "16.15")

    assert len(weeks_on(tom)) == 1
    assert await days.count(Notice, Notice.employee_id == mia.employee.id) == 0
    assert await days.faults() == []


# The unit's


async def test_a_head_of_unit_gets_the_unit_by_teams(days: Days) -> None:
    head = await days.hires("Rina Harahap", role=Role.UNIT_HEAD)
    mia = await days.hires("Mia Lestari", supervisor=head)
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    eko = await days.hires("Eko Lubis", sex=1)
    async with days.database.transaction() as session:
        below = Unit.below(days.unit, code="BIDANG", name="Bidang Contoh")
        other = Unit.below(None, code="DINAS2", name="Dinas Lain")  # a code that begins the same
        session.add_all([below, other])
        await session.flush()
        for person, unit in ((tom, below), (eko, other)):
            await session.execute(
                update(Posting)
                .where(Posting.employee_id == person.employee.id)
                .values(unit_id=unit.id)
            )
    await days.begins()
    await reports(days, tom, MONDAY, "08.00-10.00 rapat")
    await reports(days, eko, MONDAY, "08.00-10.00 rapat")

    await days.goes_to(FRIDAY, "16.15")

    assert weeks_on(head) == [
        "<b>Minggu Anda</b> · Sen 23 Nov – Jum 27 Nov",
        "<b>Dinas Contoh</b> · Sen 23 Nov – Jum 27 Nov",
    ]
    assert head.sees.split("\n")[1] == "2 pegawai, 1 dari 10 hari dilaporkan, 2 jam."
    await head.taps("Menunggu")
    assert head.sees == (
        "Menunggu keputusan · Sen 23 Nov – Jum 27 Nov\n"
        "1. Pak Tom Saputra: 1 kegiatan, sejak Sen 23 Nov → Bu Mia Lestari"
    )
    assert head.buttons == ["1"]
    await head.taps("1", on=head.card)
    assert head.sees.startswith("Pak Tom Saputra · Sen 23 Nov – Jum 27 Nov")


async def test_a_head_who_is_head_no_more_sees_the_unit_no_more(days: Days) -> None:
    head = await days.hires("Rina Harahap", role=Role.UNIT_HEAD)
    await days.hires("Mia Lestari", supervisor=head)
    await days.begins()
    await days.goes_to(FRIDAY, "16.15")
    async with days.database.transaction() as session:
        (await session.get_one(Employee, head.employee.id)).role = Role.STAFF

    toast = await head.taps("Minggu 47", on=last_week(head))

    assert toast == ("Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka.")


# The wrong person


async def test_a_colleagues_button_opens_nothing(days: Days, team: Team) -> None:
    mia, ani, tom = team
    await days.goes_to(FRIDAY, "16.15")
    forged, shown = mia.button("Per pegawai")

    toast = await tom.sends_tap(forged, tom.card)
    assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    toast = await days.stranger().sends_tap(forged, shown)
    assert toast == "Anda belum terhubung. Ketuk tautan undangan dari BKPSDM Contoh dulu."

    assert await days.count(Notice, Notice.kind == "week-names") == 0
    assert await days.count(Trace, Trace.refusal == "NotYourCard") == 1
    assert ani.screen[-1].picture is not None


@pytest.mark.parametrize("view", ["unit", "team"])
async def test_a_forged_button_on_ones_own_card_shows_no_colleagues_week(
    days: Days, team: Team, view: str
) -> None:
    _, ani, tom = team
    await days.goes_to(FRIDAY, "16.15")
    mine, shown = tom.button("Minggu 47")
    _, notice, version, *_ = mine.split(":")
    forged = f"names:{notice}:{version}:{view}:{MONDAY}:people:0:{ani.employee.id}"

    toast = await tom.sends_tap(forged, shown)

    assert toast == "Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka."
    assert await days.count(Notice, Notice.kind == "week-names") == 0
    assert await days.count(Trace, Trace.refusal == "NotYourTeam") == 1


async def test_a_forged_button_without_a_day_is_no_button(days: Days, team: Team) -> None:
    mia, *_ = team
    await days.goes_to(FRIDAY, "16.15")
    data, shown = mia.button("Per pegawai")

    toast = await mia.sends_tap(data.replace(str(MONDAY), "kemarin"), shown)

    assert toast is not None
    assert toast.startswith("Tombol ini tidak berlaku lagi, jadi tidak ada yang berubah.")
    assert await days.faults() == []


async def test_another_supervisor_cannot_open_who_is_not_theirs(days: Days, team: Team) -> None:
    _, ani, tom = team
    eko = await days.hires("Eko Lubis", sex=1)
    await days.hires("Nia Sari", supervisor=eko)
    await days.begins()
    await days.goes_to(FRIDAY, "16.15")
    own, shown = eko.button("Per pegawai")
    forged = f"{own.rsplit(':', 1)[0]}:{tom.employee.id}"

    toast = await eko.sends_tap(forged, shown)

    assert toast == "Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka."
    assert not any("Tom" in s.text or "Ani" in s.text for s in eko.screen)
    assert ani.screen


async def test_the_team_view_of_who_leads_nobody_is_empty(days: Days, team: Team) -> None:
    *_, tom = team
    await days.goes_to(FRIDAY, "16.15")
    mine, shown = tom.button("Minggu 47")
    _, notice, version, *_ = mine.split(":")

    await tom.sends_tap(f"week:{notice}:{version}:team:{MONDAY}", shown)

    assert tom.sees == "Tidak ada pegawai di bawah Anda pada minggu ini."


async def test_a_group_never_shows_the_week_to_those_in_it(days: Days, team: Team) -> None:
    _, ani, tom = team
    await reports(days, ani, MONDAY, "08.00-10.00 rapat")
    await days.goes_to(FRIDAY, "16.15")

    assert not any("Ani" in shown.text for shown in tom.screen)


# Counted


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def keep(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", keep)
    yield seen
    event.remove(database.engine.sync_engine, "before_cursor_execute", keep)


@pytest.fixture(params=[1, 3])
async def led(days: Days, request: pytest.FixtureRequest) -> Person:
    """A head of unit who leads one, or three, each of whom has reported twice."""
    mia = await days.hires("Mia Lestari", role=Role.UNIT_HEAD)
    people = [await days.hires(f"Tom {n}", supervisor=mia) for n in range(request.param)]
    await days.begins()
    for person in people:
        await reports(days, person, MONDAY, "08.00-10.00 rapat; 10.00-11.00 arsip")
    return mia


@pytest.mark.parametrize(("view", "count"), [(View.TEAM, 3), (View.UNIT, 4)])
async def test_a_group_takes_as_many_queries_for_three_as_for_one(
    days: Days, led: Person, view: View, count: int
) -> None:
    async with days.database.transaction() as session:
        with statements(days.database) as seen:
            scope = await scope_of(session, led.employee, view, MONDAY)
            assert scope is not None
            await group_of(session, scope, Week(MONDAY), today=MONDAY)

    assert len(seen) == count


async def test_ones_own_week_takes_three_queries(days: Days, led: Person) -> None:
    async with days.database.transaction() as session:
        with statements(days.database) as seen:
            me = led.employee.id
            await figures_of(session, me, MONDAY, SATURDAY, today=FRIDAY)
            await streak_of(session, me, today=FRIDAY)

    assert len(seen) == 3


async def copies_of_the_report(session: AsyncSession, days: list[date]) -> None:
    """The one activity there is, again on each of these days."""
    columns = [c for c in Activity.__table__.c if c.name not in ("id", "day")]
    row = (await session.execute(select(*columns))).one()
    copies = [dict(zip((c.name for c in columns), row, strict=True)) | {"day": d} for d in days]
    await session.execute(insert(Activity), copies)


async def test_a_streak_of_many_months_is_counted_to_its_end(days: Days) -> None:
    tom = await days.hires("Tom Saputra")
    first = MONDAY - timedelta(weeks=20)
    async with days.database.transaction() as session:
        await write_duties(session, days.office, since=first, until=FRIDAY, at=days.time)
        owed = list(
            await session.scalars(
                select(Duty.day)
                .where(Duty.employee_id == tom.employee.id, Duty.off.is_(None), Duty.day <= MONDAY)
                .order_by(Duty.day)
            )
        )
    await reports(days, tom, MONDAY, "08.00-10.00 rapat")
    async with days.database.transaction() as session:
        await copies_of_the_report(session, owed[:-1])

        assert await streak_of(session, tom.employee.id, today=MONDAY) == len(owed) > 90
