"""/kantor: the personnel agency's own card: who is missing, and what a tap can do about it."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import NotYourCard, Press, ShownCard, card_as_shown, stop_asking
from handlers.office.agency_buttons import (
    AGENCY,
    Do,
    DoForPerson,
    FindPerson,
    Listed,
    MakeSheet,
    ShowList,
    ShowPerson,
    ShowSheet,
)
from handlers.office.invitation_cards import ONE, SHEET
from handlers.turn import Known, NotForYou, Reply, Turn, ask, named
from models.notices.telling import show, tell, tell_chat
from models.people.administering import holds_no_more, looks_after, units_of
from models.people.audit import Act, note
from models.people.chats import chat_of
from models.people.employees import Employee
from models.people.finding import find_people
from models.people.inviting import LARGEST_SHEET, SheetTooLarge, to_invite
from models.people.postings import Posting
from models.people.units import Unit
from models.refusals import Refusal

router = Router(name="agency")
router.message.filter(Known())
router.callback_query.filter(Known())

KEPT = ("of", "page", "found")  # where a person's page goes back to


class NotInYourUnit(Refusal):
    """Somebody, or a unit, that this admin does not look after."""


class HoldsMore(Refusal):
    """An admin of more than is one's own: only their like opens the door for them."""


class HasJoined(Refusal):
    """One account a person: the old one is let go first."""


class HasNoChat(Refusal):
    """There is nothing to be let go."""


class NotYourOwnChat(Refusal):
    """Who lets go of their own account can invite nobody back."""


class NobodyToInvite(Refusal):
    """Everybody there has joined."""


class Finding(StatesGroup):
    """Whom the admin is looking for."""

    who = Step()


@router.message(Command("kantor", "office"))
async def agency(_message: Message, turn: Turn) -> Reply:
    must_be_admin(turn)
    await stop_asking(turn)
    _show(turn, of=Listed.HOME.value)
    return None


@router.callback_query(ShowList.filter())
async def another_list(callback: CallbackQuery, callback_data: ShowList, turn: Turn) -> Reply:
    card = await agency_card(turn, callback_data)
    card.redraw(of=callback_data.of.value, page=callback_data.page)
    return callback.answer()


@router.callback_query(ShowPerson.filter())
async def one_person(callback: CallbackQuery, callback_data: ShowPerson, turn: Turn) -> Reply:
    card = await agency_card(turn, callback_data)
    await _person(turn, callback_data.person)
    card.redraw(**_place(card), person=callback_data.person)
    return callback.answer()


@router.callback_query(FindPerson.filter())
async def find(callback: CallbackQuery, callback_data: FindPerson, turn: Turn) -> Reply:
    card = await agency_card(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    await turn.state.set_state(Finding.who)
    await turn.state.set_data({"notice": card.notice.id})
    return [callback.answer(), ask(turn, turn.say("office-ask-name"))]


@router.message(Finding.who, F.text, ~F.text.startswith("/"))
async def take_name(message: Message, turn: Turn) -> Reply:
    """Those whose name fits, at the end of the chat."""
    must_be_admin(turn)
    today = turn.office.today(turn.now)
    among = Posting.unit_id.in_(await units_of(turn.session, turn.me, today=today))
    found = await find_people(turn.session, message.text or "", among, but=0, today=today)
    await turn.state.clear()
    numbers = [employee.id for employee, _ in found]
    only = {"person": numbers[0]} if len(numbers) == 1 else {}
    _show(turn, of=Listed.HOME.value, found=numbers, **only)
    return None


@router.callback_query(DoForPerson.filter(F.act == Do.INVITE))
async def invite_one(callback: CallbackQuery, callback_data: DoForPerson, turn: Turn) -> Reply:
    """The link comes as a message of its own: its code is made when it is sent."""
    await agency_card(turn, callback_data)
    person = await _person(turn, callback_data.person)
    await _must_open(turn, person)
    if await chat_of(turn.session, person.id) is not None:
        raise HasJoined(person=named(person))
    note(turn.session, Act.INVITED, by=turn.me, at=turn.now, about=person)
    tell(turn.session, ONE, to=turn.me.id, at=turn.now, urgent=True, person=person.id)
    return callback.answer(turn.say("office-link-coming", person=named(person)))


@router.callback_query(DoForPerson.filter(F.act == Do.RELEASE))
async def ask_release(callback: CallbackQuery, callback_data: DoForPerson, turn: Turn) -> Reply:
    card = await agency_card(turn, callback_data)
    await _bound(turn, callback_data.person)
    card.redraw(**_place(card), person=callback_data.person, sure=True)
    return callback.answer()


@router.callback_query(DoForPerson.filter(F.act == Do.SURELY))
async def release(callback: CallbackQuery, callback_data: DoForPerson, turn: Turn) -> Reply:
    """A lost phone, a new number: what waits stays until they join again."""
    card = await agency_card(turn, callback_data)
    if card.notice.facts.get("person") != callback_data.person or not card.notice.facts.get("sure"):
        raise NotInYourUnit  # asked for another: nothing is done that was not asked
    person = await _bound(turn, callback_data.person)
    chat = await chat_of(turn.session, person.id)
    assert chat is not None, "it has just been found"
    chat.release()
    note(turn.session, Act.LET_GO, by=turn.me, at=turn.now, about=person)
    tell_chat(turn.session, "let-go", chat_id=chat.id, at=turn.now, person=named(person),
              by=named(turn.me))  # fmt: skip
    card.redraw(**_place(card), person=person.id)
    return callback.answer(turn.say("office-let-go", person=named(person)), show_alert=True)


@router.callback_query(ShowSheet.filter())
async def ask_sheet(callback: CallbackQuery, callback_data: ShowSheet, turn: Turn) -> Reply:
    card = await agency_card(turn, callback_data)
    unit = await _unit(turn, callback_data.unit)
    card.redraw(**_place(card), unit=unit.id)
    return callback.answer()


@router.callback_query(MakeSheet.filter())
async def make_sheet(callback: CallbackQuery, callback_data: MakeSheet, turn: Turn) -> Reply:
    """The PDF follows as a document, made outside the turn."""
    card = await agency_card(turn, callback_data)
    unit = await _unit(turn, callback_data.unit)
    people = await to_invite(turn.session, turn.me, unit, today=turn.office.today(turn.now))
    if not people:
        raise NobodyToInvite
    if len(people) > LARGEST_SHEET:
        raise SheetTooLarge(count=len(people), most=LARGEST_SHEET)
    note(turn.session, Act.INVITED, by=turn.me, at=turn.now, unit=unit.code,
         what=str(len(people)))  # fmt: skip
    tell(turn.session, SHEET, to=turn.me.id, at=turn.now, urgent=True, unit=unit.id)
    card.redraw(of=Listed.HOME.value)
    return callback.answer(turn.say("office-sheet-coming", count=len(people)))


async def agency_card(turn: Turn, press: Press) -> ShownCard:
    """The card behind a tap, if the reader still administers something."""
    card = await card_as_shown(turn, press)
    if card.notice.kind != AGENCY:
        raise NotYourCard
    must_be_admin(turn)
    return card


def must_be_admin(turn: Turn) -> None:
    if not turn.me.is_admin:
        raise NotForYou


def _show(turn: Turn, **facts: Any) -> None:
    """At the end of the chat, wherever the card stood before."""
    show(turn.session, AGENCY, AGENCY, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts=facts)  # fmt: skip


def _place(card: ShownCard) -> dict[str, Any]:
    facts = card.notice.facts
    return {key: facts[key] for key in KEPT if key in facts}


async def _person(turn: Turn, number: int) -> Employee:
    """Somebody whom the reader looks after."""
    person = await turn.session.get(Employee, number)
    today = turn.office.today(turn.now)
    if person is None or not await looks_after(turn.session, turn.me, person, today=today):
        raise NotInYourUnit
    return person


async def _must_open(turn: Turn, person: Employee) -> None:
    today = turn.office.today(turn.now)
    if not await holds_no_more(turn.session, person, turn.me, today=today):
        raise HoldsMore(agency=turn.office.agency)


async def _bound(turn: Turn, number: int) -> Employee:
    """Somebody whose account the reader may let go."""
    person = await _person(turn, number)
    if person.is_same_as(turn.me):
        raise NotYourOwnChat(agency=turn.office.agency)
    await _must_open(turn, person)
    if await chat_of(turn.session, person.id) is None:
        raise HasNoChat(person=named(person))
    return person


async def _unit(turn: Turn, number: int) -> Unit:
    units = await units_of(turn.session, turn.me, today=turn.office.today(turn.now))
    if number not in units:
        raise NotInYourUnit
    return await turn.session.get_one(Unit, number)
