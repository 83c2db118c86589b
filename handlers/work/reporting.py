"""Reporting: any text from somebody who has joined is a report; its card reads it back."""

from __future__ import annotations

import re

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.reading import About, Reading, read
from handlers.turn import Known, Reply, Turn, ask
from handlers.work.answering import is_answered
from handlers.work.attaching import attach_links
from handlers.work.drafting import draft, drafts_from
from models.work.reports import Report

router = Router(name="reporting")
router.message.filter(Known())


_COMMAND = re.compile(r"/(lapor|report)(@\w+)?(\s+|$)", re.IGNORECASE)


class Reporting(StatesGroup):
    """A time came without words: what was it for?"""

    what = State()


@router.message(Reporting.what, F.text, ~F.text.startswith("/"))
async def report_what(message: Message, turn: Turn) -> Reply:
    """The words to the time that was said before, unless they are a report of their own."""
    said = str((await turn.state.get_data()).get("said", ""))
    await turn.state.clear()
    text = message.text or ""
    lead = "" if is_a_report(text, turn) and message.reply_to_message is None else said
    return await take_text(message, text, turn, lead=lead)


@router.message(F.text, ~F.text.startswith("/"))
async def report(message: Message, turn: Turn) -> Reply:
    return await take_text(message, message.text or "", turn)


async def take_text(message: Message, text: str, turn: Turn, *, lead: str = "") -> Reply:
    """Read a text, and what was said before it, and write its drafts down."""
    whole = f"{lead} {text}".strip()
    reading = read(whole, turn.said_at, turn.office)
    if reading.activities:
        await write_down(message, text, turn, reading, lead=lead)
    elif await is_answered(message, text, turn):
        return None
    said = _said_without_words(reading, whole)
    if said is not None:
        return await _ask_what(turn, said)
    return None if reading.activities else message.answer(turn.say("not-a-report"))


def is_a_report(text: str, turn: Turn) -> bool:
    """Whether it says how long something took; a few words beside a file do not."""
    reading = read(text, turn.said_at, turn.office)
    return any(activity.minutes is not None for activity in reading.activities)


def without_command(text: str) -> str:
    """The words of a report that was written right behind /lapor."""
    return _COMMAND.sub("", text, count=1) if _COMMAND.match(text) else text


async def write_down(
    message: Message, text: str, turn: Turn, reading: Reading, *, lead: str = ""
) -> None:
    """The activities that were read become drafts, the links their evidence."""
    written = new_report(message, turn, text=text, lead=lead)
    await draft(turn, written, drafts_from(reading, f"{lead} {text}".strip()))
    await attach_links(turn, message, written)


def new_report(message: Message, turn: Turn, *, text: str, lead: str = "") -> Report:
    return Report(
        author_id=turn.me.id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        album=message.media_group_id,
        written_at=turn.said_at,
        text=text,
        lead=lead,
    )


def _said_without_words(reading: Reading, text: str) -> str | None:
    """A time whose words are missing, with the day that was said before it."""
    span = next((q.span for q in reading.questions if q.about is About.WHAT), None)
    if span is None:
        return None
    day = reading.activities[-1].day if reading.activities else None
    return f"{day:%d/%m/%Y} {span.of(text)}" if day else span.of(text)


async def _ask_what(turn: Turn, said: str) -> Reply:
    await turn.state.set_state(Reporting.what)
    await turn.state.set_data({"said": said})
    return ask(turn, turn.say("ask-what", said=said))
