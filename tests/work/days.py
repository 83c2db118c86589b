"""A desk whose clock goes from day to day, and rings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from bot.database import Database
from bot.making_ahead import make_ahead
from bot.ringing import Ringing
from models.office import Office, Pattern, Period, Rules
from models.people.postings import Posting
from models.work.duties import Duty
from models.work.holidays import open_year
from models.work.making_duties import of_people, write_duties
from tests.desk import OFFICE, Desk, Person

RAMADAN = (
    Period(since=date(2026, 2, 19), until=date(2026, 3, 20)),
    Period(since=date(2027, 2, 8), until=date(2027, 3, 9)),
)
A_YEAR = OFFICE.model_copy(update={"ramadan": RAMADAN})
MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3, 4))
SATURDAY = MONDAY + timedelta(days=5)


class Days(Desk):
    """An office that is open for days; its clock is set by the office's own wall clock."""

    def __init__(self, database: Database, office: Office = A_YEAR) -> None:
        super().__init__(database, office)
        self.ringing = Ringing(database, office, self.now)
        self.time = self.moment(MONDAY, "08.00")

    def moment(self, day: date, clock: str) -> datetime:
        hour, minute = clock.split(".")
        return self.office.at(day, time(int(hour), int(minute)))

    async def opens(self) -> None:
        await super().opens()
        async with self.database.transaction() as session:
            for year in (2026, 2027, 2028):
                await open_year(session, year)

    async def begins(self) -> None:
        """Everybody has been hired: their duties are made."""
        await make_ahead(self.database, self.office, self.time)

    async def goes_to(self, day: date, clock: str) -> None:
        """It is this day and hour; what has come due rings and is delivered."""
        self.time = self.moment(day, clock)
        await self.rings()

    async def rings(self) -> None:
        await self.ringing.ring_due()
        await self.settles()

    async def duty(self, person: Person, day: date) -> Duty:
        async with self.database.transaction() as session:
            found = await session.scalars(
                select(Duty).where(Duty.employee_id == person.employee.id, Duty.day == day)
            )
            return found.one()

    async def works(self, person: Person, pattern: Pattern) -> None:
        """A personal pattern, from the beginning."""
        async with self.database.transaction() as session:
            await session.execute(
                update(Posting)
                .where(Posting.employee_id == person.employee.id)
                .values(pattern=pattern)
            )

    async def rewrites(self, person: Person, since: date, until: date, because: str) -> int:
        async with self.database.transaction() as session:
            return await write_duties(
                session,
                self.office,
                since=since,
                until=until,
                at=self.time,
                whose=of_people([person.employee.id]),
                because=because,
            )


def with_rules(**more: object) -> Office:
    """The office with rules of its own."""
    rules = Rules.model_validate({"valid_from": date(2026, 1, 1), **more})
    return A_YEAR.model_copy(update={"rules": (rules,)})
