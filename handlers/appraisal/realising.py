"""Realisasi: how far an indicator has come that is not counted, said in a number or a few words."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.appraisal.buttons import LeavePicking, PickProgress, SayProgress
from handlers.cards import Look, Press, ShownCard, button, card_as_shown, keyboard, stop_asking
from handlers.turn import Known, Reply, Say, Turn, ask
from handlers.work.changes import INDENT
from handlers.work.lines import shortened
from models.appraisal.finding_plans import version_in_force
from models.appraisal.plans import Aspect, OtherStage, PlanVersion, Stage, WorkResult
from models.appraisal.progress import ProgressEntry, check_sayable, sayable
from models.notices.notices import Notice
from models.notices.telling import show

PLAN = "plan"  # the card, whose subject is the plan's id
WORDS_ON_A_BUTTON = 40

router = Router(name="realising")
router.message.filter(Known())
router.callback_query.filter(Known())


class Realising(StatesGroup):
    """What was reached of an indicator."""

    words = Step()


@router.callback_query(PickProgress.filter())
async def pick(callback: CallbackQuery, callback_data: PickProgress, turn: Turn) -> Reply:
    card, version = await _agreed(turn, callback_data)
    results = [result for result in version.results if sayable(result)]
    only = results[0].key if len(results) == 1 else 0
    card.redraw(mode="progress", at=callback_data.at or only)
    return callback.answer()


@router.callback_query(SayProgress.filter())
async def say_progress(callback: CallbackQuery, callback_data: SayProgress, turn: Turn) -> Reply:
    card, version = await _agreed(turn, callback_data)
    at, aspect = callback_data.at, callback_data.aspect
    check_sayable(version, at, aspect, by=turn.me.id, today=turn.office.today(turn.now))
    result = version.result(at)
    assert result is not None, "it has just been checked"
    target = next(one.target for one in result.indicators if one.aspect is aspect)
    await stop_asking(turn)
    await turn.state.set_state(Realising.words)
    await turn.state.set_data({"notice": card.notice.id, "at": at, "aspect": aspect.value})
    question = turn.say("progress-ask", aspect=aspect.value, what=shortened(result.what),
                        target=shortened(target))  # fmt: skip
    return [callback.answer(), ask(turn, question)]


@router.message(Realising.words, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """The entry is there for good; the card comes to the end of the chat with it."""
    facts = await turn.state.get_data()
    version = await _version_of(turn, await turn.session.get_one(Notice, facts["notice"]))
    entry = ProgressEntry.said(
        version, facts["at"], Aspect(facts["aspect"]), message.text or "", by=turn.me.id,
        at=turn.now, today=turn.office.today(turn.now),
    )  # fmt: skip
    turn.session.add(entry)
    await turn.state.clear()
    await turn.session.flush()
    show(turn.session, PLAN, version.plan_id, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"mode": "progress", "at": facts["at"], "part": 0})  # fmt: skip
    return None


async def _agreed(turn: Turn, press: Press) -> tuple[ShownCard, PlanVersion]:
    card = await card_as_shown(turn, press)
    return card, await _version_of(turn, card.notice)


async def _version_of(turn: Turn, notice: Notice) -> PlanVersion:
    """The version in force of the plan on a card; a forged button may stand on any card."""
    is_plans = notice.kind == PLAN and (notice.subject or "").isdecimal()
    version = await version_in_force(turn.session, int(notice.subject or 0)) if is_plans else None
    if version is None or version.plan.employee_id != turn.me.id:
        raise OtherStage(stage=Stage.DRAFTED.value)
    return version


# On the card


def progress_choices(look: Look, version: PlanVersion, at: int) -> InlineKeyboardMarkup | None:
    """Which result, then which of its indicators."""
    back = [button(look.say("button-back"), LeavePicking.on(look))]
    results = [(n, one) for n, one in enumerate(version.results, 1) if sayable(one)]
    chosen = next((one for _, one in results if one.key == at), None)
    if chosen is None:
        return keyboard(*([_of_result(look, *one)] for one in results), back)
    aspects = [
        button(look.say("button-plan-aspect", aspect=aspect.value),
               SayProgress.on(look, at=chosen.key, aspect=aspect))
        for aspect in sayable(chosen)
    ]  # fmt: skip
    done = [button(look.say("button-done"), LeavePicking.on(look))]
    return keyboard(aspects[:2], aspects[2:], done if len(results) == 1 else
                    [button(look.say("button-back"), PickProgress.on(look)), *done])  # fmt: skip


def _of_result(look: Look, number: int, result: WorkResult) -> InlineKeyboardButton:
    label = f"{number}. {shortened(result.what, WORDS_ON_A_BUTTON)}"
    return button(label, PickProgress.on(look, at=result.key))


def said_words(say: Say, entries: Sequence[ProgressEntry]) -> list[str]:
    """ "Kualitas 97% (Sel 24 Nov)" of each indicator that something was said of."""
    return [
        say("progress-said", aspect=one.aspect.value, words=one.words, at=one.at) for one in entries
    ]


def told_line(say: Say, told: Sequence[str]) -> str:
    """One line below a result's; "" where nothing was said."""
    return INDENT + say("recap-told", told=told) if told else ""
