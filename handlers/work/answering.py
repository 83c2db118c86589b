"""What is missing or doubtful in a draft is asked; an answer is a tap, or words."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.cards import card_as_shown
from handlers.reading import read_day, read_time
from handlers.turn import Known, Turn
from handlers.turn import Reply as Answered
from handlers.work.buttons import Reply
from handlers.work.drafting import show_report
from handlers.work.report_card import likely_answers
from models.work.activities import Activity, OtherState, Written
from models.work.asking import Answer
from models.work.times import timed

router = Router(name="answering")
router.callback_query.filter(Known())


@router.callback_query(Reply.filter())
async def answer_by_button(callback: CallbackQuery, callback_data: Reply, turn: Turn) -> Answered:
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    for activity in await card.activities(turn.session, only=callback_data.at):
        answers = likely_answers(activity) if activity.questions else ()
        if callback_data.answer >= len(answers):
            raise OtherState(state=activity.state, what=activity.what)
        _answer(turn, activity, answers[callback_data.answer])
    card.redraw(turn.session)
    return callback.answer()


def answer_in_words(turn: Turn, activity: Activity, text: str) -> bool:
    """Whether the text answers the activity's first question; if so, it is answered."""
    found = read_answer(turn, activity.questions[0]["about"], text)
    if found is None:
        return False
    _answer(turn, activity, found)
    show_report(turn.session, activity.report_id, to=turn.me, at=turn.now, urgent=True)
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


def _answer(turn: Turn, activity: Activity, answer: Answer) -> None:
    asked, *others = activity.questions
    words = with_answer(activity.written, answer)
    activity.amend(words, by=turn.me, at=turn.now)
    settled = answer.day is not None or words.minutes is not None
    activity.questions = others if settled else [asked, *others]
