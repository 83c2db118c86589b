"""/umpan_balik: a superior picks a person and a matter and writes; the person may answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.feedback_card import (
    BOARD,
    TOLD,
    AboutDay,
    AboutPerson,
    AboutResult,
    AnswerFeedback,
    FeedbackTo,
    ShowFeedback,
    View,
    matter,
    plan_in_force,
)
from handlers.cards import Press, ShownCard, card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn, ask, named
from handlers.work.lines import shortened
from models.appraisal.feedback import (
    About,
    Feedback,
    Matter,
    NotTheirSuperior,
    NotYourFeedback,
    feedback_with,
)
from models.machine import Trace
from models.notices.telling import show, tell
from models.people.chats import reach
from models.people.employees import Employee
from models.work.subordinates import superior_of

WORDS = F.text & ~F.text.startswith("/")

router = Router(name="giving-feedback")
router.message.filter(Known())
router.callback_query.filter(Known())


class Giving(StatesGroup):
    """The words of feedback, or of its answer."""

    words = Step()
    answer = Step()


@router.message(Command("umpan_balik", "feedback"))
async def feedback(_message: Message, turn: Turn) -> Reply:
    await stop_asking(turn)
    show(turn.session, BOARD, BOARD, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts={})
    return None


@router.callback_query(ShowFeedback.filter())
async def another_view(callback: CallbackQuery, callback_data: ShowFeedback, turn: Turn) -> Reply:
    card = await on_board(turn, callback_data)
    card.redraw(view=callback_data.view.value, page=callback_data.page)
    return callback.answer()


@router.callback_query(FeedbackTo.filter())
async def pick(callback: CallbackQuery, callback_data: FeedbackTo, turn: Turn) -> Reply:
    card = await on_board(turn, callback_data)
    one, _ = await led_by_me(turn, callback_data.person)
    card.redraw(view=View.ABOUT.value, person=one.id)
    return callback.answer()


@router.callback_query(AboutPerson.filter())
async def about_person(callback: CallbackQuery, callback_data: AboutPerson, turn: Turn) -> Reply:
    return await _ask(callback, callback_data, turn, callback_data.person)


@router.callback_query(AboutDay.filter())
async def about_day(callback: CallbackQuery, callback_data: AboutDay, turn: Turn) -> Reply:
    return await _ask(callback, callback_data, turn, callback_data.person, day=callback_data.day)


@router.callback_query(AboutResult.filter())
async def about_result(callback: CallbackQuery, callback_data: AboutResult, turn: Turn) -> Reply:
    return await _ask(callback, callback_data, turn, callback_data.person, key=callback_data.at)


async def _ask(
    callback: CallbackQuery, press: Press, turn: Turn, person: int, **about: Any
) -> Reply:
    card = await on_board(turn, press)
    one, _ = await led_by_me(turn, person)
    chosen = await _matter(turn, one, about)
    await stop_asking(turn)
    await turn.state.set_state(Giving.words)
    await turn.state.set_data({"notice": card.notice.id, "person": person, **about})
    about_what = turn.say("feedback-of", about=chosen.about.value, day=chosen.day,
                          result=chosen.result)  # fmt: skip
    question = turn.say("feedback-ask", to=named(one), about=about_what)
    return [callback.answer(), ask(turn, question)]


@router.message(Giving.words, WORDS)
async def take_words(message: Message, turn: Turn) -> Reply:
    """Said: the person has it at once, or in the morning if it is night."""
    facts = await turn.state.get_data()
    one, leader = await led_by_me(turn, facts["person"])
    chosen = await _matter(turn, one, facts)
    given = Feedback.given(message.text or "", chosen, by=turn.me, to=one, leader=leader,
                           at=turn.now)  # fmt: skip
    turn.session.add(given)
    await turn.session.flush()
    await stop_asking(turn)
    at = await by_day(turn, one)
    show(turn.session, TOLD, given.id, to=one.id, at=at)
    found = await reach(turn.session, one)
    text = turn.say("feedback-given", to=named(one), reach=found.value,
                    at=at if at > turn.now else None)  # fmt: skip
    return message.answer(text)


@router.callback_query(AnswerFeedback.filter())
async def answer(callback: CallbackQuery, callback_data: AnswerFeedback, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    one = await _mine(turn, callback_data.to_feedback)
    one.check_answerable(by=turn.me)
    await stop_asking(turn)
    await turn.state.set_state(Giving.answer)
    await turn.state.set_data({"notice": card.notice.id, "feedback": one.id})
    return [callback.answer(), ask(turn, turn.say("feedback-ask-answer", by=named(one.by)))]


@router.message(Giving.answer, WORDS)
async def take_answer(message: Message, turn: Turn) -> Reply:
    one = await _mine(turn, (await turn.state.get_data())["feedback"])
    words = one.answered(message.text or "", by=turn.me, at=turn.now)
    turn.session.add(words)
    await turn.session.flush()
    turn.session.expire(one, ["answer"])
    await stop_asking(turn)
    show(turn.session, TOLD, one.id, to=turn.me.id, at=turn.now, urgent=True)
    tell(turn.session, "feedback-answered", to=one.by_id, at=await by_day(turn, one.by),
         by=named(turn.me), about=matter(turn.say_in(one.by.language), one),
         before=shortened(one.words, 200), words=words.words)  # fmt: skip
    return message.answer(turn.say("feedback-answer-sent", to=named(one.by)))


# Common ground


async def on_board(turn: Turn, press: Press) -> ShownCard:
    """The board's card; its buttons on any other are forged."""
    card = await card_as_shown(turn, press)
    if card.notice.kind != BOARD:
        raise _not_theirs(turn)
    return card


async def led_by_me(turn: Turn, person: int) -> tuple[Employee, Employee]:
    """Whom it is for, and who leads them, which is the one who taps."""
    one = await turn.session.get(Employee, person)
    today = turn.office.today(turn.now)
    leader = await superior_of(turn.session, one, turn.office, today) if one else None
    if one is None or leader is None or not turn.me.is_same_as(leader):
        raise _not_theirs(turn)
    return one, leader


def _not_theirs(turn: Turn) -> NotTheirSuperior:
    trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotTheirSuperior.__name__)
    return NotTheirSuperior(leaves=[trace])


async def _mine(turn: Turn, feedback_id: int) -> Feedback:
    one = await feedback_with(turn.session, feedback_id)
    if one is None or one.to_id != turn.me.id:
        trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourFeedback.__name__)
        raise NotYourFeedback(leaves=[trace])
    return one


async def _matter(turn: Turn, one: Employee, facts: dict[str, Any]) -> Matter:
    """What was chosen, as it is by now; a result that is gone leaves the work as a whole."""
    if "day" in facts:
        return Matter(About.DAY, day=date.fromisoformat(facts["day"]))
    version = await plan_in_force(turn.session, one.id, turn.office.today(turn.now))
    result = version.result(facts["key"]) if version and "key" in facts else None
    if version is None or result is None:
        return Matter()
    return Matter(About.RESULT, plan_id=version.plan_id, result_key=result.key, result=result.what)
