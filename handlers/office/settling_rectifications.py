"""The admin's side of Ada yang salah: it was put right, or it stays as it is, and why."""

from __future__ import annotations

from datetime import time, timedelta

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import joinedload

from handlers.cards import (
    Drawing,
    Look,
    Page,
    Press,
    ShownCard,
    button,
    card_as_shown,
    keyboard,
    stop_asking,
)
from handlers.turn import Known, Reply, Turn, ask, named
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.audit import Act, note
from models.people.passing_rectifications import KIND, OWN, redraw_all
from models.people.postings import awake_for, posting_of
from models.people.rectifications import (
    Rectification,
    RectificationAnswer,
    RectificationSettled,
    Settled,
    locked,
    may_settle,
    open_for,
)
from models.people.superior_questions import NotYoursToSettle

ACTS = {Settled.PUT_RIGHT: Act.PUT_RIGHT, Settled.LEFT: Act.LEFT_AS_IT_IS}

AT_ONCE = 5  # cards; the oldest come first

router = Router(name="settling-rectifications")
router.callback_query.filter(Known())
router.message.filter(Known())


class PutRight(Press, prefix="data-right"):
    """Sudah diperbaiki."""


class LeaveAsItIs(Press, prefix="data-left"):
    """Tidak diubah: asks why."""


class SeeRequests(Press, prefix="data-see"):
    """Perbaikan data, on /kantor: what waits comes to the end of the chat."""


class Leaving(StatesGroup):
    """Why it stays as it is."""

    reason = Step()


@router.callback_query(SeeRequests.filter())
async def see_requests(callback: CallbackQuery, callback_data: SeeRequests, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    waiting = await open_for(turn.session, turn.me, today=turn.office.today(turn.now))
    if not waiting:
        raise RectificationSettled
    for asked in waiting[:AT_ONCE]:
        show(turn.session, KIND, asked.id, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return callback.answer()


@router.callback_query(PutRight.filter())
async def put_right(callback: CallbackQuery, callback_data: PutRight, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    asked = await _asked(turn, card.notice)
    answer = asked.put_right(by=turn.me, at=turn.now)
    await stop_asking(turn, card.notice.id)  # why not: it was just put right
    await _settle(turn, asked, answer)
    card.redraw()
    return callback.answer(turn.say("rectification-answered", person=named(asked.employee)))


@router.callback_query(LeaveAsItIs.filter())
async def leave(callback: CallbackQuery, callback_data: LeaveAsItIs, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    asked = await _asked(turn, card.notice)
    asked.must_be_answerable(by=turn.me)
    await stop_asking(turn)
    await turn.state.set_state(Leaving.reason)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say("why-left", person=named(asked.employee), least=await _least(turn, asked))
    return [callback.answer(), ask(turn, question)]


@router.message(Leaving.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    asked = await _asked(turn, notice)
    reason = (message.text or "").strip()
    answer = asked.left(reason, by=turn.me, at=turn.now, least=await _least(turn, asked))
    await turn.state.clear()
    await _settle(turn, asked, answer)
    ShownCard(turn, notice, []).redraw()
    return message.answer(turn.say("rectification-answered", person=named(asked.employee)))


async def _asked(turn: Turn, notice: Notice) -> Rectification:
    """What the card speaks of, if it is the reader's, who looks after whoever asks, now."""
    asked = None
    if notice.kind == KIND and notice.employee_id == turn.me.id:
        asked = await locked(turn.session, int(notice.subject or 0))
    today = turn.office.today(turn.now)
    if asked is None or not await may_settle(turn.session, turn.me, asked.employee, today=today):
        raise NotYoursToSettle
    return asked


async def _least(turn: Turn, asked: Rectification) -> int:
    today = turn.office.today(turn.now)
    posting = await posting_of(turn.session, asked.employee, today)
    rules = posting.rules_on(today, turn.office) if posting else turn.office.rules_on(today)
    return rules.reason_at_least


async def _settle(turn: Turn, asked: Rectification, answer: RectificationAnswer) -> None:
    """The card of whoever asked comes anew: it is the answer."""
    turn.session.add(answer)
    note(turn.session, ACTS[answer.verdict], by=turn.me, at=turn.now, about=asked.employee)
    await redraw_all(turn.session, asked, at=turn.now)
    by_day = await awake_for(turn.session, asked.employee, turn.office, at=turn.now)
    show(turn.session, OWN, OWN, to=asked.employee_id, at=by_day, anew=True, facts={})


async def draw_rectification(look: Look) -> Drawing:
    """The card of kind "rectification"; it goes when the reader may answer no more."""
    asked = await look.session.get_one(
        Rectification,
        int(look.notice.subject or 0),
        options=[
            joinedload(Rectification.employee),
            joinedload(Rectification.answer).joinedload(RectificationAnswer.by),
        ],
    )
    answer, today = asked.answer, look.office.today(look.now)
    is_news = answer is not None and look.notice.message_id is None
    if is_news or not await may_settle(look.session, look.to, asked.employee, today=today):
        return Drawing()
    text = look.say(
        "rectification",
        person=named(asked.employee),
        words=asked.words,
        at=asked.at,
        until=asked.until,
        verdict=answer.verdict.value if answer else None,
        by=named(answer.by) if answer else None,
        answered_at=answer.at if answer else None,
        because=answer.words if answer else None,
    )
    if answer is not None:
        return Drawing((Page(text),))
    rows = [
        [button(look.say("button-put-right"), PutRight.on(look))],
        [button(look.say("button-left-as-it-is"), LeaveAsItIs.on(look))],
    ]
    # Somebody else may look after them from tomorrow on.
    tomorrow = look.office.at(today + timedelta(days=1), time.min)
    return Drawing((Page(text, keyboard(*rows), waits=True),), until=tomorrow)


CARDS = {KIND: draw_rectification}
