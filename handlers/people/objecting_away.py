"""Keberatan, or Tidak setuju: to all of an absence or to some of its days, and why."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.cards import Look, Press, ShownCard, button, card_as_shown, stop_asking
from handlers.people.being_away import TOLD, absence_of, days_said, rewrite, show_both, window_of
from handlers.people.telling_away import tell_of
from handlers.reading.away import read_days
from handlers.turn import Known, Reply, Turn, ask, in_words, named
from models.notices.notices import Notice
from models.notices.telling import show
from models.refusals import Refusal
from models.work.absences import Absence, NoneOfItsDays
from models.work.windows import Window

WHICH = "which-days"  # the mode of the card that asks
A_SECOND, A_WEEK = timedelta(seconds=1), timedelta(weeks=1)  # 24.00 is still the day that ends
_FROM = re.compile(
    r"\b(mulai|sejak|dari|from|since)\b(?!.*\b(s/?d|sampai|hingga|to)\b)", re.IGNORECASE
)

router = Router(name="objecting-away")
router.callback_query.filter(Known())
router.message.filter(Known())


class Object(Press, prefix="object"):
    """Keberatan, or Tidak setuju: asks which days, where there are several, and why."""


class Which(StrEnum):
    """Which of the days are meant."""

    ALL = "all"
    SOME = "some"
    NONE = "none"  # not at all


class ObjectTo(Press, prefix="object-to"):
    which: Which


class Objecting(StatesGroup):
    """Which days they are not away, and why."""

    days = Step()
    reason = Step()


@router.callback_query(Object.filter())
async def object_to(callback: CallbackQuery, callback_data: Object, turn: Turn) -> Reply:
    """If there is still something to object to."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    await _must_be_open(turn, absence, absence.until)
    await stop_asking(turn)
    if absence.since < absence.until:
        card.redraw(mode=WHICH)
        return callback.answer()
    return [callback.answer(), await _ask_why(turn, card.notice.id, absence, absence.since)]


@router.callback_query(ObjectTo.filter())
async def choose(callback: CallbackQuery, callback_data: ObjectTo, turn: Turn) -> Reply:
    """All of its days, some of them, or none after all."""
    card = await card_as_shown(turn, callback_data)
    absence = await absence_of(turn, card.notice.subject)
    await stop_asking(turn, card.notice.id)
    if callback_data.which is Which.NONE:
        card.redraw()
        return callback.answer()
    if callback_data.which is Which.ALL:
        await _must_be_open(turn, absence, absence.since)
        return [callback.answer(), await _ask_why(turn, card.notice.id, absence, absence.since)]
    await _must_be_open(turn, absence, absence.until)
    await turn.state.set_state(Objecting.days)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say("which-days-object", days=days_said(turn, absence.since, absence.until))
    return [callback.answer(), ask(turn, question)]


@router.message(Objecting.days, F.text, ~F.text.startswith("/"))
async def take_days(message: Message, turn: Turn) -> Reply:
    """A day, a few, or all from a day on."""
    notice, absence = await _asked_about(turn)
    first, last = _part_of(absence, message.text or "", turn)
    await _must_be_open(turn, absence, first)
    return await _ask_why(turn, notice.id, absence, first, last)


@router.message(Objecting.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    """The supervisor knows better: the days are owed, and the person is told why."""
    notice, absence = await _asked_about(turn)
    data = await turn.state.get_data()
    first = date.fromisoformat(data.get("since", absence.since.isoformat()))
    last = date.fromisoformat(data.get("until", absence.until.isoformat()))
    window = await window_of(turn, absence, first)
    try:
        absence.must_be_objectionable(by=turn.me, at=turn.now, until=_until(absence, window))
        absence.must_hold(first, last, year=turn.office.today(turn.now).year)
    except Refusal as refusal:
        await stop_asking(turn)  # so that the next text is nobody's reason
        return message.answer(in_words(turn.say, refusal))
    rows = absence.object_to(
        first, last, by=turn.me, at=turn.now, until=_until(absence, window),
        because=(message.text or "").strip(), least=window.rules.reason_at_least,
    )  # fmt: skip
    await turn.state.clear()
    objected = rows[0]
    await _show(turn, rows, objected, last_day=turn.office.today(window.closes_at - A_SECOND))
    ShownCard(turn, notice, []).redraw()
    said = turn.say("objected", who=named(absence.employee), waits=objected.waits,
                    days=days_said(turn, objected.since, objected.until))  # fmt: skip
    return message.answer(said)


async def _show(turn: Turn, rows: list[Absence], objected: Absence, *, last_day: date) -> None:
    turn.session.add_all(rows)
    await turn.session.flush()
    await rewrite(turn, objected, because="objected to by the supervisor")
    first, *others = rows
    if others:  # the person is told of these days, and needs no second card of them
        show(turn.session, TOLD, first.id, to=turn.me.id, at=turn.now, urgent=True)
    for row in others or rows:
        await show_both(turn, row)
    await tell_of(turn, objected, "absence-objected", last=last_day.isoformat(),
                  because=objected.because)  # fmt: skip


async def _asked_about(turn: Turn) -> tuple[Notice, Absence]:
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    return notice, await absence_of(turn, notice.subject)


async def _ask_why(
    turn: Turn, notice_id: int, absence: Absence, first: date, last: date | None = None
) -> SendMessage:
    last = last or absence.until
    await turn.state.set_state(Objecting.reason)
    await turn.state.set_data(
        {"notice": notice_id, "since": first.isoformat(), "until": last.isoformat()}
    )
    least = (await window_of(turn, absence, first)).rules.reason_at_least
    question = turn.say("why-object", who=named(absence.employee), waits=absence.waits,
                        days=days_said(turn, first, last), least=least)  # fmt: skip
    return ask(turn, question)


def _part_of(absence: Absence, text: str, turn: Turn) -> tuple[date, date]:
    """The days that are named, within the absence: a weekday may be one that is over."""
    period = read_days(text, turn.said_at, turn.office)
    if period is None:
        raise NoneOfItsDays(since=absence.since, until=absence.until,
                            year=turn.office.today(turn.now).year)  # fmt: skip
    first, last = period
    if first > absence.until and first - A_WEEK >= absence.since:
        first, last = first - A_WEEK, last - A_WEEK
    if _FROM.search(text):  # with no other end: as long as the absence goes on
        last = absence.until
    absence.must_hold(first, last, year=turn.office.today(turn.now).year)
    return first, last


async def _must_be_open(turn: Turn, absence: Absence, day: date) -> None:
    window = await window_of(turn, absence, day)
    absence.must_be_objectionable(by=turn.me, at=turn.now, until=_until(absence, window))


def _until(absence: Absence, window: Window) -> datetime:
    """What only waits may be turned down as long as it may be approved."""
    return window.month_closes_at if absence.waits else window.closes_at


def which_days(look: Look) -> list[list[InlineKeyboardButton]]:
    """The buttons of the card while it asks."""

    def to(which: Which) -> InlineKeyboardButton:
        label = look.say(f"button-object-{which.value}")
        return button(label, ObjectTo.on(look, which=which))

    return [[to(Which.ALL), to(Which.SOME)], [to(Which.NONE)]]
