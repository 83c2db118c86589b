"""Ada yang salah: what is wrong and what it should be, in one message; an admin is asked."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import card_as_shown, stop_asking
from handlers.people.own_data_buttons import SayWrong, TakeBack, show_own
from handlers.turn import Known, Reply, Turn, ask, named
from models.notices.telling import show
from models.people.employees import Employee
from models.people.passing_rectifications import KIND, admin_for, redraw_all
from models.people.postings import awake_for
from models.people.rectifications import (
    Rectification,
    RectificationSettled,
    last_rectification,
    locked,
    must_not_be_open,
)
from models.people.superior_questions import NobodyToSettle

router = Router(name="rectifying")
router.callback_query.filter(Known())
router.message.filter(Known())


class Rectifying(StatesGroup):
    """What is wrong."""

    words = Step()


@router.callback_query(SayWrong.filter())
async def ask_words(callback: CallbackQuery, callback_data: SayWrong, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    admin = await _may_ask(turn)
    await stop_asking(turn)
    await turn.state.set_state(Rectifying.words)
    await turn.state.set_data({"notice": card.notice.id})
    return [callback.answer(), ask(turn, turn.say("what-is-wrong", admin=named(admin)))]


@router.message(Rectifying.words, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """The admin's card is on its way."""
    admin = await _may_ask(turn)
    asked = Rectification.asked(message.text or "", by=turn.me, to=admin, at=turn.now)
    turn.session.add(asked)
    await turn.session.flush()
    by_day = await awake_for(turn.session, admin, turn.office, at=turn.now)
    show(turn.session, KIND, asked.id, to=admin.id, at=by_day)
    await turn.state.clear()
    show_own(turn)
    return None


@router.callback_query(TakeBack.filter())
async def take_back(callback: CallbackQuery, callback_data: TakeBack, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    last = await last_rectification(turn.session, turn.me)
    asked = await locked(turn.session, last.id) if last is not None else None
    if asked is None:
        raise RectificationSettled
    turn.session.add(asked.withdrawn(by=turn.me, at=turn.now))
    await redraw_all(turn.session, asked, at=turn.now)
    card.redraw()
    return callback.answer(turn.say("rectification-taken-back"))


async def _may_ask(turn: Turn) -> Employee:
    """The admin who would be asked, if nothing is open."""
    await must_not_be_open(turn.session, turn.me)
    admin = await admin_for(turn.session, turn.me, turn.office, at=turn.now)
    if admin is None:
        raise NobodyToSettle(agency=turn.office.agency)
    return admin
