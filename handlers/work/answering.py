"""What is missing or doubtful in a draft is asked; an answer is a tap, or words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cards import card_as_shown
from handlers.reading import read_day, read_time
from handlers.turn import Known, Turn
from handlers.turn import Reply as Answered
from handlers.work.buttons import Reply
from handlers.work.drafting import (
    Draft,
    drafts_of,
    newest_with_question,
    report_replied_to,
    show_report,
)
from models.work.activities import Activity, OtherState
from models.work.asking import Answer, Asked
from models.work.rings import redraw_reminder
from models.work.times import timed
from models.work.written import Written

ANSWERS_COME_WITHIN = timedelta(minutes=15)
MINUTES_OFFERED = (30, 60, 120, 180)

router = Router(name="answering")
router.callback_query.filter(Known())


@router.callback_query(Reply.filter())
async def answer_by_button(callback: CallbackQuery, callback_data: Reply, turn: Turn) -> Answered:
    card = await card_as_shown(turn, callback_data)
    for activity in await card.activities(only=callback_data.at):
        answers = likely_answers(activity, turn.office.today(turn.now))
        if not activity.is_open or callback_data.answer >= len(answers):
            raise OtherState(state=activity.state, what=activity.what)
        await _answer(turn, activity, answers[callback_data.answer])
    card.redraw()
    return callback.answer()


def likely_answers(activity: Activity | Draft, today: date) -> tuple[Answer, ...]:
    """To the first question: what the doubtful words may mean, else what is usual."""
    if not activity.questions:
        return ()
    asked = Asked.from_json(activity.questions[0])
    if asked.answers:
        return asked.answers
    if asked.about == "minutes":
        return tuple(Answer(minutes=minutes) for minutes in MINUTES_OFFERED)
    return (Answer(day=today), Answer(day=today - timedelta(days=1)))


async def is_answered(message: Message, text: str, turn: Turn) -> bool:
    """Whether the text answers the question of the card it replies to, or of the newest one."""
    activity = await _asked_by(message, turn)
    if activity is None:
        return False
    found = read_answer(turn, activity.questions[0]["about"], text)
    if found is None:
        return False
    await _answer(turn, activity, found)
    show_report(turn, activity.report_id, urgent=True)
    return True


def read_answer(turn: Turn, about: str, text: str) -> Answer | None:
    """A day or a time as people type it; None if it is neither."""
    if about == "date":
        day = read_day(text, turn.said_at, turn.office)
        return Answer(day=day) if day is not None else None
    found = read_time(text, turn.said_at, turn.office)
    if found is None:
        return None
    return Answer(minutes=found.minutes, start=found.start, end=found.end)


def with_answer(words: Written, answer: Answer) -> Written:
    """The words with the answer put in."""
    if answer.day is not None:
        return replace(words, day=answer.day)
    start, end, minutes = timed(
        answer.start or words.start,
        answer.end if answer.start or answer.end else None,
        answer.minutes,
    )
    return replace(words, start=start, end=end, minutes=minutes)


async def _asked_by(message: Message, turn: Turn) -> Activity | None:
    report = await report_replied_to(message, turn)
    if report is not None:
        drafts = await drafts_of(turn.session, report.id)
        asked = next((activity for activity in drafts if activity.questions), None)
        if asked is not None:
            return asked
    return await newest_with_question(turn.session, turn.me, since=turn.now - ANSWERS_COME_WITHIN)


async def _answer(turn: Turn, activity: Activity, answer: Answer) -> None:
    """Put the answer in; a day that several activities share is asked once."""
    asked = activity.questions[0]
    for one in await drafts_of(turn.session, activity.report_id):
        if one is activity or (answer.day is not None and asked in one.questions):
            words = with_answer(one.written, answer)
            one.amend(words, by=turn.me, at=turn.now)
            if answer.day is not None or words.minutes is not None:
                one.questions = [question for question in one.questions if question != asked]
    await redraw_reminder(turn.session, turn.me.id, at=turn.now)
