"""Where nobody is left who could decide, the unit's admin is told; nothing is decided by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.people.postings import posting_of
from models.people.unreachable import admin_of

STUCK = "stuck-reviewer"  # the admin's card of an official for whom nobody acts


async def tell_admin(
    session: AsyncSession, official: Employee, office: Office, *, at: datetime
) -> None:
    """One card an official, which is edited and not repeated."""
    today = office.today(at)
    posting = await posting_of(session, official, today)
    codes = posting.unit.codes if posting else ()
    admin = await admin_of(session, official, codes, office, at=at)
    if admin is None:
        return
    show(session, STUCK, official.id, to=admin.id,
         at=office.awake(at, office.rules_on(today, codes)))  # fmt: skip
