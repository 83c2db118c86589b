"""/izin: which absence, on which days, and what will happen; then it is noted or asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message
from pydantic import Field

from handlers.cards import Look, Press, card_as_it_stands, card_as_shown, stop_asking
from handlers.people.being_away import MINE, declare, said_of
from handlers.reading.away import ReadAway, read_away
from handlers.turn import Known, Reply, Turn, ask
from models.notices.telling import show
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.absence_kinds import AbsenceKind
from models.work.absences import Absence, must_be_free, must_wait
from models.work.calendars import NoWorkingDay, working_days
from models.work.corrections import NobodyToAsk
from models.work.days import day_of

PLAN, NEW = "away-plan", "new"
WORDS = ("words", "message", "said_at")  # what was written, if nobody asked for the card
_COMMAND = re.compile(r"/\w+(@\w+)?\s*")

router = Router(name="asking-away")
router.callback_query.filter(Known())
router.message.filter(Known())


class Ask(StrEnum):
    """A button of the plan that is neither a kind nor a day."""

    LEAVE = "leave"  # which cuti
    DAYS = "days"  # another date, in words
    START = "start"  # begin again
    STOP = "stop"
    SEND = "send"


class PlanKind(Press, prefix="plan-kind"):
    kind: AbsenceKind


class PlanDay(Press, prefix="plan-day"):
    later: Annotated[int, Field(ge=0, le=1)]


class Plan(Press, prefix="plan"):
    ask: Ask


class OpenAbsence(Press, prefix="open-away"):
    """The card of one that is noted, at the end of the chat."""

    absence: int


class DaysAway(StatesGroup):
    """Which days, in words."""

    days = Step()


class DaysUnclear(Refusal):
    """Not a day, or several that are no period."""


@router.message(Command("izin", "cuti", "leave"))
async def ask_leave(message: Message, turn: Turn) -> Reply:
    """With all that was written behind it; what is missing is asked with buttons."""
    await stop_asking(turn)
    said = read_away(_COMMAND.sub("", message.text or "", count=1), turn.said_at, turn.office)
    show_plan(turn, said)
    return None


def show_plan(turn: Turn, said: ReadAway, **more: Any) -> None:
    """The plan as far as it was said, at the end of the chat."""
    facts = dict(more)
    if said.kind is not None:
        facts["kind"] = said.kind.value
    elif said.is_leave:
        facts["which"] = True
    if said.period is not None:
        facts |= {"since": said.period[0].isoformat(), "until": said.period[1].isoformat()}
    show(turn.session, PLAN, NEW, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts=facts)


@router.callback_query(PlanKind.filter())
async def choose_kind(callback: CallbackQuery, callback_data: PlanKind, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw(**_kept(card.notice.facts) | {"kind": callback_data.kind.value})
    return callback.answer()


@router.callback_query(PlanDay.filter())
async def choose_day(callback: CallbackQuery, callback_data: PlanDay, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    day = (turn.office.today(turn.now) + timedelta(days=callback_data.later)).isoformat()
    card.redraw(**_kept(card.notice.facts) | {"since": day, "until": day})
    return callback.answer()


@router.callback_query(Plan.filter(F.ask == Ask.SEND))
async def send_plan(callback: CallbackQuery, callback_data: Plan, turn: Turn) -> Reply:
    """Catat, or Minta persetujuan: all is looked at once more, for time has passed."""
    card = await card_as_it_stands(turn, callback_data)
    facts = card.notice.facts
    if not {"kind", "since"} <= facts.keys():
        raise DaysUnclear
    since, until = period_of(facts)
    await must_be_sayable(turn, turn.me, AbsenceKind(facts["kind"]), since, until)
    absence = await declare(turn, AbsenceKind(facts["kind"]), since, until)
    card.redraw(done=True)
    return callback.answer(said_of(turn, absence))


@router.callback_query(Plan.filter())
async def go_on(callback: CallbackQuery, callback_data: Plan, turn: Turn) -> Reply:
    """Which cuti, which date in words, from the beginning, or not at all."""
    card = await card_as_shown(turn, callback_data)
    facts = _kept(card.notice.facts)
    match callback_data.ask:
        case Ask.LEAVE:
            card.redraw(**facts, which=True)
        case Ask.START:
            card.redraw(start=True, **{key: facts[key] for key in WORDS if key in facts})
        case Ask.DAYS:
            await turn.state.set_state(DaysAway.days)
            await turn.state.set_data({"plan": facts})
            return [callback.answer(), ask(turn, turn.say("which-days-away"))]
        case _:
            card.redraw(done=True)
    return callback.answer()


@router.message(DaysAway.days, F.text, ~F.text.startswith("/"))
async def take_days(message: Message, turn: Turn) -> Reply:
    """The days in words; the plan goes on with them at the end of the chat."""
    said = read_away(message.text or "", turn.said_at, turn.office)
    if said.period is None:
        raise DaysUnclear
    facts = (await turn.state.get_data())["plan"]
    await turn.state.clear()
    kind = AbsenceKind(facts["kind"]) if "kind" in facts else said.kind
    show_plan(turn, replace(said, kind=kind), **facts)
    return None


@router.callback_query(OpenAbsence.filter())
async def open_absence(callback: CallbackQuery, callback_data: OpenAbsence, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    found = await turn.session.get(Absence, callback_data.absence)
    if found is not None and found.employee_id == turn.me.id:
        show(turn.session, MINE, found.id, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return callback.answer()


async def must_be_sayable(
    here: Look | Turn, me: Employee, kind: AbsenceKind, since: date, until: date
) -> None:
    """Refuse days that are taken, that ask for nothing, or are closed; or with nobody to ask."""
    session, office, today = here.session, here.office, here.office.today(here.now)
    await must_be_free(session, me.id, since, until, today=today)
    day = await day_of(session, me, since, now=here.now, office=office)
    pattern = day.window.rules.pattern
    if await working_days(session, day.posting, pattern, since, until) == 0:
        raise NoWorkingDay(since=since, until=until, year=today.year)
    if since <= today:
        day.window.check(at=here.now)
    if day.acting is None and await must_wait(session, me.id, kind, since, until, day.window.rules):
        raise NobodyToAsk


def period_of(facts: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(facts["since"]), date.fromisoformat(facts["until"])


def _kept(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: facts[key] for key in ("kind", "since", "until", *WORDS) if key in facts}
