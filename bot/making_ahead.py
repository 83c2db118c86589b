"""The duties of the next two months are always there; made a few hundred people at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.database import Database
from models.office import Office
from models.people.postings import Posting
from models.work.making_duties import AHEAD, is_made, write_duties

AT_ONCE = 200  # people a transaction: turns wait meanwhile on SQLite
A_DAY = timedelta(days=1)


async def make_ahead(database: Database, office: Office, now: datetime) -> int:
    """Make what is missing from today on; say how many rows that was."""
    until = office.today(now) + AHEAD
    since = await _first_unmade(database, office.today(now), until)
    if since is None:
        return 0
    async with database.transaction() as session:
        ids = list(
            await session.scalars(
                select(Posting.employee_id).distinct().order_by(Posting.employee_id)
            )
        )
    made = 0
    for place in range(0, len(ids), AT_ONCE):
        some = ids[place : place + AT_ONCE]
        async with database.transaction() as session:
            made += await write_duties(
                session,
                office,
                since=since,
                until=until,
                at=now,
                whose=Posting.employee_id.between(some[0], some[-1]),
            )
    return made


async def _first_unmade(database: Database, today: date, until: date) -> date | None:
    """Looked for from the far end: days are made in order."""
    first = None
    async with database.transaction() as session:
        day = until
        while day >= today and not await is_made(session, day):
            first, day = day, day - A_DAY
    return first
