"""What a unit's admin is told: somebody of theirs has blocked the bot."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.cards import Drawing, Look, Page
from handlers.turn import named
from models.people.chats import chat_of
from models.people.employees import Employee
from models.people.unreachable import KIND
from models.work.activities import Activity
from models.work.states import State


async def draw_unreachable(look: Look) -> Drawing:
    """The card of kind "unreachable"; it ends by saying that they are back."""
    who = await look.session.get_one(Employee, int(look.notice.subject or 0))
    chat = await chat_of(look.session, who.id)
    since = chat.blocked_at if chat is not None else None
    if since is None and look.notice.message_id is None:
        return Drawing()
    waiting = await look.session.scalar(
        select(func.count()).where(
            Activity.reviewer_id == who.id, Activity.state == State.SUBMITTED
        )
    )
    facts = {"person": named(who), "since": since, "waiting": waiting or 0}
    return Drawing((Page(look.say("unreachable", **facts)),))


CARDS = {KIND: draw_unreachable}
