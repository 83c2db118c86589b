"""``make demo``: the real bot and a Telegram of our own in one process, with a sample office.

The only file that imports both sides. They still meet over HTTP; what they share is the clock,
so that a visitor can move the time.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.logs import set_up_logs
from bot.machine import Machine, telegram_bot
from bot.migrating import migrate
from bot.plainly import CannotRun
from config.settings import Settings
from models.office import Office, Pattern, Rules
from models.people.chats import Chat
from models.people.employees import Employee, Kind, Role
from models.people.invitations import invite
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.calendars import WorkCalendar, calendar_around
from models.work.holidays import open_year
from models.work.making_duties import write_duties
from models.work.reports import Report
from models.work.windows import Window, window_for
from simulator import sample_office
from simulator.clock import Clock
from simulator.server import serving
from simulator.telegram import Telegram

BEGINS_AT = time(16, 5)  # when most people report
FIRST_CHAT = 700_000_000
LIVED_IN = 8  # days of reports before the demo begins
STILL_WAITS = 1  # and the last of them are still to be decided


def run_demo(*, port: int, folder: Path) -> None:
    """Serve the page until interrupted."""
    set_up_logs("WARNING")
    try:
        _must_be_free(port)
        asyncio.run(_demo(port, folder, _clear(folder / f"{port}.db")))
    except OSError as error:
        raise CannotRun(
            f"Port {port} cannot be used ({error.strerror}). Another one: PORT=8090 make demo"
        ) from None


async def _demo(port: int, folder: Path, url: str) -> None:
    await migrate(url)
    office = _with_six_day_units(Office.from_toml(Settings().office_file))
    people = sample_office.people()
    clock = Clock(await _working_moment(url, office), zone=office.timezone)
    codes = await _fill(url, office, people, clock.now())
    telegram = Telegram(clock=clock)
    for person in people:
        telegram.person(
            person.first_name,
            person.last_name,
            id=FIRST_CHAT + person.number,
            about=f"{person.position} · {_unit_name(person.unit)}",
            hints=person.hints,
            start_code=codes.get(person.number),
        ).chat.started = person.joined
    for person in people[:2]:  # the two whom a visitor meets first have just said hello
        telegram.people[FIRST_CHAT + person.number].starts()
    async with serving(telegram, port=port) as page:
        settings = Settings(
            telegram_api=page,
            database_url=url,
            evidence_folder=folder / "evidence",
            listen_port=0,
            webhook_url=None,
        )
        bot = telegram_bot(telegram.token, page)
        print(f"Kinerja Bot: {page}   (its data: {folder}, new at every start; Ctrl+C ends)")
        await Machine(settings=settings, office=office, bot=bot, now=clock.now).run()


def _must_be_free(port: int) -> None:
    """Another demo may be running there, and its data is not to be touched."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def _clear(file: Path) -> str:
    """The simulator remembers no chat from last time, so the bot begins anew with it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    return f"sqlite+aiosqlite:///{file}"


def _with_six_day_units(office: Office) -> Office:
    six = [unit.code for unit, _ in sample_office.units() if unit.six_days]
    more = tuple(
        Rules(valid_from=date(2026, 1, 1), unit=code, pattern=Pattern.SIX_DAYS) for code in six
    )
    return office.model_copy(update={"rules": (*office.rules, *more)})


async def _working_moment(url: str, office: Office) -> datetime:
    """The afternoon of the last working day up to today: a demo at night begins well too."""
    database = Database(url)
    today = office.today(datetime.now(UTC))
    async with database.transaction() as session:
        for year in {today.year - 1, today.year, today.year + 1}:
            await open_year(session, year)
        calendar = await calendar_around(session, today)
    await database.close()
    while not calendar.works_on(today, Pattern.FIVE_DAYS):
        today -= timedelta(days=1)
    return office.at(today, BEGINS_AT)


async def _fill(
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
        await _some_days_before(session, office, people, rows, now)
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
            activity.submit(
                by=rows[person.number],
                to=boss,
                at=report.written_at,
                window=_ample_window(office, day, report.written_at),
            )
            if boss is not None and (today - day).days > STILL_WAITS:
                activity.approve(by=boss, at=report.written_at + timedelta(hours=1))


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


def _unit_name(code: str) -> str:
    return next(unit.name for unit, _ in sample_office.units() if unit.code == code)
