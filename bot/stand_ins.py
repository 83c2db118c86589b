"""What ``python -m bot stand-in`` does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import typer
from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, words
from bot.preparing import prepare
from config.settings import Settings
from models.office import Office
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.stand_ins import Capacity, StandIn, appoint, standing_in
from models.work.telling_of_stand_ins import BEGINS, ENDED, tell_of_stand_in


@dataclass(frozen=True)
class Named:
    """A stand-in as the operator writes it."""

    official: str
    deputy: str
    kind: str
    since: date
    until: date | None
    letter: str


async def add_command(settings: Settings, office: Office, one: Named) -> None:
    at = datetime.now(UTC)
    async with _opened(settings, office) as session:
        row = await appoint(
            session, await _by_nip(session, one.official), await _by_nip(session, one.deputy),
            kind=Capacity(one.kind), since=one.since, until=one.until, letter=one.letter, by=None,
            at=at, today=office.today(at),
        )  # fmt: skip
        await tell_of_stand_in(session, row, office, kind=BEGINS, by=None, at=at)
    typer.echo(f"{one.deputy} stands in for {one.official} from {one.since}.")


async def end_command(settings: Settings, office: Office, nip: str) -> None:
    at = datetime.now(UTC)
    today = office.today(at)
    async with _opened(settings, office) as session:
        official = await _by_nip(session, nip)
        rows = await standing_in(session, StandIn.official_id == official.id, today=today)
        if not rows:
            raise CannotRun(f"Nobody stands in for {nip}.")
        rows[0].end(by=None, at=at, today=today)
        await tell_of_stand_in(session, rows[0], office, kind=ENDED, by=None, at=at)
    typer.echo(f"Nobody stands in for {nip} any more.")


async def list_command(settings: Settings, office: Office) -> None:
    async with _opened(settings, office) as session:
        for row in await standing_in(session, true(), today=office.today(datetime.now(UTC))):
            names = f"{row.official.nip} {row.official.name}\t{row.deputy.nip} {row.deputy.name}"
            typer.echo(f"{names}\t{row.kind}\t{row.since}\t{row.until or ''}\t{row.letter}")


async def _by_nip(session: AsyncSession, nip: str) -> Employee:
    found = await session.scalar(select(Employee).where(Employee.nip == nip))
    if found is None:
        raise CannotRun(f"Nobody has the NIP {nip}.")
    return found


@asynccontextmanager
async def _opened(settings: Settings, office: Office) -> AsyncIterator[AsyncSession]:
    """A transaction; a refusal is said in the office's words."""
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        async with database.transaction() as session:
            yield session
    except Refusal as refusal:
        raise CannotRun(words(office.timezone)(refusal.key, **refusal.facts)) from None
    finally:
        await database.close()
