"""/nilai: which evaluations are open; a leader opens them for a team, anybody their own."""

from __future__ import annotations

from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.evaluation_buttons import (
    HOME,
    OBJECTION,
    OWN,
    REVIEW,
    Home,
    OpenEvaluation,
    OpenForAll,
    OpenMine,
    OpenTheirs,
    ShowTeam,
)
from handlers.appraisal.evaluation_home import spans_of
from handlers.appraisal.evaluation_of_card import show_anew, traced
from handlers.cards import card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn
from models.appraisal.appraisers import appraised_by, appraiser_of
from models.appraisal.evaluations import (
    Evaluation,
    EvaluationMovedOn,
    NotTheEvaluator,
    NotYourEvaluation,
)
from models.appraisal.finding_evaluations import evaluation_with, newest_of
from models.appraisal.periods import Cadence, Span
from models.notices.telling import show
from models.people.employees import Employee

router = Router(name="opening-evaluations")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.message(Command("nilai", "evaluation"))
async def evaluations(_message: Message, turn: Turn) -> Reply:
    await stop_asking(turn)
    show(turn.session, HOME, HOME, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts={})
    return None


@router.callback_query(Home.filter())
async def home(callback: CallbackQuery, callback_data: Home, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw()
    return callback.answer()


@router.callback_query(ShowTeam.filter())
async def show_team(callback: CallbackQuery, callback_data: ShowTeam, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    span = open_span(turn, callback_data.cadence, callback_data.since)
    card.redraw(cadence=span.cadence.value, since=span.since.isoformat(), page=callback_data.page)
    return callback.answer()


@router.callback_query(OpenForAll.filter())
async def open_for_all(callback: CallbackQuery, callback_data: OpenForAll, turn: Turn) -> Reply:
    """Everybody of the team is asked to assess themself, by day."""
    card = await card_as_shown(turn, callback_data)
    span = open_span(turn, callback_data.cadence, callback_data.since)
    team = await appraised_by(turn.session, turn.me, turn.office, turn.office.today(turn.now))
    found = await newest_of(turn.session, [mate.id for mate in team], span)
    for mate in team:
        if mate.id not in found:
            one = await _begin(turn, mate, span)
            show(turn.session, OWN, one.id, to=mate.id, at=await by_day(turn, mate))
    card.redraw(cadence=span.cadence.value, since=span.since.isoformat())
    return callback.answer(turn.say("evaluation-opened", count=len(team) - len(found)))


@router.callback_query(OpenMine.filter())
async def open_mine(callback: CallbackQuery, callback_data: OpenMine, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    span = open_span(turn, callback_data.cadence, callback_data.since)
    one = (await newest_of(turn.session, [turn.me.id], span)).get(turn.me.id)
    show_anew(turn, OWN, one or await _begin(turn, turn.me, span))
    return callback.answer()


@router.callback_query(OpenTheirs.filter())
async def open_theirs(callback: CallbackQuery, callback_data: OpenTheirs, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    span = open_span(turn, callback_data.cadence, callback_data.since)
    mate = await turn.session.get(Employee, callback_data.person)
    leader = (
        await appraiser_of(turn.session, mate, turn.office, turn.office.today(turn.now))
        if mate
        else None
    )
    if mate is None or not turn.me.is_same_as(leader):
        raise traced(turn, NotTheEvaluator)
    one = (await newest_of(turn.session, [mate.id], span)).get(mate.id)
    if one is None:
        one = await _begin(turn, mate, span)
        show(turn.session, OWN, one.id, to=mate.id, at=await by_day(turn, mate))
    show_anew(turn, REVIEW, one)
    return callback.answer()


@router.callback_query(OpenEvaluation.filter())
async def open_one(callback: CallbackQuery, callback_data: OpenEvaluation, turn: Turn) -> Reply:
    """One's own, one whose objection was put to oneself, or of somebody one leads or signed for."""
    await card_as_shown(turn, callback_data)
    one = await evaluation_with(turn.session, callback_data.of)
    kind = await _as_what(turn, one) if one else None
    if one is None or kind is None:
        raise traced(turn, NotYourEvaluation)
    show_anew(turn, kind, one)
    return callback.answer()


async def _as_what(turn: Turn, one: Evaluation) -> str | None:
    """Which of its cards the reader may have; None: it is no matter of theirs."""
    if one.employee_id == turn.me.id:
        return OWN
    if turn.me.id in {step.to_id for step in one.steps}:
        return OBJECTION
    today = turn.office.today(turn.now)
    leader = await appraiser_of(turn.session, one.employee, turn.office, today)
    return REVIEW if turn.me.is_same_as(leader) or one.appraiser_id == turn.me.id else None


async def _begin(turn: Turn, employee: Employee, span: Span) -> Evaluation:
    one = Evaluation(employee_id=employee.id, cadence=span.cadence, since=span.since,
                     until=span.until, opened_at=turn.now)  # fmt: skip
    turn.session.add(one)
    await turn.session.flush()
    return one


def open_span(turn: Turn, cadence: Cadence, since: str) -> Span:
    """A period that may be evaluated today; any other was asked for by an old button."""
    span = Span.holding(date.fromisoformat(since), cadence)
    if span not in spans_of(turn.office, turn.office.today(turn.now)):
        raise EvaluationMovedOn(stage="closed")
    return span
