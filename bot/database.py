"""Engine and sessions: SQLite's one writer, PostgreSQL's pool, one code path."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, event, func, literal, make_url, type_coerce
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from bot.errors import state_of
from models.base import Moment
from models.notices.telling import write_down

# After these the same may well succeed: serialization, deadlock, lock, statement cancelled.
PASSING = ("40001", "40P01", "55P03", "57014", "SQLITE_BUSY", "SQLITE_LOCKED")
# With these the database is away: no connection, no room, stopping or starting.
AWAY = ("08", "53", "57P", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
# Seconds for a statement and for a connection: a dead network is noticed by nothing else.
# What adds up a whole office's year may ask for more patience.
PATIENCE = 15
TO_CONNECT = 5
# Seconds that a connection may rest unasked. A ping is three round trips, as much as a small
# transaction: before every one it was a third of all that went over the wire.
TRUSTED_FOR = 5.0

# A snapshot: SQLite takes it with its first read, PostgreSQL has to be told.
SQLITE_SNAPSHOT = {"reads": True}
POSTGRESQL_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Unreachable(ConnectionError):
    """Nobody answers where the database should be."""


class Database:
    """Where the office is kept. ``transaction`` is the only way in."""

    def __init__(self, url: str, pool_size: int = 12, patience: float = PATIENCE) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_async_engine(url, hide_parameters=True)
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            self.engine = create_async_engine(
                url,
                hide_parameters=True,
                pool_size=pool_size,
                connect_args={"timeout": TO_CONNECT, "command_timeout": patience},
            )
            event.listen(self.engine.sync_engine, "do_connect", _connect)
            event.listen(self.engine.sync_engine, "checkout", _ping_if_idle)
            event.listen(self.engine.sync_engine, "checkin", _note_return)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writer: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """All or nothing. Whoever is to be told is written down with the rest, last."""
        async with self._writer, self._sessions() as session, session.begin():
            yield session
            await write_down(session)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """To read from for as long as it takes: it stands in no writer's way."""
        options = SQLITE_SNAPSHOT if self.is_sqlite else POSTGRESQL_SNAPSHOT
        async with self._sessions() as session:
            await session.connection(execution_options=options)
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


def _connect(dialect: Any, _record: object, arguments: Any, options: Any) -> Any:
    """A refused address, an unknown name, a socket that is not there: it all means the same."""
    try:
        return dialect.connect(*arguments, **options)
    except OSError as error:
        raise Unreachable from error


def _note_return(_connection: Any, record: Any) -> None:
    record.info["returned"] = time.monotonic()


def _ping_if_idle(connection: Any, record: Any, _proxy: object) -> None:
    """What was used just now is trusted: should it have gone since, the turn is run anew."""
    returned = record.info.get("returned")  # None: it is new
    if returned is None or time.monotonic() - returned < TRUSTED_FOR:
        return
    try:
        connection.ping()
    except Exception as error:  # whatever it is, neither this one nor the others are of use
        raise InvalidatePoolError from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver keeps out of it: BEGIN comes from us
    cursor = connection.cursor()
    # FULL: a power cut must not lose what was confirmed. WAL readers do not wait for the writer.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=2000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # IMMEDIATE: a transaction that reads first and writes later would otherwise meet "busy".
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def from_now(session: AsyncSession, after: timedelta) -> ColumnElement[datetime]:
    """A moment by the clock that all replicas agree on: the database's own.

    SQLite has one process, whose clock is that of everybody.
    """
    if session.get_bind().dialect.name == "postgresql":
        return type_coerce(func.clock_timestamp() + after, Moment())
    return literal(datetime.now(UTC) + after, Moment())


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction, run anew, may well succeed."""
    if isinstance(error, StaleDataError | TimeoutError | PoolIsEmpty):
        return True
    return is_absence(error) or state_of(error).startswith(PASSING)


def is_absence(error: BaseException) -> bool:
    """Whether the database itself is away: nothing is confirmed, Telegram keeps it for us."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or state_of(error).startswith(AWAY)
    return isinstance(error, ConnectionError)
