"""Blocked and back: a chat set aside comes back with one summary instead of the backlog."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, F, Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.turn import Reply, Turn
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.employees import Employee
from models.people.unreachable import reached_again, set_aside
from models.work.activities import Activity
from models.work.states import State

router = Router(name="returning")
router.my_chat_member.filter(F.chat.type == "private")


class WritesAgain(BaseMiddleware):
    """Whoever writes to us has not blocked us any more."""

    async def __call__(self, handler: Any, event: Any, data: dict[str, Any]) -> Any:
        turn: Turn = data["turn"]
        if turn.chat.blocked_at is not None and getattr(event, "my_chat_member", None) is None:
            await come_back(turn)
        return await handler(event, data)


@router.my_chat_member(ChatMemberUpdatedFilter(KICKED))
async def blocked(_event: ChatMemberUpdated, turn: Turn) -> Reply:
    await set_aside(turn.session, turn.chat, turn.office, at=turn.now)
    return None


@router.my_chat_member(ChatMemberUpdatedFilter(MEMBER))
async def unblocked(_event: ChatMemberUpdated, turn: Turn) -> Reply:
    if turn.chat.blocked_at is not None:
        await come_back(turn)
    return None


async def come_back(turn: Turn) -> None:
    turn.chat.blocked_at = None
    if turn.who is not None:
        await reached_again(turn.session, turn.who, at=turn.now)
        await catch_up(turn.session, turn.who, at=turn.now)


async def catch_up(session: AsyncSession, me: Employee, *, at: datetime) -> None:
    """News that was missed is not repeated one by one; cards are drawn as things are now."""
    await session.flush()
    missed = await session.scalar(
        select(func.count()).where(
            Notice.employee_id == me.id, Notice.subject.is_(None), Notice.drawn < Notice.wanted
        )
    )
    await session.execute(
        update(Notice)
        .where(Notice.employee_id == me.id, Notice.drawn < Notice.wanted)
        .where(Notice.subject.is_(None))
        .values(drawn=Notice.wanted, due=None)
    )
    await session.execute(
        update(Notice)
        .where(Notice.employee_id == me.id, Notice.drawn < Notice.wanted)
        .where(Notice.kind == "report")
        .values(due=at)
    )
    waiting = await session.scalar(
        select(func.count()).where(Activity.reviewer_id == me.id, Activity.state == State.SUBMITTED)
    )
    if waiting:
        show(session, "queue", "all", to=me.id, at=at, anew=True, facts={"page": 0})
    if missed:
        show(session, "today", "today", to=me.id, at=at, anew=True)
