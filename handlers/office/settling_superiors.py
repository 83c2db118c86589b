"""The admin's side of Salah atasan?: a tap puts somebody under another superior, or leaves it."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from handlers.cards import (
    Drawing,
    Look,
    Number,
    Page,
    Press,
    button,
    card_as_shown,
    keyboard,
    stop_asking,
)
from handlers.people.doubting import SETTLING
from handlers.turn import Known, Reply, Turn, ask, named
from models.notices.notices import Notice
from models.notices.telling import show, tell
from models.people.administering import looks_after, units_of
from models.people.employees import Employee
from models.people.finding import find_people, in_the_same_house, is_among
from models.people.postings import Posting, awake_for, posting_of
from models.people.superior_questions import (
    NotYoursToSettle,
    SuperiorQuestion,
    SuperiorSettled,
)
from models.work.activities import Activity
from models.work.new_superiors import put_under
from models.work.states import State

router = Router(name="settling-superiors")
router.callback_query.filter(Known())
router.message.filter(Known())


class Settle(Press, prefix="boss-is"):
    """Under this person from today on; 0: the roster is right."""

    person: Number = 0


class PickAnother(Press, prefix="boss-pick"):
    """Neither of the two: a name is asked for."""


class Picking(StatesGroup):
    """Who it is then."""

    who = Step()


@router.callback_query(Settle.filter())
async def settle(callback: CallbackQuery, callback_data: Settle, turn: Turn) -> Reply:
    """A new posting from today, and what waits moves along; or all stays as it was."""
    card = await card_as_shown(turn, callback_data)
    question = await _question(turn, card.notice)
    became = await _chosen(turn, question, callback_data.person)
    question.settle(by=turn.me, at=turn.now, became=became)
    if became is not None:
        await put_under(turn.session, question.author, became, turn.office, at=turn.now)
    await _tell(turn, question, became)
    await stop_asking(turn, card.notice.id)
    card.redraw()
    said = turn.say("superior-settled", author=named(question.author),
                    superior=named(became) if became else None)  # fmt: skip
    return callback.answer(said)


@router.callback_query(PickAnother.filter())
async def pick_another(callback: CallbackQuery, callback_data: PickAnother, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    question = await _question(turn, card.notice)
    if question.settled_at is not None:
        raise SuperiorSettled
    await stop_asking(turn)
    await turn.state.set_state(Picking.who)
    await turn.state.set_data({"notice": card.notice.id})
    asked = turn.say("superior-pick-name", author=named(question.author))
    return [callback.answer(), ask(turn, asked)]


@router.message(Picking.who, F.text, ~F.text.startswith("/"))
async def take_name(message: Message, turn: Turn) -> Reply:
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    question = await _question(turn, notice)
    found = await find_people(
        turn.session, message.text or "", await _among(turn, question.author),
        but=question.author_id, today=turn.office.today(turn.now),
    )  # fmt: skip
    await turn.state.clear()
    facts = {"found": [employee.id for employee, _ in found]}
    show(turn.session, SETTLING, question.id, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts=facts)  # fmt: skip
    return None


async def _question(turn: Turn, notice: Notice) -> SuperiorQuestion:
    """What the card asks, if the reader still looks after whoever it is about."""
    found = None
    if notice.kind == SETTLING:
        found = await turn.session.scalar(
            select(SuperiorQuestion)
            .where(SuperiorQuestion.id == int(notice.subject or 0))
            .options(joinedload(SuperiorQuestion.author))
            .with_for_update(of=SuperiorQuestion)
        )
    today = turn.office.today(turn.now)
    if found is None or not await looks_after(turn.session, turn.me, found.author, today=today):
        raise NotYoursToSettle
    return found


async def _chosen(turn: Turn, question: SuperiorQuestion, number: int) -> Employee | None:
    if not number:
        return None
    among = await _among(turn, question.author)
    if not await is_among(turn.session, number, among, today=turn.office.today(turn.now)):
        raise NotYoursToSettle
    return await turn.session.get_one(Employee, number)


async def _among(turn: Turn, author: Employee) -> ColumnElement[bool]:
    """The author's own house, and whom the reader looks after."""
    today = turn.office.today(turn.now)
    house = await in_the_same_house(turn.session, await posting_of(turn.session, author, today))
    units = await units_of(turn.session, turn.me, today=today)
    return or_(house, Posting.unit_id.in_(units))


async def _tell(turn: Turn, question: SuperiorQuestion, became: Employee | None) -> None:
    """The author; and where it changed, both superiors."""
    kept = {question.named_id, question.became_id} if became else set()
    for number in sorted({question.author_id, *kept} - {None}, key=lambda one: one or 0):
        to = await turn.session.get_one(Employee, number)
        if to.is_same_as(turn.me):
            continue
        tell(
            turn.session,
            "superior-settled",
            to=to.id,
            at=await awake_for(turn.session, to, turn.office, at=turn.now),
            by=named(turn.me),
            author=named(question.author),
            mine=to.id == question.author_id,
            superior=named(became) if became else None,
            new=to.is_same_as(became),
        )


async def draw_settling(look: Look) -> Drawing:
    """The card of kind "superior-question": both names, and what can be done with a tap."""
    question = await look.session.get_one(
        SuperiorQuestion,
        int(look.notice.subject or 0),
        options=[joinedload(SuperiorQuestion.author)],
    )
    today = look.office.today(look.now)
    if not await looks_after(look.session, look.to, question.author, today=today):
        return Drawing()  # somebody else's to settle by now
    waiting = await look.session.scalar(
        select(func.count()).where(
            Activity.author_id == question.author_id, Activity.state == State.SUBMITTED
        )
    )
    text = look.say(
        "superior-question",
        author=named(question.author),
        superior=await _named(look, question.named_id),
        right=await _named(look, question.right_id),
        waiting=waiting,
        settled=question.settled_at is not None,
        became=await _named(look, question.became_id),
    )
    if question.settled_at is not None:
        return Drawing((Page(text),))
    return Drawing((Page(text, keyboard(*await _choices(look, question)), waits=True),))


async def _choices(look: Look, question: SuperiorQuestion) -> list[list[Any]]:
    people = look.notice.facts.get("found") or [question.right_id]
    rows = [
        [button(look.say("button-superior-put", who=await _named(look, number)),
                Settle.on(look, person=number))]
        for number in people
        if number
    ]  # fmt: skip
    return [
        *rows,
        [button(look.say("button-superior-pick"), PickAnother.on(look)),
         button(look.say("button-superior-right"), Settle.on(look))],
    ]  # fmt: skip


async def _named(look: Look, number: int | None) -> tuple[str, str] | None:
    return named(await look.session.get_one(Employee, number)) if number else None


CARDS = {SETTLING: draw_settling}
