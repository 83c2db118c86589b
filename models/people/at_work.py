"""Who works in a unit on a day, and who of them has joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.chats import Chat
from models.people.employees import Employee
from models.people.invitations import Invitation
from models.people.postings import Posting, held_on
from models.people.units import Unit, within


@dataclass(frozen=True)
class AtWork:
    """Somebody at work, where, and how far they have come with joining."""

    employee: Employee
    posting: Posting
    has_joined: bool
    invited_until: datetime | None  # of the latest invitation that was not withdrawn


async def people_at_work(
    session: AsyncSession, day: date, *, unit: Unit | None = None, nips: Sequence[str] = ()
) -> list[AtWork]:
    """Everybody, or those of a unit and the units below it, or these; by unit and name."""
    latest = (
        select(Invitation.employee_id, func.max(Invitation.expires_at).label("until"))
        .where(Invitation.withdrawn_at.is_(None))
        .group_by(Invitation.employee_id)
        .subquery()
    )
    query = (
        select(Employee, Posting, Chat.id, latest.c.until)
        .join(Posting, Posting.employee_id == Employee.id)
        .join(Unit, Unit.id == Posting.unit_id)
        .outerjoin(Chat, Chat.employee_id == Employee.id)
        .outerjoin(latest, latest.c.employee_id == Employee.id)
        .where(held_on(day))
        .order_by(Posting.since, Posting.id)
    )
    if unit is not None:
        query = query.where(within(unit))
    if nips:
        query = query.where(Employee.nip.in_(nips))
    rows = await session.execute(query)
    # Where two postings overlap, the later one counts.
    found = {
        employee.id: AtWork(employee, posting, chat is not None, until)
        for employee, posting, chat, until in rows
    }
    # Sorted here: a database's collation may put a unit between another and what is below that.
    return sorted(found.values(), key=lambda one: (one.posting.unit.codes, one.employee.name))
