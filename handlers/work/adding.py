"""Tambah: more activities on a report that is there already, as an edit would add them."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import card_as_shown, stop_asking
from handlers.reading import read
from handlers.turn import Known, Reply, Turn, ask
from handlers.work.buttons import AddMore
from handlers.work.drafting import draft_more, drafts_from
from models.work.reports import Report

router = Router(name="adding")
router.callback_query.filter(Known())
router.message.filter(Known())


class Adding(StatesGroup):
    """What else was done."""

    words = Step()


@router.callback_query(AddMore.filter())
async def add_more(callback: CallbackQuery, callback_data: AddMore, turn: Turn) -> Reply:
    """Ask what else; a day that is not named is the report's."""
    card = await card_as_shown(turn, callback_data)
    days = {activity.day for activity in await card.activities()} - {None}
    day = days.pop() if len(days) == 1 else None
    await stop_asking(turn)
    await turn.state.set_state(Adding.words)
    await turn.state.set_data(
        {
            "notice": card.notice.id,
            "report": int(card.notice.subject or 0),
            "day": f"{day:%d/%m/%Y}" if day else "",
        }
    )
    card.redraw(mode="asking")
    return [callback.answer(), ask(turn, turn.say("add-what", day=day))]


@router.message(Adding.words, F.text, ~F.text.startswith("/"))
async def take_more(message: Message, turn: Turn) -> Reply:
    """They become drafts of the same report, with its own Kirim."""
    facts = await turn.state.get_data()
    whole = f"{facts['day']}\n{message.text}".strip()
    reading = read(whole, turn.said_at, turn.office)
    if not reading.activities:
        return message.answer(turn.say("not-a-report"))
    report = await turn.session.get_one(Report, facts["report"])
    await turn.state.clear()
    await draft_more(turn, report, drafts_from(reading, whole))
    return None
