"""Where nobody is left who could decide, the unit's admin is told; nothing is decided by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.notices import Notice
from models.notices.telling import redraw, show
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Role
from models.people.postings import last_posting_of
from models.people.unreachable import admin_of

STUCK = "stuck-reviewer"  # the admin's card of an official for whom nobody acts


async def tell_admin(
    session: AsyncSession, official: Employee, office: Office, *, at: datetime
) -> None:
    """One card an official, which is edited and not repeated."""
    today = office.today(at)
    posting = await last_posting_of(session, official, today)
    codes = posting.unit.codes if posting else ()
    admin = await admin_of(session, official, codes, office, at=at)
    if admin is None:
        return
    show(session, STUCK, official.id, to=admin.id,
         at=office.awake(at, office.rules_on(today, codes)))  # fmt: skip


async def look_at_stuck(session: AsyncSession, *, at: datetime) -> None:
    """Somebody may be able to decide by now: the admins' cards are to say so, or to go."""
    admins = (
        select(Chat.employee_id)
        .join(Employee, Employee.id == Chat.employee_id)
        .where(Employee.role.in_((Role.UNIT_ADMIN, Role.OFFICE_ADMIN)))
    )
    await redraw(session, STUCK, None, to=Notice.employee_id.in_(admins), at=at)
