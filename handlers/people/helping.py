"""Help, language, and what is said to whoever has not joined."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from config.texts import LANGUAGES
from handlers.cards import Press, card_as_shown, stop_asking
from handlers.people.help_topics import Topic, topics_for
from handlers.people.jobs import Job
from handlers.turn import Known, NotForYou, Reply, Turn
from models.machine import Trace
from models.notices.telling import show
from models.people.employees import Language
from models.refusals import Refusal

HELP = "help"  # the card, one a person

router = Router(name="helping")
strangers = Router(name="strangers")


class NotJoined(Refusal):
    """A button in the hands of somebody who has not joined, or has left."""


class NoSuchButton(Refusal):
    """A button of another time, or of nobody's making."""


class ShowTopic(Press, prefix="help"):
    """Another page of the help, where the card stands."""

    topic: Topic


class ShowExamples(Press, prefix="examples"):
    """How people of another job write."""

    job: Job


@router.message(Command("bantuan", "help"), Known())
async def help_me(_message: Message, turn: Turn) -> Reply:
    _show(turn, Topic.HOME)
    return None


@router.message(Command("kenapa", "why"), Known())
async def why(_message: Message, turn: Turn) -> Reply:
    """Why this matters to me."""
    _show(turn, Topic.WHY)
    return None


@router.callback_query(ShowTopic.filter(), Known())
async def another_topic(callback: CallbackQuery, callback_data: ShowTopic, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    topics = await topics_for(turn.session, turn.me, turn.office, now=turn.now)
    if callback_data.topic not in topics:
        raise NotForYou
    card.redraw(topic=callback_data.topic.value)
    return callback.answer()


@router.callback_query(ShowExamples.filter(), Known())
async def another_job(callback: CallbackQuery, callback_data: ShowExamples, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw(topic=Topic.EXAMPLES.value, job=callback_data.job.value)
    return callback.answer()


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


def _show(turn: Turn, topic: Topic) -> None:
    """At the end of the chat, wherever the help stood before."""
    facts = {"topic": topic.value}
    show(turn.session, HELP, HELP, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts=facts)
