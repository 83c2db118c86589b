"""Duties: made ahead, rewritten with the reason, and the past stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest
from sqlalchemy import func, select, text

from bot.making_ahead import make_ahead
from models.office import Pattern
from models.people.postings import Posting
from models.people.units import Unit
from models.work.calendars import calendar_around
from models.work.duties import Duty, Off
from models.work.holidays import Holiday, HolidayKind, open_year
from models.work.making_duties import AHEAD, is_made
from models.work.rings import next_due
from models.work.shifts import Shift
from models.work.special_days import (
    DayAlreadySpecial,
    NotASpecialDay,
    UnitUnknown,
    add_special_day,
    remove_special_day,
)
from tests.desk import Person, plain
from tests.work.days import FRIDAY, MONDAY, SATURDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_hours import WORKING_DAYS
from tests.work.test_reminding import reminders


async def add(days: Days, day: date, name: str, kind: HolidayKind = HolidayKind.OFFICE,
              unit: str = "") -> int:  # fmt: skip
    async with days.database.transaction() as session:
        holiday = Holiday(day=day, name=name, kind=kind, unit=unit)
        return (await add_special_day(session, holiday, days.office, at=days.time)).duties


async def remove(days: Days, day: date, unit: str = "") -> int:
    async with days.database.transaction() as session:
        changed = await remove_special_day(session, day, unit, days.office, at=days.time)
        return changed.duties


async def moves(days: Days, person: Person, unit: Unit, since: date) -> None:
    """A transfer: one posting ends, another begins."""
    async with days.database.transaction() as session:
        old = (
            await session.scalars(select(Posting).where(Posting.employee_id == person.employee.id))
        ).one()
        old.until = date.fromordinal(since.toordinal() - 1)
        session.add(
            Posting(
                employee_id=person.employee.id,
                unit_id=unit.id,
                position="Pindahan",
                since=since,
                pattern=Pattern.SIX_DAYS,
            )
        )


async def owed(days: Days, person: Person, since: date, until: date) -> Sequence[date]:
    async with days.database.transaction() as session:
        rows = await session.scalars(
            select(Duty.day)
            .where(Duty.employee_id == person.employee.id, Duty.off.is_(None))
            .where(Duty.day.between(since, until))
            .order_by(Duty.day)
        )
        return rows.all()


@pytest.mark.parametrize("year", [2026, 2027])
async def test_a_years_owed_days_are_those_of_the_decree(days: Days, year: int) -> None:
    five = await days.hires("Mia")
    six = await days.hires("Tom")
    await days.works(six, Pattern.SIX_DAYS)
    first, last = date(year, 1, 1), date(year, 12, 31)
    await days.rewrites(five, first, last, "dibuat")
    await days.rewrites(six, first, last, "dibuat")

    found = await owed(days, five, first, last)
    by_month = [sum(day.month == month for day in found) for month in range(1, 13)]

    assert by_month == WORKING_DAYS[year]
    assert len(await owed(days, six, first, last)) == 291


async def test_two_months_are_made_ahead_and_making_them_again_changes_nothing(days: Days) -> None:
    mia = await days.hires("Mia")

    assert await make_ahead(days.database, days.office, days.time) == AHEAD.days + 1
    assert await make_ahead(days.database, days.office, days.time) == 0
    assert await days.rewrites(mia, MONDAY, MONDAY + AHEAD, "sekali lagi") == 0
    days.later(days=1)
    assert await make_ahead(days.database, days.office, days.time) == 1

    tom = await days.hires("Tom")
    assert await make_ahead(days.database, days.office, days.time) == AHEAD.days + 1
    assert (await days.duty(tom, WEDNESDAY)).minutes == 450


async def test_whoever_leaves_owes_nothing_from_then_on(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    async with days.database.transaction() as session:
        posting = (await session.scalars(select(Posting))).one()
        posting.until = TUESDAY

    await days.rewrites(mia, MONDAY, FRIDAY, "pensiun")

    assert await owed(days, mia, MONDAY, FRIDAY) == [MONDAY, TUESDAY]
    assert (await days.duty(mia, WEDNESDAY)).off is Off.NO_POSTING
    assert (await days.duty(mia, WEDNESDAY)).reason == "pensiun"
    assert (await days.duty(mia, MONDAY)).reason is None


async def test_a_holiday_added_at_noon_is_rung_by_nobody(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "12.00")

    assert await add(days, MONDAY, "Berkabung daerah") == 1

    await days.goes_to(MONDAY, "15.30")
    assert [plain(shown.text) for shown in mia.screen] == [
        "🗓 Sen 23 Nov libur bagi Anda (Berkabung daerah): tidak perlu melapor."
    ]
    duty = await days.duty(mia, MONDAY)
    assert (duty.minutes, duty.off, duty.off_name, duty.reason) == (
        0, Off.SPECIAL, "Berkabung daerah", "+ Berkabung daerah",
    )  # fmt: skip
    assert duty.remind_at is None


async def test_a_holiday_added_after_the_ring_takes_the_reminder_back(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    assert len(reminders(mia)) == 1

    await add(days, MONDAY, "Berkabung daerah")
    await days.settles()

    assert reminders(mia) == []


async def test_a_holiday_removed_is_a_working_day_again(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await add(days, TUESDAY, "Pilkada")

    assert await remove(days, TUESDAY) == 1

    duty = await days.duty(mia, TUESDAY)
    assert (duty.minutes, duty.off, duty.reason) == (450, None, "- Pilkada")
    await days.goes_to(TUESDAY, "15.30")
    assert len(reminders(mia)) == 1


async def test_a_units_day_is_off_for_the_unit_and_those_below_it_only(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    async with days.database.transaction() as session:
        parent = Unit.below(None, code="DIKBUD", name="Dinas Pendidikan")
        session.add(parent)
        await session.flush()
        school = Unit.below(parent, code="SMP1", name="SMP 1")
        session.add(school)
    await moves(days, tom, school, MONDAY)
    await days.begins()

    assert await add(days, TUESDAY, "Libur sekolah", unit="DIKBUD") == 1

    assert (await days.duty(tom, TUESDAY)).off is Off.SPECIAL
    assert (await days.duty(mia, TUESDAY)).off is None
    assert await add(days, TUESDAY, "Ujian", HolidayKind.WORKDAY, unit="SMP1") == 1
    assert (await days.duty(tom, TUESDAY)).minutes == 390

    async with days.database.transaction() as session:
        posting = (
            await session.scalars(select(Posting).where(Posting.position == "Pindahan"))
        ).one()
        calendar = await calendar_around(session, TUESDAY, posting)
    assert calendar.works_on(TUESDAY, Pattern.SIX_DAYS)


async def test_a_saturday_becomes_a_working_day_after_all(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()

    await add(days, SATURDAY, "Pengganti", HolidayKind.WORKDAY)

    assert (await days.duty(mia, SATURDAY)).minutes == 450
    await days.goes_to(SATURDAY, "15.30")
    assert "Sab 28 Nov" in reminders(mia)[-1]


async def test_what_cannot_be_added_or_removed_is_refused(days: Days) -> None:
    await add(days, TUESDAY, "Pilkada")

    with pytest.raises(DayAlreadySpecial):
        await add(days, TUESDAY, "Pilkada lagi")
    with pytest.raises(UnitUnknown):
        await add(days, TUESDAY, "Libur", unit="TIDAK-ADA")
    with pytest.raises(NotASpecialDay):
        await remove(days, WEDNESDAY)


async def test_an_opened_year_is_the_offices_whatever_is_published_later(days: Days) -> None:
    async with days.database.transaction() as session:
        await session.execute(text("DELETE FROM holidays WHERE day = '2026-12-24'"))

    async with days.database.transaction() as session:
        assert await open_year(session, 2026) is False
        left = await session.scalar(
            select(func.count()).select_from(Holiday).where(Holiday.day == date(2026, 12, 24))
        )
    assert left == 0


async def test_a_day_that_was_known_before_its_year_was_opened_is_there_once(days: Days) -> None:
    async with days.database.transaction() as session:
        session.add(Holiday(day=date(2029, 12, 25), name="Natal", kind=HolidayKind.NATIONAL))

    async with days.database.transaction() as session:
        assert await open_year(session, 2029)
        christmas = await session.scalars(select(Holiday).where(Holiday.day == date(2029, 12, 25)))
        assert [holiday.name for holiday in christmas] == ["Natal"]


async def test_a_transfer_in_mid_month_keeps_each_day_where_it_was(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    async with days.database.transaction() as session:
        other = Unit.below(None, code="DISDIK", name="Dinas Lain")
        session.add(other)
    await moves(days, mia, other, WEDNESDAY)

    await days.rewrites(mia, MONDAY, SATURDAY, "mutasi")

    tuesday, wednesday = await days.duty(mia, TUESDAY), await days.duty(mia, WEDNESDAY)
    assert (tuesday.unit_id, tuesday.minutes, tuesday.reason) == (days.unit.id, 450, None)
    assert (wednesday.unit_id, wednesday.minutes, wednesday.reason) == (other.id, 390, "mutasi")
    assert (await days.duty(mia, SATURDAY)).minutes == 420


async def test_shifts_are_owed_on_the_days_of_the_roster(days: Days) -> None:
    christmas = date(2026, 12, 25)
    mia = await days.hires("Mia")
    await days.works(mia, Pattern.SHIFTS)
    rules = days.office.rules_on(christmas)
    async with days.database.transaction() as session:
        session.add(
            Shift.from_to(time(7), time(14), on=christmas, of=mia.employee.id, rest=30,
                          office=days.office, rules=rules)
        )  # fmt: skip
    await days.begins()

    assert await owed(days, mia, MONDAY, christmas) == [christmas]
    duty = await days.duty(mia, christmas)
    assert (duty.minutes, duty.remind_at) == (390, days.moment(christmas, "13.30"))
    assert (await days.duty(mia, MONDAY)).off is Off.NO_SHIFT
    await days.goes_to(christmas, "13.30")
    assert "Jum 25 Des" in reminders(mia)[-1]


async def test_the_leap_day_is_owed(days: Days) -> None:
    days.time = days.moment(date(2028, 2, 28), "08.00")
    mia = await days.hires("Mia")
    await days.rewrites(mia, date(2028, 2, 28), date(2028, 3, 1), "dibuat")

    await days.goes_to(date(2028, 2, 29), "15.30")

    assert "Sel 29 Feb" in reminders(mia)[-1]


async def test_what_is_due_is_found_without_a_scan(days: Days) -> None:
    await days.hires("Mia")
    await days.begins()
    async with days.database.transaction() as session:
        assert await next_due(session, now=days.moment(MONDAY, "15.30")) is not None
        assert await is_made(session, MONDAY)
        if days.database.is_sqlite:
            plan = await session.execute(
                text("EXPLAIN QUERY PLAN SELECT id FROM duties WHERE remind_at <= '2026-11-23' "
                     "ORDER BY remind_at, id LIMIT 1")
            )  # fmt: skip
            assert "ix_duties_remind_at" in str(plan.all())
