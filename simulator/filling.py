"""The sample office put into the bot's database, with some days' work done and the year planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from models.appraisal.plans import Aspect, Indicator, PlanVersion, WorkPlan
from models.office import Office, Pattern
from models.people.chats import Chat
from models.people.employees import Employee, Kind, Role
from models.people.invitations import invite
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.calendars import WorkCalendar, calendar_around
from models.work.link_changes import Link
from models.work.making_duties import write_duties
from models.work.reports import Report
from models.work.windows import Window, window_for
from simulator import sample_office

FIRST_CHAT = 700_000_000
LIVED_IN = 8  # days of reports before the demo begins
STILL_WAITS = 1  # and the last of them are still to be decided


async def fill(
    url: str, office: Office, people: Sequence[sample_office.Person], now: datetime
) -> dict[int, str]:
    """Put the office into the database; the codes of those who have not joined yet."""
    database = Database(url)
    async with database.transaction() as session:
        units = await _units(session)
        rows = {person.number: _employee(person) for person in people}
        session.add_all(rows.values())
        await session.flush()
        session.add_all(_posting(person, rows, units) for person in people)
        session.add_all(
            Chat(id=FIRST_CHAT + p.number, employee_id=rows[p.number].id, bound_at=now)
            for p in people
            if p.joined
        )
        waiting = [person.number for person in people if not person.joined]
        codes = await invite(session, [rows[number] for number in waiting], office, at=now)
        year = office.at(date(office.today(now).year, 1, 5), time(9))
        plans = await _plans(session, people, rows, units, year)
        await _some_days_before(session, office, people, rows, plans, now)
    await database.close()
    return dict(zip(waiting, codes, strict=True))


async def _units(session: AsyncSession) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for unit, parent in sample_office.units():
        above = units.get(parent.code) if parent else None
        units[unit.code] = Unit.below(above, code=unit.code, name=unit.name)
        session.add(units[unit.code])
        await session.flush()
    return units


async def _some_days_before(
    session: AsyncSession,
    office: Office,
    people: Sequence[sample_office.Person],
    rows: dict[int, Employee],
    plans: dict[int, PlanVersion],
    now: datetime,
) -> None:
    """A lived-in office: what was owed and reported lately; the last day still waits."""
    today = office.today(now)
    calendar = await calendar_around(session, today)
    since = today - timedelta(days=LIVED_IN)
    await write_duties(session, office, since=since, until=today - timedelta(days=1), at=now)
    told = [
        (person, day, _report(office, rows[person.number], FIRST_CHAT + person.number, day))
        for person in people
        for day in _days_worked(person, since, calendar)
        if person.joined and sample_office.reported(person, day.toordinal())
    ]
    session.add_all(report for _, _, report in told)
    await session.flush()
    for person, day, report in told:
        boss = rows.get(person.supervisor or 0)
        for activity in _activities(office, person, rows[person.number], day, report):
            session.add(activity)
            _serve(activity, plans.get(person.number), rows[person.number])
            activity.submit(
                by=rows[person.number],
                to=boss,
                at=report.written_at,
                window=_ample_window(office, day, report.written_at),
            )
            if boss is not None and (today - day).days > STILL_WAITS:
                activity.approve(by=boss, at=report.written_at + timedelta(hours=1))


async def _plans(
    session: AsyncSession,
    people: Sequence[sample_office.Person],
    rows: dict[int, Employee],
    units: dict[str, Unit],
    begins: datetime,
) -> dict[int, PlanVersion]:
    """Everybody's SKP of the year, agreed with their superior as it began; by their number."""
    found = {
        person.number: _plan(person, rows, units, begins)
        for person in people
        if person.joined and person.supervisor
    }
    session.add_all(found.values())
    await session.flush()
    for person in people:
        if (version := found.get(person.number)) and (boss := rows.get(person.supervisor or 0)):
            version.propose(by=rows[person.number], to=boss, at=begins)
            version.agree(by=boss, at=begins)
    return found


def _plan(
    person: sample_office.Person, rows: dict[int, Employee], units: dict[str, Unit],
    begins: datetime,
) -> PlanVersion:  # fmt: skip
    author, year = rows[person.number], begins.year
    version = PlanVersion(
        written_at=begins,
        plan=WorkPlan(
            employee_id=author.id,
            unit_id=units[person.unit].id,
            position=person.position,
            since=date(year, 1, 1),
            until=date(year, 12, 31),
        ),
    )
    for what, amount, unit in sample_office.plan(person):
        version.add(what, by=author).aim(
            Indicator(
                aspect=Aspect.QUANTITY,
                target=f"{amount} {unit}",
                low=Decimal(amount),
                unit=unit,
            )
        )
    return version


def _serve(activity: Activity, version: PlanVersion | None, author: Employee) -> None:
    """What it is counted in says which result it serves."""
    if version is None:
        return
    for result in version.results:
        if result.indicators[0].unit == activity.unit:
            activity.serve(Link.CHOSEN, by=author, plan=version.plan_id, key=result.key)


def _days_worked(person: sample_office.Person, since: date, calendar: WorkCalendar) -> list[date]:
    pattern = Pattern.SIX_DAYS if person.unit.startswith("PKM") else Pattern.FIVE_DAYS
    days = (since + timedelta(days=n) for n in range(LIVED_IN))
    return [day for day in days if calendar.works_on(day, pattern)]


def _report(office: Office, author: Employee, chat_id: int, day: date) -> Report:
    return Report(
        author_id=author.id,
        chat_id=chat_id,
        message_id=-day.toordinal(),  # no message of the simulator's has such a number
        written_at=office.at(day, time(15, 40)),
        text="",
    )


def _activities(
    office: Office, person: sample_office.Person, author: Employee, day: date, report: Report
) -> list[Activity]:
    return [
        Activity(
            report_id=report.id,
            author_id=author.id,
            day=day,
            start=time(start),
            end=time(end),
            minutes=(end - start) * 60,
            quantity=Decimal(quantity),
            unit=unit,
            what=what,
            written_at=report.written_at,
        )
        for start, end, what, quantity, unit in sample_office.ordinary_day(person, day.toordinal())
    ]


def _ample_window(office: Office, day: date, at: datetime) -> Window:
    """The same day's evening is inside every window."""
    rules = office.rules_on(day)
    return window_for(day, now=at, office=office, rules=rules, calendar=WorkCalendar())


def _employee(person: sample_office.Person) -> Employee:
    is_agency = person.unit == "BKPSDM-KINERJA"
    role = (
        Role.OFFICE_ADMIN
        if is_agency and person.hints == sample_office.HINTS_OF_HEADS
        else (Role.STAFF)
    )
    return Employee(nip=person.nip, name=person.name, kind=Kind(person.kind), role=role)


def _posting(
    person: sample_office.Person, rows: dict[int, Employee], units: dict[str, Unit]
) -> Posting:
    return Posting(
        employee_id=rows[person.number].id,
        unit_id=units[person.unit].id,
        supervisor_id=rows[person.supervisor].id if person.supervisor else None,
        position=person.position,
        since=date(2025, 1, 1),
    )
