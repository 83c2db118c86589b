"""/bulan: what each day of the month was, in words and as a calendar."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.documents.month_picture import month_picture
from handlers.documents.typesetting import MOST_BYTES
from handlers.work.own_month import ShowMonth
from models.work.absences import Absence, AbsenceKind
from models.work.days_of_month import DayIs, DayOfMonth, days_of
from models.work.duties import Off
from models.work.figures import DayFigures, Done, Figures
from models.work.holidays import Holiday, HolidayKind
from models.work.special_days import add_special_day
from models.work.states import State
from tests.desk import TEXTS, Person
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

FOREIGN = "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
async def two(days: Days) -> tuple[Person, Person]:
    """Mia, and Tom, who works under her."""
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    return mia, tom


async def test_a_month_says_what_each_day_was(days: Days, two: tuple[Person, Person]) -> None:
    mia, tom = two
    await days.goes_to(MONDAY, "15.00")
    await tom.says("08.00-10.00 rapat")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await tom.says("/izin sakit besok")
    await tom.taps("Catat")
    await tom.says("/izin cuti tahunan kamis-jumat")
    await tom.taps("Minta persetujuan")
    async with days.database.transaction() as session:
        free = Holiday(day=date(2026, 11, 30), name="Hari jadi", kind=HolidayKind.OFFICE)
        await add_special_day(session, free, days.office, at=days.time)
    await days.goes_to(WEDNESDAY, "10.00")

    await tom.says("/bulan")

    assert tom.sees == (
        "Bulan Anda · November 2026\n"
        "1 dari 2 hari dilaporkan: 2 jam, 1 kegiatan.\n"
        "✅ Disetujui: 1 hari.\n"
        "⭕ Belum dilaporkan: Rab 25 Nov.\n"
        "🏠 Tidak masuk: sakit 1 hari.\n"
        "❓ Menunggu persetujuan tidak masuk: Kam 26 Nov, Jum 27 Nov.\n"
        "🎌 Libur: Sen 30 Nov (Hari jadi)."
    )
    assert tom.card.picture is not None
    assert len(tom.card.picture) <= MOST_BYTES
    assert await days.faults() == []


async def test_earlier_months_are_shown_in_the_same_place(
    days: Days, two: tuple[Person, Person]
) -> None:
    _, tom = two
    await tom.says("/bulan")
    now = tom.card.picture
    assert tom.buttons == ["◀ Oktober 2026", "▶ Desember 2026"]

    await tom.taps("Oktober 2026")

    assert tom.sees == "Bulan Anda · Oktober 2026\nTidak ada hari yang wajib dilaporkan."
    assert tom.card.picture != now
    assert len(tom.screen) == 1
    assert tom.buttons == ["◀ September 2026", "▶ November 2026"]


async def test_nobody_turns_the_leaves_of_somebody_else(
    days: Days, two: tuple[Person, Person]
) -> None:
    mia, tom = two
    await tom.says("/bulan")

    assert await mia.sends_tap(*tom.button("Oktober 2026")) == FOREIGN

    assert tom.sees.startswith("Bulan Anda · November 2026")


async def test_a_forged_month_is_the_nearest_there_is(
    days: Days, two: tuple[Person, Person]
) -> None:
    _, tom = two
    await tom.says("/bulan")
    data, shown = tom.button("Oktober 2026")
    press = ShowMonth.unpack(data)

    await tom.sends_tap(press.model_copy(update={"first": "9999-12-31"}).pack(), shown)

    assert tom.sees.startswith("Bulan Anda · Januari 2027")
    assert await days.faults() == []


async def test_who_wants_no_pictures_gets_the_month_in_words(
    days: Days, two: tuple[Person, Person]
) -> None:
    _, tom = two
    await tom.says("/bulan")
    assert tom.card.picture is not None
    await tom.says("/atur")
    await tom.taps("Teks saja")

    await tom.taps("Oktober 2026")

    assert tom.card.picture is None
    assert tom.sees.startswith("Bulan Anda · Oktober 2026")
    assert await days.faults() == []


# Without a database


def figures(*days: DayFigures, until: date = WEDNESDAY) -> Figures:
    return Figures(1, days, until)


def asks(since: date, until: date) -> Absence:
    return Absence(employee_id=1, kind=AbsenceKind.ANNUAL_LEAVE, since=since, until=until,
                   said_at=datetime(2026, 11, 20, tzinfo=UTC), waits=True)  # fmt: skip


def what(*days: DayFigures, asked: tuple[Absence, ...] = ()) -> dict[date, DayIs]:
    return {one.day: one.what for one in days_of(MONDAY, FRIDAY, figures(*days), asked)}


def test_a_day_is_missing_once_it_has_come_and_not_before() -> None:
    owed = [DayFigures(day) for day in (TUESDAY, WEDNESDAY, THURSDAY)]
    assert what(*owed) == {
        MONDAY: DayIs.FREE,
        TUESDAY: DayIs.NOTHING,
        WEDNESDAY: DayIs.NOTHING,
        THURSDAY: DayIs.COMING,
        FRIDAY: DayIs.FREE,
    }


def test_what_was_reported_says_more_than_what_was_asked_for() -> None:
    sent = DayFigures(TUESDAY, done=Done(counts={State.SUBMITTED: 1}, minutes={}))
    found = what(sent, DayFigures(WEDNESDAY), asked=(asks(TUESDAY, THURSDAY),))
    assert (found[TUESDAY], found[WEDNESDAY], found[THURSDAY]) == (
        DayIs.WAITING, DayIs.ASKED, DayIs.FREE,
    )  # fmt: skip


def test_of_leave_only_that_it_is_leave_and_a_holiday_has_its_name() -> None:
    days = days_of(MONDAY, TUESDAY, figures(
        DayFigures(MONDAY, Off.ABSENCE, "maternity-leave", owed=False),
        DayFigures(TUESDAY, Off.JOINT_LEAVE, "Cuti bersama Natal", owed=False),
    ), ())  # fmt: skip
    assert days == [
        DayOfMonth(MONDAY, DayIs.AWAY, "leave"),
        DayOfMonth(TUESDAY, DayIs.HOLIDAY, "joint-leave", "Cuti bersama Natal"),
    ]


def all_kinds() -> list[DayFigures]:
    """A month with everything that there is."""
    days = [FIRST + timedelta(days=n) for n in range(30)]
    kinds = [(Off.ABSENCE, kind.value) for kind in AbsenceKind]
    kinds += [(off, off.value) for off in Off if off is not Off.ABSENCE]
    done = [Done(counts={state: 2}, minutes={state: 400})
            for state in (State.APPROVED, State.SUBMITTED, State.RETURNED)]  # fmt: skip
    month = [DayFigures(day, off, name, owed=False)
             for day, (off, name) in zip(days, kinds, strict=False)]  # fmt: skip
    month += [DayFigures(day, done=one) for day, one in zip(days[len(month) :], done, strict=False)]
    return month + [DayFigures(day) for day in days[len(month) :]]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_picture_of_everything_is_a_phones_width_and_at_most_60_kb(language: str) -> None:
    of_all = figures(*all_kinds(), until=date(2026, 11, 28))
    days = days_of(FIRST, LAST, of_all, [asks(date(2026, 11, 29), LAST)])
    assert {one.what for one in days} == {*DayIs} - {DayIs.COMING}

    png = month_picture(TEXTS.in_language(language), "Bu Muhammad Rizky Ramadhan Firmansyah",
                        FIRST, days, of_all, date(2026, 11, 28))()  # fmt: skip

    assert len(png) <= MOST_BYTES
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height < 1500) == (720, True)
