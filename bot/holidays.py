"""What ``python -m bot holiday`` does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, words
from bot.preparing import prepare
from config.settings import Settings
from models.office import Office
from models.refusals import Refusal
from models.work.holidays import Holiday, HolidayKind, open_year, published_for
from models.work.making_duties import AHEAD
from models.work.special_days import (
    SpecialDayClosed,
    add_special_day,
    remove_special_day,
    special_days_of,
)


def kind_of(*, workday: bool, joint_leave: bool) -> HolidayKind:
    if workday and joint_leave:
        raise CannotRun("A day is either --workday or --joint-leave.")
    if workday:
        return HolidayKind.WORKDAY
    return HolidayKind.JOINT_LEAVE if joint_leave else HolidayKind.OFFICE


async def add_command(
    settings: Settings, office: Office, day: date, name: str, kind: HolidayKind, unit: str
) -> None:
    async with _opened(settings, office, day.year) as session:
        holiday = Holiday(day=day, name=name, kind=kind, unit=unit)
        changed = await add_special_day(session, holiday, office, at=datetime.now(UTC))
    typer.echo(f"{day}: {kind} {name}; {changed.duties} days of duty changed.")


async def remove_command(settings: Settings, office: Office, day: date, unit: str) -> None:
    async with _opened(settings, office, day.year) as session:
        changed = await remove_special_day(session, day, unit, office, at=datetime.now(UTC))
    typer.echo(f"{day}: removed; {changed.duties} days of duty changed.")


async def list_command(settings: Settings, office: Office, year: int) -> None:
    async with _opened(settings, office, year) as session:
        for one in await special_days_of(session, year):
            typer.echo(f"{one.day}\t{one.kind}\t{one.name}\t{one.unit}")
    for period in office.ramadan:
        if year in (period.since.year, period.until.year):
            typer.echo(f"{period.since}\tramadan\tuntil {period.until}\t")


async def published_command(settings: Settings, office: Office, year: int, apply: bool) -> None:
    """Only adds: what the office has removed or moved is for the office to judge."""
    async with _opened(settings, office, year) as session:
        there = {(one.day, one.kind) for one in await special_days_of(session, year)}
        published = {(one.day, one.kind): one for one in published_for(year)}
        for key in sorted(published.keys() - there):
            typer.echo(f"+ {key[0]}\t{key[1]}\t{published[key].name}")
            if apply:
                await _add_if_open(session, published[key], office)
        for day, kind in sorted(there - published.keys()):
            if kind in (HolidayKind.NATIONAL, HolidayKind.JOINT_LEAVE):
                typer.echo(f"? {day}\t{kind}\tnot published: `holiday remove {day}` if it is wrong")


async def _add_if_open(session: AsyncSession, holiday: Holiday, office: Office) -> None:
    """What lies in a closed month is named, and stays as it was."""
    try:
        await add_special_day(session, holiday, office, at=datetime.now(UTC))
    except SpecialDayClosed:
        typer.echo(f"  {holiday.day}: the month is closed; left as it was")


@asynccontextmanager
async def _opened(settings: Settings, office: Office, year: int) -> AsyncIterator[AsyncSession]:
    """A transaction; a refusal is said in the office's words.

    Years that duties do not reach yet are left unopened: what is published for them may change.
    """
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        async with database.transaction() as session:
            if year <= (office.today(datetime.now(UTC)) + AHEAD).year:
                await open_year(session, year)
            yield session
    except Refusal as refusal:
        raise CannotRun(words(office.timezone)(refusal.key, **refusal.facts)) from None
    finally:
        await database.close()
