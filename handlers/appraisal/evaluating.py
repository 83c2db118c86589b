"""/nilai: self-assessment and the appraiser's ratings, question by question, until it is signed."""

from __future__ import annotations

from datetime import date

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.evaluation_buttons import (
    OWN,
    REVIEW,
    Ask,
    CorrectEvaluation,
    Note,
    Rate,
    RateUnit,
    SendSelf,
    Sign,
    Summary,
)
from handlers.appraisal.evaluation_cards import shown_of
from handlers.appraisal.evaluation_of_card import evaluation_of, show_anew, traced, with_id
from handlers.appraisal.evaluation_words import achievement_in, question_in
from handlers.appraisal.signing import sign_one
from handlers.cards import CardTooOld, Press, ShownCard, card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn, ask, named
from models.appraisal.achievements import achieved
from models.appraisal.appraisers import appraiser_of
from models.appraisal.evaluation_answers import Question, Side
from models.appraisal.evaluations import (
    Evaluation,
    EvaluationMovedOn,
    NotTheEvaluator,
    NotYourEvaluation,
)
from models.appraisal.finding_evaluations import (
    is_head,
    newest_of,
    posting_for,
)
from models.notices.notices import Notice
from models.notices.telling import show

WORDS = F.text & ~F.text.startswith("/")

router = Router(name="evaluating")
router.message.filter(Known())
router.callback_query.filter(Known())


class Noting(StatesGroup):
    """Words beside an answer."""

    words = Step()


# Question by question


@router.callback_query(Ask.filter())
async def ask_one(callback: CallbackQuery, callback_data: Ask, turn: Turn) -> Reply:
    card, _, _ = await _answerable(turn, callback_data)
    card.redraw(mode="ask", question=callback_data.question.value)
    return callback.answer()


@router.callback_query(Summary.filter())
async def summary(callback: CallbackQuery, callback_data: Summary, turn: Turn) -> Reply:
    card, _, _ = await _answerable(turn, callback_data)
    card.redraw(mode="summary")
    return callback.answer()


@router.callback_query(Rate.filter())
async def rate(callback: CallbackQuery, callback_data: Rate, turn: Turn) -> Reply:
    card, one, side = await _answerable(turn, callback_data)
    question = callback_data.question
    if side is Side.APPRAISER and question is Question.RESULTS and is_head(one.employee):
        raise EvaluationMovedOn(stage="unit")
    one.rate(side, question, callback_data.rating, at=turn.now)
    card.redraw()
    return callback.answer()


@router.callback_query(RateUnit.filter())
async def rate_unit(callback: CallbackQuery, callback_data: RateUnit, turn: Turn) -> Reply:
    """The unit's achievement is its head's rating of results, and the pattern for its people."""
    card, one, side = await _answerable(turn, callback_data)
    posting = await posting_for(turn.session, one.employee, one.span, _today(turn))
    if side is Side.SELF or posting is None or not is_head(one.employee):
        raise traced(turn, NotTheEvaluator)
    predicate = callback_data.predicate
    turn.session.add(achieved(posting.unit_id, one.span, predicate, by=turn.me, at=turn.now))
    one.rate(side, Question.RESULTS, predicate.as_rating, at=turn.now)
    card.redraw()
    return callback.answer(turn.say("unit-achieved", predicate=achievement_in(turn.say, predicate)))


@router.callback_query(Note.filter())
async def ask_note(callback: CallbackQuery, callback_data: Note, turn: Turn) -> Reply:
    card, _, side = await _answerable(turn, callback_data)
    question = callback_data.question.value
    name = question_in(turn.say, callback_data.question)
    await stop_asking(turn)
    await turn.state.set_state(Noting.words)
    await turn.state.set_data({"notice": card.notice.id, "question": question})
    asked = turn.say("evaluation-ask-note", name=name, side=side.value)
    return [callback.answer(), ask(turn, asked)]


@router.message(Noting.words, WORDS)
async def take_note(message: Message, turn: Turn) -> Reply:
    """The card comes to the end of the chat, at the same question."""
    facts = await turn.state.get_data()
    notice = await turn.session.get_one(Notice, facts["notice"])
    one, side = await _of_card(turn, notice)
    one.note(side, Question(facts["question"]), (message.text or "").strip(), at=turn.now)
    await turn.state.clear()
    show(turn.session, notice.kind, one.id, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"mode": "ask", "question": facts["question"], "part": 0})  # fmt: skip
    return None


@router.callback_query(SendSelf.filter())
async def send_self(callback: CallbackQuery, callback_data: SendSelf, turn: Turn) -> Reply:
    card, one, _ = await _answerable(turn, callback_data)
    one.send_self(by=turn.me, at=turn.now)
    card.redraw()
    leader = await appraiser_of(turn.session, turn.me, turn.office, _today(turn))
    if leader is not None:
        show(turn.session, REVIEW, one.id, to=leader.id, at=await by_day(turn, leader), facts={})
    return callback.answer(turn.say("evaluation-self-sent"))


@router.callback_query(Sign.filter())
async def sign(callback: CallbackQuery, callback_data: Sign, turn: Turn) -> Reply:
    card, one, _ = await _answerable(turn, callback_data)
    await sign_one(turn, one, leader=turn.me)
    card.redraw()
    return callback.answer(turn.say("evaluation-signed", who=named(one.employee)))


@router.callback_query(CorrectEvaluation.filter())
async def correct(callback: CallbackQuery, callback_data: CorrectEvaluation, turn: Turn) -> Reply:
    """The next version, with the same answers; what was signed holds until it is signed too."""
    card = await card_as_shown(turn, callback_data)
    one = await evaluation_of(turn, card, REVIEW)
    leader = await appraiser_of(turn.session, one.employee, turn.office, _today(turn))
    newest = await newest_of(turn.session, [one.employee_id], one.span)
    if not turn.me.is_same_as(leader) or newest[one.employee_id].id != one.id:
        raise EvaluationMovedOn(stage="newer")
    following = one.corrected(by=turn.me, at=turn.now)
    turn.session.add(following)
    await turn.session.flush()
    following.self_sent_at = one.self_sent_at or turn.now  # after its answers, which it closes
    card.redraw()
    show_anew(turn, REVIEW, following)
    return callback.answer(turn.say("evaluation-correcting"))


# Common ground


async def _answerable(turn: Turn, press: Press) -> tuple[ShownCard, Evaluation, Side]:
    """What the card showed and whose turn it is; changed since, it is drawn again."""
    card = await card_as_shown(turn, press)
    one, side = await _of_card(turn, card.notice)
    if shown_of(one) not in [tuple(pair) for pair in card.shown]:
        raise CardTooOld
    return card, one, side


async def _of_card(turn: Turn, notice: Notice) -> tuple[Evaluation, Side]:
    kinds = {OWN: Side.SELF, REVIEW: Side.APPRAISER}
    if notice.kind not in kinds:
        raise traced(turn, NotYourEvaluation)
    one = await with_id(turn, notice)
    leader = await appraiser_of(turn.session, one.employee, turn.office, _today(turn))
    side = kinds[notice.kind]
    one.check_side(side, by=turn.me, leader=leader, at=turn.now)
    return one, side


def _today(turn: Turn) -> date:
    return turn.office.today(turn.now)
