"""The cards of one evaluation: question by question for both sides, then what was signed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from aiogram.types import InlineKeyboardButton
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.appraisal.evaluation_buttons import (
    OWN,
    REVIEW,
    Accept,
    Ask,
    CorrectEvaluation,
    Note,
    ObjectTo,
    Rate,
    RateUnit,
    Read,
    SendSelf,
    Sign,
    Summary,
)
from handlers.appraisal.evaluation_evidence import evidence
from handlers.appraisal.evaluation_warning import organisation_lines
from handlers.appraisal.evaluation_words import (
    achievement_in,
    period_name,
    predicate_in,
    question_in,
    rating_in,
)
from handlers.cards import ROOM, Drawing, Look, Page, button, keyboard, sheet, width
from handlers.turn import Say, named
from handlers.work.lines import shortened
from models.appraisal.achievements import achievement_of
from models.appraisal.appraisers import appraiser_of
from models.appraisal.credits import credit_of
from models.appraisal.evaluation_answers import (
    ASKED,
    MOST_OF_A_NOTE,
    EvaluationAnswer,
    Question,
    Side,
)
from models.appraisal.evaluation_steps import Step
from models.appraisal.evaluations import SELF_DAYS, Evaluation, EvaluationStage
from models.appraisal.finding_evaluations import (
    evaluation_with,
    is_head,
    newest_of,
    newest_signed,
    posting_for,
)
from models.appraisal.ratings import Rating, UnitPredicate
from models.appraisal.ringing_steps import working_day
from models.office import Office
from models.people.employees import Employee

Row = list[InlineKeyboardButton]
ROOM_FOR_A_NOTE = 160  # characters, beside eight others
ROOMS_FOR_A_REASON = (MOST_OF_A_NOTE, 300, ROOM_FOR_A_NOTE, 80, 40)
FOOT = 200  # characters below what was signed
RINGS_AGAIN = tuple(timedelta(days=days) for days in (3, 7, 12))  # of the fourteen
IN_THE_MORNING = time(9)  # on the office's clock
BEST_FIRST = (Rating.ABOVE, Rating.MEETS, Rating.BELOW)


async def draw_own(look: Look) -> Drawing:
    """The card of kind "evaluation", for the person themself."""
    one = await evaluation_with(look.session, int(look.notice.subject or 0))
    if one is None or one.employee_id != look.to.id:
        return Drawing()
    if one.stage is EvaluationStage.SELF:
        return await _answering(look, one, Side.SELF)
    if one.stage is EvaluationStage.RATING:
        leader = await appraiser_of(look.session, one.employee, look.office,
                                   look.office.today(look.now))  # fmt: skip
        text = sheet(_head(look, one), *_answers(look.say, one, Side.SELF),
                     look.say("evaluation-sent", to=named(leader) if leader else None,
                              at=one.self_sent_at, number=one.number))  # fmt: skip
        return Drawing((Page(text),))
    if await _is_replaced(look, one):
        text = sheet(*await outcome_lines(look, one), look.say("evaluation-replaced"))
        return Drawing((Page(text),))
    return await (_to_read if one.stage is EvaluationStage.SIGNED else _signed)(look, one)


async def _is_replaced(look: Look, one: Evaluation) -> bool:
    """Its correction has been signed."""
    newest = await newest_signed(look.session, one.employee_id, one.span)
    return newest is not None and newest.number > one.number


async def _to_read(look: Look, one: Evaluation) -> Drawing:
    """What was signed is opened with a tap. That it came is its receipt, and it rings again."""
    assert one.appraiser is not None, "somebody has signed it"
    last, today = last_day(one, look.office, look.now), look.office.today(look.now)
    text = sheet(_head(look, one),
                 look.say("evaluation-to-read", by=named(one.appraiser), last=last))  # fmt: skip
    read = [button(look.say("button-evaluation-read"), Read.on(look))]
    page = Page(text, keyboard(read), [shown_of(one)], waits=True,
                receipt=partial(note_delivery, one.id))  # fmt: skip
    by_day = not look.office.is_quiet(look.now, look.office.rules_on(today))
    until = await _rings_again(one, look)
    return Drawing((page,), until=until, rings=by_day and today <= last)


async def _rings_again(one: Evaluation, look: Look) -> datetime | None:
    """The next of some working mornings after it came, while there is time for an objection."""
    came = look.office.today(one.received_at or look.now)
    for days in RINGS_AGAIN:
        day = await working_day(look.session, one.employee_id, came + days)
        morning = look.office.at(day, IN_THE_MORNING)
        if morning > look.now:
            return morning
    return None


async def _signed(look: Look, one: Evaluation) -> Drawing:
    shown = [shown_of(one)]
    last = last_day(one, look.office, look.now)
    may_object = one.stage is EvaluationStage.READ and look.office.today(look.now) <= last
    rows = [
        [button(look.say("button-evaluation-accept"), Accept.on(look))],
        [button(look.say("button-evaluation-object"), ObjectTo.on(look))] if may_object else [],
    ]
    buttons = keyboard(*rows) if one.stage is EvaluationStage.READ else None
    rights = look.say("evaluation-rights", stage=one.stage.value, last=last, open=may_object)
    text = sheet(*await outcome_lines(look, one), rights)
    return Drawing((Page(text, buttons, shown),))


async def draw_review(look: Look) -> Drawing:
    """The card of kind "evaluation-review", for whoever leads the person or has signed."""
    one = await evaluation_with(look.session, int(look.notice.subject or 0))
    if one is None:
        return Drawing()
    today = look.office.today(look.now)
    leader = await appraiser_of(look.session, one.employee, look.office, today)
    if one.signed_at is not None:
        return await _as_signed(look, one, leader)
    if not look.to.is_same_as(leader):
        return Drawing()  # somebody else leads them by now
    if one.self_sent_at is None and look.now < one.opened_at + SELF_DAYS:
        text = sheet(_head(look, one), look.say("evaluation-waits-self",
                                                until=one.opened_at + SELF_DAYS))  # fmt: skip
        return Drawing((Page(text),))
    return await _answering(look, one, Side.APPRAISER)


async def _as_signed(look: Look, one: Evaluation, leader: Employee | None) -> Drawing:
    """For whoever has signed, and whoever leads the person by now; both in one may correct it."""
    leads, has_signed = look.to.is_same_as(leader), one.appraiser_id == look.to.id
    if not (leads or has_signed):
        return Drawing()
    newest = (await newest_of(look.session, [one.employee_id], one.span))[one.employee_id]
    is_open = one.stage not in (EvaluationStage.OBJECTED, EvaluationStage.DECIDED)
    can_correct = leads and has_signed and is_open and newest.id == one.id
    fix = [button(look.say("button-evaluation-correct"), CorrectEvaluation.on(look))]
    corrected = newest.signed_at is not None if newest.id != one.id and is_open else None
    text = sheet(*await outcome_lines(look, one), look.say(
        "evaluation-followed", stage=one.stage.value, newer=corrected is not None,
        signed=corrected))  # fmt: skip
    return Drawing((Page(text, keyboard(fix if can_correct else []), [shown_of(one)]),))


# Question by question


async def _answering(look: Look, one: Evaluation, side: Side) -> Drawing:
    """The question that was chosen, or the next one, or all answers once none is left."""
    left, facts = one.left(side), look.notice.facts
    mode = look.mode
    if mode == "summary" or (not left and mode != "ask"):
        return Drawing((await _summary(look, one, side),))
    asked = Question(facts["question"]) if mode == "ask" and "question" in facts else left[0]
    if asked not in ASKED[side]:
        asked = ASKED[side][0]
    return Drawing((await _question(look, one, side, asked),))


async def _question(look: Look, one: Evaluation, side: Side, asked: Question) -> Page:
    place = ASKED[side].index(asked)
    mine, theirs = one.answer(side, asked), one.answer(Side.SELF, asked)
    other = theirs if side is Side.APPRAISER and one.self_sent_at is not None else None
    of_unit = side is Side.APPRAISER and asked is Question.RESULTS and is_head(one.employee)
    text = sheet(
        _head(look, one),
        look.say("evaluation-question", number=place + 1, of=len(ASKED[side]),
                 question=asked.value, name=question_in(look.say, asked), side=side.value),
        await evidence(look, one, asked),
        _answer_line(look.say, other, Side.SELF) if other else "",
        _answer_line(look.say, mine, side) if mine else "",
        look.say("evaluation-of-unit") if of_unit else "",
    )  # fmt: skip
    rates = await _unit_rates(look, one) if of_unit else _rates(look, asked)
    steps: Row = []
    if place:
        steps.append(button("‹", Ask.on(look, question=ASKED[side][place - 1])))
    steps.append(button(look.say("button-evaluation-note"), Note.on(look, question=asked)))
    if place + 1 < len(ASKED[side]):
        steps.append(button("›", Ask.on(look, question=ASKED[side][place + 1])))
    whole = [button(look.say("button-evaluation-summary"), Summary.on(look))]
    return Page(text, keyboard(*rates, steps, whole), [shown_of(one)])


def _rates(look: Look, asked: Question) -> list[Row]:
    return [
        [button(look.say("button-rating", rating=rating.value),
                Rate.on(look, question=asked, rating=rating))]
        for rating in BEST_FIRST
    ]  # fmt: skip


async def _unit_rates(look: Look, one: Evaluation) -> list[Row]:
    """Whoever leads a unit is rated by what the unit achieved."""
    known = await unit_achievement(look, one)
    predicates = list(reversed(UnitPredicate))
    buttons = [
        button(look.say("button-unit-predicate", predicate=achievement_in(look.say, predicate),
                        chosen=predicate is known), RateUnit.on(look, predicate=predicate))
        for predicate in predicates
    ]  # fmt: skip
    return [buttons[:2], buttons[2:]]


async def unit_achievement(look: Look, one: Evaluation) -> UnitPredicate | None:
    posting = await posting_for(look.session, one.employee, one.span, look.office.today(look.now))
    return await achievement_of(look.session, posting.unit if posting else None, one.span)


async def _summary(look: Look, one: Evaluation, side: Side) -> Page:
    left, say = one.left(side), look.say
    numbers = [
        button(str(number), Ask.on(look, question=question))
        for number, question in enumerate(ASKED[side], 1)
    ]
    done: Row = []
    if not left and side is Side.SELF:
        done = [button(say("button-evaluation-send"), SendSelf.on(look))]
    elif not left:
        done = [button(say("button-evaluation-sign"), Sign.on(look))]
    likely = one.likely() if side is Side.APPRAISER else None
    warnings = await organisation_lines(look, one, likely) if side is Side.APPRAISER else []
    text = sheet(
        _head(look, one),
        *_answers(say, one, side),
        say("evaluation-likely", predicate=predicate_in(say, likely)) if likely else "",
        *warnings,
        say("evaluation-summary-foot", side=side.value, left=len(left)),
    )
    return Page(text, keyboard(done, numbers[:5], numbers[5:]), [shown_of(one)])


# Lines


def _head(look: Look, one: Evaluation) -> str:
    return look.say("evaluation-head", period=period_name(look.say, one.span),
                    who=named(one.employee) if one.employee_id != look.to.id else None,
                    number=one.number)  # fmt: skip


def _answers(say: Say, one: Evaluation, side: Side, room: int = ROOM_FOR_A_NOTE) -> list[str]:
    return [
        say("evaluation-answer", number=number, name=question_in(say, question),
            rating=rating_in(say, found.rating if found else None),
            words=shortened(found.words, room) if found and found.words else None)
        for number, question in enumerate(ASKED[side], 1)
        for found in [one.answer(side, question)]
    ]  # fmt: skip


def _answer_line(say: Say, answer: EvaluationAnswer, side: Side) -> str:
    return say("evaluation-said", side=side.value,
               rating=rating_in(say, answer.rating), words=answer.words)  # fmt: skip


async def outcome_lines(look: Look, one: Evaluation) -> list[str]:
    """What was signed, with the reasons as whole as fits, and what was objected to and decided."""
    credit = await credit_of(look.session, one, look.office)
    for room in ROOMS_FOR_A_REASON:
        lines = _outcome(look, one, room, credit)
        if width(sheet(*lines)) <= ROOM - FOOT:
            break
    return lines


def _outcome(look: Look, one: Evaluation, room: int, credit: Decimal | None) -> list[str]:
    say = look.say
    objected, decided = one.step(Step.OBJECTED), one.step(Step.DECIDED)
    return [
        _head(look, one),
        say("evaluation-outcome", by=named(one.appraiser) if one.appraiser else None,
            at=one.signed_at, predicate=predicate_in(say, one.predicate),
            results=rating_in(say, one.results), behaviour=rating_in(say, one.behaviour),
            organisation=achievement_in(say, one.organisation)),
        *_answers(say, one, Side.APPRAISER, room),
        say("evaluation-objection", at=objected.at, words=objected.words) if objected else "",
        say("evaluation-decision", at=decided.at, words=decided.words,
            predicate=predicate_in(say, decided.predicate)) if decided else "",
        say("evaluation-credit", credit=credit) if credit is not None else "",
    ]  # fmt: skip


def last_day(one: Evaluation, office: Office, now: datetime) -> date:
    """Until when the person may object: days from receipt, PP 30/2019 Art. 59."""
    received_on = office.today(one.received_at or now)
    return received_on + timedelta(days=office.appraisal_on(received_on).objection_days)


async def note_delivery(evaluation_id: int, session: AsyncSession, at: datetime) -> None:
    one = await evaluation_with(session, evaluation_id)
    if one is not None:
        one.deliver(at=at)


def shown_of(one: Evaluation) -> tuple[int, int]:
    """What a card's buttons speak of: an evaluation after its n-th change."""
    return one.id, one.edition


CARDS = {OWN: draw_own, REVIEW: draw_review}
