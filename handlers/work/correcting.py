"""Minta perbaikan: what has closed is asked for with a reason and the words that are wanted."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import card_as_shown, stop_asking
from handlers.reading import read
from handlers.turn import Known, Reply, Turn, ask, in_words, named
from handlers.work.buttons import AskCorrection
from handlers.work.deciding import rules_of
from handlers.work.drafting import drafts_from, show_report
from handlers.work.lines import shortened
from models.notices.telling import show
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.acting import Ways
from models.work.activities import Activity, OtherState
from models.work.corrections import (
    Correction,
    NobodyToAsk,
    check_needed,
    check_wanted,
    open_corrections,
)
from models.work.days import Day, day_of
from models.work.reasons import must_say
from models.work.telling_admins import tell_admin
from models.work.written import Written

KIND = "correction"  # the reviewer's card; its subject is the correction's id
AWAY = {"hapus", "dihapus", "batal", "batalkan", "delete", "remove"}

router = Router(name="correcting")
router.callback_query.filter(Known())
router.message.filter(Known())


class Correcting(StatesGroup):
    """Why, and then what should stand instead."""

    reason = Step()
    words = Step()


class WantedUnclear(Refusal):
    """Not one whole activity."""


@router.callback_query(AskCorrection.filter())
async def ask_for(callback: CallbackQuery, callback_data: AskCorrection, turn: Turn) -> Reply:
    """Choose what is to be corrected, and say why."""
    card = await card_as_shown(turn, callback_data)
    if not callback_data.at:
        card.redraw(mode="correct")
        return callback.answer()
    found = await card.activities(only=callback_data.at)
    if not found:
        raise OtherState(state=None, what="")
    activity = found[0]
    if await _official(turn, activity, await _check(turn, activity)) is None:
        raise NobodyToAsk
    least = (await rules_of(turn, activity)).reason_at_least
    await stop_asking(turn)
    await turn.state.set_state(Correcting.reason)
    await turn.state.set_data({"notice": card.notice.id, "activity": activity.id})
    card.redraw(mode="asking")
    what, late = shortened(activity.what), not activity.kept
    question = turn.say("why-correct", what=what, late=late, least=least)
    return [callback.answer(), ask(turn, question)]


@router.message(Correcting.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    """What was never sent is wanted as it is; of what was sent, the new words are asked for."""
    facts = await turn.state.get_data()
    activity = await turn.session.get_one(Activity, facts["activity"])
    if (refusal := await _refusal(turn, activity)) is not None:
        return await _leave(message, turn, refusal)
    reason = (message.text or "").strip()
    if activity.is_open:
        return await _request(message, turn, activity, activity.written, reason)
    must_say(reason, least=(await rules_of(turn, activity)).reason_at_least)
    await turn.state.set_state(Correcting.words)
    await turn.state.set_data({**facts, "reason": reason})
    return ask(turn, turn.say("words-correct", what=shortened(activity.what)))


@router.message(Correcting.words, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """The whole activity as it should stand, or that it should not stand at all."""
    facts = await turn.state.get_data()
    activity = await turn.session.get_one(Activity, facts["activity"])
    if (refusal := await _refusal(turn, activity)) is not None:
        return await _leave(message, turn, refusal)
    wanted = _wanted(turn, activity, message.text or "")
    return await _request(message, turn, activity, wanted, str(facts["reason"]))


def _wanted(turn: Turn, activity: Activity, text: str) -> Written | None:
    """None: it is to be taken away. A day that is not named is the activity's own."""
    if text.strip().casefold() in AWAY:
        return None
    whole = f"{activity.day:%d/%m/%Y}\n{text}"
    reading = read(whole, turn.said_at, turn.office)
    drafts = drafts_from(reading, whole)
    if len(drafts) != 1 or reading.questions:
        raise WantedUnclear
    return drafts[0].words


async def _request(
    message: Message, turn: Turn, activity: Activity, wanted: Written | None, reason: str
) -> Reply:
    """Write it down; the reviewer's card is on its way."""
    day = await _check(turn, activity)
    if wanted is not None:
        new = day if wanted.day == activity.day else await _day(turn, wanted)
        check_wanted(wanted, window=new.window, others=new.minutes_besides(activity))
    official = await _official(turn, activity, day)
    correction = Correction.asked(
        activity, wanted, by=turn.me, to=official, reason=reason, at=turn.now,
        least=day.window.rules.reason_at_least,
    )  # fmt: skip
    turn.session.add(correction)
    await turn.session.flush()
    assert official is not None, "nothing is asked of nobody"
    ways = Ways(turn.session, turn.office, turn.office.today(turn.now))
    acting = await ways.acting(official, author_id=turn.me.id)
    if acting.is_stuck:
        await tell_admin(turn.session, official, turn.office, at=turn.now)
    to = acting.who
    show(turn.session, KIND, correction.id, to=to.id, at=turn.now)
    await turn.state.clear()
    show_report(turn, activity.report_id, urgent=True, anew=True)
    return message.answer(turn.say("correction-asked", to=named(to)))


async def _check(turn: Turn, activity: Activity) -> Day:
    day = await _day(turn, activity.written)
    asked = (await open_corrections(turn.session, [activity])).get(activity.id)
    check_needed(activity, by=turn.me, at=turn.now, window=day.window, asked=asked)
    return day


async def _refusal(turn: Turn, activity: Activity) -> Refusal | None:
    """Why it can no longer be asked for: things have changed since the question."""
    try:
        await _check(turn, activity)
    except Refusal as refusal:
        return refusal
    return None


async def _leave(message: Message, turn: Turn, refusal: Refusal) -> Reply:
    """The next text is nobody's answer any more."""
    await stop_asking(turn)
    return message.answer(in_words(turn.say, refusal))


async def _day(turn: Turn, words: Written) -> Day:
    assert words.day is not None, "what is still asked for its day has not closed"
    return await day_of(turn.session, turn.me, words.day, now=turn.now, office=turn.office)


async def _official(turn: Turn, activity: Activity, day: Day) -> Employee | None:
    """Whose it was to decide by the roster; of what was never sent, whose day it is."""
    if activity.official_id is not None:
        return await turn.session.get(Employee, activity.official_id)
    return (day.acting.instead_of or day.acting.who) if day.acting else None
