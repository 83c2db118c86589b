"""Engine and sessions: SQLite's one writer, PostgreSQL's pool, one code path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from models.notices.telling import write_down

# SQLSTATEs after which the same may well succeed: serialization, deadlock, lock, cancelled.
PASSING = {"40001", "40P01", "55P03", "57014"}


class Database:
    """Where the office is kept. ``transaction`` is the only way in."""

    def __init__(self, url: str, pool_size: int = 12) -> None:
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
                url, hide_parameters=True, pool_size=pool_size, pool_pre_ping=True
            )
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

    async def close(self) -> None:
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver keeps out of it: BEGIN comes from us
    cursor = connection.cursor()
    # FULL: a power cut must not lose what was confirmed. WAL readers do not wait for the writer.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=2000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # IMMEDIATE: a transaction that reads first and writes later would otherwise meet "busy".
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction, run anew, may well succeed."""
    if isinstance(error, StaleDataError | TimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if is_absence(error):
        return True
    return getattr(error.orig, "sqlstate", None) in PASSING or "locked" in str(error.orig)


def is_absence(error: BaseException) -> bool:
    """Whether the database itself is away: nothing is confirmed, Telegram keeps it for us."""
    if isinstance(error, ConnectionError | OSError) and not isinstance(error, TimeoutError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return isinstance(error, InterfaceError | OperationalError) and state[:2] in ("08", "57")
