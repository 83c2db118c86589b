"""/lapor: the same report, asked step by step, for those who prefer that."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.reading import read_day, read_time
from handlers.turn import Known, Reply, Turn
from handlers.work.amending import NotUnderstood, ask
from handlers.work.reporting import take_text

router = Router(name="stepwise")
router.message.filter(Known())


class Asking(StatesGroup):
    """What, when, on which day, how much."""

    what = State()
    time = State()
    day = State()
    quantity = State()


@router.message(Command("lapor", "report"))
async def begin(_message: Message, turn: Turn) -> Reply:
    await turn.state.set_state(Asking.what)
    await turn.state.set_data({})
    return ask(turn, turn.say("step-what"))


@router.message(Asking.what, F.text, ~F.text.startswith("/"))
async def take_what(message: Message, turn: Turn) -> Reply:
    return await _next(turn, Asking.time, "step-time", what=message.text)


@router.message(Asking.time, F.text, ~F.text.startswith("/"))
async def take_time(message: Message, turn: Turn) -> Reply:
    if read_time(message.text or "", turn.said_at, turn.office) is None:
        raise NotUnderstood(field="time")
    return await _next(turn, Asking.day, "step-day", time=message.text)


@router.message(Asking.day, F.text, ~F.text.startswith("/"))
async def take_day(message: Message, turn: Turn) -> Reply:
    if read_day(message.text or "", turn.said_at, turn.office) is None:
        raise NotUnderstood(field="day")
    return await _next(turn, Asking.quantity, "step-quantity", day=message.text)


@router.message(Asking.quantity, F.text, ~F.text.startswith("/"))
async def take_quantity(message: Message, turn: Turn) -> Reply:
    """The answers together are a report like any other: its card reads it back."""
    facts = await turn.state.get_data()
    await turn.state.clear()
    quantity = (message.text or "").strip()
    said = f"{facts['day']} {facts['time']} {facts['what']}"
    has_quantity = any(character.isdigit() for character in quantity) and quantity != "0"
    return await take_text(message, f"{said}, {quantity}" if has_quantity else said, turn)


async def _next(turn: Turn, step: State, key: str, **answer: str | None) -> Reply:
    facts = await turn.state.get_data()
    await turn.state.set_state(step)
    await turn.state.set_data(facts | answer)
    return ask(turn, turn.say(key))
