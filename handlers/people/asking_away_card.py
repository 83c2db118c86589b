"""The card of /izin while it is asked: what is known so far, and buttons for what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from aiogram.types import InlineKeyboardButton
from sqlalchemy import select

from handlers.cards import Drawing, Look, Page, button, keyboard
from handlers.people.asking_away import (
    PLAN,
    Ask,
    OpenAbsence,
    Plan,
    PlanDay,
    PlanKind,
    must_be_sayable,
    period_of,
)
from handlers.people.being_away import days_said
from handlers.people.saying_away import AsReport
from handlers.turn import in_words, named
from models.people.postings import posting_of
from models.refusals import Refusal
from models.work.absence_kinds import OF_LEAVE, AbsenceKind
from models.work.absences import Absence, standing, was_objected_to
from models.work.calendars import working_days
from models.work.days import reviewer_for

MOST_LISTED = 5
FORGOTTEN_AFTER = timedelta(hours=24)  # words that nobody has decided about
FIRST = (
    (AbsenceKind.SICK, AbsenceKind.PERMISSION),
    (AbsenceKind.DUTY_TRAVEL, AbsenceKind.TRAINING),
    (AbsenceKind.STUDY,),
)


async def draw_plan(look: Look) -> Drawing:
    """The card of kind "away-plan": what is known, and buttons for what is not."""
    facts = look.notice.facts
    if facts.get("done"):
        return Drawing()
    if "words" in facts and look.now >= _forgotten_at(look):
        look.notice.facts = {"done": True}  # what was said of one's health is not kept
        return Drawing()
    drawing = await _asked(look)
    return replace(drawing, until=_forgotten_at(look)) if "words" in facts else drawing


def _forgotten_at(look: Look) -> datetime:
    return datetime.fromisoformat(look.notice.facts["said_at"]) + FORGOTTEN_AFTER


async def _asked(look: Look) -> Drawing:
    facts = look.notice.facts
    if facts.get("unsure") and not facts.get("kind"):
        rows = [[button(look.say("button-ill"), PlanKind.on(look, kind=AbsenceKind.SICK))],
                [button(look.say("button-as-report"), AsReport.on(look))]]  # fmt: skip
        return Drawing((Page(look.say("plan-or-report"), keyboard(*rows), waits=True),))
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
    text = look.say("plan-which-kind", doubt="words" in facts, leave=which, days=days)
    noted = [] if which else await _noted(look)
    kinds = [(kind,) for kind in OF_LEAVE] if which else FIRST
    rows = [
        [button(look.say(f"button-{kind.value}"), PlanKind.on(look, kind=kind)) for kind in row]
        for row in kinds
    ]
    if which:
        rows.append([button(look.say("button-plan-start"), Plan.on(look, ask=Ask.START))])
    else:
        rows[-1].insert(0, button(look.say("button-which-leave"), Plan.on(look, ask=Ask.LEAVE)))
    year = look.office.today(look.now).year
    open_ones = [
        [button(look.say("button-open-absence", since=a.since, until=a.until, year=year),
                OpenAbsence.on(look, absence=a.id))]
        for a in noted
    ]  # fmt: skip
    return Drawing((Page(text, keyboard(*rows, *open_ones, *_ends(look)), waits=True),))


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
        *_ends(look)[:-1],
    ]  # fmt: skip


def _ends(look: Look) -> list[list[InlineKeyboardButton]]:
    """Not at all; and if nobody asked for the card, that it was a report."""
    stop = button(look.say("button-plan-stop"), Plan.on(look, ask=Ask.STOP))
    if "words" not in look.notice.facts:
        return [[stop]]
    return [[button(look.say("button-as-report"), AsReport.on(look))], [stop]]


async def _confirm(look: Look) -> Drawing:
    """Kind, dates, working days touched, and what happens next."""
    facts = look.notice.facts
    since, until = period_of(facts)
    posting = await posting_of(look.session, look.to, since)
    rules = posting.rules_on(since, look.office) if posting else look.office.rules_on(since)
    count = await working_days(look.session, posting, rules.pattern, since, until)
    today = look.office.today(look.now)
    acting = await reviewer_for(look.session, look.to, posting, look.office, today=today)
    waits = AbsenceKind(facts["kind"]) not in rules.away_at_once
    again = await was_objected_to(look.session, look.to.id, since, until)
    text = look.say(
        "plan-confirm",
        kind=look.say("absence-kind", kind=facts["kind"]),
        days=_said_days(look),
        count=count,
        doubt="words" in facts,
        waits=waits or again,
        again=again,
        told=named(acting.who) if acting else None,
    )
    send = button(look.say("button-plan-send", waits=waits or again), Plan.on(look, ask=Ask.SEND))
    refused = await _refused(look, AbsenceKind(facts["kind"]), since, until) if count != 0 else ""
    if refused:
        text = look.say("plan-refused", kind=look.say("absence-kind", kind=facts["kind"]),
                        days=_said_days(look), why=refused)  # fmt: skip
    rows = [
        [send] if count != 0 and not refused else [],
        [button(look.say("button-plan-days"), Plan.on(look, ask=Ask.DAYS)),
         button(look.say("button-plan-start"), Plan.on(look, ask=Ask.START))],
        *_ends(look),
    ]  # fmt: skip
    return Drawing((Page(text, keyboard(*rows), waits=True),))


async def _refused(look: Look, kind: AbsenceKind, since: date, until: date) -> str:
    """Why these days cannot be noted, in words; time may still pass until the tap."""
    try:
        await must_be_sayable(look, look.to, kind, since, until)
    except Refusal as refusal:
        return in_words(look.say, refusal)
    return ""


def _said_days(look: Look) -> str:
    since, until = period_of(look.notice.facts)
    return days_said(look, since, until)


CARDS = {PLAN: draw_plan}
