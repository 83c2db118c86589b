"""Being away: what was said counts at once or waits, and can be taken back or end early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers.cards import Drawing, IsoDay, Look, Page, Press, button, card_as_shown, keyboard
from handlers.turn import Known, Reply, Turn, named
from handlers.work.behalf import behalf_of
from handlers.work.reminding import AwayAs, NothingOpen
from models.notices.telling import show
from models.people.postings import Posting, held_on, posting_of
from models.work.absence_kinds import MAY_REPORT
from models.work.absences import (
    Absence,
    AbsenceKind,
    AbsenceOver,
    must_be_free,
    must_wait,
)
from models.work.acting import Acting
from models.work.calendars import calendar_around
from models.work.corrections import NobodyToAsk
from models.work.days import reviewer_for
from models.work.making_duties import AHEAD, of_people, write_duties
from models.work.open_days import open_days
from models.work.rings import remind
from models.work.telling_admins import tell_admin
from models.work.windows import Window, window_for

MINE, TOLD = "away", "absence"  # the cards of who is away, and of who was told

router = Router(name="being-away")
router.callback_query.filter(Known())


class Present(Press, prefix="present"):
    """Batalkan: I am there after all."""


class BackFrom(Press, prefix="back-from"):
    """Masuk lagi: back early, from this day on."""

    day: IsoDay


@router.callback_query(AwayAs.filter())
async def be_away(callback: CallbackQuery, callback_data: AwayAs, turn: Turn) -> Reply:
    """One open day becomes an absence."""
    card = await card_as_shown(turn, callback_data)
    day = date.fromisoformat(callback_data.day)
    today = turn.office.today(turn.now)
    await must_be_free(turn.session, turn.me.id, day, day, today=today)
    days = await open_days(turn.session, turn.chat, turn.office, now=turn.now)
    if day not in [open_day.day for open_day in days]:
        raise NothingOpen
    absence = await declare(turn, callback_data.kind, day, day)
    card.redraw()
    return callback.answer(said_of(turn, absence))


@router.callback_query(Present.filter())
async def be_there(callback: CallbackQuery, callback_data: Present, turn: Turn) -> Reply:
    """The wrong button, or the plan has changed: the days are owed again."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    window = await window_of(turn, absence)
    absence.withdraw(by=turn.me, at=turn.now, until=window.closes_at)
    await rewrite(turn, absence, because="absence withdrawn")
    await show_both(turn, absence)
    await _remind(turn)
    return callback.answer(turn.say("away-withdrawn", days=_days(turn, absence)))


@router.callback_query(BackFrom.filter())
async def be_back(callback: CallbackQuery, callback_data: BackFrom, turn: Turn) -> Reply:
    """Back early: the rest of the days is owed again."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    day, last = date.fromisoformat(callback_data.day), absence.until
    absence.must_go_on(day)
    window = await window_of(turn, absence, day)
    absence.end_before(day, by=turn.me, at=turn.now, until=window.closes_at)
    await rewrite(turn, absence, because="back early", until=last)
    await show_both(turn, absence)
    return callback.answer(turn.say("back-early", day=day))


async def draw_mine(look: Look) -> Drawing:
    """The card of kind "away", for whoever is away."""
    absence = await drawn(look)
    if absence is None:
        return Drawing()
    text = look.say(
        "away",
        kind=look.say("absence-kind", kind=absence.kind.value),
        days=days_said(look, absence.since, absence.until),
        is_sick=absence.kind is AbsenceKind.SICK,
        may_report=absence.kind in MAY_REPORT,
        state=absence.standing,
        because=absence.because,
        approved=absence.approved_at is not None,
        told=named(absence.told) if absence.told else None,
        behalf=await behalf_of(look.session, absence, today=look.office.today(look.now)),
    )
    open_still = absence.standing in ("waits", "holds")
    rows = _ways_back(look, absence) if open_still else []
    return Drawing((Page(text, keyboard(*rows), waits=open_still),))


def _ways_back(look: Look, absence: Absence) -> list[list[InlineKeyboardButton]]:
    today = look.office.today(look.now)
    days = [today, today + timedelta(days=1)]
    back = [
        button(look.say("button-back-from", day=day), BackFrom.on(look, day=day.isoformat()))
        for day in days
        if absence.holds and absence.since < day <= absence.until
    ]
    return [back, [button(look.say("button-present"), Present.on(look))]]


# What the cards of an absence have in common


async def declare(turn: Turn, kind: AbsenceKind, since: date, until: date) -> Absence:
    """Write an absence down; it counts at once where the office says so."""
    posting = await posting_of(turn.session, turn.me, since)
    rules = posting.rules_on(since, turn.office) if posting else turn.office.rules_on(since)
    today = turn.office.today(turn.now)
    acting = await reviewer_for(turn.session, turn.me, posting, turn.office, today=today)
    told = acting.who if acting else None
    waits = await must_wait(turn.session, turn.me.id, kind, since, until, rules)
    if waits and told is None:
        raise NobodyToAsk
    absence = Absence(
        employee_id=turn.me.id, kind=kind, since=since, until=until, said_at=turn.now,
        told_id=told.id if told else None, waits=waits, **_in_place_of(acting),
    )  # fmt: skip
    turn.session.add(absence)
    if waits and acting is not None and acting.is_stuck:
        await tell_admin(turn.session, acting.who, turn.office, at=turn.now)
    await rewrite(turn, absence, because=f"absence: {kind}")
    await show_both(turn, absence)
    return absence


def _in_place_of(acting: Acting | None) -> dict[str, Any]:
    if acting is None or acting.instead_of is None:
        return {}
    return {"instead_of_id": acting.instead_of.id, "capacity": acting.capacity}


def said_of(turn: Turn, absence: Absence) -> str:
    """What pops up once it is written down."""
    return turn.say("away-noted", days=_days(turn, absence), waits=absence.waits)


def days_said(here: Look | Turn, since: date, until: date) -> str:
    """The days; with their year unless it is this one."""
    year = here.office.today(here.now).year
    return here.say("absence-days", since=since, until=until, year=year)


def _days(turn: Turn, absence: Absence) -> str:
    return days_said(turn, absence.since, absence.until)


async def drawn(look: Look) -> Absence | None:
    return await look.session.get(
        Absence,
        int(look.notice.subject or 0),
        options=[joinedload(Absence.employee), joinedload(Absence.told)],
    )


async def absence_of(turn: Turn, subject: str | None) -> Absence:
    found = await turn.session.scalar(
        select(Absence)
        .where(Absence.id == (int(subject) if subject and subject.isdecimal() else 0))
        .options(joinedload(Absence.employee), joinedload(Absence.told))
    )
    if found is None:
        raise AbsenceOver(objected=False)
    return found


async def window_of(turn: Turn, absence: Absence, day: date | None = None) -> Window:
    """When the first of its days (or ``day``) closes, were it not for this absence."""
    day = day or absence.since
    posting = await posting_of(turn.session, absence.employee, day)
    rules = posting.rules_on(day, turn.office) if posting else turn.office.rules_on(day)
    calendar = await calendar_around(turn.session, day, posting)
    own = {d for d in calendar.away if absence.since <= d <= absence.until}
    there = replace(calendar, away=calendar.away - own)
    return window_for(day, now=turn.now, office=turn.office, rules=rules, calendar=there)


async def rewrite(turn: Turn, absence: Absence, *, because: str, until: date | None = None) -> None:
    """Its duties anew; those that are far ahead are made when their time comes."""
    made = turn.office.today(turn.now) + AHEAD
    await write_duties(
        turn.session,
        turn.office,
        since=absence.since,
        until=min(until or absence.until, made),
        at=turn.now,
        whose=of_people([absence.employee_id]),
        because=because,
    )


async def show_both(turn: Turn, absence: Absence) -> None:
    """The two cards of an absence: at once for who is looking, by day for the other."""
    by_day = await by_day_for(turn, absence)
    await turn.session.flush()
    mine = turn.me.id == absence.employee_id
    to_me, to_other = (MINE, TOLD) if mine else (TOLD, MINE)
    other = absence.told_id if mine else absence.employee_id
    show(turn.session, to_me, absence.id, to=turn.me.id, at=turn.now, urgent=True)
    if other is not None:
        show(turn.session, to_other, absence.id, to=other, at=by_day)


async def by_day_for(turn: Turn, absence: Absence) -> datetime:
    """Now, or in the morning if it is night."""
    posting = await turn.session.scalar(
        select(Posting).where(Posting.employee_id == absence.employee_id, held_on(absence.since))
    )
    today = turn.office.today(turn.now)
    rules = posting.rules_on(today, turn.office) if posting else turn.office.rules_on(today)
    return turn.office.awake(turn.now, rules)


async def _remind(turn: Turn) -> None:
    days = await open_days(turn.session, turn.chat, turn.office, now=turn.now)
    if days:
        remind(turn.session, turn.chat, days, at=turn.now, urgent=True)


CARDS = {MINE: draw_mine}
