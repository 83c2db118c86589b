"""Words like "saya sakit hari ini" without a command: the absence is offered, never assumed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.cards import DoneAlready, Press, card_as_it_stands
from handlers.people.asking_away import show_plan
from handlers.reading import read
from handlers.reading.away import read_away
from handlers.turn import Known, Reply, Turn
from handlers.work.drafting import draft, drafts_from
from models.work.reports import Report

LONGEST = 100  # characters

router = Router(name="saying-away")
router.message.filter(Known())
router.callback_query.filter(Known())


class AsReport(Press, prefix="as-report"):
    """Tulis sebagai laporan: these words were one."""


class SaysAway(BaseFilter):
    """Nothing is said but who is away, why and when; a reply answers something else."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        return message.reply_to_message is None and says_away(message.text or "", turn)


def says_away(text: str, turn: Turn) -> bool:
    """Whether the words may be an absence; whoever writes more tells what was done."""
    said = read_away(text, turn.said_at, turn.office)
    return len(text) <= LONGEST and (said.only or said.may_be)


@router.message(StateFilter(None), F.text, ~F.text.startswith("/"), SaysAway())
async def offer(message: Message, turn: Turn) -> Reply:
    """The words stay on the card until it is decided: they might be a report after all."""
    offer_absence(message, turn)
    return None


def offer_absence(message: Message, turn: Turn) -> None:
    """The card, with the days and the kind as far as they were said."""
    text = message.text or ""
    said = read_away(text, turn.said_at, turn.office)
    if said.period is None and not said.is_unclear:
        today = turn.office.today(turn.said_at)
        said = replace(said, period=(today, today))
    facts = {"words": text, "message": message.message_id, "said_at": turn.said_at.isoformat()}
    if said.may_be:
        show_plan(turn, replace(said, kind=None), unsure=True, **facts)
    else:
        show_plan(turn, said, **facts)


@router.callback_query(AsReport.filter())
async def as_report(callback: CallbackQuery, callback_data: AsReport, turn: Turn) -> Reply:
    """They become drafts, as written when they were written."""
    card = await card_as_it_stands(turn, callback_data)
    facts = card.notice.facts
    if "words" not in facts:
        raise DoneAlready
    text, said_at = facts["words"], datetime.fromisoformat(facts["said_at"])
    card.redraw(done=True)
    reading = read(text, said_at, turn.office)
    if not reading.activities:
        return callback.answer(turn.say("not-a-report"), show_alert=True)
    written = Report(author_id=turn.me.id, chat_id=turn.chat.id, message_id=facts["message"],
                     written_at=said_at, text=text)  # fmt: skip
    await draft(turn, written, drafts_from(reading, text))
    return callback.answer()
