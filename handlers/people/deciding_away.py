"""The supervisor's side of an absence: approve what waits, object with a reason, take it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.cards import (
    Drawing,
    Look,
    Page,
    Press,
    ShownCard,
    button,
    card_as_shown,
    keyboard,
    stop_asking,
)
from handlers.people.being_away import (
    TOLD,
    absence_of,
    by_day_for,
    days_said,
    drawn,
    rewrite,
    show_both,
    window_of,
)
from handlers.turn import Known, Reply, Turn, ask, in_words, named
from handlers.work.behalf import behalf_of
from models.notices.notices import Notice
from models.notices.telling import tell
from models.refusals import Refusal
from models.work.absences import Absence, AwayMeanwhile, overlapping

A_SECOND = timedelta(seconds=1)  # 24.00 is still the day that ends

router = Router(name="deciding-away")
router.callback_query.filter(Known())
router.message.filter(Known())


class Object(Press, prefix="object"):
    """Keberatan, or Tidak setuju: asks why."""


class TakeBack(Press, prefix="unobject"):
    """Tarik keberatan."""


class Allow(Press, prefix="allow"):
    """Setujui."""


class Objecting(StatesGroup):
    """Why they are not away."""

    reason = Step()


@router.callback_query(Allow.filter())
async def allow(callback: CallbackQuery, callback_data: Allow, turn: Turn) -> Reply:
    """What was asked for counts from now on, also for days that have been rung for."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    window = await window_of(turn, absence)
    absence.approve(by=turn.me, at=turn.now, until=window.month_closes_at)
    await stop_asking(turn, card.notice.id)
    await rewrite(turn, absence, because=f"approved: {absence.kind}")
    await show_both(turn, absence)
    await _tell(turn, absence, "absence-approved")
    return callback.answer(turn.say("absence-allowed", who=named(absence.employee)))


@router.callback_query(Object.filter())
async def object_to(callback: CallbackQuery, callback_data: Object, turn: Turn) -> Reply:
    """Ask why, if there is still something to object to."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    if (refusal := await _refusal(turn, absence)) is not None:
        raise refusal
    await stop_asking(turn)
    await turn.state.set_state(Objecting.reason)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say(
        "why-object", who=named(absence.employee), waits=absence.waits,
        days=_days(turn, absence), least=(await window_of(turn, absence)).rules.reason_at_least,
    )  # fmt: skip
    return [callback.answer(), ask(turn, question)]


@router.message(Objecting.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    """The supervisor knows better: the days are owed, and the person is told why."""
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    absence = await absence_of(turn, notice.subject)
    if (refusal := await _refusal(turn, absence)) is not None:
        await stop_asking(turn)  # so that the next text is nobody's reason
        return message.answer(in_words(turn.say, refusal))
    window = await window_of(turn, absence)
    reason = (message.text or "").strip()
    absence.object(by=turn.me, at=turn.now, until=_last_moment(absence, window.closes_at,
                   window.month_closes_at), because=reason,
                   least=window.rules.reason_at_least)  # fmt: skip
    await turn.state.clear()
    await rewrite(turn, absence, because="objected to by the supervisor")
    await show_both(turn, absence)
    last = turn.office.today(window.closes_at - A_SECOND).isoformat()
    await _tell(turn, absence, "absence-objected", last=last, because=reason)
    ShownCard(turn, notice, []).redraw()
    said = turn.say("objected", who=named(absence.employee), days=_days(turn, absence),
                    waits=absence.waits)  # fmt: skip
    return message.answer(said)


@router.callback_query(TakeBack.filter())
async def take_back(callback: CallbackQuery, callback_data: TakeBack, turn: Turn) -> Reply:
    """The objection was a mistake; unless other days away stand there meanwhile."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    other = await overlapping(turn.session, absence.employee_id, absence.since, absence.until)
    if other is not None and absence.objected_at is not None:
        raise AwayMeanwhile(who=named(absence.employee), since=other.since, until=other.until,
                            waits=other.waits, year=turn.office.today(turn.now).year)  # fmt: skip
    window = await window_of(turn, absence)
    absence.take_back(by=turn.me, at=turn.now, until=window.month_closes_at)
    await rewrite(turn, absence, because="objection taken back")
    await show_both(turn, absence)
    await _tell(turn, absence, "objection-taken-back", waits=absence.waits)
    return callback.answer(turn.say("objection-gone", who=named(absence.employee)))


async def draw_told(look: Look) -> Drawing:
    """The card of kind "absence", for the supervisor."""
    absence = await drawn(look)
    if absence is None or absence.told_id != look.to.id:
        return Drawing()  # somebody else acts for the supervisor by now
    text = look.say(
        "absence",
        who=named(absence.employee),
        kind=look.say("absence-kind", kind=absence.kind.value),
        days=days_said(look, absence.since, absence.until),
        state=absence.standing,
        because=absence.because,
        approved=absence.approved_at is not None,
        behalf=await behalf_of(look.session, absence, today=look.office.today(look.now)),
    )
    waits = absence.standing in ("waits", "holds")
    return Drawing((Page(text, keyboard(_decisions(look, absence)), waits=waits),))


def _decisions(look: Look, absence: Absence) -> list[InlineKeyboardButton]:
    match absence.standing:
        case "waits":
            return [button(look.say("button-allow"), Allow.on(look)),
                    button(look.say("button-not-allow"), Object.on(look))]  # fmt: skip
        case "holds":
            return [button(look.say("button-object"), Object.on(look))]
        case "objected" | "refused":
            return [button(look.say("button-take-back"), TakeBack.on(look))]
        case _:
            return []


async def _refusal(turn: Turn, absence: Absence) -> Refusal | None:
    """Why it can no longer be objected to."""
    window = await window_of(turn, absence)
    until = _last_moment(absence, window.closes_at, window.month_closes_at)
    try:
        absence.must_be_objectionable(by=turn.me, at=turn.now, until=until)
    except Refusal as refusal:
        return refusal
    return None


def _last_moment(absence: Absence, closes_at: datetime, month_closes_at: datetime) -> datetime:
    """What only waits may be turned down as long as it may be approved."""
    return month_closes_at if absence.waits else closes_at


def _days(turn: Turn, absence: Absence) -> str:
    return days_said(turn, absence.since, absence.until)


async def _tell(turn: Turn, absence: Absence, kind: str, **facts: Any) -> None:
    """The person, not in the night."""
    today = turn.office.today(turn.now)
    tell(
        turn.session,
        kind,
        to=absence.employee_id,
        at=await by_day_for(turn, absence),
        by=named(turn.me),
        behalf=await behalf_of(turn.session, absence, today=today),
        year=today.year,
        since=absence.since.isoformat(),
        until=absence.until.isoformat(),
        kind_of=absence.kind.value,
        waits=facts.pop("waits", absence.waits),
        **facts,
    )


CARDS = {TOLD: draw_told}
