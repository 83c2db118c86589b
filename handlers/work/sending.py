"""Kirim and Buang: what happens to a report's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.cards import ShownCard, card_as_shown
from handlers.turn import Known, Reply, Turn, named
from handlers.work.buttons import Discard, Restore, Send
from models.notices.telling import show
from models.people.chats import chat_of
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import Activity, OtherState, State
from models.work.days import Day, day_of
from models.work.rings import redraw_reminder

router = Router(name="sending")
router.callback_query.filter(Known())


@router.callback_query(Send.filter())
async def send(callback: CallbackQuery, callback_data: Send, turn: Turn) -> Reply:
    """Submit every line that may be sent, exactly as the card showed it; the others stay."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    activities = await card.activities(turn.session)
    sent, left = await submit_all(turn, [a for a in activities if a.is_open])
    card.redraw(turn.session)
    await redraw_reminder(turn.session, turn.me.id, at=turn.now)
    if not sent:
        raise left[0] if left else _nothing_left(activities)
    text, alert = await _sent_in_words(turn, sent, len(left))
    return callback.answer(text, show_alert=alert)


async def submit_all(
    turn: Turn, activities: Sequence[Activity]
) -> tuple[list[Activity], list[Refusal]]:
    """(what was sent, why the rest was not). One bad line never throws away four good ones."""
    days: dict[date, Day] = {}
    sent: list[Activity] = []
    left: list[Refusal] = []
    for activity in activities:
        try:
            await _submit(turn, activity, days)
        except Refusal as refusal:
            left.append(refusal)
        else:
            sent.append(activity)
    return sent, left


async def _submit(turn: Turn, activity: Activity, days: dict[date, Day]) -> None:
    day = activity.day or turn.office.today(turn.now)
    if day not in days:
        days[day] = await day_of(turn.session, turn.me, day, now=turn.now, office=turn.office)
    found = days[day]
    activity.submit(
        by=turn.me,
        to=found.reviewer,
        at=turn.now,
        window=found.window,
        others=found.minutes_besides(activity),
    )
    if found.posting is not None:
        activity.unit_id = found.posting.unit_id
    days[day] = found.with_one_more(activity)
    show_reviewer(turn, activity)


def show_reviewer(turn: Turn, activity: Activity) -> None:
    """The reviewer's card of this author and day is to be drawn."""
    if activity.reviewer_id is not None:
        subject = f"{activity.author_id}:{activity.day}"
        show(turn.session, "review", subject, to=activity.reviewer_id, at=turn.now)


@router.callback_query(Discard.filter())
async def discard(callback: CallbackQuery, callback_data: Discard, turn: Turn) -> Reply:
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    drafts = await _in_state(card, turn, State.DRAFT)
    for activity in drafts:
        activity.cancel(by=turn.me, at=turn.now)
    card.redraw(turn.session)
    return callback.answer(turn.say("discarded", count=len(drafts)))


@router.callback_query(Restore.filter())
async def restore(callback: CallbackQuery, callback_data: Restore, turn: Turn) -> Reply:
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    for activity in await _in_state(card, turn, State.CANCELLED):
        activity.restore(by=turn.me)
    card.redraw(turn.session)
    return callback.answer(turn.say("restored"))


async def _in_state(card: ShownCard, turn: Turn, state: State) -> list[Activity]:
    found = [a for a in await card.activities(turn.session) if a.state is state]
    if not found:
        raise OtherState(state=None, what="")
    return found


def _nothing_left(activities: Sequence[Activity]) -> Refusal:
    """The button is older than what it speaks of: say how things stand instead."""
    first = activities[0] if activities else None
    return OtherState(state=first.state.value if first else None, what=first.what if first else "")


async def _sent_in_words(turn: Turn, sent: Sequence[Activity], left: int) -> tuple[str, bool]:
    """(what to say, whether it is worth a dialog): to whom it went and what stands in the way."""
    reviewer_id = sent[0].reviewer_id
    reviewer = await turn.session.get(Employee, reviewer_id) if reviewer_id else None
    chat = await chat_of(turn.session, reviewer.id) if reviewer else None
    if reviewer is None:
        return turn.say("sent-no-reviewer", agency=turn.office.agency), True
    facts = {"to": named(reviewer), "count": len(sent), "left": left}
    if chat is None:
        return turn.say("sent-not-joined", **facts), True
    if chat.blocked_at is not None:
        return turn.say("sent-blocked", **facts), True
    return turn.say("sent", **facts), bool(left)
