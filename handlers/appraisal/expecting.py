"""A superior says what they expect of somebody, beyond the usual, of one BerAKHLAK value."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.evaluation_words import question_in
from handlers.appraisal.expectation_page import SayExpectation, ShowExpectations
from handlers.appraisal.feedback_card import BOARD, View
from handlers.appraisal.giving_feedback import led_by_me, on_board
from handlers.cards import stop_asking
from handlers.turn import Known, Reply, Turn, ask, named
from models.appraisal.evaluation_answers import Question
from models.appraisal.expectations import SpecialExpectation
from models.notices.telling import show, tell

LEAST = 10  # letters: "rajin" tells nobody what to do
WORDS = F.text & ~F.text.startswith("/")

router = Router(name="expecting")
router.message.filter(Known())
router.callback_query.filter(Known())


class Expecting(StatesGroup):
    """The words of an expectation."""

    words = Step()


@router.callback_query(ShowExpectations.filter())
async def show_all(callback: CallbackQuery, callback_data: ShowExpectations, turn: Turn) -> Reply:
    card = await on_board(turn, callback_data)
    one, _ = await led_by_me(turn, callback_data.person)
    card.redraw(view=View.EXPECTED.value, person=one.id)
    return callback.answer()


@router.callback_query(SayExpectation.filter())
async def ask_words(callback: CallbackQuery, callback_data: SayExpectation, turn: Turn) -> Reply:
    card = await on_board(turn, callback_data)
    one, _ = await led_by_me(turn, callback_data.person)
    value = callback_data.value
    await stop_asking(turn)
    await turn.state.set_state(Expecting.words)
    await turn.state.set_data({"notice": card.notice.id, "person": one.id, "value": value.value})
    question = turn.say("expectation-ask", who=named(one), name=question_in(turn.say, value))
    return [callback.answer(), ask(turn, question)]


@router.message(Expecting.words, WORDS)
async def take_words(message: Message, turn: Turn) -> Reply:
    """The person is told, by day; both see it beside the question when it is evaluated."""
    facts = await turn.state.get_data()
    one, leader = await led_by_me(turn, facts["person"])
    value = Question(facts["value"])
    said = SpecialExpectation.said(
        message.text or "", value, of=one, by=turn.me, leader=leader,
        today=turn.office.today(turn.now), at=turn.now, least=LEAST,
    )  # fmt: skip
    turn.session.add(said)
    await turn.state.clear()
    name = question_in(turn.say_in(one.language), value)
    tell(turn.session, "special-expectation", to=one.id, at=await by_day(turn, one),
         by=named(turn.me), name=name, words=said.words)  # fmt: skip
    show(turn.session, BOARD, BOARD, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"view": View.EXPECTED.value, "person": one.id, "part": 0})  # fmt: skip
    return None
