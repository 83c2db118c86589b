"""Mengulang: /ulang, "seperti kemarin", and a reply to an earlier report: drafts for today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram import F, Router
from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy import select

from handlers.cards import card_as_shown
from handlers.reading import AskedAgain, read_repeat
from handlers.turn import Known, Reply, Turn
from handlers.work.buttons import RepeatDay, RepeatOne, RepeatReport, RepeatUsual
from handlers.work.drafting import (
    Draft,
    draft,
    draft_more,
    report_of_message,
    report_replied_to,
    show_report,
)
from models.notices.telling import show
from models.refusals import Refusal
from models.work.activities import Activity
from models.work.reports import Report
from models.work.routine import GONE, Past, Repeated, key_of, past_of, written_on
from models.work.states import State
from models.work.written import Written

KIND = SUBJECT = "repeat"  # one card a person

router = Router(name="repeating")
router.message.filter(Known())
router.callback_query.filter(Known())


class NothingToRepeat(Refusal):
    """There was no report then, or not within the last weeks."""


class AsksAgain(BaseFilter):
    """The words ask for the same once more."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        return read_repeat(message.text or "", turn.said_at, turn.office) is not None


@router.message(Command("ulang", "repeat"))
async def offer(message: Message, turn: Turn) -> Reply:
    """What may be repeated, as buttons; in reply to an earlier report it is that one."""
    replied = await report_replied_to(message, turn)
    if replied is not None:
        return await _answer(message, turn, await _words_of(turn, replied.id))
    if not (await _past(turn)).days:
        raise NothingToRepeat(day=None)
    show(turn.session, KIND, SUBJECT, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return None


@router.message(F.text, AsksAgain())
async def repeat_as_said(message: Message, turn: Turn) -> Reply:
    asked = read_repeat(message.text or "", turn.said_at, turn.office)
    assert asked is not None, "the filter has read it"
    replied = await report_replied_to(message, turn) if asked.day is None else None
    if replied is not None:
        return await _answer(message, turn, await _words_of(turn, replied.id))
    return await _answer(message, turn, _meant(await _past(turn), asked, _today(turn)))


@router.callback_query(RepeatDay.filter())
async def repeat_day(callback: CallbackQuery, callback_data: RepeatDay, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    past, day = await _past(turn), date.fromisoformat(callback_data.day)
    return await _answer(callback, turn, past.days.get(day, ()))


@router.callback_query(RepeatUsual.filter())
async def repeat_usual(callback: CallbackQuery, callback_data: RepeatUsual, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    today = _today(turn)
    return await _answer(callback, turn, (await _past(turn)).usual_on(today.weekday(), today))


@router.callback_query(RepeatOne.filter())
async def repeat_one(callback: CallbackQuery, callback_data: RepeatOne, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    often = (await _past(turn)).most_used()
    return await _answer(callback, turn, [w for w in often if key_of(w) == callback_data.key])


@router.callback_query(RepeatReport.filter())
async def repeat_report(callback: CallbackQuery, callback_data: RepeatReport, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    return await _answer(callback, turn, await _words_of(turn, int(card.notice.subject or 0)))


async def _answer(event: Message | CallbackQuery, turn: Turn, done: Sequence[Written]) -> Reply:
    """The drafts of today, on a card of their own; what today has already is not doubled."""
    if not done:
        raise NothingToRepeat(day=None)
    today = turn.office.local(turn.now)
    there = await written_on(turn.session, turn.me.id, today.date())
    again = Repeated.of(done, on=today.date(), there=there, clock=today.time())
    if again.drafts:
        await _draft(event, turn, again.drafts)
    else:
        await _show_open(turn)
    if again.not_yet:
        return event.answer(turn.say("repeat-not-yet", count=again.not_yet))
    if not again.drafts:
        return event.answer(turn.say("repeat-already"))
    return event.answer() if isinstance(event, CallbackQuery) else None


async def _draft(event: Message | CallbackQuery, turn: Turn, left: Sequence[Written]) -> None:
    """Whatever is tapped on one card comes together in one report."""
    message = event.message if isinstance(event, CallbackQuery) else event
    assert message is not None, "the button stands under a message"
    drafts = [Draft(words, []) for words in left]
    report = await report_of_message(turn, message.message_id)
    if report is not None:
        await draft_more(turn, report, drafts)
        return
    report = Report(
        author_id=turn.me.id,
        chat_id=turn.chat.id,
        message_id=message.message_id,
        written_at=turn.said_at,
        text=(event.text or "") if isinstance(event, Message) else "",
    )
    await draft(turn, report, drafts)


async def _show_open(turn: Turn) -> None:
    """The newest report of today that is still to be sent, if there is one."""
    report_id = await turn.session.scalar(
        select(Activity.report_id)
        .where(Activity.author_id == turn.me.id, Activity.day == _today(turn))
        .where(Activity.state == State.DRAFT)
        .order_by(Activity.report_id.desc())
        .limit(1)
    )
    if report_id is not None:
        show_report(turn, report_id, urgent=True, anew=True)


def _meant(past: Past, asked: AskedAgain, today: date) -> Sequence[Written]:
    """ "Kemarin" on a Monday is the last day with a report; any other day is that very day."""
    if asked.day is None or (asked.is_yesterday and asked.day not in past.days):
        last = past.last_day(before=today)
        return past.days[last] if last else ()
    if asked.day not in past.days:
        raise NothingToRepeat(day=asked.day)
    return past.days[asked.day]


async def _words_of(turn: Turn, report_id: int) -> list[Written]:
    rows = await turn.session.scalars(
        select(Activity)
        .where(Activity.report_id == report_id, Activity.author_id == turn.me.id)
        .where(Activity.state.not_in(GONE))
        .order_by(Activity.position, Activity.id)
    )
    return [activity.written for activity in rows]


async def _past(turn: Turn) -> Past:
    return await past_of(turn.session, turn.me.id, today=_today(turn))


def _today(turn: Turn) -> date:
    return turn.office.today(turn.now)
