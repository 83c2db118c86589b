"""Ubah: day, time, words and quantity of an activity, one by one, also once it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import ShownCard, card_as_shown, stop_asking
from handlers.reading import read_quantity
from handlers.turn import Known, Reply, Turn, ask, in_words
from handlers.work.answering import read_answer, with_answer
from handlers.work.buttons import Amend, Back, Change, Field
from handlers.work.changing import change, check_changeable
from handlers.work.drafting import show_report
from handlers.work.lines import shortened
from models.refusals import Refusal
from models.work.activities import Activity, OtherState
from models.work.states import State
from models.work.written import MOST_CHARACTERS, WordsTooLong, Written

NOTHING = {"-", "0", "tidak", "tidak ada", "tanpa", "no", "none"}
LONGEST_UNIT = 40
GREATEST_QUANTITY = 10**9

router = Router(name="amending")
router.callback_query.filter(Known())
router.message.filter(Known())


class Amending(StatesGroup):
    """The new value of one field is awaited."""

    value = Step()


class NotUnderstood(Refusal):
    """An answer that is no day, no time, no quantity; an example helps."""


@router.callback_query(Amend.filter())
async def amend(callback: CallbackQuery, callback_data: Amend, turn: Turn) -> Reply:
    """Choose what to change; with one activity there is nothing to choose."""
    card = await card_as_shown(turn, callback_data)
    shown = await card.activities()
    changeable = [a for a in shown if a.is_open or a.is_sent]
    if not changeable:
        raise OtherState(state=shown[0].state if shown else None, what="")
    at = callback_data.at or (changeable[0].id if len(changeable) == 1 else 0)
    await _one(card, at or _newest(changeable).id)
    card.redraw(mode="amend", at=at)
    return callback.answer()


@router.callback_query(Back.filter())
async def back(callback: CallbackQuery, callback_data: Back, turn: Turn) -> Reply:
    """Out of a mode; a question that this card asked is asked no more."""
    card = await card_as_shown(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    card.redraw()
    return callback.answer()


@router.callback_query(Change.filter())
async def ask_for_value(callback: CallbackQuery, callback_data: Change, turn: Turn) -> Reply:
    """Ask for the new value of a field."""
    card = await card_as_shown(turn, callback_data)
    activity = await _one(card, callback_data.at)
    await stop_asking(turn)
    await turn.state.set_state(Amending.value)
    await turn.state.set_data(
        {"notice": card.notice.id, "activity": activity.id, "field": callback_data.field.value}
    )
    card.redraw(mode="asking")
    question = turn.say(f"new-{callback_data.field.value}", what=activity.what)
    return [callback.answer(), ask(turn, question)]


@router.message(Amending.value, F.text, ~F.text.startswith("/"))
async def take_value(message: Message, turn: Turn) -> Reply:
    """The new value; an unclear one is asked again, the old one stays until then."""
    facts = await turn.state.get_data()
    activity = await turn.session.get_one(Activity, facts["activity"])
    try:
        await _must_be_changeable(turn, activity)
    except Refusal as refusal:
        await stop_asking(turn)  # so that the next text is a report again
        return message.answer(in_words(turn.say, refusal))
    words, asked = _changed(turn, activity, Field(facts["field"]), message.text or "")
    was_approved = activity.state is State.APPROVED
    changed = await change(turn, activity, words)
    activity.questions = [q for q in activity.questions if q["about"] != asked]
    await turn.state.clear()
    show_report(turn, activity.report_id, urgent=True, anew=True)
    again = changed and was_approved
    return (
        message.answer(turn.say("approve-again", what=shortened(activity.what))) if again else None
    )


def words_in(text: str | None) -> str:
    """The words of one activity, on one line."""
    words = " ".join((text or "").split())
    if len(words) > MOST_CHARACTERS:
        raise WordsTooLong(count=len(words), most=MOST_CHARACTERS)
    return words


def quantity_in(turn: Turn, text: str | None) -> tuple[Decimal | None, str | None]:
    """A number and its unit, or neither; raises ``NotUnderstood``."""
    if (text or "").strip().casefold() in NOTHING:
        return None, None
    found = read_quantity(text or "", turn.said_at, turn.office)
    if found is None or found[0] >= GREATEST_QUANTITY or len(found[1]) > LONGEST_UNIT:
        raise NotUnderstood(field=Field.QUANTITY.value)
    return found


def _newest(activities: Sequence[Activity]) -> Activity:
    """One that is still with its author, else the one whose month closes last."""
    return max(activities, key=lambda a: (a.is_open, a.day or date.min))


async def _one(card: ShownCard, activity_id: int) -> Activity:
    """The activity that is to be changed, as long as it can be."""
    found = await card.activities(only=activity_id)
    if not found:
        raise OtherState(state=None, what="")
    await _must_be_changeable(card.turn, found[0])
    return found[0]


async def _must_be_changeable(turn: Turn, activity: Activity) -> None:
    if not (activity.is_open or activity.is_sent):
        raise OtherState(state=activity.state, what=activity.what)
    if activity.is_sent:
        await check_changeable(turn, activity)


def _changed(turn: Turn, activity: Activity, field: Field, text: str) -> tuple[Written, str]:
    """(the new words, the question this answers); raises ``NotUnderstood``."""
    words = activity.written
    if field is Field.WHAT:
        return replace(words, what=words_in(text)), ""
    if field is Field.QUANTITY:
        quantity, unit = quantity_in(turn, text)
        return replace(words, quantity=quantity, unit=unit), ""
    if field is Field.DAY:
        return _with_day(turn, words, text), "date"
    return _with_time(turn, words, text), "minutes"


def _with_day(turn: Turn, words: Written, text: str) -> Written:
    answer = read_answer(turn, "date", text)
    if answer is None:
        raise NotUnderstood(field=Field.DAY.value)
    return with_answer(words, answer)


def _with_time(turn: Turn, words: Written, text: str) -> Written:
    """A new clock replaces the old one; a duration alone keeps the start that was said."""
    answer = read_answer(turn, "minutes", text)
    if answer is None:
        raise NotUnderstood(field=Field.TIME.value)
    start = None if answer.start else words.start
    found = with_answer(replace(words, start=start, end=None, minutes=None), answer)
    if found.minutes is None:
        raise NotUnderstood(field=Field.TIME.value)
    return found
