"""Whom a rectification waits for: never for nobody.

The unit's admin is asked. One who is an admin no more, has moved, or cannot be reached is followed
by who looks after the person now, and what is late goes to the office's admin too. Where there is
none, whoever asked is told, and may take it back.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.notices.notices import Notice
from models.notices.telling import redraw, show
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Role
from models.people.postings import awake_for, posting_of
from models.people.rectifications import Rectification, RectificationAnswer
from models.people.unreachable import admin_of

OWN = "own-data"  # the card of whoever asks, and its subject
KIND = "rectification"  # the admin's card; its subject is the id
ALONE = "rectification-alone"  # told to whoever asked, while there is nobody
AT_ONCE = 50


async def admin_for(
    session: AsyncSession, employee: Employee, office: Office, *, at: datetime
) -> Employee | None:
    """Who looks after them and can be told."""
    posting = await posting_of(session, employee, office.today(at))
    codes = posting.unit.codes if posting else ()
    return await admin_of(session, employee, codes, office, at=at)


async def waits_for(
    session: AsyncSession, asked: Rectification, by: Employee, office: Office, *, at: datetime
) -> Employee | None:
    """Who is to answer now: the office's admin, if it is late and there is one."""
    offices = None
    if at >= asked.until:
        offices = await admin_of(session, by, (), office, at=at)
    return offices or await admin_for(session, by, office, at=at)


async def pass_some_on(
    session: AsyncSession, office: Office, *, at: datetime, after: int = 0
) -> int | None:
    """Look at some that are open, from an id on; the last one's id, None after the last."""
    rows = await session.scalars(
        select(Rectification)
        .outerjoin(RectificationAnswer, RectificationAnswer.rectification_id == Rectification.id)
        .where(Rectification.id > after, RectificationAnswer.id.is_(None))
        .order_by(Rectification.id)
        .limit(AT_ONCE)
        .options(joinedload(Rectification.employee))
    )
    open_ones = rows.all()
    for asked in open_ones:
        await _pass_on(session, asked, office, at)
    return open_ones[-1].id if open_ones else None


async def _pass_on(
    session: AsyncSession, asked: Rectification, office: Office, at: datetime
) -> None:
    admin = await waits_for(session, asked, asked.employee, office, at=at)
    to, kind = (asked.employee, ALONE) if admin is None else (admin, KIND)
    if await _has(session, to, kind, asked):
        return
    await redraw_all(session, asked, at=at)
    show(session, kind, asked.id, to=to.id, at=await awake_for(session, to, office, at=at))


async def redraw_all(session: AsyncSession, asked: Rectification, *, at: datetime) -> None:
    """Every card that speaks of it: the admins', who was asked first, and whoever asked.

    Cards are looked up by whom they are for. Somebody else's, who was an admin in between, goes at
    midnight.
    """
    is_admin = Employee.role.in_((Role.UNIT_ADMIN, Role.OFFICE_ADMIN))
    admins = select(Employee.id).where(or_(is_admin, Employee.id == asked.to_id))
    await redraw(session, KIND, asked.id, to=Notice.employee_id.in_(admins), at=at)
    theirs = Notice.employee_id == asked.employee_id
    await redraw(session, ALONE, asked.id, to=theirs, at=at)
    await redraw(session, OWN, OWN, to=theirs, at=at)


async def _has(session: AsyncSession, who: Employee, kind: str, asked: Rectification) -> bool:
    """Whether the card stands in their chat, or is on its way."""
    stands = and_(Notice.message_id.is_not(None), Notice.sent_to == Chat.id)
    found = await session.scalar(
        select(Notice.id)
        .join(Chat, Chat.employee_id == Notice.employee_id)
        .where(Notice.employee_id == who.id, Notice.kind == kind, Notice.subject == str(asked.id))
        .where(or_(stands, Notice.due.is_not(None)))
        .limit(1)
    )
    return found is not None
