"""The real machine in this process, on a Telegram in this process, with a staffed office."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from time import perf_counter
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties

from bot.database import Database
from bot.machine import Machine
from bot.making_ahead import make_ahead
from config.settings import Settings
from models.people.chats import Chat
from models.people.employees import Employee, Kind
from models.people.postings import Posting
from tests.bench.line import Line
from tests.desk import Person
from tests.engines import ENGINES, engines
from tests.wire import TOKEN
from tests.work.days import Days

LINE = "08.00-10.00 rapat koordinasi pengadaan, 1 notulen"
NO_PACE = 100_000  # notices a second


class Living(Days):
    """A desk whose updates go to the running machine instead of being handled here."""

    wire: Line

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.seconds: list[float] = []  # of each turn, from the update to its answer
        self._chats = count(20_000)

    def restart(self) -> None:
        """The clock goes on from wherever the test's stands."""
        self.wire = Line(now=self.now)
        self.bot = Bot(TOKEN, session=self.wire, default=DefaultBotProperties(parse_mode="HTML"))
        super().restart()

    async def brings(self, update: Mapping[str, Any]) -> int:
        number = next(self._updates)
        self.wire.hands_over({"update_id": number, **update})
        return number

    async def settles(self) -> None:
        """The machine does it."""

    # A staffed office

    async def staffed(self, teams: int, in_a_team: int) -> list[tuple[Person, list[Person]]]:
        """(supervisor, people) by team, all with a chat; their duties are made."""
        bosses = await self.employs(teams, [])
        under = [boss for boss in bosses for _ in range(in_a_team)]
        people = await self.employs(len(under), under)
        await make_ahead(self.database, self.office, self.time)
        return [
            (boss, people[n * in_a_team : (n + 1) * in_a_team]) for n, boss in enumerate(bosses)
        ]

    async def employs(self, many: int, under: list[Person]) -> list[Person]:
        numbers = [next(self._chats) for _ in range(many)]
        rows = [Employee(nip=_nip(n), name=f"Pegawai {n}", kind=Kind.PNS) for n in numbers]
        async with self.database.transaction() as session:
            session.add_all(rows)
            await session.flush()
            session.add_all(
                Posting(
                    employee_id=row.id,
                    unit_id=self.unit.id,
                    supervisor_id=under[place].employee.id if under else None,
                    position="Analis Contoh",
                    since=date(2020, 1, 1),
                )
                for place, row in enumerate(rows)
            )
            session.add_all(
                Chat(id=n, employee_id=row.id, bound_at=self.time)
                for n, row in zip(numbers, rows, strict=True)
            )
        return [Person(self, row, n) for n, row in zip(numbers, rows, strict=True)]

    # What people do, and how long they wait for it

    async def report(self, author: Person, text: str = LINE) -> None:
        """Write; a card with its button comes back."""
        seen = self.wire.until(author.chat_id, lambda: author.card.buttons != {})
        await self.timed(author.says(text), seen)

    async def tap(self, person: Person, label: str) -> None:
        data, shown = person.button(label)
        update = person.tap(data, shown)
        answered = self.wire.until(update["callback_query"]["id"])
        await self.timed(self.brings(update), answered)

    async def timed(self, act: Awaitable[Any], seen: Awaitable[None]) -> None:
        began = perf_counter()
        await asyncio.gather(seen, act)
        self.seconds.append(perf_counter() - began)

    async def whole_flow(self, author: Person, reviewer: Person) -> float:
        """Report, submit, approve; seconds until the author has seen the approval."""
        began = perf_counter()
        await self.report(author)
        card = self.wire.until(reviewer.chat_id, lambda: _offers(reviewer, "Setujui semua"))
        await asyncio.gather(card, self.tap(author, "Kirim"))
        seen = self.wire.until(author.chat_id, lambda: "isetujui" in author.card.text)
        await asyncio.gather(seen, self.tap(reviewer, "Setujui semua"))
        return perf_counter() - began

    @asynccontextmanager
    async def machine(self, notices_per_second: int = NO_PACE) -> AsyncIterator[Machine]:
        """It runs while this is open; its clock begins where the desk's stands."""
        offset = self.time - datetime.now(UTC)
        settings = Settings().model_copy(
            update={
                "database_url": self.database.engine.url.render_as_string(hide_password=False),
                "notices_per_second": notices_per_second,
                "chat_at_once": 1_000,  # one supervisor's taps are many people's here
                "webhook_url": None,
                "listen_port": 0,
            }
        )
        machine = Machine(
            settings=settings,
            office=self.office,
            bot=self.bot,
            now=lambda: datetime.now(UTC) + offset,
        )
        running = asyncio.create_task(machine.run())
        try:
            await asyncio.sleep(3)  # begun, and past its first tidying
            yield machine
        finally:
            machine.stop()
            await running


def _nip(n: int) -> str:
    return f"19{n // 900:02}0926201503{1 + n % 2}{1 + n % 900:03}"


def _offers(person: Person, label: str) -> bool:
    return any(label in text for text in person.card.buttons)


@asynccontextmanager
async def living(engine: str, at: tuple[date, str]) -> AsyncIterator[Living]:
    """An office on an empty database of this engine, on this day and hour."""
    async with engines() as found:
        is_sqlite = engine == ENGINES[0]
        database = Database(await (found.sqlite() if is_sqlite else found.empty_postgresql()))
        desk = Living(database)
        desk.time = desk.moment(*at)
        await desk.opens()
        try:
            yield desk
        finally:
            await database.close()


async def settled(is_so: Callable[[], Awaitable[bool]], within: timedelta) -> None:
    """Wait until this is so."""
    async with asyncio.timeout(within.total_seconds()):
        while not await is_so():  # noqa: ASYNC110 - the machine brings it about
            await asyncio.sleep(0.2)
