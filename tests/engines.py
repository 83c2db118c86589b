"""Both databases, migrated once a worker and emptied for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.database import Database
from bot.migrating import migrate
from models.every_table import Base
from tests import postgresql
from tests.at_hand import keep_at_hand

ENGINES = ("sqlite", "postgresql")


@dataclass
class Engines:
    """Where a worker's databases are."""

    folder: Path
    postgresql: str | None = None  # a server's URL without a database, once it runs
    migrated: str | None = None
    shared: dict[str, Database] = field(default_factory=dict)
    emptied: int = 0  # how often PostgreSQL's was

    async def database(self, engine: str) -> Database:
        """An empty, migrated database, always the same: it knows its statements compiled."""
        if engine not in self.shared:
            url = await (self.sqlite() if engine == "sqlite" else self.empty_postgresql())
            self.shared[engine] = database = Database(url)
            if database.is_sqlite:
                keep_at_hand(database.engine)
            return database
        database = self.shared[engine]
        if database.is_sqlite:
            self._copy_template(Path(database.engine.url.database or ""))
        else:
            self.emptied += 1
            await _empty(database.engine, thoroughly=self.emptied % 100 == 0)
        return database

    async def sqlite(self) -> str:
        """The URL of a fresh copy of a migrated file."""
        if not self._template.exists():
            await migrate(f"sqlite+aiosqlite:///{self._template}")
        copy = self.folder / f"{len(list(self.folder.iterdir()))}.db"
        self._copy_template(copy)
        return f"sqlite+aiosqlite:///{copy}"

    async def empty_postgresql(self) -> str:
        """The URL of this worker's database, emptied."""
        if self.migrated is None:
            self.migrated = await self.new_postgresql(f"kinerja_{os.getpid()}")
            await migrate(self.migrated)
            await _learn_to_empty(self.migrated)
        engine = create_async_engine(self.migrated)
        await _empty(engine, thoroughly=True)
        await engine.dispose()
        return self.migrated

    async def new_postgresql(self, name: str) -> str:
        """The URL of a new database without tables."""
        server = self._server()
        engine = create_async_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await engine.dispose()
        return server.format(name)

    @property
    def _template(self) -> Path:
        return self.folder / "template.db"

    def _copy_template(self, to: Path) -> None:
        """Over whatever is there; nobody has it open."""
        for log in ("-wal", "-shm"):
            Path(f"{to}{log}").unlink(missing_ok=True)
        shutil.copyfile(self._template, to)

    def _server(self) -> str:
        if self.postgresql is None:
            self.postgresql = _start_server()
        return self.postgresql


async def _empty(engine: AsyncEngine, *, thoroughly: bool) -> None:
    """As if newly migrated. To truncate takes longer than most tests, to delete leaves a rest."""
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    truncate = f"TRUNCATE {names} RESTART IDENTITY CASCADE"
    async with engine.begin() as connection:
        await connection.execute(text(truncate if thoroughly else "SELECT empty_tables()"))


async def _learn_to_empty(url: str) -> None:
    """Give the database the function: rows away without looking at foreign keys, ids from 1."""
    rows = "".join(f"DELETE FROM {table.name}; " for table in Base.metadata.sorted_tables)
    begins = "BEGIN SET LOCAL session_replication_role = replica; "
    ids = """PERFORM setval(oid::regclass, 1, false) FROM pg_class
             WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace; """
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "CREATE FUNCTION empty_tables() RETURNS void LANGUAGE plpgsql "
                f"AS $$ {begins}{rows}{ids}END $$"
            )
        )
    await engine.dispose()


def _start_server() -> str:
    """Start the PostgreSQL all workers share; a URL with a place for the database."""
    try:
        server = postgresql.start(Path(tempfile.gettempdir()) / f"kinerja-tests-{os.getuid()}")
    except ImportError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"PostgreSQL is not here ({error}): only SQLite is tested")
    server.psql("ALTER SYSTEM SET fsync = off; ")
    server.psql("ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("ALTER SYSTEM SET jit = off;")
    server.psql("ALTER SYSTEM SET max_connections = 200;")
    server.psql("ALTER SYSTEM SET autovacuum = off;")  # it would mix rows up in the midst of a test
    server.psql("SELECT pg_reload_conf();")
    uri: str = server.get_uri("DATABASE")
    return uri.replace("postgresql://", "postgresql+asyncpg://").replace("DATABASE", "{}")


@asynccontextmanager
async def engines() -> AsyncIterator[Engines]:
    with tempfile.TemporaryDirectory(prefix="kinerja-") as folder:
        yield Engines(Path(folder))
