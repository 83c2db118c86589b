"""A signed evaluation is read, accepted, or objected to; the appraiser's superior decides."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.evaluation_buttons import (
    OBJECTION,
    OWN,
    REVIEW,
    Accept,
    ChangeOutcome,
    Decide,
    DecideResults,
    ObjectTo,
    Read,
)
from handlers.appraisal.evaluation_cards import (
    BEST_FIRST,
    outcome_lines,
    shown_of,
)
from handlers.appraisal.evaluation_of_card import evaluation_of
from handlers.appraisal.evaluation_words import period_name, predicate_in
from handlers.cards import (
    Drawing,
    Look,
    Page,
    Press,
    ShownCard,
    button,
    card_as_shown,
    keyboard,
    sheet,
    stop_asking,
)
from handlers.turn import Known, Reply, Turn, ask, named
from models.appraisal.appraisers import who_decides
from models.appraisal.evaluation_steps import Step as Happened
from models.appraisal.evaluations import Evaluation, EvaluationStage
from models.appraisal.finding_evaluations import evaluation_with, must_stand_alone
from models.appraisal.ratings import Rating
from models.notices.notices import Notice
from models.notices.telling import show, tell
from models.people.employees import Employee
from models.people.postings import posting_of

WORDS = F.text & ~F.text.startswith("/")

router = Router(name="objecting")
router.message.filter(Known())
router.callback_query.filter(Known())


class ObjectingToOutcome(StatesGroup):
    """Why somebody objects, or why it is decided so."""

    reason = Step()
    decision = Step()


@router.callback_query(Read.filter())
async def read(callback: CallbackQuery, callback_data: Read, turn: Turn) -> Reply:
    """Baca: opened; the days for an objection count since it came."""
    card = await card_as_shown(turn, callback_data)
    one = await evaluation_of(turn, card, OWN)
    one.read(by=turn.me, at=turn.now)
    card.redraw()
    _show_appraiser(turn, one)
    return callback.answer()


@router.callback_query(Accept.filter())
async def accept(callback: CallbackQuery, callback_data: Accept, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    one = await evaluation_of(turn, card, OWN)
    await must_stand_alone(turn.session, one)
    one.accept(by=turn.me, at=turn.now)
    await stop_asking(turn, card.notice.id)
    card.redraw()
    _show_appraiser(turn, one)
    return callback.answer(turn.say("evaluation-accepted"))


@router.callback_query(ObjectTo.filter())
async def object_to(callback: CallbackQuery, callback_data: ObjectTo, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    one = await evaluation_of(turn, card, OWN)
    await _check_objectable(turn, one)
    decider = await _decider(turn, one)
    await stop_asking(turn)
    await turn.state.set_state(ObjectingToOutcome.reason)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say("evaluation-ask-objection", to=named(decider) if decider else None,
                        least=await _least(turn))  # fmt: skip
    return [callback.answer(), ask(turn, question)]


@router.message(ObjectingToOutcome.reason, WORDS)
async def take_objection(message: Message, turn: Turn) -> Reply:
    card = await _asked(turn)
    one = await evaluation_of(turn, card, OWN)
    await _check_objectable(turn, one)
    decider = await _decider(turn, one)
    one.object((message.text or "").strip(), by=turn.me, to=decider, at=turn.now,
               least=await _least(turn))  # fmt: skip
    assert decider is not None, "nobody objects to nobody"
    await turn.state.clear()
    card.redraw()
    _show_appraiser(turn, one)
    show(turn.session, OBJECTION, one.id, to=decider.id, at=await by_day(turn, decider), facts={})
    return message.answer(turn.say("evaluation-objected", to=named(decider)))


@router.callback_query(ChangeOutcome.filter())
async def change_outcome(
    callback: CallbackQuery, callback_data: ChangeOutcome, turn: Turn
) -> Reply:
    card, _ = await _decidable(turn, callback_data)
    card.redraw(mode="results")
    return callback.answer()


@router.callback_query(DecideResults.filter())
async def decide_results(
    callback: CallbackQuery, callback_data: DecideResults, turn: Turn
) -> Reply:
    card, _ = await _decidable(turn, callback_data)
    card.redraw(mode="behaviour", results=callback_data.rating.value)
    return callback.answer()


@router.callback_query(Decide.filter())
async def ask_decision(callback: CallbackQuery, callback_data: Decide, turn: Turn) -> Reply:
    card, one = await _decidable(turn, callback_data)
    await stop_asking(turn)
    await turn.state.set_state(ObjectingToOutcome.decision)
    await turn.state.set_data(
        {"notice": card.notice.id, "results": callback_data.results.value,
         "behaviour": callback_data.behaviour.value}
    )  # fmt: skip
    question = turn.say("evaluation-ask-decision", who=named(one.employee),
                        least=await _least(turn))  # fmt: skip
    return [callback.answer(), ask(turn, question)]


@router.message(ObjectingToOutcome.decision, WORDS)
async def take_decision(message: Message, turn: Turn) -> Reply:
    """Final: both sides are told, with the reason."""
    facts, card = await turn.state.get_data(), await _asked(turn)
    one = await evaluation_of(turn, card, OBJECTION)
    one.decide(
        (message.text or "").strip(), results=Rating(facts["results"]),
        behaviour=Rating(facts["behaviour"]), by=turn.me, at=turn.now, least=await _least(turn),
    )  # fmt: skip
    await turn.state.clear()
    card.redraw()
    for person in (one.employee, one.appraiser):
        if person is not None:
            await _tell_decision(turn, one, person)
    show(turn.session, OWN, one.id, to=one.employee_id, at=turn.now)
    _show_appraiser(turn, one)
    return message.answer(turn.say("evaluation-decided"))


async def _tell_decision(turn: Turn, one: Evaluation, to: Employee) -> None:
    decided, say = one.step(Happened.DECIDED), turn.say_in(to.language)
    assert decided is not None, "it has just been decided"
    tell(turn.session, "evaluation-decided", to=to.id, at=await by_day(turn, to), by=named(turn.me),
         period=period_name(say, one.span), predicate=predicate_in(say, decided.predicate),
         who=named(one.employee) if to.id != one.employee_id else None,
         because=decided.words)  # fmt: skip


# The decider's card


async def draw_objection(look: Look) -> Drawing:
    """The card of kind "evaluation-objection"."""
    one = await evaluation_with(look.session, int(look.notice.subject or 0))
    objection = one.step(Happened.OBJECTED) if one else None
    if one is None or objection is None or objection.to_id != look.to.id:
        return Drawing()
    is_open = one.stage is EvaluationStage.OBJECTED
    foot = look.say("evaluation-objection-foot", open=is_open, mode=look.mode)
    text = sheet(*await outcome_lines(look, one), foot)
    buttons = keyboard(*_decisions(look, one)) if is_open else None
    return Drawing((Page(text, buttons, [shown_of(one)], waits=is_open),))


def _decisions(look: Look, one: Evaluation) -> list[list[InlineKeyboardButton]]:
    say = look.say
    if look.mode in ("results", "behaviour"):
        return [
            [button(say("button-rating", rating=rating.value), _chosen(look, rating))]
            for rating in BEST_FIRST
        ]
    assert one.results is not None, "it was signed"
    assert one.behaviour is not None, "it was signed"
    stands = Decide.on(look, results=one.results, behaviour=one.behaviour)
    return [
        [button(say("button-evaluation-stands"), stands)],
        [button(say("button-evaluation-change"), ChangeOutcome.on(look))],
    ]


def _chosen(look: Look, rating: Rating) -> Press:
    """First the rating of results, then that of behaviour, which leads to the reason."""
    if look.mode == "results":
        return DecideResults.on(look, rating=rating)
    results = Rating(look.notice.facts["results"])
    return Decide.on(look, results=results, behaviour=rating)


# Common ground


async def _decidable(turn: Turn, press: Press) -> tuple[ShownCard, Evaluation]:
    card = await card_as_shown(turn, press)
    one = await evaluation_of(turn, card, OBJECTION)
    one.check_decidable(by=turn.me)
    return card, one


async def _asked(turn: Turn) -> ShownCard:
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    return ShownCard(turn, notice, [])


async def _check_objectable(turn: Turn, one: Evaluation) -> None:
    await must_stand_alone(turn.session, one)
    today = turn.office.today(turn.now)
    received_on = turn.office.today(one.received_at) if one.received_at else today
    one.check_objectable(by=turn.me, today=today, received_on=received_on,
                         days=turn.office.appraisal_on(received_on).objection_days)  # fmt: skip


async def _decider(turn: Turn, one: Evaluation) -> Employee | None:
    return await who_decides(turn.session, one, turn.office, turn.office.today(turn.now))


def _show_appraiser(turn: Turn, one: Evaluation) -> None:
    if one.appraiser_id is not None:
        show(turn.session, REVIEW, one.id, to=one.appraiser_id, at=turn.now)


async def _least(turn: Turn) -> int:
    today = turn.office.today(turn.now)
    posting = await posting_of(turn.session, turn.me, today)
    rules = posting.rules_on(today, turn.office) if posting else turn.office.rules_on(today)
    return rules.reason_at_least


CARDS = {OBJECTION: draw_objection}
