"""The same SQL by the bare driver: what a flow asked the database, written down and asked again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

import aiosqlite
import asyncpg
from sqlalchemy import URL, event, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database import Database

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
NUMBERS = count(1)  # of copies: a copy may have copies
Statement = tuple[str, Any, bool]  # SQL, parameters, whether there are many sets of them


@dataclass
class Record:
    """Transactions in the order of their beginnings; ``marks`` says how many there were before."""

    transactions: list[list[Statement]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def mark(self) -> None:
        self.marks.append(len(self.transactions))

    def parts(self) -> list[list[list[Statement]]]:
        """What was asked between two marks, without the looks that found nothing to do."""
        ends = [*self.marks[1:], len(self.transactions)]
        return [
            [asked for asked in self.transactions[since:until] if _writes(asked)]
            for since, until in zip(self.marks, ends, strict=True)
        ]


def _writes(asked: Sequence[Statement]) -> bool:
    return any(not sql.startswith("SELECT") for sql, _, _ in asked)


@contextmanager
def recording(database: Database) -> Iterator[Record]:
    """While one thing is done after another: transactions must not overlap."""
    record = Record()

    def begin(_connection: object) -> None:
        record.transactions.append([])

    def ask(_c: object, _cursor: object, sql: str, parameters: Any, *_more: object) -> None:
        if not sql.startswith("BEGIN"):  # SQLite's own
            record.transactions[-1].append((sql, parameters, isinstance(parameters, list)))

    engine = database.engine.sync_engine
    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", ask)
    try:
        yield record
    finally:
        event.remove(engine, "begin", begin)
        event.remove(engine, "before_cursor_execute", ask)


# PostgreSQL: a database for each who asks, so that what was written down finds its rows


@asynccontextmanager
async def copies(url: URL, many: int) -> AsyncIterator[list[str]]:
    """DSNs of copies of this database; nobody may be connected to it."""
    names = [f"{url.database}_{next(NUMBERS)}" for _ in range(many)]
    engine = create_async_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for name in names:
            await connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {url.database}"))
        plain = url.set(drivername="postgresql")
        yield [plain.set(database=n).render_as_string(hide_password=False) for n in names]
        for name in names:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await engine.dispose()


async def connected(dsn: str) -> Connection:
    return await asyncpg.connect(dsn, statement_cache_size=500)


async def ask_postgresql(
    connection: Connection, transactions: Sequence[Sequence[Statement]]
) -> None:
    for asked in transactions:
        async with connection.transaction():
            for sql, parameters, many in asked:
                if many:
                    await connection.executemany(sql, parameters)
                else:
                    await connection.fetch(sql, *parameters)


# SQLite: one writer, whoever asks


async def ask_sqlite(
    connection: aiosqlite.Connection,
    writer: asyncio.Lock,
    transactions: Sequence[Sequence[Statement]],
) -> None:
    for asked in transactions:
        async with writer:
            await connection.execute("BEGIN IMMEDIATE")
            for sql, parameters, many in asked:
                if many:
                    await connection.executemany(sql, parameters)
                else:
                    async with connection.execute(sql, parameters) as cursor:
                        await cursor.fetchall()
            await connection.execute("COMMIT")


async def opened(path: str) -> aiosqlite.Connection:
    """With the same promises that the bot makes."""
    connection = await aiosqlite.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        await connection.execute(f"PRAGMA {pragma}")
    return connection
