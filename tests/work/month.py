"""Weeks of an office, played through the real dispatcher, beside a recount that shares nothing.

The recount has its own holidays (the decree's, as typed in the tests), its own weekends and its own
list of who was away: it asks neither the calendar nor the duties.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import func, select, update

from bot.database import Database
from bot.ringing import AT_ONCE
from models.office import Pattern
from models.people.postings import Posting
from models.people.units import Unit
from models.work.duties import Duty
from models.work.holidays import Holiday, HolidayKind
from models.work.special_days import add_special_day
from tests.desk import Person
from tests.work.days import Days
from tests.work.test_hours import JOINT_LEAVE, NATIONAL

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTH_NAMES = ("", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
               "September", "Oktober", "November", "Desember")  # fmt: skip

REMINDED = ("14.30", "15.00", "15.30", "16.00")  # whatever the day, one of these is its hour


@dataclass(eq=False)
class Played:
    """One employee, and what the play itself knows of them."""

    person: Person
    six_days: bool
    off_at_noon: bool  # in the unit that gets a special day
    reported: set[date] = field(default_factory=set)
    away: set[date] = field(default_factory=set)


@dataclass(frozen=True)
class Sent:
    """A reminder, and what the play knew at that moment: its clock stands while people act."""

    chat_id: int
    at: datetime
    was_done: bool


@dataclass
class Outcome:
    """What a play came to."""

    reminders: int = 0
    on_days_off: int = 0
    at_night: int = 0
    after_the_report: int = 0
    twice_a_day: int = 0
    wrong_owed_days: int = 0
    owed_days: int = 0
    reports: int = 0
    faults: int = 0
    people: int = 0
    weeks: float = 0

    @property
    def a_person_a_week(self) -> float:
        return self.reminders / self.people / self.weeks


class Month:
    """Plays an office from a day to a day."""

    def __init__(self, database: Database, *, people: int, since: date, until: date,
                 team: int = 10, seed: int = 7) -> None:  # fmt: skip
        self.days = Days(database)
        self.people_wanted, self.team = people, team  # a supervisor and the rest
        self.since, self.until = since, until
        self.random = Random(seed)
        self.staff: list[Played] = []
        self.sent: list[Sent] = []
        self.special = since + timedelta(days=8)
        self.days.wire.before = self._note

    async def play(self) -> Outcome:
        self.days.time = self.days.moment(self.since, "07.00")
        self.days.restart()  # what comes from now on is not left over from before a start
        await self.days.opens()
        await self._hire()
        await self.days.begins()
        for n in range((self.until - self.since).days + 1):
            await self._one_day(self.since + timedelta(days=n))
        return await self._outcome()

    # The play

    async def _hire(self) -> None:
        async with self.days.database.transaction() as session:
            six = Unit.below(None, code="ENAM", name="Unit Enam Hari")
            special = Unit.below(None, code="LIBUR", name="Unit dengan Libur")
            session.add_all([six, special])
        supervisor: Person | None = None
        for number in range(self.people_wanted):
            leads = number % self.team == 0
            person = await self.days.hires(f"Orang {number}", None if leads else supervisor)
            supervisor = person if leads else supervisor
            team = number // self.team % 4
            played = Played(person, six_days=team == 1, off_at_noon=team == 2)
            self.staff.append(played)
            await self._place(played, six if team == 1 else special if team == 2 else None)

    async def _place(self, played: Played, unit: Unit | None) -> None:
        if unit is None:
            return
        async with self.days.database.transaction() as session:
            await session.execute(
                update(Posting)
                .where(Posting.employee_id == played.person.employee.id)
                .values(unit_id=unit.id, pattern=Pattern.SIX_DAYS if played.six_days else None)
            )

    async def _one_day(self, day: date) -> None:
        working = [played for played in self.staff if self.owes(played, day)]
        await self._morning(day, working)
        if day == self.special:
            await self._noon()
        await self._afternoon(day, working)
        await self._reviews(day)

    async def _morning(self, day: date, working: list[Played]) -> None:
        await self.days.goes_to(day, "09.00")
        for played in working:
            await self._catches_up(played, day)
        await self.days.goes_to(day, "11.00")
        for played in working:
            if self.random.random() < 0.6:
                await self._reports(played, day)

    async def _afternoon(self, day: date, working: list[Played]) -> None:
        for clock in REMINDED:
            await self._reaches(day, clock)
        for played in working:
            if self.owes(played, day) and day not in played.reported:
                await self._answers(played, day)
        for clock in ("16.30", "19.00", "21.30"):
            await self.days.goes_to(day, clock)

    async def _reaches(self, day: date, clock: str) -> None:
        """The real clock ticks every second; a tick rings for so many only."""
        for _ in range(0, len(self.staff), AT_ONCE):
            await self.days.goes_to(day, clock)

    async def _noon(self) -> None:
        """A unit is off after all; half of it has reported already, which is no harm."""
        await self.days.goes_to(self.special, "12.00")
        async with self.days.database.transaction() as session:
            holiday = Holiday(
                day=self.special, name="Libur unit", kind=HolidayKind.OFFICE, unit="LIBUR"
            )
            await add_special_day(session, holiday, self.days.office, at=self.days.time)

    async def _answers(self, played: Played, day: date) -> None:
        """What people do with a reminder: report, put it off, say they are away, or nothing."""
        choice = self.random.random()
        if choice < 0.55:
            await self._reports(played, day)
        elif choice < 0.65:
            await played.person.taps("30 menit lagi")
        elif choice < 0.75:
            await played.person.taps("Saya cuti / sakit / dinas luar")
            labels = [text for shown in played.person.screen for text in shown.buttons]
            if any("Tidak masuk" in label for label in labels):  # the week may stand below it
                name = f"{DAY_NAMES[day.weekday()][:3]} {day.day}"
                await played.person.taps(f"Tidak masuk {name}")
            await played.person.taps(self.random.choice(["Cuti", "Sakit", "Dinas luar"]))
            played.away.add(day)

    async def _catches_up(self, played: Played, today: date) -> None:
        yesterday = today - timedelta(days=1)
        owes = self.owes(played, yesterday) and yesterday not in played.reported
        if yesterday >= self.since and owes and self.random.random() < 0.5:
            await self._reports(played, yesterday, in_words=True)

    async def _reports(self, played: Played, day: date, *, in_words: bool = False) -> None:
        said = f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month]} "
        await played.person.says(f"{said if in_words else ''}07.00-08.00 apel pagi")
        played.reported.add(day)
        await played.person.taps("Kirim")

    async def _reviews(self, day: date) -> None:
        for leader in self.staff[:: self.team]:
            if self.owes(leader, day) and self.random.random() < 0.7:
                await leader.person.says("/tinjau")
                if "Menunggu keputusan" in leader.person.sees:
                    await leader.person.taps("Setujui yang tampil")

    def _note(self, method: TelegramMethod[Any]) -> None:
        if isinstance(method, SendMessage) and "belum masuk" in method.text:
            assert isinstance(method.chat_id, int)
            at = self.days.time
            played = next(p for p in self.staff if p.person.chat_id == method.chat_id)
            was_done = self._has_nothing_open(played, self.days.office.local(at).date())
            self.sent.append(Sent(method.chat_id, at, was_done))

    # The recount

    def works(self, played: Played, day: date) -> bool:
        """By the decree's lists and the weekday."""
        free = f"{NATIONAL[day.year]} {JOINT_LEAVE[day.year]}".split()
        if day.strftime("%m-%d") in free or day.weekday() == 6:
            return False
        return played.six_days or day.weekday() != 5

    def owes(self, played: Played, day: date) -> bool:
        noon = self.days.moment(self.special, "12.00")
        if played.off_at_noon and day == self.special and self.days.time >= noon:
            return False
        return self.works(played, day) and day not in played.away

    async def _outcome(self) -> Outcome:
        outcome = Outcome(people=len(self.staff), reminders=len(self.sent))
        outcome.weeks = ((self.until - self.since).days + 1) / 7
        outcome.reports = sum(len(played.reported) for played in self.staff)
        outcome.faults = len(await self.days.faults())
        self._judge(outcome)
        counted = await self._counted_in_sql()
        for played in self.staff:
            own = sum(self.owes(played, day) for day in self._span())
            outcome.owed_days += own
            outcome.wrong_owed_days += own != counted.get(played.person.employee.id, 0)
        return outcome

    def _judge(self, outcome: Outcome) -> None:
        by_chat = {played.person.chat_id: played for played in self.staff}
        once: Counter[tuple[int, date]] = Counter()
        for sent in self.sent:
            local = self.days.office.local(sent.at)
            played, day = by_chat[sent.chat_id], local.date()
            outcome.on_days_off += not self.works(played, day)
            outcome.at_night += not 6 <= local.hour < 21
            outcome.after_the_report += sent.was_done
            once[sent.chat_id, day] += local.strftime("%H.%M") in REMINDED
        outcome.twice_a_day = sum(count > 1 for count in once.values())

    def _has_nothing_open(self, played: Played, today: date) -> bool:
        """Whether every working day of the last weeks has been reported by now."""
        days = (today - timedelta(days=n) for n in range(16))  # H+3 over a long Lebaran
        return not any(
            self.works(played, day) and day not in played.reported
            for day in days
            if day >= self.since
        )

    async def _counted_in_sql(self) -> dict[int, int]:
        async with self.days.database.transaction() as session:
            rows = await session.execute(
                select(Duty.employee_id, func.count())
                .where(Duty.off.is_(None), Duty.day.between(self.since, self.until))
                .group_by(Duty.employee_id)
            )
            return dict(rows.all())

    def _span(self) -> list[date]:
        return [self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1)]
