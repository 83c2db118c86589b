"""The first-day tour (latihan): three steps on one card, which the person may leave at any time.

Only the answer to the tour's own question is practice; whatever else is written is a real report,
and a tap makes a real one of the practice too.
"""

from __future__ import annotations

from enum import StrEnum

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State as Asking
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import Number, Press, ShownCard, card_as_shown, stop_asking
from handlers.people.jobs import job_of
from handlers.people.practising import Practice, example_for
from handlers.people.saying_away import offer_absence, says_away
from handlers.reading import read
from handlers.turn import Known, Reply, Turn, ask
from handlers.work.answering import is_answered, likely_answers
from handlers.work.drafting import draft, drafts_from
from models.notices.telling import show
from models.people.postings import posting_of
from models.refusals import Refusal
from models.work.reports import Report

TOUR = "tour"  # the card, one a person

router = Router(name="touring")
router.message.filter(Known())
router.callback_query.filter(Known())


class Touring(StatesGroup):
    """Words to practise with."""

    words = Asking()


class Step(StrEnum):
    """Where the tour stands."""

    WRITE = "write"
    READ = "read"
    SENT = "sent"
    REAL = "real"  # the practice has become a report
    OVER = "over"


class TourMovedOn(Refusal):
    """The button is of a practice that is no longer there."""


class BeginTour(CallbackData, prefix="tour"):
    """On the welcome and in the help: whoever taps it begins a tour of their own."""


class Do(StrEnum):
    """What the buttons of the tour do."""

    WRITE = "write"
    EXAMPLE = "example"
    SEND = "send"
    LEAVE = "leave"


class GoOn(Press, prefix="tour-do"):
    """One step further, or out of it."""

    do: Do


class Practised(Press, prefix="tour-answer"):
    """An answer to what was asked about the practice; ``given`` were given before it."""

    place: Number
    given: Number
    answer: Number


class MakeReal(Press, prefix="tour-real"):
    """It was meant as a report: the one that was written as this message."""

    message: Number


@router.callback_query(BeginTour.filter())
async def begin(callback: CallbackQuery, turn: Turn) -> Reply:
    await stop_asking(turn)
    show(turn.session, TOUR, TOUR, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"step": Step.WRITE})  # fmt: skip
    return callback.answer()


@router.callback_query(GoOn.filter(F.do == Do.WRITE))
async def write(callback: CallbackQuery, callback_data: GoOn, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    await stop_asking(turn)
    await turn.state.set_state(Touring.words)
    return [callback.answer(), ask(turn, turn.say("tour-ask"))]


@router.callback_query(GoOn.filter(F.do == Do.EXAMPLE))
async def use_example(callback: CallbackQuery, callback_data: GoOn, turn: Turn) -> Reply:
    """One of the reader's own kind of job; nothing has to be typed."""
    await card_as_shown(turn, callback_data)
    await _stop_practising(turn)
    posting = await posting_of(turn.session, turn.me, turn.office.today(turn.now))
    text = example_for(turn.say, job_of(posting.position if posting else ""))
    _show(turn, Step.READ, Practice(text, turn.now))
    return callback.answer()


@router.message(Touring.words, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """Practice, unless it answers what a real report still asks; being ill is no practice."""
    text = message.text or ""
    if says_away(text, turn):
        await turn.state.clear()
        offer_absence(message, turn)
        return None
    if not read(text, turn.said_at, turn.office).activities:
        if await is_answered(message, text, turn):
            return None
        return message.answer(turn.say("tour-unread"))
    await turn.state.clear()
    _show(turn, Step.READ, Practice(text, turn.said_at, message.message_id), anew=True)
    return None


@router.callback_query(Practised.filter())
async def answer(callback: CallbackQuery, callback_data: Practised, turn: Turn) -> Reply:
    practice = _practice(await card_as_shown(turn, callback_data))
    drafts = practice.drafts(turn.office)
    if callback_data.given != len(practice.answers) or callback_data.place >= len(drafts):
        raise TourMovedOn
    answers = likely_answers(drafts[callback_data.place], turn.office.today(turn.now))
    if callback_data.answer >= len(answers):
        raise TourMovedOn
    _show(turn, Step.READ, practice.answered(callback_data.place, answers[callback_data.answer]))
    return callback.answer()


@router.callback_query(GoOn.filter(F.do == Do.SEND))
async def send(callback: CallbackQuery, callback_data: GoOn, turn: Turn) -> Reply:
    practice = _practice(await card_as_shown(turn, callback_data))
    _show(turn, Step.SENT, practice)
    return callback.answer(turn.say("tour-sent-nowhere"))


@router.callback_query(MakeReal.filter())
async def make_real(callback: CallbackQuery, callback_data: MakeReal, turn: Turn) -> Reply:
    """A report like any other, written when its words were; once only."""
    practice = _practice(await card_as_shown(turn, callback_data))
    if not practice.message_id or practice.message_id != callback_data.message:
        raise TourMovedOn
    report = Report(
        author_id=turn.me.id,
        chat_id=turn.chat.id,
        message_id=practice.message_id,
        written_at=practice.said_at,
        text=practice.text,
    )
    reading = read(practice.text, practice.said_at, turn.office)
    await draft(turn, report, drafts_from(reading, practice.text))
    _show(turn, Step.REAL)
    return callback.answer()


@router.callback_query(GoOn.filter(F.do == Do.LEAVE))
async def leave(callback: CallbackQuery, callback_data: GoOn, turn: Turn) -> Reply:
    """Out of it, wherever it stands; the practice is thrown away."""
    await card_as_shown(turn, callback_data)
    await _stop_practising(turn)
    _show(turn, Step.OVER)
    return callback.answer()


async def _stop_practising(turn: Turn) -> None:
    """A question of another conversation stays as it is."""
    if await turn.state.get_state() == Touring.words.state:
        await turn.state.clear()


def _practice(card: ShownCard) -> Practice:
    practice = Practice.of(card.notice.facts)
    if practice is None:
        raise TourMovedOn
    return practice


def _show(turn: Turn, step: Step, practice: Practice | None = None, *, anew: bool = False) -> None:
    facts = {"step": step, **(practice.to_facts() if practice else {})}
    show(turn.session, TOUR, TOUR, to=turn.me.id, at=turn.now, urgent=True, anew=anew, facts=facts)
