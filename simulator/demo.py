"""``make demo``: the real bot and a Telegram of our own in one process, with a sample office.

The only file that imports both sides. They still meet over HTTP; what they share is the clock,
so that a visitor can move the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.commands import CannotRun
from bot.database import Database
from bot.logs import set_up_logs
from bot.machine import Machine, telegram_bot
from bot.migrating import migrate
from config.settings import Settings
from models.office import Office, Pattern, Rules
from models.people.chats import Chat
from models.people.employees import Employee, Kind, Role
from models.people.invitations import invite
from models.people.postings import Posting
from models.people.units import Unit
from models.work.calendars import calendar_around
from models.work.holidays import open_year
from simulator import sample_office
from simulator.clock import Clock
from simulator.server import serving
from simulator.telegram import Telegram

BEGINS_AT = time(16, 5)  # when most people report
FIRST_CHAT = 700_000_000


def run_demo(*, port: int, folder: Path) -> None:
    """Serve the page until interrupted."""
    set_up_logs("WARNING")
    try:
        asyncio.run(_demo(port, folder, _clear(folder)))
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
    async with serving(telegram, port=port) as page:
        settings = Settings(telegram_api=page, database_url=url, listen_port=0, webhook_url=None)
        bot = telegram_bot(telegram.token, page)
        print(f"Kinerja Bot: {page}   (its data: {folder}, new at every start; Ctrl+C ends)")
        await Machine(settings=settings, office=office, bot=bot, now=clock.now).run()


def _clear(folder: Path) -> str:
    """The simulator remembers no chat from last time, so the bot begins anew with it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("demo.db*"):
        old.unlink()
    return f"sqlite+aiosqlite:///{folder / 'demo.db'}"


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
        units: dict[str, Unit] = {}
        for unit, parent in sample_office.units():
            row = Unit.below(units.get(parent.code) if parent else None, code=unit.code,
                             name=unit.name)  # fmt: skip
            session.add(row)
            await session.flush()
            units[unit.code] = row
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
    await database.close()
    return dict(zip(waiting, codes, strict=True))


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
