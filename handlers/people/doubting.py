"""Salah atasan?: the author says so, may name who is right, and the unit's admin is asked."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message
from sqlalchemy import ColumnElement, select

from handlers.cards import (
    Drawing,
    Look,
    Number,
    Page,
    Press,
    button,
    card_as_shown,
    keyboard,
    stop_asking,
)
from handlers.turn import Known, Reply, Turn, ask, named
from handlers.work.buttons import DoubtSuperior
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.employees import Employee
from models.people.finding import find_people, in_the_same_house, is_among
from models.people.postings import awake_for, posting_of
from models.people.superior_questions import (
    NobodyToSettle,
    NotYoursToSettle,
    SuperiorAskedAlready,
    SuperiorQuestion,
    must_not_be_asked,
    open_question,
)
from models.people.unreachable import admin_of
from models.work.subordinates import superior_of

KIND, MINE = "superior", "mine"  # the author's card
SETTLING = "superior-question"  # the admin's card; its subject is the question's id

router = Router(name="doubting")
router.callback_query.filter(Known())
router.message.filter(Known())


class NameRight(Press, prefix="boss-name"):
    """Tulis namanya."""


class SendDoubt(Press, prefix="boss-send"):
    """To the admin: with this person's name, or (0) with nobody's."""

    person: Number = 0


class LeaveDoubt(Press, prefix="boss-leave"):
    """Tidak jadi."""


class Doubting(StatesGroup):
    """Who is right."""

    who = Step()


@router.callback_query(DoubtSuperior.filter())
async def doubt(callback: CallbackQuery, callback_data: DoubtSuperior, turn: Turn) -> Reply:
    """The card that asks who is right, at the end of the chat."""
    await card_as_shown(turn, callback_data)
    admin = await _admin(turn)
    asked = await open_question(turn.session, turn.me)
    if asked is not None:
        return await _ask_once_more(callback, turn, asked, admin)
    await stop_asking(turn)
    _show_mine(turn, {})
    return callback.answer()


@router.callback_query(NameRight.filter())
async def ask_name(callback: CallbackQuery, callback_data: NameRight, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    await stop_asking(turn)
    await turn.state.set_state(Doubting.who)
    await turn.state.set_data({"notice": card.notice.id})
    return [callback.answer(), ask(turn, turn.say("superior-ask-name"))]


@router.message(Doubting.who, F.text, ~F.text.startswith("/"))
async def take_name(message: Message, turn: Turn) -> Reply:
    found = await find_people(
        turn.session, message.text or "", await _among(turn), but=turn.me.id,
        today=turn.office.today(turn.now),
    )  # fmt: skip
    await turn.state.clear()
    _show_mine(turn, {"found": [employee.id for employee, _ in found]})
    return None


async def _ask_once_more(
    callback: CallbackQuery, turn: Turn, question: SuperiorQuestion, admin: Employee
) -> Reply:
    """Whoever was asked may look after them no longer: then it goes to who does now."""
    has_it = select(Notice.id).where(
        Notice.employee_id == admin.id, Notice.kind == SETTLING, Notice.subject == str(question.id)
    )
    if await turn.session.scalar(has_it) is not None:
        raise SuperiorAskedAlready
    await _show_to(turn, question, admin)
    return callback.answer(turn.say("superior-asked", admin=named(admin)), show_alert=True)


async def _show_to(turn: Turn, question: SuperiorQuestion, admin: Employee) -> None:
    by_day = await awake_for(turn.session, admin, turn.office, at=turn.now)
    show(turn.session, SETTLING, question.id, to=admin.id, at=by_day, facts={})


def _show_mine(turn: Turn, facts: dict[str, Any]) -> None:
    show(turn.session, KIND, MINE, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts=facts)


async def _among(turn: Turn) -> ColumnElement[bool]:
    today = turn.office.today(turn.now)
    return await in_the_same_house(turn.session, await posting_of(turn.session, turn.me, today))


@router.callback_query(LeaveDoubt.filter())
async def leave(callback: CallbackQuery, callback_data: LeaveDoubt, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    card.redraw(done=True)
    return callback.answer()


@router.callback_query(SendDoubt.filter())
async def send_doubt(callback: CallbackQuery, callback_data: SendDoubt, turn: Turn) -> Reply:
    """The admin's card is on its way."""
    card = await card_as_shown(turn, callback_data)
    today = turn.office.today(turn.now)
    right = callback_data.person
    if right and not await is_among(turn.session, right, await _among(turn), today=today):
        raise NotYoursToSettle
    await must_not_be_asked(turn.session, turn.me)
    admin = await _admin(turn)
    superior = await superior_of(turn.session, turn.me, turn.office, today)
    question = SuperiorQuestion(
        author_id=turn.me.id, named_id=superior.id if superior else None,
        right_id=right or None, asked_at=turn.now,
    )  # fmt: skip
    turn.session.add(question)
    await turn.session.flush()
    await _show_to(turn, question, admin)
    await stop_asking(turn, card.notice.id)
    card.redraw(done=True)
    return callback.answer(turn.say("superior-asked", admin=named(admin)), show_alert=True)


async def _admin(turn: Turn) -> Employee:
    today = turn.office.today(turn.now)
    posting = await posting_of(turn.session, turn.me, today)
    codes = posting.unit.codes if posting else ()
    admin = await admin_of(turn.session, turn.me, codes, turn.office, at=turn.now)
    if admin is None:
        raise NobodyToSettle(agency=turn.office.agency)
    return admin


async def draw_doubt(look: Look) -> Drawing:
    """The card of kind "superior": who is on the roster, and who is right."""
    facts = look.notice.facts
    if facts.get("done"):
        return Drawing()
    today = look.office.today(look.now)
    superior = await superior_of(look.session, look.to, look.office, today)
    text = look.say("superior-doubted", superior=named(superior) if superior else None,
                    found=bool(facts.get("found")))  # fmt: skip
    rows = []
    for number in facts.get("found", ()):
        who = named(await look.session.get_one(Employee, number))
        label = look.say("button-superior-send", who=who)
        rows.append([button(label, SendDoubt.on(look, person=number))])
    rows += [
        [button(look.say("button-superior-name"), NameRight.on(look)),
         button(look.say("button-superior-send", who=None), SendDoubt.on(look))],
        [button(look.say("button-superior-leave"), LeaveDoubt.on(look))],
    ]  # fmt: skip
    return Drawing((Page(text, keyboard(*rows), waits=True),))


CARDS = {KIND: draw_doubt}
