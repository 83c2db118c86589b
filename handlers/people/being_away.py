"""Being away: an absence counts as soon as it is said; the supervisor is told and may object."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers.cards import Drawing, Look, Page, Press, button, card_as_shown, keyboard
from handlers.turn import Known, Reply, Turn, named
from handlers.work.reminding import AwayAs, NothingOpen
from models.notices.telling import show, tell
from models.people.postings import Posting, held_on, posting_of
from models.work.absences import Absence, AbsenceOver, AlreadyAway, absence_on
from models.work.days import day_of, reviewer_for
from models.work.making_duties import of_people, write_duties
from models.work.open_days import open_days
from models.work.rings import remind

A_SECOND = timedelta(seconds=1)  # 24.00 is still the day that ends
MINE, TOLD = "away", "absence"  # the cards of who is away, and of who was told

router = Router(name="being-away")
router.callback_query.filter(Known())


class Object(Press, prefix="object"):
    """Keberatan: they were there."""


class Present(Press, prefix="present"):
    """Batalkan: I am there after all."""


@router.callback_query(AwayAs.filter())
async def be_away(callback: CallbackQuery, callback_data: AwayAs, turn: Turn) -> Reply:
    """One open day becomes an absence."""
    card = await card_as_shown(turn, callback_data)
    day = date.fromisoformat(callback_data.day)
    if await absence_on(turn.session, turn.me.id, day) is not None:
        raise AlreadyAway(day=day)
    days = await open_days(turn.session, turn.chat, turn.office, now=turn.now)
    if day not in [open_day.day for open_day in days]:
        raise NothingOpen
    posting = await posting_of(turn.session, turn.me, day)
    told = await reviewer_for(turn.session, turn.me, posting, turn.office)
    absence = Absence(
        employee_id=turn.me.id,
        kind=callback_data.kind,
        since=day,
        until=day,
        said_at=turn.now,
        told_id=told.id if told else None,
    )
    turn.session.add(absence)
    await _rewrite(turn, absence, because=f"absence: {absence.kind}")
    card.redraw()
    await _show_both(turn, absence)
    return callback.answer(turn.say("away-noted", day=day))


@router.callback_query(Present.filter())
async def be_there(callback: CallbackQuery, callback_data: Present, turn: Turn) -> Reply:
    """The wrong button, or back early: the day is owed again."""
    card = await card_as_shown(turn, callback_data)
    absence = await _absence(turn, card.notice.subject)
    absence.withdraw(by=turn.me, at=turn.now, until=await _closes_at(turn, absence))
    await _rewrite(turn, absence, because="absence withdrawn")
    await _show_both(turn, absence)
    days = await open_days(turn.session, turn.chat, turn.office, now=turn.now)
    if days:
        remind(turn.session, turn.chat, days, at=turn.now, urgent=True)
    return callback.answer(turn.say("away-withdrawn", day=absence.since))


@router.callback_query(Object.filter())
async def object_to(callback: CallbackQuery, callback_data: Object, turn: Turn) -> Reply:
    """The supervisor knows better: the day is owed again, and the person is told."""
    card = await card_as_shown(turn, callback_data)
    absence = await _absence(turn, card.notice.subject)
    closes_at = await _closes_at(turn, absence)
    absence.object(by=turn.me, at=turn.now, until=closes_at)
    await _rewrite(turn, absence, because="objected to by the supervisor")
    await _show_both(turn, absence)
    tell(
        turn.session,
        "absence-objected",
        to=absence.employee_id,
        at=await _by_day(turn, absence),
        by=named(turn.me),
        day=absence.since.isoformat(),
        last=turn.office.today(closes_at - A_SECOND).isoformat(),
    )
    return callback.answer(turn.say("objected", who=named(absence.employee), day=absence.since))


async def draw_mine(look: Look) -> Drawing:
    """The card of kind "away", for whoever is away."""
    absence = await _drawn(look)
    if absence is None:
        return Drawing()
    text = look.say("away", kind=absence.kind.value, day=absence.since, state=_state(absence),
                    told=named(absence.told) if absence.told else None)  # fmt: skip
    back = [button(look.say("button-present"), Present.on(look))] if absence.holds else []
    return Drawing((Page(text, keyboard(back), waits=absence.holds),))


async def draw_told(look: Look) -> Drawing:
    """The card of kind "absence", for the supervisor."""
    absence = await _drawn(look)
    if absence is None:
        return Drawing()
    text = look.say("absence", who=named(absence.employee), kind=absence.kind.value,
                    day=absence.since, state=_state(absence))  # fmt: skip
    against = [button(look.say("button-object"), Object.on(look))] if absence.holds else []
    return Drawing((Page(text, keyboard(against), waits=absence.holds),))


def _state(absence: Absence) -> str:
    if absence.objected_at is not None:
        return "objected"
    return "withdrawn" if absence.withdrawn_at is not None else "holds"


async def _drawn(look: Look) -> Absence | None:
    return await look.session.get(
        Absence,
        int(look.notice.subject or 0),
        options=[joinedload(Absence.employee), joinedload(Absence.told)],
    )


async def _absence(turn: Turn, subject: str | None) -> Absence:
    found = await turn.session.scalar(
        select(Absence)
        .where(Absence.id == int(subject or 0))
        .options(joinedload(Absence.employee), joinedload(Absence.told))
    )
    if found is None:
        raise AbsenceOver(objected=False)
    return found


async def _closes_at(turn: Turn, absence: Absence) -> datetime:
    """Until when the absence's first day could still be reported."""
    day = await day_of(
        turn.session, absence.employee, absence.since, now=turn.now, office=turn.office
    )
    return day.window.closes_at


async def _rewrite(turn: Turn, absence: Absence, *, because: str) -> None:
    await write_duties(
        turn.session,
        turn.office,
        since=absence.since,
        until=absence.until,
        at=turn.now,
        whose=of_people([absence.employee_id]),
        because=because,
    )


async def _show_both(turn: Turn, absence: Absence) -> None:
    """The two cards of an absence: at once for who is looking, by day for the other."""
    by_day = await _by_day(turn, absence)
    mine = turn.me.id == absence.employee_id
    to_me, to_other = (MINE, TOLD) if mine else (TOLD, MINE)
    other = absence.told_id if mine else absence.employee_id
    show(turn.session, to_me, absence.id, to=turn.me.id, at=turn.now, urgent=True)
    if other is not None:
        show(turn.session, to_other, absence.id, to=other, at=by_day)


async def _by_day(turn: Turn, absence: Absence) -> datetime:
    """Now, or in the morning if it is night."""
    posting = await turn.session.scalar(
        select(Posting).where(Posting.employee_id == absence.employee_id, held_on(absence.since))
    )
    today = turn.office.today(turn.now)
    rules = posting.rules_on(today, turn.office) if posting else turn.office.rules_on(today)
    return turn.office.awake(turn.now, rules)


CARDS = {MINE: draw_mine, TOLD: draw_told}
