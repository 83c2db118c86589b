"""/pengganti: name a Plh or Plt for oneself, or for whom one looks after; and end it."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message
from sqlalchemy import ColumnElement, or_

from handlers.cards import ShownCard, card_as_it_stands, card_as_shown, stop_asking
from handlers.people.stand_in_cards import (
    KIND,
    NEW,
    Ask,
    ChooseAs,
    ChooseWho,
    EndStandIn,
    NameStandIn,
)
from handlers.reading.away import read_days
from handlers.turn import Known, NotForYou, Reply, Turn, ask, named
from models.notices.telling import show
from models.people.administering import units_of
from models.people.employees import Employee
from models.people.finding import around, find_people, is_among
from models.people.postings import Posting, last_posting_of
from models.refusals import Refusal
from models.work.stand_ins import (
    LONGEST_LETTER,
    Capacity,
    LetterMissing,
    NotYourStandIn,
    StandIn,
    StandInBackwards,
    StandInOver,
    appoint,
    must_be_vacant,
)
from models.work.telling_of_stand_ins import BEGINS, ENDED, tell_of_stand_in

KEPT = ("official", "deputy", "kind", "since", "until", "letter")

router = Router(name="standing-in")
router.message.filter(Known())
router.callback_query.filter(Known())


class Naming(StatesGroup):
    """Who, on which days, by which letter."""

    who = Step()
    days = Step()
    letter = Step()


class StandInDaysUnclear(Refusal):
    """Not a day, and not a period."""


class LetterTooLong(Refusal):
    """Hardly the number of a letter."""


@router.message(Command("pengganti", "plh", "plt", "deputy"))
async def stand_ins(_message: Message, turn: Turn) -> Reply:
    await stop_asking(turn)
    show(turn.session, KIND, NEW, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts={})
    return None


@router.callback_query(NameStandIn.filter(F.ask == Ask.SAVE))
async def save(callback: CallbackQuery, callback_data: NameStandIn, turn: Turn) -> Reply:
    """Catat: all is looked at once more, for time has passed."""
    card = await card_as_it_stands(turn, callback_data)
    facts = card.notice.facts
    if not {"official", "deputy", "kind", "since", "letter"} <= facts.keys():
        raise LetterMissing
    official = await _official(turn, facts["official"])
    deputy = await _deputy(turn, official, facts["deputy"])
    row = await appoint(
        turn.session, official, deputy, kind=Capacity(facts["kind"]),
        since=date.fromisoformat(facts["since"]), until=_until(facts), letter=facts["letter"],
        by=turn.me, at=turn.now, today=turn.office.today(turn.now),
    )  # fmt: skip
    await tell_of_stand_in(turn.session, row, turn.office, kind=BEGINS, by=turn.me, at=turn.now)
    card.redraw(done=True)
    return callback.answer(turn.say("stand-in-noted", deputy=named(deputy)), show_alert=True)


def _until(facts: dict[str, Any]) -> date | None:
    return date.fromisoformat(facts["until"]) if facts.get("until") else None


@router.callback_query(NameStandIn.filter())
async def begin(callback: CallbackQuery, callback_data: NameStandIn, turn: Turn) -> Reply:
    """For oneself, for somebody else, with another name or other days, or not at all."""
    card = await card_as_shown(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    known = {key: value for key, value in card.notice.facts.items() if key in KEPT}
    match callback_data.ask:
        case Ask.STOP:
            card.redraw(done=True)
            return callback.answer()
        case Ask.DAYS:
            return [callback.answer(), await _ask_days(turn, card, known)]
        case Ask.OTHER | Ask.OFFICIAL if not turn.me.is_admin:
            raise NotForYou
        case Ask.OTHER | Ask.OFFICIAL:
            known = {}
        case Ask.OWN:
            known = {"official": turn.me.id}
    known.pop("deputy", None)
    question = turn.say("stand-in-ask-who", official="official" not in known)
    return [callback.answer(), await _ask(turn, card, Naming.who, known, question)]


async def _ask_days(turn: Turn, card: ShownCard, facts: dict[str, Any]) -> Any:
    if not {"official", "deputy", "kind"} <= facts.keys():
        raise NotYourStandIn
    question = turn.say("stand-in-ask-days", kind=facts["kind"])
    return await _ask(turn, card, Naming.days, facts, question)


async def _ask(
    turn: Turn, card: ShownCard, step: Step, facts: dict[str, Any], question: str
) -> Any:
    """The card keeps what is known; the next message is the answer."""
    await turn.state.set_state(step)
    await turn.state.set_data({"notice": card.notice.id, "facts": facts})
    return ask(turn, question)


@router.message(Naming.who, F.text, ~F.text.startswith("/"))
async def take_name(message: Message, turn: Turn) -> Reply:
    """Those whose name fits, to be chosen from."""
    facts: dict[str, Any] = (await turn.state.get_data())["facts"]
    today = turn.office.today(turn.now)
    official = await turn.session.get(Employee, facts.get("official", 0))
    among = await _candidates(turn, official)
    but = official.id if official else 0
    found = await find_people(turn.session, message.text or "", among, but=but, today=today,
                              vacant=official is None)  # fmt: skip
    await turn.state.clear()
    _go_on(turn, {**facts, "found": [employee.id for employee, _ in found]})
    return None


async def _candidates(turn: Turn, official: Employee | None) -> ColumnElement[bool]:
    """Without an official: whom one looks after. With one: who is near, or whom one looks after."""
    today = turn.office.today(turn.now)
    after = Posting.unit_id.in_(await units_of(turn.session, turn.me, today=today))
    if official is None:
        return after
    near = await around(turn.session, await last_posting_of(turn.session, official, today))
    return or_(near, after)


@router.callback_query(ChooseWho.filter())
async def choose(callback: CallbackQuery, callback_data: ChooseWho, turn: Turn) -> Reply:
    """First the official, where it is not oneself; then who stands in."""
    card = await card_as_shown(turn, callback_data)
    facts = {key: value for key, value in card.notice.facts.items() if key in KEPT}
    if "official" in facts:
        official = await _official(turn, facts["official"])
        deputy = await _deputy(turn, official, callback_data.person)
        card.redraw(**{**facts, "deputy": deputy.id})
        return callback.answer()
    official = await _official(turn, callback_data.person)
    question = turn.say("stand-in-ask-who", official=False)
    card.redraw(done=True)
    return [
        callback.answer(),
        await _ask(turn, card, Naming.who, {"official": official.id}, question),
    ]


async def _official(turn: Turn, number: int) -> Employee:
    """Oneself, or somebody one looks after; of whoever has left the post is looked after."""
    official = await turn.session.get(Employee, number)
    if official is None:
        raise NotYourStandIn
    if official.is_same_as(turn.me):
        return official
    today = turn.office.today(turn.now)
    posting = await last_posting_of(turn.session, official, today)
    if posting is None or posting.unit_id not in await units_of(turn.session, turn.me, today=today):
        raise NotYourStandIn
    return official


async def _deputy(turn: Turn, official: Employee, number: int) -> Employee:
    among = await _candidates(turn, official)
    if not await is_among(turn.session, number, among, today=turn.office.today(turn.now)):
        raise NotYourStandIn
    return await turn.session.get_one(Employee, number)


@router.callback_query(ChooseAs.filter())
async def choose_kind(callback: CallbackQuery, callback_data: ChooseAs, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    kept = ("official", "deputy")
    if not set(kept) <= card.notice.facts.keys():
        raise NotYourStandIn
    facts = {key: card.notice.facts[key] for key in kept} | {"kind": callback_data.kind.value}
    return [callback.answer(), await _ask_days(turn, card, facts)]


@router.message(Naming.days, F.text, ~F.text.startswith("/"))
async def take_days(message: Message, turn: Turn) -> Reply:
    """One day of a Plt is where it begins; it then lasts until it is ended."""
    data = await turn.state.get_data()
    period = read_days(message.text or "", turn.said_at, turn.office)
    if period is None:
        raise StandInDaysUnclear
    since, until = period
    open_ended = data["facts"]["kind"] == Capacity.PLT and since == until
    if not open_ended and until < turn.office.today(turn.now):
        raise StandInBackwards
    last = None if open_ended else until
    await must_be_vacant(turn.session, data["facts"]["official"], since, last)
    days = {"since": since.isoformat(), "until": last.isoformat() if last else None}
    facts = data["facts"] | days
    if "letter" in facts:
        await turn.state.clear()
        _go_on(turn, facts)
        return None
    await turn.state.set_state(Naming.letter)
    await turn.state.set_data({**data, "facts": facts})
    return ask(turn, turn.say("stand-in-ask-letter"))


@router.message(Naming.letter, F.text, ~F.text.startswith("/"))
async def take_letter(message: Message, turn: Turn) -> Reply:
    letter = (message.text or "").strip()
    if len(letter) > LONGEST_LETTER:
        raise LetterTooLong(most=LONGEST_LETTER)
    facts = (await turn.state.get_data())["facts"]
    await turn.state.clear()
    _go_on(turn, {**facts, "letter": letter})
    return None


def _go_on(turn: Turn, facts: dict[str, Any]) -> None:
    """The card, at the end of the chat."""
    show(turn.session, KIND, NEW, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts=facts)


@router.callback_query(EndStandIn.filter())
async def end(callback: CallbackQuery, callback_data: EndStandIn, turn: Turn) -> Reply:
    """Akhiri: by the official, or by whoever looks after them."""
    card = await card_as_shown(turn, callback_data)
    row = await turn.session.get(StandIn, callback_data.stand_in)
    if row is None:
        raise StandInOver
    official = await _official(turn, row.official_id)
    by = turn.me if official.is_same_as(turn.me) else None
    row.end(by=by, at=turn.now, today=turn.office.today(turn.now))
    await tell_of_stand_in(turn.session, row, turn.office, kind=ENDED, by=turn.me, at=turn.now)
    card.redraw()
    return callback.answer(turn.say("stand-in-is-over"))
