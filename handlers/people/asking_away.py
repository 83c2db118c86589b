"""/izin: which absence, on which days, and what will happen; then it is noted or asked for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy import select

from handlers.cards import Drawing, Look, Page, Press, button, card_as_shown, keyboard, stop_asking
from handlers.people.being_away import MINE, declare, said_of
from handlers.reading.away import ReadAway, read_away
from handlers.turn import Known, Reply, Turn, ask, named
from models.notices.telling import show
from models.office import Pattern
from models.people.postings import posting_of
from models.refusals import Refusal
from models.work.absence_kinds import OF_LEAVE, AbsenceKind
from models.work.absences import Absence, must_be_free, standing, was_objected_to
from models.work.calendars import calendar_around
from models.work.days import day_of, reviewer_for

PLAN, NEW = "away-plan", "new"
MOST_LISTED = 5
FIRST = (
    (AbsenceKind.SICK, AbsenceKind.PERMISSION),
    (AbsenceKind.DUTY_TRAVEL, AbsenceKind.TRAINING),
    (AbsenceKind.STUDY,),
)
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
    later: int


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


def show_plan(turn: Turn, said: ReadAway, *, doubt: bool = False) -> None:
    """The plan as far as it was said. Of the words nothing is kept."""
    facts: dict[str, Any] = {"doubt": True} if doubt else {}
    if said.kind is not None:
        facts["kind"] = said.kind.value
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
    card = await card_as_shown(turn, callback_data)
    facts = card.notice.facts
    if not {"kind", "since"} <= facts.keys():
        raise DaysUnclear
    since, until = _period(facts)
    await must_be_free(turn.session, turn.me.id, since, until)
    if since <= turn.office.today(turn.now):
        day = await day_of(turn.session, turn.me, since, now=turn.now, office=turn.office)
        day.window.check(at=turn.now)
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
            card.redraw(start=True)
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
    kind = (await turn.state.get_data())["plan"].get("kind") or said.kind
    await turn.state.clear()
    show_plan(turn, ReadAway(AbsenceKind(kind) if kind else None, said.period, only=True))
    return None


@router.callback_query(OpenAbsence.filter())
async def open_absence(callback: CallbackQuery, callback_data: OpenAbsence, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    found = await turn.session.get(Absence, callback_data.absence)
    if found is not None and found.employee_id == turn.me.id:
        show(turn.session, MINE, found.id, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return callback.answer()


async def draw_plan(look: Look) -> Drawing:
    """The card of kind "away-plan": what is known, and buttons for what is not."""
    facts = look.notice.facts
    if facts.get("done"):
        return Drawing()
    if not facts.get("kind"):
        return await _ask_kind(look)
    if not facts.get("since"):
        text = look.say("plan-which-days", kind=look.say("absence-kind", kind=facts["kind"]))
        return Drawing((Page(text, keyboard(*_days(look)), waits=True),))
    return await _confirm(look)


async def _ask_kind(look: Look) -> Drawing:
    facts = look.notice.facts
    which = bool(facts.get("which"))
    days = _said_days(look) if facts.get("since") else None
    text = look.say("plan-which-kind", doubt=bool(facts.get("doubt")), leave=which, days=days)
    noted = [] if which else await _noted(look)
    kinds = [(kind,) for kind in OF_LEAVE] if which else FIRST
    rows = [
        [button(look.say(f"button-{kind.value}"), PlanKind.on(look, kind=kind)) for kind in row]
        for row in kinds
    ]
    if not which:
        rows[-1].insert(0, button(look.say("button-which-leave"), Plan.on(look, ask=Ask.LEAVE)))
    open_ones = [
        [button(look.say("button-open-absence", since=a.since, until=a.until),
                OpenAbsence.on(look, absence=a.id))]
        for a in noted
    ]  # fmt: skip
    stop = [button(look.say("button-plan-stop"), Plan.on(look, ask=Ask.STOP))]
    return Drawing((Page(text, keyboard(*rows, *open_ones, stop), waits=True),))


async def _noted(look: Look) -> list[Absence]:
    """What is noted or asked for and not over."""
    today = look.office.today(look.now)
    rows = await look.session.scalars(
        select(Absence)
        .where(Absence.employee_id == look.to.id, standing(today, date.max))
        .order_by(Absence.since)
        .limit(MOST_LISTED)
    )
    return list(rows)


def _days(look: Look) -> list[list[InlineKeyboardButton]]:
    return [
        [button(look.say(f"button-plan-day-{later}"), PlanDay.on(look, later=later))
         for later in (0, 1)],
        [button(look.say("button-plan-days"), Plan.on(look, ask=Ask.DAYS))],
        [button(look.say("button-plan-start"), Plan.on(look, ask=Ask.START))],
    ]  # fmt: skip


async def _confirm(look: Look) -> Drawing:
    """Kind, dates, working days touched, and what happens next."""
    facts = look.notice.facts
    since, until = _period(facts)
    posting = await posting_of(look.session, look.to, since)
    rules = posting.rules_on(since, look.office) if posting else look.office.rules_on(since)
    calendar = await calendar_around(look.session, since, posting, until=until)
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    count = sum(calendar.works_on(day, rules.pattern) for day in days)
    today = look.office.today(look.now)
    acting = await reviewer_for(look.session, look.to, posting, look.office, today=today)
    waits = AbsenceKind(facts["kind"]) not in rules.away_at_once
    again = await was_objected_to(look.session, look.to.id, since, until)
    text = look.say(
        "plan-confirm",
        kind=look.say("absence-kind", kind=facts["kind"]),
        days=_said_days(look),
        count=count,
        counted=rules.pattern is not Pattern.SHIFTS,
        waits=waits or again,
        again=again,
        told=named(acting.who) if acting else None,
    )
    rows = [
        [button(look.say("button-plan-send", waits=waits or again), Plan.on(look, ask=Ask.SEND))],
        [button(look.say("button-plan-days"), Plan.on(look, ask=Ask.DAYS)),
         button(look.say("button-plan-start"), Plan.on(look, ask=Ask.START))],
        [button(look.say("button-plan-stop"), Plan.on(look, ask=Ask.STOP))],
    ]  # fmt: skip
    return Drawing((Page(text, keyboard(*rows), waits=True),))


def _said_days(look: Look) -> str:
    since, until = _period(look.notice.facts)
    return look.say("absence-days", since=since, until=until)


def _period(facts: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(facts["since"]), date.fromisoformat(facts["until"])


def _kept(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: facts[key] for key in ("kind", "since", "until") if key in facts}


CARDS = {PLAN: draw_plan}
