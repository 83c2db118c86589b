"""Hari khusus: a holiday of the office or a unit, or a working day after all, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import (
    NotYourCard,
    Press,
    ShownCard,
    card_as_it_stands,
    card_as_shown,
    stop_asking,
)
from handlers.office.agency import NotInYourUnit, agency_card, must_be_admin
from handlers.office.special_day_buttons import (
    DAYS,
    AskDay,
    DayOfUnit,
    OpenDays,
    StepOfDay,
    TakeBackDay,
)
from handlers.reading.special_day import read_special_day
from handlers.turn import Known, Reply, Turn, ask
from models.notices.telling import show
from models.people.administering import top_of, units_of
from models.people.audit import Act, note
from models.people.employees import Role
from models.people.units import Unit, unit_by_code
from models.refusals import Refusal
from models.work.holidays import WHOLE_OFFICE, Holiday, HolidayKind
from models.work.special_days import (
    DECIDED_HERE,
    SpecialDayHasCome,
    add_special_days,
    run_of,
    take_back,
    trial_of_special_days,
)

router = Router(name="special-days")
router.message.filter(Known())
router.callback_query.filter(Known())

LONGEST_NAME = 100
DRAFT = ("day", "until", "name", "kind", "unit")


class SpecialDayUnclear(Refusal):
    """Off or not, one day, and what people call it: something was not said."""


class DayNameTooLong(Refusal):
    """It has to stand in a calendar."""


class OnlyForTheWholeOffice(Refusal):
    """A day of the whole office is the personnel agency's to decide."""


class SpecialDayGone(Refusal):
    """Somebody has taken it back already."""


class Naming(StatesGroup):
    """Which day it is."""

    day = Step()


@router.callback_query(OpenDays.filter())
async def open_days(callback: CallbackQuery, callback_data: OpenDays, turn: Turn) -> Reply:
    await agency_card(turn, callback_data)
    _show(turn)
    return callback.answer()


@router.callback_query(StepOfDay.filter(F.ask == AskDay.ADD))
async def ask_day(callback: CallbackQuery, callback_data: StepOfDay, turn: Turn) -> Reply:
    card = await _card(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    await turn.state.set_state(Naming.day)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say("special-day-ask", whole=turn.me.role is Role.OFFICE_ADMIN)
    return [callback.answer(), ask(turn, question)]


@router.message(Naming.day, F.text, ~F.text.startswith("/"))
async def take_day(message: Message, turn: Turn) -> Reply:
    """What it would do is shown first; nothing is saved yet."""
    must_be_admin(turn)
    said = read_special_day(message.text or "", turn.said_at, turn.office)
    if said is None:
        raise SpecialDayUnclear
    if len(said.name) > LONGEST_NAME:
        raise DayNameTooLong(most=LONGEST_NAME)
    kind = HolidayKind.OFFICE if said.is_off else HolidayKind.WORKDAY
    draft = {"day": said.day.isoformat(), "until": said.until.isoformat(), "name": said.name,
             "kind": kind.value, "unit": await _own_unit(turn)}  # fmt: skip
    facts = await _tried(turn, draft)
    await turn.state.clear()
    _show(turn, **facts)
    return None


@router.callback_query(StepOfDay.filter(F.ask == AskDay.SAVE))
async def save(callback: CallbackQuery, callback_data: StepOfDay, turn: Turn) -> Reply:
    """All is looked at once more, for time has passed."""
    card = await _card(turn, callback_data)
    await card_as_it_stands(turn, callback_data)
    if not {*DRAFT} <= card.notice.facts.keys():
        raise SpecialDayUnclear
    run = _run(card.notice.facts)
    await _must_decide(turn, run[0].unit)
    changed = await add_special_days(turn.session, run, turn.office, at=turn.now)
    _note(turn, Act.SET_DAY, run)
    card.redraw(done=True)
    return callback.answer(turn.say("special-day-saved", count=changed.people), show_alert=True)


@router.callback_query(StepOfDay.filter())
async def another_step(callback: CallbackQuery, callback_data: StepOfDay, turn: Turn) -> Reply:
    """Another unit is to be chosen; or nothing of it is to be saved."""
    card = await _card(turn, callback_data)
    facts = _draft(card)
    if callback_data.ask is AskDay.UNIT and facts:
        card.redraw(**facts, units=True, page=callback_data.page)
    else:
        card.redraw(done=True)
    return callback.answer()


@router.callback_query(DayOfUnit.filter())
async def choose_unit(callback: CallbackQuery, callback_data: DayOfUnit, turn: Turn) -> Reply:
    card = await _card(turn, callback_data)
    code = WHOLE_OFFICE
    if callback_data.unit:
        unit = await turn.session.get(Unit, callback_data.unit)
        if unit is None:
            raise NotInYourUnit
        code = unit.code
    facts = _draft(card)
    if not facts:
        raise SpecialDayUnclear
    card.redraw(**await _tried(turn, {**facts, "unit": code}))
    return callback.answer()


@router.callback_query(TakeBackDay.filter())
async def take_day_back(callback: CallbackQuery, callback_data: TakeBackDay, turn: Turn) -> Reply:
    """Asked first; until the day has come."""
    card = await _card(turn, callback_data)
    holiday = await turn.session.get(Holiday, callback_data.holiday)
    if holiday is None or holiday.kind not in DECIDED_HERE:
        raise SpecialDayGone
    await _must_decide(turn, holiday.unit)
    run = await run_of(turn.session, holiday, after=turn.office.today(turn.now))
    if not run:
        raise SpecialDayHasCome(day=holiday.day)
    if not callback_data.sure:
        card.redraw(back=holiday.id)
        return callback.answer()
    _note(turn, Act.TOOK_DAY_BACK, run)
    changed = await take_back(turn.session, run, turn.office, at=turn.now)
    card.redraw(done=True)
    said = turn.say("special-day-taken-back", count=changed.people, days=len(run))
    return callback.answer(said, show_alert=True)


async def _card(turn: Turn, press: Press) -> ShownCard:
    """The card behind a tap, if the reader still administers something."""
    card = await card_as_shown(turn, press)
    if card.notice.kind != DAYS:
        raise NotYourCard
    must_be_admin(turn)
    return card


def _show(turn: Turn, **facts: Any) -> None:
    """At the end of the chat."""
    show(turn.session, DAYS, DAYS, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts=facts)  # fmt: skip


def _draft(card: ShownCard) -> dict[str, Any]:
    facts = card.notice.facts
    return {key: facts[key] for key in DRAFT} if {*DRAFT} <= facts.keys() else {}


async def _own_unit(turn: Turn) -> str:
    """Whom it is for, as long as nobody says otherwise."""
    if turn.me.role is Role.OFFICE_ADMIN:
        return WHOLE_OFFICE
    top = await top_of(turn.session, turn.me, turn.office.today(turn.now))
    if top is None:
        raise NotInYourUnit
    return top.code


async def _tried(turn: Turn, draft: dict[str, Any]) -> dict[str, Any]:
    """The draft, and how many people's days it would change."""
    await _must_decide(turn, draft["unit"])
    changes = await trial_of_special_days(turn.session, _run(draft), turn.office, at=turn.now)
    return {**draft, "changes": changes.people}


def _run(facts: dict[str, Any]) -> list[Holiday]:
    first, last = date.fromisoformat(facts["day"]), date.fromisoformat(facts["until"])
    return [
        Holiday(day=first + timedelta(days=n), name=facts["name"], kind=HolidayKind(facts["kind"]),
                unit=facts["unit"])
        for n in range((last - first).days + 1)
    ]  # fmt: skip


async def _must_decide(turn: Turn, code: str) -> None:
    """The whole office's days are the agency's; a unit's are whoever's looks after it."""
    if code == WHOLE_OFFICE:
        if turn.me.role is not Role.OFFICE_ADMIN:
            raise OnlyForTheWholeOffice(agency=turn.office.agency)
        return
    unit = await unit_by_code(turn.session, code)
    units = await units_of(turn.session, turn.me, today=turn.office.today(turn.now))
    if unit is None or unit.id not in units:
        raise NotInYourUnit


def _note(turn: Turn, act: Act, run: Sequence[Holiday]) -> None:
    first, last = run[0], run[-1]
    days = f"{first.day}" if first is last else f"{first.day}/{last.day}"
    note(turn.session, act, by=turn.me, at=turn.now, unit=first.unit,
         what=f"{days} {first.kind} {first.name}")  # fmt: skip
