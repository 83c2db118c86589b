"""What a reviewer is reminded of: whose reports and leave have waited, and the way to them."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy import func, select

from handlers.cards import Drawing, Look, Page, Press, button, card_as_shown, keyboard
from handlers.people.being_away import days_said
from handlers.turn import Known, Reply, Turn, named
from handlers.work.queue import show_queue
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.overdue import KIND
from models.work.requests_away import requests_to
from models.work.states import State

MOST = 8

router = Router(name="overdue")
router.callback_query.filter(Known())


class SeeQueue(Press, prefix="queue"):
    """Buka: the queue, at the end of the chat."""


@router.callback_query(SeeQueue.filter())
async def see_queue(callback: CallbackQuery, callback_data: SeeQueue, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    show_queue(turn, turn.me)
    return callback.answer()


async def draw_review_reminder(look: Look) -> Drawing:
    """The card of kind "review-reminder"; withdrawn when all of it has been decided."""
    sent_until = datetime.fromisoformat(look.notice.facts["sent_until"])
    rows = await look.session.execute(
        select(Employee, Activity.day, func.count(Activity.id))
        .join(Activity, Activity.author_id == Employee.id)
        .where(Activity.reviewer_id == look.to.id, Activity.state == State.SUBMITTED)
        .where(Activity.submitted_at <= sent_until)
        .group_by(Employee.id, Activity.day)
        .order_by(Activity.day, Employee.id)
    )
    waiting = [(named(author), day, count) for author, day, count in rows]
    requests = await requests_to(look.session, look.to.id, look.office, look.now)
    asked = [
        (named(one.employee), days_said(look, one.since, one.until))
        for one in requests
        if one.said_at <= sent_until
    ]
    if not waiting and not asked:
        return Drawing()
    text = look.say(
        "review-reminder",
        me=named(look.to),
        count=sum(count for _, _, count in waiting),
        waiting=waiting[:MOST],
        more=max(0, len(waiting) - MOST),
        asked=asked[:MOST],
        asked_count=len(asked),
        more_asked=max(0, len(asked) - MOST),
    )
    see = button(look.say("button-see-queue"), SeeQueue.on(look))
    return Drawing((Page(text, keyboard([see]), waits=True),))


CARDS = {KIND: draw_review_reminder}
