"""``make demo``: the real bot and a Telegram of our own in one process, with a sample office.

With ``simulator.filling`` the only file that imports both sides. They still meet over HTTP; what
they share is the clock, so that a visitor can move the time.
"""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.database import Database
from bot.logs import set_up_logs
from bot.machine import Machine, telegram_bot
from bot.migrating import migrate
from bot.plainly import CannotRun
from config.settings import Settings
from models.office import Office, Pattern, Rules
from models.work.calendars import calendar_around
from models.work.holidays import open_year
from simulator import sample_office
from simulator.clock import Clock
from simulator.filling import FIRST_CHAT, fill
from simulator.server import serving
from simulator.telegram import Telegram

BEGINS_AT = time(16, 5)  # when most people report


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
    codes = await fill(url, office, people, clock.now())
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


def _unit_name(code: str) -> str:
    return next(unit.name for unit, _ in sample_office.units() if unit.code == code)
