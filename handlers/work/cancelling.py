"""Membatalkan: an activity is taken away; once it was sent, with a reason that is kept."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message
from sqlalchemy import select

from handlers.cards import (
    Drawing,
    Look,
    Page,
    ShownCard,
    button,
    card_as_shown,
    keyboard,
    sheet,
    stop_asking,
)
from handlers.turn import Known, Reply, Turn, ask, in_words
from handlers.work.buttons import CancelGone, KeepGone, Remove
from handlers.work.changing import check_changeable, take_away
from handlers.work.deciding import rules_of
from handlers.work.drafting import show_report
from handlers.work.lines import line, shortened
from models.notices.notices import Notice
from models.notices.telling import show
from models.refusals import Refusal
from models.work.activities import Activity, OtherState
from models.work.reports import Report
from models.work.states import SENT, State

KIND = "vanished"  # the card that asks; its subject is the report's id
LIVES = (*SENT, State.RETURNED)

router = Router(name="cancelling")
router.callback_query.filter(Known())
router.message.filter(Known())


class Cancelling(StatesGroup):
    """Why something that was sent is taken away."""

    reason = Step()


@router.callback_query(Remove.filter())
async def remove(callback: CallbackQuery, callback_data: Remove, turn: Turn) -> Reply:
    """Take one activity away; a draft simply goes."""
    card = await card_as_shown(turn, callback_data)
    activity = (await _living(card, callback_data.at))[0]
    if activity.kept:
        return await _ask_why(callback, card, [activity])
    await take_away(turn, activity)
    card.redraw()
    return callback.answer(turn.say("removed"))


@router.callback_query(CancelGone.filter())
async def cancel_gone(callback: CallbackQuery, callback_data: CancelGone, turn: Turn) -> Reply:
    """What is no longer in the message is meant to go."""
    card = await card_as_shown(turn, callback_data)
    return await _ask_why(callback, card, await _living(card, callback_data.at))


@router.callback_query(KeepGone.filter())
async def keep_gone(callback: CallbackQuery, callback_data: KeepGone, turn: Turn) -> Reply:
    """It stays as it was sent, although the message no longer says so."""
    card = await card_as_shown(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    card.redraw(gone=[])
    return callback.answer(turn.say("gone-kept"))


@router.message(Cancelling.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    """Why: it is kept with what it takes away, and its reviewer's card says it."""
    facts = await turn.state.get_data()
    notice = await turn.session.get_one(Notice, facts["card"])
    card = ShownCard(turn, notice, [(activity, revision) for activity, revision in facts["shown"]])
    try:
        living = await _living(card)
        for activity in living:
            await check_changeable(turn, activity)
    except Refusal as refusal:
        await stop_asking(turn)  # so that the next text is nobody's reason
        return message.answer(in_words(turn.say, refusal))
    for activity in living:
        await take_away(turn, activity, (message.text or "").strip())
    await turn.state.clear()
    for report_id in {activity.report_id for activity in living}:
        show_report(turn, report_id, urgent=True, anew=True)
    if notice.kind == KIND:
        card.redraw(gone=_without(notice, living))
    return message.answer(turn.say("cancelled", count=len(living)))


async def _ask_why(
    callback: CallbackQuery, card: ShownCard, activities: Sequence[Activity]
) -> Reply:
    turn, is_report = card.turn, card.notice.kind == "report"
    for activity in activities:
        await check_changeable(turn, activity)
    await stop_asking(turn)
    await turn.state.set_state(Cancelling.reason)
    await turn.state.set_data(
        {
            "notice": card.notice.id if is_report else None,  # the card that shows it is asking
            "card": card.notice.id,
            "shown": [(activity.id, activity.revision) for activity in activities],
        }
    )
    if is_report:
        card.redraw(mode="asking")
    question = turn.say(
        "why-cancel",
        count=len(activities),
        what=shortened(activities[0].what),
        least=(await rules_of(turn, activities[0])).reason_at_least,
    )
    return [callback.answer(), ask(turn, question)]


async def _living(card: ShownCard, only: int = 0) -> list[Activity]:
    """What the button speaks of and is still there to be taken away."""
    shown = await card.activities(only=only)
    living = [a for a in shown if a.is_open or a.is_sent]
    if not living:
        raise OtherState(state=shown[0].state if shown else None, what="")
    return living


def _without(notice: Notice, activities: Sequence[Activity]) -> list[int]:
    taken = {activity.id for activity in activities}
    return [number for number in notice.facts.get("gone", ()) if number not in taken]


# What vanished from an edited message


async def ask_about_gone(
    turn: Turn, report: Report, *, gone: Sequence[Activity], found: Sequence[Activity]
) -> None:
    """Ask about what has vanished, until it is answered or written once more."""
    if not (gone or found):
        return
    notice = await turn.session.scalar(
        select(Notice).where(
            Notice.employee_id == turn.me.id, Notice.kind == KIND, Notice.subject == str(report.id)
        )
    )
    asked = _without(notice, found) if notice is not None else []
    if gone or notice is not None:
        numbers = [*asked, *(a.id for a in gone if a.id not in asked)]
        show(turn.session, KIND, report.id, to=turn.me.id, at=turn.now, urgent=True,
             anew=bool(gone), facts={"gone": numbers})  # fmt: skip


async def draw_gone(look: Look) -> Drawing:
    """The card of kind "vanished": what was sent and vanished from its message."""
    rows = await look.session.scalars(
        select(Activity)
        .where(Activity.id.in_(look.notice.facts.get("gone", ())), Activity.state.in_(LIVES))
        .order_by(Activity.position, Activity.id)
    )
    gone = list(rows)
    if not gone:
        return Drawing()
    lines = [line(look.say, number, a, quiet=True) for number, a in enumerate(gone, 1)]
    every = button(look.say("button-cancel-gone", count=len(gone)), CancelGone.on(look))
    numbers = [
        button(str(number), CancelGone.on(look, at=a.id)) for number, a in enumerate(gone, 1)
    ]
    page = Page(
        text=sheet(look.say("gone-head", count=len(gone)), *lines[:20]),
        keyboard=keyboard(
            *([numbers[i : i + 6] for i in range(0, len(numbers), 6)] if len(gone) > 1 else []),
            [every, button(look.say("button-keep-gone"), KeepGone.on(look))],
        ),
        shown=[(a.id, a.revision) for a in gone],
        waits=True,
    )
    return Drawing((page,))


CARDS = {KIND: draw_gone}
