"""Help, language, and what is said to whoever has not joined."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from config.texts import LANGUAGES
from handlers.cards import stop_asking
from handlers.turn import Known, Reply, Turn
from models.machine import Trace
from models.people.employees import Language
from models.refusals import Refusal

router = Router(name="helping")
strangers = Router(name="strangers")


class NotJoined(Refusal):
    """A button in the hands of somebody who has not joined, or has left."""


class NoSuchButton(Refusal):
    """A button of another time, or of nobody's making."""


@router.message(Command("bantuan", "help"), Known())
async def help_me(message: Message, turn: Turn) -> Reply:
    return message.answer(turn.say("help", agency=turn.office.agency, admin=turn.me.is_admin))


@router.message(Command("bahasa", "language"), Known())
async def other_language(message: Message, turn: Turn) -> Reply:
    """Indonesian and English, one command to and fro."""
    place = LANGUAGES.index(turn.me.language)
    turn.me.language = Language(LANGUAGES[(place + 1) % len(LANGUAGES)])
    return message.answer(turn.say_in(turn.me.language)("language-changed"))


@router.message(Command("batal", "cancel"), Known())
async def leave(message: Message, turn: Turn) -> Reply:
    """Out of whatever was being asked."""
    await stop_asking(turn)
    return message.answer(turn.say("left"))


@strangers.message(Known())
async def not_a_command(message: Message, turn: Turn) -> Reply:
    """A sticker, a voice message, a command nobody knows."""
    return message.answer(turn.say("unknown-command" if message.text else "not-text"))


@strangers.message()
async def how_to_join(message: Message, turn: Turn) -> Reply:
    """Whoever is not bound learns how to join, and nothing else."""
    return message.answer(turn.say("how-to-join", agency=turn.office.agency))


@strangers.callback_query()
async def no_such_button(_callback: CallbackQuery, turn: Turn) -> Reply:
    """An employee's leaves a trace: it may be forged. Of strangers nothing is kept."""
    if turn.who is None:
        raise NotJoined(agency=turn.office.agency)
    trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NoSuchButton.__name__)
    raise NoSuchButton(leaves=[trace])
