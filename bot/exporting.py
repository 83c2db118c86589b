"""``python -m bot export``: a month for appraisal, as a workbook."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, operator
from bot.preparing import prepare
from config.settings import Settings
from config.texts import the_texts
from handlers.documents.month import MonthWorkbook
from models.office import Office
from models.people.audit import WHOLE_OFFICE, Act, note
from models.people.units import Unit
from models.work.months import Month, kept_in
from models.work.windows import month_end


def export(
    settings: Settings, office: Office, month: str, unit: str | None, path: Path
) -> tuple[int, int]:
    """Write the workbook; say how many activities and people it holds."""
    try:
        named = Month.named(month)
    except ValueError:
        raise CannotRun(f"{month!r} is no month: write it as 2026-11.") from None
    if not path.parent.is_dir():
        raise CannotRun(f"{path.parent} is no folder.")
    return asyncio.run(_export(settings, office, named, unit, path))


async def _export(
    settings: Settings, office: Office, month: Month, unit: str | None, path: Path
) -> tuple[int, int]:
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        now = datetime.now(UTC)
        rows = await export_month(database, office, month, unit, path, now=now)
        async with database.transaction() as session:
            note(session, Act.EXPORTED, by=operator(), at=now, unit=unit or WHOLE_OFFICE,
                 what=str(month))  # fmt: skip
        return rows
    finally:
        await database.close()


async def export_month(
    database: Database, office: Office, month: Month, code: str | None, path: Path, *, now: datetime
) -> tuple[int, int]:
    """From one snapshot, while the bot goes on; nothing is left behind if it fails."""
    part = path.with_name(f"{path.name}.part")
    try:
        async with database.snapshot() as session:
            unit = await _unit(session, code)
            rows = await _write(session, office, month, unit, part, now)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows


async def _write(
    session: AsyncSession, office: Office, month: Month, unit: Unit | None, path: Path,
    now: datetime,
) -> tuple[int, int]:  # fmt: skip
    rules = office.rules_on(month.last, unit.codes if unit else ())
    closed = now >= month_end(month.last, office, rules)
    unit_name = unit.name if unit else None
    say = the_texts(office.timezone).in_language("id")
    with MonthWorkbook(path, say, office, closed=closed) as book:
        async for people, activities in kept_in(
            session, month, unit, office, today=office.today(now)
        ):
            for activity in activities:
                book.add_activity(activity)
            for person in people:
                book.add_person(person)
        book.explain(
            month=str(month), first=month.first, last=month.last, unit=unit_name, made_at=now
        )
    return book.rows["activities"], book.rows["people"]


async def _unit(session: AsyncSession, code: str | None) -> Unit | None:
    if code is None:
        return None
    unit = await session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise CannotRun(f"There is no unit with the code {code}.")
    return unit
