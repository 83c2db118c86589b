"""The two engines: what is asked of them, what happens when they are away, and what is a fault."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database, Unreachable, is_absence, is_passing
from handlers.turn import Reply, Turn
from models.machine import Incoming, Outcome
from models.people.units import Unit
from tests.desk import Desk
from tests.engines import Engines
from tests.machine.replica import replica, writes
from tests.machine.test_turns import Event, kept


@pytest.fixture
async def sqlite(both_engines: Engines) -> AsyncIterator[Database]:
    database = Database(await both_engines.sqlite())
    yield database
    await database.close()


@pytest.fixture
async def postgresql(both_engines: Engines) -> AsyncIterator[Database]:
    database = Database(await both_engines.empty_postgresql())
    yield database
    await database.close()


def unit(code: str, parent_id: int | None = None) -> Unit:
    return Unit(code=code, name="Unit", path=code, parent_id=parent_id)


async def add(session: AsyncSession, row: Unit) -> None:
    async with session.begin_nested():
        session.add(row)
        await session.flush()


def file_of(database: Database) -> Path:
    return Path(database.engine.url.database or "")


# SQLite


async def test_sqlite_keeps_what_it_confirmed_and_knows_what_refers_to_what(
    sqlite: Database,
) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    async with sqlite.transaction() as session:
        found = [await session.scalar(text(f"PRAGMA {name}")) for name in names]

    assert found == ["wal", 2, 1, 2000]


async def test_a_transaction_has_the_lock_from_its_beginning(sqlite: Database) -> None:
    """One that reads first and writes later could otherwise not be finished."""
    other = sqlite3.connect(file_of(sqlite), timeout=0, isolation_level=None)
    async with sqlite.transaction() as session:
        await session.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


async def test_savepoints_take_back_their_own_part_only(database: Database) -> None:
    async with database.transaction() as session:
        await add(session, unit("X"))
        with pytest.raises(IntegrityError):
            await add(session, unit("X"))
        await add(session, unit("Y"))

    async with database.transaction() as session:
        found = (await session.scalars(text("SELECT code FROM units ORDER BY code"))).all()
    assert found == ["X", "Y"]


async def test_what_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            session.add(unit("X", parent_id=99))


async def test_held_by_another_process_the_turn_comes_later_and_is_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.ABSENT_FOR", 0.0)
    if not desk.database.is_sqlite:
        pytest.skip("PostgreSQL locks rows")
    tom = await desk.hires("Tom")
    update_id = await writes(tom, "/bantuan")
    held, may_let_go = threading.Event(), threading.Event()

    def hold() -> None:
        other = sqlite3.connect(file_of(desk.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        held.set()
        may_let_go.wait()
        other.execute("ROLLBACK")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    await asyncio.to_thread(held.wait)
    begun = time.monotonic()
    while_held = await desk.turns.take_one()
    waited = time.monotonic() - begun
    may_let_go.set()
    await desk.settles()
    holder.join()

    assert (while_held, waited >= 2) == (False, True)
    assert (await kept(desk, update_id)).outcome is Outcome.DONE


# PostgreSQL


class Line:
    """A wire to PostgreSQL that can be cut: connections break, and nobody answers."""

    def __init__(self, to: Path) -> None:
        self._to = to
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._held = socket.socket()  # nobody else gets the port while the line is broken
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._held.bind(("127.0.0.1", 0))
        self.port: int = self._held.getsockname()[1]

    async def joins(self) -> None:
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", self.port, reuse_port=True
        )

    async def breaks(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._ends:
            writer.transport.abort()
        self._ends.clear()
        await asyncio.sleep(0.05)

    def ends(self) -> None:
        self._held.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs = await asyncio.open_unix_connection(self._to)
        self._ends |= {writer, theirs[1]}
        await asyncio.gather(self._carry(reader, theirs[1]), self._carry(theirs[0], writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
        except ConnectionError:
            pass
        finally:
            writer.close()


async def test_postgresql_goes_away_and_comes_back_and_nothing_is_lost(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.ABSENT_FOR", 0.0)
    url = postgresql.engine.url
    line = Line(Path(str(url.query["host"])) / ".s.PGSQL.5432")
    await line.joins()
    by_line = url.set(host="127.0.0.1", port=line.port, query={})
    database = Database(by_line.render_as_string(hide_password=False))
    desk = Desk(postgresql)
    await desk.opens()
    tom = await desk.hires("Tom")
    handled = 0

    async def handler(event: Event, turn: Turn) -> Reply:
        nonlocal handled
        handled += 1
        if handled == 1:
            await line.breaks()
        await turn.session.execute(text("SELECT 1"))
        return event.answer("Sudah")

    turns = replica(desk, handler, database)
    update_id = await writes(tom, "halo")
    while_away = [await turns.take_one() for _ in range(5)]
    undone = (await kept(desk, update_id)).done_at
    await line.joins()
    await turns.take_one()
    await database.close()
    await line.breaks()
    line.ends()

    assert (while_away, undone, handled) == ([True, False, False, False, False], None, 2)
    incoming = await kept(desk, update_id)
    assert (incoming.outcome, incoming.attempts, len(tom.screen)) == (Outcome.DONE, 0, 1)


async def test_a_connection_that_broke_while_it_rested_is_noticed_before_it_is_used(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql.engine.url
    line = Line(Path(str(url.query["host"])) / ".s.PGSQL.5432")
    await line.joins()
    by_line = url.set(host="127.0.0.1", port=line.port, query={})
    database = Database(by_line.render_as_string(hide_password=False))

    async def asks() -> int:
        async with database.transaction() as session:
            return await session.scalar(text("SELECT 1")) or 0

    assert await asks() == 1
    await line.breaks()
    await line.joins()
    with pytest.raises(DBAPIError) as trusted:  # it was used just now
        await asks()
    assert is_absence(trusted.value)

    assert await asks() == 1
    await line.breaks()
    await line.joins()
    monkeypatch.setattr("bot.database.TRUSTED_FOR", 0.0)
    assert await asks() == 1

    await database.close()
    await line.breaks()
    line.ends()


async def test_of_two_turns_in_each_others_way_one_is_run_anew(postgresql: Database) -> None:
    """A real deadlock: each has what the other wants."""
    desk = Desk(postgresql)
    await desk.opens()
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    both = asyncio.Barrier(2)
    runs = 0

    async def handler(event: Event, turn: Turn) -> Reply:
        nonlocal runs
        runs += 1
        mine, theirs = (tom, mia) if turn.chat.id == tom.chat_id else (mia, tom)
        for number, person in enumerate((mine, theirs)):
            await turn.session.execute(
                text("UPDATE employees SET name = name || '!' WHERE id = :id"),
                {"id": person.employee.id},
            )
            if number == 0 and runs <= 2:
                await both.wait()
        return event.answer("Sudah")

    await writes(tom, "halo")
    await writes(mia, "halo")
    replicas = replica(desk, handler), replica(desk, handler)
    await asyncio.gather(*(turns.take_one() for turns in replicas))

    assert (runs, len(tom.screen), len(mia.screen)) == (3, 1, 1)
    assert await desk.count(Incoming, Incoming.outcome == Outcome.DONE) == 2
    async with postgresql.transaction() as session:
        names = (await session.scalars(text("SELECT name FROM employees ORDER BY id"))).all()
    assert names == ["Tom!!", "Mia!!"]


# What an error means


def test_away_passing_and_neither() -> None:
    class Error(Exception):
        def __init__(self, sqlstate: str) -> None:
            self.sqlstate = sqlstate

    def state(sqlstate: str) -> DBAPIError:
        return DBAPIError("…", {}, Error(sqlstate))

    errors: dict[BaseException, tuple[bool, bool]] = {
        Unreachable(): (True, True),
        ConnectionResetError(): (True, True),
        state("08006"): (True, True),
        state("57P01"): (True, True),
        state("53300"): (True, True),
        state("57014"): (False, True),
        state("40P01"): (False, True),
        TimeoutError(): (False, True),
        state("23505"): (False, False),
        state("22000"): (False, False),
        FileNotFoundError(): (False, False),
        PermissionError(): (False, False),
        ValueError(): (False, False),
    }
    assert {e: (is_absence(e), is_passing(e)) for e in errors} == errors


async def test_a_full_disk_is_an_absence(sqlite: Database) -> None:
    async with sqlite.transaction() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count={pages}"))
        with pytest.raises(DBAPIError) as caught:
            await session.execute(text("CREATE TABLE filler AS SELECT zeroblob(10000000)"))

    assert (is_absence(caught.value), is_passing(caught.value)) == (True, True)
