"""An office on the simulator, whose bot lives, is killed, and lives again."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from typing import Any

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.dispatcher import CARDS
from handlers.cards import Look
from models.machine import Incoming, Lease
from models.notices.notices import Notice
from models.people.employees import Employee
from simulator.clock import Clock
from simulator.html import HtmlReader
from simulator.people import Person as Phone
from simulator.server import serving
from simulator.telegram import Telegram
from tests.desk import OFFICE, TEXTS, TUESDAY, Desk
from tests.machine.victim import Doom, Life, live

# Forked from a server that has imported everything: a life begins within milliseconds.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.machine.victim"])

WITHIN = 20.0
Standing = tuple[str, list[str | None]]  # words, and what is behind the buttons


class Town:
    """Tom reports to Mia, on real phones, over real HTTP, to a real process."""

    def __init__(self, database: Database, telegram: Telegram, url: str) -> None:
        self.database = database
        self.telegram = telegram
        self.desk = Desk(database)
        self._life = Life(
            database.engine.url.render_as_string(hide_password=False),
            url,
            telegram.token,
            telegram.clock.now() - datetime.now(UTC),
        )
        self._processes: list[ForkServerProcess] = []

    async def opens(self) -> None:
        await self.desk.opens()
        boss = await self.desk.hires("Mia Lestari, S.E.")
        clerk = await self.desk.hires("Tom Saputra", supervisor=boss, sex=1)
        self.mia = self._phone(boss.chat_id, "Mia")
        self.tom = self._phone(clerk.chat_id, "Tom")

    def _phone(self, chat_id: int, name: str) -> Phone:
        phone = self.telegram.person(name, id=chat_id)
        phone.chat.started = True
        return phone

    async def begins(
        self, point: str | None = None, chat: Phone | None = None
    ) -> ForkServerProcess:
        """A process begins to live. Its doom, if it has one, comes when ``armed`` is set."""
        await self._time_passes()
        self.armed = PROCESSES.Event()
        doom = Doom(point, chat.id if chat else 0, self.armed) if point else None
        process = PROCESSES.Process(target=live, args=(self._life, doom), daemon=True)
        process.start()
        self._processes.append(process)
        await self.telegram.ready(within=WITHIN)
        return process

    async def _time_passes(self) -> None:
        """As much as it takes until what the dead one held is free."""
        async with self.database.transaction() as session:
            await session.execute(update(Lease).values(until=0.0))
            held = Notice.taken_until.is_not(None)
            await session.execute(
                update(Notice).where(held).values(taken_until=TUESDAY - timedelta(days=99))
            )

    async def ends(self, process: ForkServerProcess) -> int | None:
        """Wait for its end; the exit code."""
        await asyncio.to_thread(process.join, WITHIN)
        return process.exitcode

    def buries(self) -> None:
        for process in self._processes:
            process.kill()
            process.join()
            process.close()

    async def rests(self) -> None:
        """Wait until nothing is waiting any more: not at Telegram, not here."""
        await eventually(self._is_at_rest)

    async def _is_at_rest(self) -> bool:
        soon = self.telegram.clock.now() + timedelta(seconds=60)
        undone = await self.count(Incoming, Incoming.done_at.is_(None))
        due = await self.count(Notice, Notice.due <= soon)
        return not (self.telegram.updates.pending() or undone or due)

    async def count(self, table: type[Any], *conditions: Any) -> int:
        return await self.desk.count(table, *conditions)

    async def untrue_cards(self) -> list[tuple[Standing, Standing]]:
        """(as it is, as it stands on the phone) of every card that is not what it should be."""
        async with self.database.transaction() as session:
            notices = await session.scalars(
                select(Notice).where(Notice.subject.is_not(None), Notice.message_id.is_not(None))
            )
            cards = [await self._compared(session, notice) for notice in notices.all()]
        assert cards
        return [(is_so, stands) for is_so, stands in cards if is_so != stands]

    async def _compared(self, session: AsyncSession, notice: Notice) -> tuple[Standing, Standing]:
        to = await session.get_one(Employee, notice.employee_id)
        now = self.telegram.clock.now()
        look = Look(session, notice, to, OFFICE, now, TEXTS.in_language(to.language),
                    say_in=TEXTS.in_language)  # fmt: skip
        page = (await CARDS[notice.kind](look)).pages[notice.part]
        message = self.telegram.people[notice.sent_to or 0].chat.messages[notice.message_id or 0]
        return (
            (HtmlReader(page.text).read().text, _behind(page.keyboard)),
            (message.text or "", _behind(message.reply_markup)),
        )


def _behind(keyboard: InlineKeyboardMarkup | None) -> list[str | None]:
    """The callback data behind the buttons, with notice and version."""
    rows = keyboard.inline_keyboard if keyboard else []
    return [button.callback_data for row in rows for button in row]


async def ended(task: asyncio.Task[Any]) -> None:
    """Cut it off, and wait until it has let go of the database."""
    task.cancel()
    await asyncio.wait([task])


async def eventually(is_so: Callable[[], Awaitable[object]]) -> None:
    """Wait until this is so; raise TimeoutError if it does not come about."""
    async with asyncio.timeout(WITHIN):
        while not await is_so():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.02)


@asynccontextmanager
async def town(database: Database) -> AsyncIterator[Town]:
    telegram = Telegram(clock=Clock(TUESDAY))
    async with serving(telegram) as url:
        found = Town(database, telegram, url)
        await found.opens()
        try:
            yield found
        finally:
            found.buries()
    assert telegram.unknown_fields == []
