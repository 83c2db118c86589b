"""/lapor: the same report, asked step by step, for those who prefer that."""

from __future__ import annotations

from decimal import Decimal

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.cards import stop_asking
from handlers.turn import Known, Reply, Turn, ask
from handlers.work.amending import NotUnderstood, quantity_in, words_in
from handlers.work.answering import read_answer, with_answer
from handlers.work.drafting import Draft, draft
from handlers.work.reporting import new_report, take_text, without_command
from models.work.asking import Answer, Asked
from models.work.written import Written

router = Router(name="stepwise")
router.message.filter(Known())

ANSWER = F.text & ~F.text.startswith("/")


class Asking(StatesGroup):
    """What, when, on which day, how much."""

    what = State()
    time = State()
    day = State()
    quantity = State()


@router.message(Command("lapor", "report"))
async def begin(message: Message, turn: Turn) -> Reply:
    """Ask step by step; words right behind the command are a report already."""
    await stop_asking(turn)
    words = without_command(message.text or "")
    if words:
        return await take_text(message, words, turn)
    return await _next(turn, Asking.what, "step-what")


@router.message(Asking.what, ANSWER)
async def take_what(message: Message, turn: Turn) -> Reply:
    return await _next(turn, Asking.time, "step-time", what=words_in(message.text))


@router.message(Asking.time, ANSWER)
async def take_time(message: Message, turn: Turn) -> Reply:
    time = read_answer(turn, "minutes", message.text or "")
    if time is None:
        raise NotUnderstood(field="time")
    return await _next(turn, Asking.day, "step-day", time=time.to_json())


@router.message(Asking.day, ANSWER)
async def take_day(message: Message, turn: Turn) -> Reply:
    day = read_answer(turn, "date", message.text or "")
    if day is None:
        raise NotUnderstood(field="day")
    return await _next(turn, Asking.quantity, "step-quantity", day=day.to_json())


@router.message(Asking.quantity, ANSWER)
async def take_quantity(message: Message, turn: Turn) -> Reply:
    """The answers together are a report like any other: its card reads it back."""
    quantity, unit = quantity_in(turn, message.text)
    facts = await turn.state.get_data()
    await turn.state.clear()
    words = _together(str(facts["what"]), facts["time"], facts["day"], quantity, unit)
    asked = [] if words.minutes is not None else [Asked("minutes").to_json()]
    report = new_report(message, turn, text=message.text or "", lead=words.what)
    await draft(turn, report, [Draft(words, asked)])
    return None


def _together(
    what: str,
    time: dict[str, object],
    day: dict[str, object],
    quantity: Decimal | None,
    unit: str | None,
) -> Written:
    words = Written(Answer.from_json(day).day, None, None, None, quantity, unit, what)
    return with_answer(words, Answer.from_json(time))


async def _next(turn: Turn, step: State, key: str, **answer: object) -> Reply:
    facts = await turn.state.get_data()
    await turn.state.set_state(step)
    await turn.state.set_data(facts | answer)
    return ask(turn, turn.say(key))
