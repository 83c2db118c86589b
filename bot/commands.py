"""What the commands of ``python -m bot`` do; imported only by the one that is called."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError
from sqlalchemy import Select, select

from bot.database import Database
from bot.logs import set_up_logs
from bot.machine import Machine, telegram_bot, utc_now
from bot.migrating import is_current, migrate
from config.settings import Settings
from models.office import Office
from models.people.employees import Employee
from models.people.invitations import invite
from models.people.nip import tidy_nip


class CannotRun(Exception):
    """Something that the operator has to put right; the words are for them."""


def run_bot(settings: Settings, office: Office) -> None:
    """Run one replica until it is stopped."""
    if settings.bot_token is None:
        raise CannotRun("BOT_TOKEN is not set: ask @BotFather for one, or try `make demo`.")
    if settings.webhook_url and settings.webhook_secret is None:
        raise CannotRun("WEBHOOK_URL is set, so WEBHOOK_SECRET is needed too.")
    set_up_logs(settings.log_level)
    try:
        asyncio.run(_run(settings, office, settings.bot_token.get_secret_value()))
    except (TelegramUnauthorizedError, TokenValidationError):
        raise CannotRun("Telegram does not know this BOT_TOKEN; @BotFather can tell it.") from None


async def _run(settings: Settings, office: Office, token: str) -> None:
    await prepare(settings)
    bot = telegram_bot(token, settings.telegram_api)
    await run_until_told(Machine(settings=settings, office=office, bot=bot))


async def run_until_told(machine: Machine) -> None:
    """Run until SIGTERM or Ctrl-C; what is under way is finished first."""
    with suppress(NotImplementedError):  # Windows has no such signals: there it is cut off
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, machine.stop)
    await machine.run()


async def prepare(settings: Settings) -> None:
    """SQLite is brought to this version at start; on PostgreSQL that is an operator's act."""
    if settings.database_url.startswith("sqlite"):
        make_folder(settings.database_url)
        await migrate(settings.database_url)
    elif not await is_current(settings.database_url):
        raise CannotRun("The database is not at this version: run `python -m bot migrate` first.")


def make_folder(url: str) -> None:
    """The folder of an SQLite file, if it has one."""
    path = Path(url.split(":///", 1)[-1])
    path.parent.mkdir(parents=True, exist_ok=True)


async def invite_people(settings: Settings, office: Office, nips: list[str]) -> list[list[str]]:
    """Rows of (name, link, good until) for these employees; all of them where no NIP is given."""
    await prepare(settings)
    username = await _bot_name(settings)
    database = Database(settings.database_url)
    now = utc_now()
    try:
        async with database.transaction() as session:
            people = list(await session.scalars(_chosen(nips)))
            codes = await invite(session, people, office, at=now)
    finally:
        await database.close()
    until = office.local(now + timedelta(days=office.invitation_days)).date().isoformat()
    return [
        [person.name, f"https://t.me/{username}?start={code}", until]
        for person, code in zip(people, codes, strict=True)
    ]


def _chosen(nips: list[str]) -> Select[Employee]:
    query = select(Employee).order_by(Employee.name)
    return query.where(Employee.nip.in_([tidy_nip(nip) for nip in nips])) if nips else query


async def _bot_name(settings: Settings) -> str:
    if settings.bot_token is None:
        raise CannotRun("BOT_TOKEN is not set: the links need to know which bot they lead to.")
    bot = telegram_bot(settings.bot_token.get_secret_value(), settings.telegram_api)
    try:
        return (await bot.me()).username or ""
    finally:
        await bot.session.close()
