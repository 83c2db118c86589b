"""Reporting: any text from somebody who has joined is a report; its card reads it back."""

from __future__ import annotations

from datetime import timedelta

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import ForceReply, Message

from handlers.reading import read, read_time
from handlers.turn import Known, Reply, Turn
from handlers.work.answering import answer_in_words
from handlers.work.drafting import (
    draft,
    newest_with_question,
    redraft,
    report_of_message,
    was_sent_on,
)
from models.work.reports import Report

ANSWERS_COME_WITHIN = timedelta(minutes=15)

router = Router(name="reporting")
router.message.filter(Known())
router.edited_message.filter(Known())


class Reporting(StatesGroup):
    """A time came without words: what was it for?"""

    what = State()


@router.message(Reporting.what, F.text, ~F.text.startswith("/"))
async def report_what(message: Message, turn: Turn) -> Reply:
    """The words to the time that was sent before."""
    facts = await turn.state.get_data()
    await turn.state.clear()
    return await take_text(message, f"{facts.get('text', '')} {message.text}", turn)


@router.message(F.text, ~F.text.startswith("/"))
async def report(message: Message, turn: Turn) -> Reply:
    return await take_text(message, message.text or "", turn)


async def take_text(message: Message, text: str, turn: Turn) -> Reply:
    """Read a text and write its drafts down; a short answer goes to the question before it."""
    reading = read(text, turn.said_at, turn.office)
    if not reading.activities:
        return await _not_a_report(message, text, turn)
    report = Report(
        author_id=turn.me.id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        album=message.media_group_id,
        written_at=turn.said_at,
        text=text,
    )
    await draft(turn.session, reading, report, by=turn.me, at=turn.now)
    return None


@router.edited_message(F.text)
async def follow_the_edit(message: Message, turn: Turn) -> Reply:
    """The message was changed before *Kirim*: the card follows. Telegram also tells of nothing."""
    report = await report_of_message(turn.session, message.chat.id, message.message_id)
    text = message.text or ""
    if report is None or report.text == text:
        return None
    reading = read(text, turn.said_at, turn.office)
    if not reading.activities or await was_sent_on(turn.session, report):
        return message.answer(turn.say("edit-by-button"))
    report.text = text
    await redraft(turn.session, reading, report, by=turn.me, at=turn.now)
    return None


async def _not_a_report(message: Message, text: str, turn: Turn) -> Reply:
    """Perhaps the answer to a question, perhaps a time whose words are still to come."""
    asked = await newest_with_question(turn.session, turn.me, since=turn.now - ANSWERS_COME_WITHIN)
    if asked is not None and answer_in_words(turn, asked, text):
        return None
    if read_time(text, turn.said_at, turn.office) is None:
        return message.answer(turn.say("not-a-report"))
    await turn.state.set_state(Reporting.what)
    await turn.state.set_data({"text": text})
    return message.answer(turn.say("ask-what"), reply_markup=ForceReply())
