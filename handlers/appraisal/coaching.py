"""A coaching session is noted, answered by the subordinate, and read one level above the coach."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.feedback_card import NoteCoaching, OpenCoaching, RateCoaching
from handlers.appraisal.giving_feedback import led_by_me, on_board
from handlers.cards import (
    Drawing,
    Look,
    Number,
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
from models.appraisal.coaching import (
    Agreement,
    CoachingSession,
    NotYourCoaching,
    Statement,
    coaching_with,
    open_coaching,
)
from models.machine import Trace
from models.notices.telling import show
from models.people.chats import reach
from models.work.subordinates import superior_of

ASKED, READ = "coaching", "coaching-read"  # the cards of who was coached, and of who reads
WORDS = F.text & ~F.text.startswith("/")

router = Router(name="coaching")
router.message.filter(Known())
router.callback_query.filter(Known())


class Coaching(StatesGroup):
    """What a session was about."""

    topic = Step()


class AnswerStatement(Press, prefix="coach-re"):
    """How far a statement holds; the next one follows."""

    statement: Statement
    agreement: Agreement


class ReviseStatement(Press, prefix="coach-at"):
    """Go to a statement, by its number; 0: all of them."""

    at: Number


class SendCoaching(Press, prefix="coach-go"):
    """Kirim ke atasan dari atasan."""


@router.callback_query(NoteCoaching.filter())
async def ask_topic(callback: CallbackQuery, callback_data: NoteCoaching, turn: Turn) -> Reply:
    """The coach notes a session of somebody they lead."""
    card = await on_board(turn, callback_data)
    one, _ = await led_by_me(turn, callback_data.person)
    await stop_asking(turn)
    await turn.state.set_state(Coaching.topic)
    await turn.state.set_data({"notice": card.notice.id, "person": one.id})
    return [callback.answer(), ask(turn, turn.say("coaching-ask", who=named(one)))]


@router.message(Coaching.topic, WORDS)
async def take_topic(message: Message, turn: Turn) -> Reply:
    one, leader = await led_by_me(turn, (await turn.state.get_data())["person"])
    reader = await superior_of(turn.session, leader, turn.office, turn.office.today(turn.now))
    held = CoachingSession.held(one, coach=leader, reader=reader, topic=message.text or "",
                                at=turn.now)  # fmt: skip
    turn.session.add(held)
    await turn.session.flush()
    await stop_asking(turn)
    show(turn.session, ASKED, held.id, to=one.id, at=await by_day(turn, one))
    found = await reach(turn.session, one)
    return message.answer(turn.say("coaching-noted", who=named(one), reach=found.value))


@router.callback_query(RateCoaching.filter())
async def rate_coaching(callback: CallbackQuery, callback_data: RateCoaching, turn: Turn) -> Reply:
    """Whoever was coached may begin by themself; the coach is not told."""
    await on_board(turn, callback_data)
    today = turn.office.today(turn.now)
    coach = await superior_of(turn.session, turn.me, turn.office, today)
    reader = await superior_of(turn.session, coach, turn.office, today) if coach else None
    held = await open_coaching(turn.session, turn.me.id, coach.id) if coach else None
    if held is None:
        held = CoachingSession.held(turn.me, coach=coach, reader=reader, topic=None, at=turn.now)
        turn.session.add(held)
        await turn.session.flush()
    show(turn.session, ASKED, held.id, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={})  # fmt: skip
    return callback.answer()


@router.callback_query(OpenCoaching.filter())
async def open_again(callback: CallbackQuery, callback_data: OpenCoaching, turn: Turn) -> Reply:
    """What was handed to me earlier, once more."""
    await on_board(turn, callback_data)
    one = await coaching_with(turn.session, callback_data.of)
    if one is None or one.sent_at is None or one.reader_id != turn.me.id:
        raise _not_yours(turn)
    show(turn.session, READ, one.id, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return callback.answer()


@router.callback_query(AnswerStatement.filter())
async def answer(callback: CallbackQuery, callback_data: AnswerStatement, turn: Turn) -> Reply:
    card, one = await _of_card(turn, callback_data)
    one.answer(callback_data.statement, callback_data.agreement, by=turn.me, at=turn.now)
    card.redraw()
    return callback.answer()


@router.callback_query(ReviseStatement.filter())
async def revise(callback: CallbackQuery, callback_data: ReviseStatement, turn: Turn) -> Reply:
    card, one = await _of_card(turn, callback_data)
    one.check_open(by=turn.me)
    card.redraw(mode="at", at=callback_data.at)
    return callback.answer()


@router.callback_query(SendCoaching.filter())
async def send(callback: CallbackQuery, callback_data: SendCoaching, turn: Turn) -> Reply:
    card, one = await _of_card(turn, callback_data)
    one.send(by=turn.me, at=turn.now)
    card.redraw()
    show(turn.session, READ, one.id, to=one.reader_id, at=await by_day(turn, one.reader))
    return callback.answer(turn.say("coaching-sent", reader=named(one.reader)))


async def _of_card(turn: Turn, press: Press) -> tuple[ShownCard, CoachingSession]:
    card = await card_as_shown(turn, press)
    is_one = card.notice.kind == ASKED
    one = await coaching_with(turn.session, int(card.notice.subject or 0)) if is_one else None
    if one is None:
        raise _not_yours(turn)
    return card, one


def _not_yours(turn: Turn) -> NotYourCoaching:
    trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourCoaching.__name__)
    return NotYourCoaching(leaves=[trace])


# The cards


async def draw_asked(look: Look) -> Drawing:
    """The card of kind "coaching": statement by statement, for who was coached and nobody else."""
    one = await coaching_with(look.session, int(look.notice.subject or 0))
    if one is None or one.employee_id != look.to.id:
        return Drawing()
    head = look.say("coaching-head", coach=named(one.coach), at=one.at, topic=one.topic,
                    reader=named(one.reader))  # fmt: skip
    if one.sent_at is not None:
        foot = look.say("coaching-closed", reader=named(one.reader), at=one.sent_at)
        return Drawing((Page(sheet(head, *_lines(look, one), foot)),))
    statements, at = list(Statement), look.notice.facts.get("at", 0)
    chosen = statements[at - 1] if look.mode == "at" and 0 < at <= len(statements) else None
    asked = chosen or next(iter(one.left), None)
    if asked is not None:
        return Drawing((_question(look, head, asked, statements.index(asked) + 1),))
    numbers = [
        button(str(number), ReviseStatement.on(look, at=number))
        for number in range(1, len(statements) + 1)
    ]
    go = [button(look.say("button-coaching-send"), SendCoaching.on(look))]
    text = sheet(head, *_lines(look, one), look.say("coaching-ready", reader=named(one.reader)))
    return Drawing((Page(text, keyboard(go, numbers[:5], numbers[5:]), waits=True),))


def _question(look: Look, head: str, asked: Statement, number: int) -> Page:
    rows: list[list[InlineKeyboardButton]] = [
        [button(look.say("button-agreement", agreement=agreement.value),
                AnswerStatement.on(look, statement=asked, agreement=agreement))]
        for agreement in Agreement
    ]  # fmt: skip
    if number > 1:
        rows.append([button("‹", ReviseStatement.on(look, at=number - 1))])
    question = look.say("coaching-statement", number=number, of=len(Statement),
                        words=look.say("statement", statement=asked.value))  # fmt: skip
    return Page(sheet(head, question), keyboard(*rows), waits=True)


def _lines(look: Look, one: CoachingSession) -> list[str]:
    return [
        look.say("coaching-line", words=look.say("statement", statement=answer.statement.value),
                 agreement=answer.agreement.value)
        for answer in sorted(one.answers, key=lambda found: list(Statement).index(found.statement))
    ]  # fmt: skip


async def draw_read(look: Look) -> Drawing:
    """The card of kind "coaching-read", for the coach's superior once it was sent."""
    one = await coaching_with(look.session, int(look.notice.subject or 0))
    if one is None or one.sent_at is None or one.reader_id != look.to.id:
        return Drawing()
    head = look.say("coaching-read", coach=named(one.coach), employee=named(one.employee),
                    at=one.at, topic=one.topic)  # fmt: skip
    return Drawing((Page(sheet(head, *_lines(look, one), look.say("coaching-read-foot"))),))


CARDS = {ASKED: draw_asked, READ: draw_read}
