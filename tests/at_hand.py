"""SQLite in the event loop's own thread, for the plays: no thread to hand each statement to."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from typing import Any

from aiosqlite import Connection
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

PATIENCE = 2.0  # seconds that a statement waits for another's lock, as in bot/database.py
LOOKS_EVERY = 0.01


def keep_at_hand(engine: AsyncEngine) -> None:
    """Handing a statement over and back takes longer than most statements take themselves."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        options["async_creator_fn"] = _at_hand

    @event.listens_for(engine.sync_engine, "connect")
    def _never_wait(connection: Any, _record: Any) -> None:
        """Whoever waits inside SQLite stops the loop, and the other with the lock in it.

        Nor is the disk waited for: no play cuts the power, and tests/machine/test_crashes.py,
        where processes die, has no hand in this.
        """
        connection.execute("PRAGMA busy_timeout=0").close()
        connection.execute("PRAGMA synchronous=OFF").close()


def _at_hand(database: str, **options: Any) -> AtHand:
    return AtHand(lambda: sqlite3.connect(database, timeout=0, **options), iter_chunk_size=64)


class AtHand(Connection):
    """aiosqlite's connection, whose thread never starts."""

    def __await__(self) -> Generator[Any, None, Connection]:
        self._tx = AtOnce(self)  # type: ignore[assignment]
        return self._connect().__await__()

    @property
    def is_amidst(self) -> bool:
        """Within a transaction; a connection that was just closed is in none."""
        try:
            return self._connection is not None and self._connection.in_transaction
        except sqlite3.ProgrammingError:
            return False


class AtOnce:
    """Stands where the thread's queue was: the answer is there before it is waited for.

    Where a transaction ends it comes a round later, so that others have a turn. Within one there
    is nobody to be let in: SQLite has one writer, who holds the lock.
    """

    def __init__(self, connection: AtHand) -> None:
        self._connection = connection

    def put_nowait(self, wanted: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        future, function = wanted
        if future is None:  # nobody waits: the loop has ended
            function()
            return
        self._do(future, function, future.get_loop().time() + PATIENCE)

    def _do(self, future: asyncio.Future[Any], function: Callable[[], Any], until: float) -> None:
        """Also for whoever has ceased to wait, as the thread would."""
        loop = future.get_loop()
        try:
            answer = function()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY and loop.time() < until:
                loop.call_later(LOOKS_EVERY, self._do, future, function, until)
            else:
                loop.call_soon(_fail, future, error)
        except BaseException as error:  # noqa: BLE001 - it is raised where it is awaited
            loop.call_soon(_fail, future, error)
        else:
            self._answer(future, answer)

    def _answer(self, future: asyncio.Future[Any], answer: Any) -> None:
        if self._connection.is_amidst:
            _answer(future, answer)
        else:
            future.get_loop().call_soon(_answer, future, answer)


def _answer(future: asyncio.Future[Any], answer: Any) -> None:
    if not future.done():
        future.set_result(answer)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
