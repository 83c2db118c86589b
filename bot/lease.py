"""Which replica ticks, polls and broadcasts: a row that its holder renews by conditional UPDATE.

Times are the database's own clock, so replicas whose clocks differ agree. The holder gives up
before the row runs out, and so never works beside its successor.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time

import structlog
from sqlalchemy import ColumnElement, Float, extract, func, literal_column, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import description
from models.machine import Lease

NAME = "broadcast"
LASTS = 12.0  # seconds; with the others' next try another has it within 15 s of a death
RENEWED_EVERY = 4.0
GIVEN_UP_BEFORE = 3.0
TRIES = 4  # in the time of a renewal, by those who do not hold it

log = structlog.get_logger()


class LeaseKeeper:
    """Tries to hold the lease, and knows at any moment whether it does."""

    def __init__(self, database: Database, name: str = NAME, holder: str | None = None) -> None:
        self._database = database
        self._name = name
        self._me = holder or f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._held_until = 0.0  # this process's monotonic clock

    @property
    def is_held(self) -> bool:
        return time.monotonic() < self._held_until

    async def begin(self) -> bool:
        """The first try. On SQLite, which has one process, whoever held it is dead by now."""
        return await self._try(by_force=self._database.is_sqlite)

    async def try_once(self) -> bool:
        """Take or renew it; say whether it is ours."""
        return await self._try(by_force=False)

    async def _try(self, *, by_force: bool) -> bool:
        asked = time.monotonic()  # before the database's answer: the early side
        async with self._database.transaction() as session:
            holder = await _take(session, self._name, self._me, by_force=by_force)
        self._held_until = asked + LASTS - GIVEN_UP_BEFORE if holder else 0.0
        return self.is_held

    async def run(self) -> None:
        """Renew without end. A database that does not answer means: not held."""
        while True:
            is_renewed = False
            try:
                async with asyncio.timeout(RENEWED_EVERY):
                    is_renewed = await self.try_once()
            except Exception as error:  # noqa: BLE001 - the next try may succeed
                log.warning("lease_not_renewed", fault=description(error))
            await asyncio.sleep(RENEWED_EVERY if is_renewed else RENEWED_EVERY / TRIES)

    async def give_up(self, after: float = 0.0) -> None:
        """Leave it to the others, at once or after so many seconds; for an end in good order."""
        self._held_until = 0.0
        async with self._database.transaction() as session:
            await session.execute(
                update(Lease)
                .where(Lease.name == self._name, Lease.holder == self._me)
                .values(until=_clock(session) + after if after else 0.0)
            )


async def _take(session: AsyncSession, name: str, me: str, *, by_force: bool) -> bool:
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    clock = _clock(session)
    row = insert(Lease).values(name=name, holder=me, until=clock + LASTS)
    taken = await session.execute(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": me, "until": clock + LASTS},
            where=true() if by_force else (Lease.holder == me) | (Lease.until < clock),
        ).returning(Lease.holder)
    )
    return taken.scalar_one_or_none() == me


def _clock(session: AsyncSession) -> ColumnElement[float]:
    """The database's own, in seconds of the epoch."""
    if session.get_bind().dialect.name == "postgresql":
        return extract("epoch", func.clock_timestamp()).cast(Float)
    return literal_column("((julianday('now') - 2440587.5) * 86400.0)", Float)
