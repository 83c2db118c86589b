"""A performance dialogue is written down by the leader, agreed by the employee, and followed."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.by_day import by_day
from handlers.appraisal.dialogue_cards import (
    DIALOGUE,
    AgreeDialogue,
    DeclineDialogue,
    StepIsDone,
    StepNotYet,
    other_of,
)
from handlers.appraisal.feedback_card import HoldDialogue
from handlers.appraisal.giving_feedback import led_by_me, on_board
from handlers.cards import Press, ShownCard, card_as_shown, stop_asking
from handlers.reading.agreed import read_agreed
from handlers.turn import Known, Reply, Turn, ask, named
from handlers.work.lines import shortened
from models.appraisal.dialogues import (
    MOST_OF_A_STEP,
    Dialogue,
    DialogueStep,
    NotYourDialogue,
    dialogue_with,
    step_with,
)
from models.appraisal.ringing_steps import AGAIN_AFTER, STEP, asked_at
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import show, tell
from models.people.chats import reach

WORDS = F.text & ~F.text.startswith("/")

router = Router(name="dialogues")
router.message.filter(Known())
router.callback_query.filter(Known())


class Talking(StatesGroup):
    """What a dialogue came to, or what was different."""

    agreed = Step()
    otherwise = Step()


@router.callback_query(HoldDialogue.filter())
async def ask_dialogue(callback: CallbackQuery, callback_data: HoldDialogue, turn: Turn) -> Reply:
    card = await on_board(turn, callback_data)
    one, _ = await led_by_me(turn, callback_data.person)
    await stop_asking(turn)
    await turn.state.set_state(Talking.agreed)
    await turn.state.set_data({"notice": card.notice.id, "person": one.id})
    return [callback.answer(), ask(turn, turn.say("dialogue-ask", who=named(one)))]


@router.message(Talking.agreed, WORDS)
async def take_dialogue(message: Message, turn: Turn) -> Reply:
    """Read back to both; the employee agrees."""
    one, leader = await led_by_me(turn, (await turn.state.get_data())["person"])
    topic, steps = read_agreed(message.text or "", turn.said_at, turn.office)
    made = [
        DialogueStep(whose_id=turn.me.id if step.mine else one.id, due=step.due,
                     what=shortened(step.what, MOST_OF_A_STEP))
        for step in steps
    ]  # fmt: skip
    held = Dialogue.held(topic, made, by=turn.me, employee=one, leader=leader, at=turn.now,
                         today=turn.office.today(turn.now))  # fmt: skip
    turn.session.add(held)
    await turn.session.flush()
    await stop_asking(turn)
    show(turn.session, DIALOGUE, held.id, to=one.id, at=await by_day(turn, one))
    show(turn.session, DIALOGUE, held.id, to=turn.me.id, at=turn.now, urgent=True)
    found = await reach(turn.session, one)
    return message.answer(turn.say("dialogue-written", who=named(one), reach=found.value))


@router.callback_query(AgreeDialogue.filter())
async def agree(callback: CallbackQuery, callback_data: AgreeDialogue, turn: Turn) -> Reply:
    card, one = await _dialogue(turn, callback_data)
    one.agree(by=turn.me, at=turn.now)
    await stop_asking(turn, card.notice.id)
    for step in one.steps:
        step.remind_at = await asked_at(turn.session, step.whose_id, step.due, turn.office)
    card.redraw()
    show(turn.session, DIALOGUE, one.id, to=one.leader_id, at=await by_day(turn, one.leader))
    return callback.answer(turn.say("dialogue-agreed"))


@router.callback_query(DeclineDialogue.filter())
async def ask_otherwise(
    callback: CallbackQuery, callback_data: DeclineDialogue, turn: Turn
) -> Reply:
    card, one = await _dialogue(turn, callback_data)
    one.check_open(by=turn.me)
    await stop_asking(turn)
    await turn.state.set_state(Talking.otherwise)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say("dialogue-ask-otherwise", leader=named(one.leader))
    return [callback.answer(), ask(turn, question)]


@router.message(Talking.otherwise, WORDS)
async def take_otherwise(message: Message, turn: Turn) -> Reply:
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    card, one = ShownCard(turn, notice, []), await _of(turn, notice)
    one.decline(message.text or "", by=turn.me, at=turn.now)
    await turn.state.clear()
    card.redraw()
    show(turn.session, DIALOGUE, one.id, to=one.leader_id, at=await by_day(turn, one.leader),
         anew=True)  # fmt: skip
    return message.answer(turn.say("dialogue-declined", leader=named(one.leader)))


# Steps


@router.callback_query(StepIsDone.filter())
async def done(callback: CallbackQuery, callback_data: StepIsDone, turn: Turn) -> Reply:
    card, step = await _step(turn, callback_data)
    step.finish(by=turn.me, at=turn.now)
    card.redraw()
    other = other_of(step)
    tell(turn.session, "step-done", to=other.id, at=await by_day(turn, other), by=named(turn.me),
         what=step.what)  # fmt: skip
    return callback.answer(turn.say("step-is-done", other=named(other)))


@router.callback_query(StepNotYet.filter())
async def not_yet(callback: CallbackQuery, callback_data: StepNotYet, turn: Turn) -> Reply:
    """Asked again in a few days, and nobody is told."""
    _, step = await _step(turn, callback_data)
    step.check_undone(by=turn.me)
    day = turn.office.today(turn.now) + AGAIN_AFTER
    step.remind_at = await asked_at(turn.session, turn.me.id, day, turn.office)
    again = turn.office.today(step.remind_at)
    return callback.answer(turn.say("step-later", day=again))


# Common ground


async def _dialogue(turn: Turn, press: Press) -> tuple[ShownCard, Dialogue]:
    card = await card_as_shown(turn, press)
    return card, await _of(turn, card.notice)


async def _of(turn: Turn, notice: Notice) -> Dialogue:
    is_one = notice.kind == DIALOGUE
    one = await dialogue_with(turn.session, int(notice.subject or 0)) if is_one else None
    if one is None:
        raise _not_yours(turn)
    return one


async def _step(turn: Turn, press: Press) -> tuple[ShownCard, DialogueStep]:
    card = await card_as_shown(turn, press)
    is_one = card.notice.kind == STEP
    step = await step_with(turn.session, int(card.notice.subject or 0)) if is_one else None
    if step is None:
        raise _not_yours(turn)
    return card, step


def _not_yours(turn: Turn) -> NotYourDialogue:
    trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourDialogue.__name__)
    return NotYourDialogue(leaves=[trace])
