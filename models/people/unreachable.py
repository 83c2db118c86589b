"""Whoever blocked the bot: nothing more is sent, and the unit's admin is told once.

Work would wait with them unseen; only somebody beside them can ask them to unblock the bot.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, case, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.notices import Notice
from models.notices.telling import redraw, show
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Role
from models.people.postings import Posting, held_on, posting_of
from models.people.units import Unit

KIND = "unreachable"  # one card an admin and person, so that blocking again rings nobody


async def set_aside(session: AsyncSession, chat: Chat, office: Office, *, at: datetime) -> None:
    """Nothing is due for this chat until it writes again; its unit's admin learns of it."""
    is_news = chat.blocked_at is None
    chat.blocked_at = chat.blocked_at or at
    theirs = Notice.employee_id == chat.employee_id if chat.employee_id else false()
    await session.execute(
        update(Notice)
        .where(Notice.due.is_not(None), or_(theirs, Notice.chat_id == chat.id))
        .values(due=None, taken_until=None)
    )
    if is_news and chat.employee_id is not None:
        await _tell_admin(session, await session.get_one(Employee, chat.employee_id), office, at)


async def reached_again(session: AsyncSession, employee: Employee, *, at: datetime) -> None:
    """The admin's card is to say so.

    Cards are looked up by whom they are for, hence by all admins; there are some dozens.
    """
    admins = select(Employee.id).where(Employee.role.in_((Role.UNIT_ADMIN, Role.OFFICE_ADMIN)))
    await redraw(session, KIND, employee.id, to=Notice.employee_id.in_(admins), at=at)


async def _tell_admin(
    session: AsyncSession, employee: Employee, office: Office, at: datetime
) -> None:
    posting = await posting_of(session, employee, office.today(at))
    codes = posting.unit.codes if posting else ()
    admin = await admin_of(session, employee, codes, office, at=at)
    if admin is not None:
        rules = office.rules_on(office.today(at), codes)
        show(session, KIND, employee.id, to=admin.id, at=office.awake(at, rules))


async def admin_of(
    session: AsyncSession, employee: Employee, codes: tuple[str, ...], office: Office, *,
    at: datetime,
) -> Employee | None:  # fmt: skip
    """Who looks after the nearest of these units, else the whole office, and can be told."""
    is_units = and_(Employee.role == Role.UNIT_ADMIN, Unit.code.in_(codes))
    return await session.scalar(
        select(Employee)
        .join(Chat, and_(Chat.employee_id == Employee.id, Chat.blocked_at.is_(None)))
        .outerjoin(Posting, and_(Posting.employee_id == Employee.id, held_on(office.today(at))))
        .outerjoin(Unit, Unit.id == func.coalesce(Employee.administers_id, Posting.unit_id))
        .where(Employee.id != employee.id, or_(is_units, Employee.role == Role.OFFICE_ADMIN))
        .order_by(case((is_units, func.length(Unit.path)), else_=0).desc(), Employee.id)
        .limit(1)
    )
