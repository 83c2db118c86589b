"""On whose behalf somebody decides, as plain facts: "Plh. Kepala Dinas"."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.turn import named
from models.people.employees import Employee
from models.people.postings import last_posting_of
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.corrections import CorrectionAnswer
from models.work.decisions import Decision
from models.work.stand_ins import StandIn


class Behalf(TypedDict):
    """As what, for whom, and which post that is."""

    capacity: str
    official: list[str]
    position: str


class Place(Behalf):
    """The same, with the days of standing in; ``until`` None: until it is ended."""

    deputy: list[str]
    since: date
    until: date | None


async def place_of(session: AsyncSession, row: StandIn, *, today: date) -> Place:
    """Who stands in for whom, as the texts say it."""
    posting = await last_posting_of(session, row.official, today)
    return Place(
        official=list(named(row.official)),
        deputy=list(named(row.deputy)),
        position=posting.position if posting else "",
        capacity=row.kind.value,
        since=row.since,
        until=row.until,
    )


async def behalf_of(
    session: AsyncSession, row: Absence | Activity | Decision | CorrectionAnswer, *,
    today: date,
) -> Behalf | None:  # fmt: skip
    """None: the reviewer decides for themselves, as the roster has it."""
    if row.instead_of_id is None or row.capacity is None:
        return None
    official = await session.get_one(Employee, row.instead_of_id)
    posting = await last_posting_of(session, official, today)
    return Behalf(
        capacity=row.capacity.value,
        official=list(named(official)),
        position=posting.position if posting else "",
    )
