"""The supervisor's side of an absence: approve what waits, object to it, take that back."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.cards import (
    Drawing,
    Look,
    Page,
    Press,
    button,
    card_as_shown,
    keyboard,
    stop_asking,
)
from handlers.people.being_away import (
    TOLD,
    absence_of,
    days_said,
    drawn,
    rewrite,
    show_both,
    window_of,
)
from handlers.people.objecting_away import WHICH, Object, which_days
from handlers.people.telling_away import tell_of
from handlers.turn import Known, Reply, Turn, named
from handlers.work.behalf import behalf_of
from models.work.absences import Absence, AwayMeanwhile, overlapping
from models.work.stand_ins import BY_LETTER, must_still_stand_in

router = Router(name="deciding-away")
router.callback_query.filter(Known())


class TakeBack(Press, prefix="unobject"):
    """Tarik keberatan."""


class Allow(Press, prefix="allow"):
    """Setujui."""


@router.callback_query(Allow.filter())
async def allow(callback: CallbackQuery, callback_data: Allow, turn: Turn) -> Reply:
    """What was asked for counts from now on, also for days that have been rung for."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    await must_still_act(turn, absence)
    window = await window_of(turn, absence)
    absence.approve(by=turn.me, at=turn.now, until=window.month_closes_at)
    await stop_asking(turn, card.notice.id)
    await rewrite(turn, absence, because=f"approved: {absence.kind}")
    await show_both(turn, absence)
    await tell_of(turn, absence, "absence-approved")
    return callback.answer(turn.say("absence-allowed", who=named(absence.employee)))


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
    await tell_of(turn, absence, "objection-taken-back", waits=absence.waits)
    return callback.answer(turn.say("objection-gone", who=named(absence.employee)))


async def must_still_act(turn: Turn, absence: Absence) -> None:
    """A stand-in says yes or no until the last day of the letter."""
    if absence.waits and absence.capacity in BY_LETTER and absence.instead_of_id is not None:
        today = turn.office.today(turn.now)
        await must_still_stand_in(turn.session, turn.me, {absence.instead_of_id}, today=today)


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
    rows = [_decisions(look, absence)]
    if waits and look.mode == WHICH:
        text, rows = f"{text}\n{look.say('which-days-wrong')}", which_days(look)
    return Drawing((Page(text, keyboard(*rows), waits=waits),))


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


CARDS = {TOLD: draw_told}
