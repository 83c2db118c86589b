"""Ubah: day, time, words and quantity of an activity, one by one; or take it away."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.cards import ShownCard, card_as_shown
from handlers.reading import read_quantity
from handlers.turn import Known, Reply, Turn
from handlers.work.answering import read_answer, with_answer
from handlers.work.buttons import Amend, Back, Change, Field, Remove
from handlers.work.drafting import show_report
from handlers.work.sending import show_reviewer
from models.refusals import Refusal
from models.work.activities import Activity, OtherState, Written
from models.work.days import day_of

NOTHING = {"-", "0", "tidak ada", "tanpa", "none"}
LONGEST = 3500

router = Router(name="amending")
router.callback_query.filter(Known())
router.message.filter(Known())


class Amending(StatesGroup):
    """The new value of one field is awaited."""

    value = State()


class NotUnderstood(Refusal):
    """An answer that is no day, no time, no quantity; an example helps."""


@router.callback_query(Amend.filter())
async def amend(callback: CallbackQuery, callback_data: Amend, turn: Turn) -> Reply:
    """Choose what to change; with one activity there is nothing to choose."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    changeable = [a for a in await card.activities(turn.session) if a.is_open or a.is_waiting]
    if not changeable:
        raise OtherState(state=None, what="")
    at = callback_data.at or (changeable[0].id if len(changeable) == 1 else 0)
    card.redraw(turn.session, mode="amend", at=at)
    return callback.answer()


@router.callback_query(Back.filter())
async def back(callback: CallbackQuery, callback_data: Back, turn: Turn) -> Reply:
    """Out of a mode; a question that was asked is asked no more."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    await turn.state.clear()
    card.redraw(turn.session)
    return callback.answer()


@router.callback_query(Change.filter())
async def change(callback: CallbackQuery, callback_data: Change, turn: Turn) -> Reply:
    """Ask for the new value of a field."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    activity = await _one(card, turn, callback_data.at)
    await turn.state.set_state(Amending.value)
    await turn.state.set_data({"activity": activity.id, "field": callback_data.field.value})
    card.redraw(turn.session, mode="asking")
    question = turn.say(f"new-{callback_data.field.value}", a=activity)
    return [callback.answer(), ask(turn, question)]


@router.callback_query(Remove.filter())
async def remove(callback: CallbackQuery, callback_data: Remove, turn: Turn) -> Reply:
    """Take one activity away; it stays readable as cancelled once it was sent."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    activity = await _one(card, turn, callback_data.at)
    was_waiting = activity.is_waiting
    activity.cancel(by=turn.me, at=turn.now)
    if was_waiting:
        show_reviewer(turn, activity)
    card.redraw(turn.session)
    return callback.answer(turn.say("removed"))


@router.message(Amending.value, F.text, ~F.text.startswith("/"))
async def take_value(message: Message, turn: Turn) -> Reply:
    """The new value; an unclear one is asked again, the old one stays until then."""
    facts = await turn.state.get_data()
    activity = await turn.session.get(Activity, facts["activity"])
    if activity is None:
        raise OtherState(state=None, what="")
    words, asked = _changed(turn, activity, Field(facts["field"]), (message.text or "").strip())
    if activity.is_waiting:
        await _check_again(turn, activity, words)
        show_reviewer(turn, activity)  # the day it leaves, if it moves
    activity.amend(words, by=turn.me, at=turn.now)
    activity.questions = [q for q in activity.questions if q["about"] != asked]
    if activity.is_waiting:
        show_reviewer(turn, activity)
    await turn.state.clear()
    show_report(turn.session, activity.report_id, to=turn.me, at=turn.now, urgent=True, anew=True)
    return None


def ask(turn: Turn, question: str) -> SendMessage:
    """A question whose answer is the next message, or a reply to it."""
    return SendMessage(chat_id=turn.chat.id, text=question, reply_markup=ForceReply())


async def _check_again(turn: Turn, activity: Activity, words: Written) -> None:
    """What has been sent obeys the same rules when it is changed."""
    assert words.day is not None
    day = await day_of(turn.session, turn.me, words.day, now=turn.now, office=turn.office)
    activity.check_words(
        words, at=turn.now, window=day.window, others=day.minutes_besides(activity)
    )


async def _one(card: ShownCard, turn: Turn, activity_id: int) -> Activity:
    found = await card.activities(turn.session, only=activity_id)
    if not found or not (found[0].is_open or found[0].is_waiting):
        state = found[0].state.value if found else None
        raise OtherState(state=state, what=found[0].what if found else "")
    return found[0]


def _changed(turn: Turn, activity: Activity, field: Field, text: str) -> tuple[Written, str]:
    """(the new words, the question this answers); raises ``NotUnderstood``."""
    words = activity.written
    if field is Field.WHAT:
        return replace(words, what=" ".join(text.split())[:LONGEST]), ""
    if field is Field.QUANTITY:
        return _with_quantity(turn, words, text), ""
    about = "date" if field is Field.DAY else "minutes"
    answer = read_answer(turn, about, text)
    if answer is None or (field is Field.TIME and answer.minutes is None and not answer.end):
        raise NotUnderstood(field=field.value)
    if field is Field.TIME:
        words = replace(words, start=None, end=None, minutes=None)
    return with_answer(words, answer), about


def _with_quantity(turn: Turn, words: Written, text: str) -> Written:
    if text.casefold() in NOTHING:
        return replace(words, quantity=None, unit=None)
    found = read_quantity(text, turn.said_at, turn.office)
    if found is None:
        raise NotUnderstood(field=Field.QUANTITY.value)
    return replace(words, quantity=found[0], unit=found[1])
