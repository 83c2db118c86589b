"""``python -m bot doctor``: what is wrong, in plain words, and what to do about it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.machine import telegram_bot
from bot.migrating import is_current
from bot.shelf import Shelf
from config.settings import Settings
from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from models.people.chats import Chat
from models.people.postings import Posting, held_on
from models.work.files import File

PENDING_TOO_MANY = 500
LOOKED_FOR = 500  # files of evidence, the newest
STUCK_AFTER = timedelta(minutes=10)
CLOCKS_MAY_DIFFER = timedelta(seconds=5)


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    is_well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.is_well else 'WRONG'} {self.words}"


async def examine(
    settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncIterator[Finding]:
    """Look at Telegram, then at the database; what cannot be looked at is itself a finding."""
    if settings.bot_token is None:
        yield Finding(False, "BOT_TOKEN is not set. @BotFather gives one.")
    else:
        async for finding in _telegram(settings, settings.bot_token.get_secret_value(), now()):
            yield finding
    try:
        async for finding in _database(settings, now()):
            yield finding
    except (SQLAlchemyError, OSError) as error:
        yield Finding(False, f"The database does not answer: {type(error).__name__}.")


async def _telegram(settings: Settings, token: str, now: datetime) -> AsyncIterator[Finding]:
    try:
        bot = telegram_bot(token, settings.telegram_api)
    except TokenValidationError:
        yield Finding(False, "BOT_TOKEN is no token: they look like 1234567890:AbC…")
        return
    try:
        async for finding in _ways_in(bot, settings):
            yield finding
        yield await _telegrams_clock(settings, now)
    except TelegramUnauthorizedError:
        yield Finding(False, "Telegram does not know this BOT_TOKEN. @BotFather can tell it.")
    except TelegramAPIError as error:
        yield Finding(False, f"Telegram does not answer as it should: {type(error).__name__}.")
    finally:
        await bot.session.close()


async def _ways_in(bot: Bot, settings: Settings) -> AsyncIterator[Finding]:
    me = await bot.me()
    yield Finding(True, f"The token is good: @{me.username}.")
    hook = await bot.get_webhook_info()
    wanted = f"{settings.webhook_url.rstrip('/')}/telegram" if settings.webhook_url else ""
    if hook.url == wanted:
        yield Finding(True, f"Updates come by {'webhook' if wanted else 'polling'}.")
    else:
        yield Finding(
            False,
            f"Telegram sends updates to {hook.url or 'nobody (polling)'}, "
            f"but WEBHOOK_URL says {wanted or 'polling'}. A start of the bot puts it right.",
        )
    if hook.last_error_message:
        yield Finding(False, f"Telegram's last delivery failed: {hook.last_error_message}.")
    waiting = hook.pending_update_count
    yield Finding(waiting < PENDING_TOO_MANY, f"{waiting} updates wait at Telegram.")


async def _telegrams_clock(settings: Settings, now: datetime) -> Finding:
    """Whether a report is late is judged by Telegram's clock, when a reminder rings by ours."""
    try:
        async with (
            ClientSession(timeout=ClientTimeout(10)) as session,
            session.head(settings.telegram_api, allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (ClientError, TimeoutError, KeyError, ValueError) as error:
        return Finding(False, f"Telegram's clock could not be read: {type(error).__name__}.")
    return _apart("Telegram's clock", theirs - now)


def _apart(whose: str, difference: timedelta) -> Finding:
    apart = abs(difference)
    return Finding(
        apart <= CLOCKS_MAY_DIFFER,
        f"{whose} and this machine's are {apart.total_seconds():.1f} s apart.",
    )


async def _database(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    if not await is_current(settings.database_url):
        yield Finding(False, "The database is not at this version: python -m bot migrate.")
        return
    yield Finding(True, "The database is at this version.")
    database = Database(settings.database_url)
    try:
        async with database.transaction() as session:
            yield await _clock(session, now, database.is_sqlite)
            yield await _inbox(session, now)
            yield await _faults(session)
            yield await _stuck_notices(session, now)
            yield await _refused_notices(session)
            yield await _unbound_supervisors(session, now)
            yield await _blocked(session)
            yield await _evidence(session, settings.evidence_folder)
    finally:
        await database.close()


async def _clock(session: AsyncSession, now: datetime, is_sqlite: bool) -> Finding:
    """Leases run by the database's clock, lateness by Telegram's: ours should agree."""
    if is_sqlite:
        return Finding(True, "The database's clock is this machine's.")
    theirs = await session.scalar(text("SELECT clock_timestamp()"))
    return _apart("The database's clock", theirs - now if theirs else timedelta())


async def _inbox(session: AsyncSession, now: datetime) -> Finding:
    waiting, oldest = (
        await session.execute(
            select(func.count(), func.min(Incoming.received_at)).where(Incoming.done_at.is_(None))
        )
    ).one()
    is_stuck = oldest is not None and oldest < now - STUCK_AFTER
    late = "; the oldest for more than 10 minutes. Does a bot run?" if is_stuck else "."
    return Finding(not is_stuck, f"{waiting} updates wait to be handled{late}")


async def _faults(session: AsyncSession) -> Finding:
    count = await session.scalar(
        select(func.count()).select_from(Incoming).where(Incoming.outcome == Outcome.FAULT)
    )
    return Finding(
        not count, f"{count} updates are set aside after a fault and kept to be looked at."
    )


async def _stuck_notices(session: AsyncSession, now: datetime) -> Finding:
    count = await session.scalar(
        select(func.count()).select_from(Notice).where(Notice.due < now - STUCK_AFTER)
    )
    return Finding(not count, f"{count} notices are more than 10 minutes late. Does a bot run?")


async def _refused_notices(session: AsyncSession) -> Finding:
    count = await session.scalar(
        select(func.count()).select_from(Notice).where(Notice.trouble.is_not(None))
    )
    return Finding(not count, f"{count} notices were refused by Telegram; the log says why.")


async def _unbound_supervisors(session: AsyncSession, now: datetime) -> Finding:
    bound = select(Chat.employee_id).where(Chat.employee_id.is_not(None))
    count = await session.scalar(
        select(func.count(func.distinct(Posting.supervisor_id))).where(
            Posting.supervisor_id.is_not(None),
            held_on(now.date()),
            Posting.supervisor_id.not_in(bound),
        )
    )
    return Finding(not count, f"{count} supervisors have not joined; reports wait for them.")


async def _blocked(session: AsyncSession) -> Finding:
    """No fault of ours: their units' admins have been told."""
    count = await session.scalar(
        select(func.count()).where(Chat.blocked_at.is_not(None), Chat.employee_id.is_not(None))
    )
    return Finding(True, f"{count} employees have blocked the bot; their admins were told.")


async def _evidence(session: AsyncSession, folder: Path) -> Finding:
    """The folder is there and can be written, and what was kept last lies in it."""
    rows = await session.scalars(select(File.sha256).order_by(File.id.desc()).limit(LOOKED_FOR))
    return await asyncio.to_thread(_on_the_shelf, folder, list(rows))


def _on_the_shelf(folder: Path, kept: list[str]) -> Finding:
    if not folder.is_dir():
        words = f"The evidence folder {folder} is not there"
        return Finding(not kept, f"{words}{'.' if kept else ' yet; the first file makes it.'}")
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(False, f"The evidence folder {folder} cannot be written to.")
    shelf = Shelf(folder)
    missing = sum(not shelf.path_of(sha256).is_file() for sha256 in kept)
    if missing:
        return Finding(False, f"{missing} of the {len(kept)} newest files are not in {folder}.")
    return Finding(True, f"Evidence lies in {folder}; the {len(kept)} newest files are there.")
