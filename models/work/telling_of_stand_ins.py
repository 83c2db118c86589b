"""Whoever a stand-in concerns is told: the stand-in, the superior, and the official."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.telling import tell
from models.office import Office
from models.people.employees import Employee
from models.people.postings import awake_for, last_posting_of
from models.work.acting import official_of
from models.work.stand_ins import StandIn

BEGINS, ENDED = "stand-in", "stand-in-ended"


async def tell_of_stand_in(
    session: AsyncSession, row: StandIn, office: Office, *, kind: str, by: Employee | None,
    at: datetime,
) -> None:  # fmt: skip
    """Not ``by`` whom it was done; not in the night."""
    official = await session.get_one(Employee, row.official_id)
    deputy = await session.get_one(Employee, row.deputy_id)
    posting = await last_posting_of(session, official, office.today(at))
    superior = await official_of(session, posting, office)
    people = {one.id: one for one in (official, deputy, superior) if one is not None}
    for one in people.values():
        if one.is_same_as(by):
            continue
        tell(
            session,
            kind,
            to=one.id,
            at=await awake_for(session, one, office, at=at),
            official=[official.sex.value, official.short_name],
            deputy=[deputy.sex.value, deputy.short_name],
            position=posting.position if posting else "",
            mine=one.is_same_as(deputy),
            capacity=row.kind.value,
            since=row.since.isoformat(),
            until=row.until.isoformat() if row.until else None,
            letter=row.letter,
            year=office.today(at).year,
        )
