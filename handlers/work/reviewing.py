"""Reviewing: the atasan decides exactly what the card showed, with a tap or with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import ShownCard, card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn, ask, in_words, named
from handlers.work.buttons import Act, ApproveAll, Choose, Do, OneByOne, RejectAs
from handlers.work.deciding import Ruling, rule, rules_of, waiting_for
from handlers.work.lines import shortened
from models.notices.notices import Notice
from models.refusals import Refusal
from models.work.activities import Activity, OtherState
from models.work.decisions import RejectedAs, Verdict
from models.work.states import DECIDED

ONE_BY_ONE = {"mode": "one", "at": 0}  # the facts of a card that shows the first that waits

router = Router(name="reviewing")
router.callback_query.filter(Known())
router.message.filter(Known())


class Deciding(StatesGroup):
    """The reason of a decision, or the words beside an approval, are awaited."""

    words = Step()


class WithSomebodyElse(Refusal):
    """It waits, but with somebody else by now: they stand in, or the official is back."""


class AlreadyDecided(Refusal):
    """Nothing of what the button spoke of waits any more."""


@router.callback_query(ApproveAll.filter())
async def approve(callback: CallbackQuery, callback_data: ApproveAll, turn: Turn) -> Reply:
    """Setujui: what this version showed, no more; what changed or came since stays waiting."""
    card = await card_as_shown(turn, callback_data)
    waiting = await still_waiting(card, callback_data.at)
    await rule(turn, waiting, Ruling(Verdict.APPROVED), shown_on=card.notice)
    await turn.session.flush()
    left = await waiting_for(turn.session, turn.me, card.notice.subject)
    card.redraw(**_next_of(card))
    return callback.answer(turn.say("approved", count=len(waiting), left=left))


@router.callback_query(OneByOne.filter())
async def one_by_one(callback: CallbackQuery, callback_data: OneByOne, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    at = callback_data.at or (await still_waiting(card))[0].id
    card.redraw(mode="one", at=at)
    return callback.answer()


@router.callback_query(Choose.filter())
async def choose(callback: CallbackQuery, callback_data: Choose, turn: Turn) -> Reply:
    """Which activity an act is meant for; with one there is nothing to choose."""
    card = await card_as_shown(turn, callback_data)
    possible = await _possible(card, callback_data.act)
    if len(possible) == 1:
        return await _do(callback, card, callback_data.act, possible[0].id)
    card.redraw(mode="choose", act=callback_data.act.value)
    return callback.answer()


@router.callback_query(Do.filter())
async def do(callback: CallbackQuery, callback_data: Do, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    await _possible(card, callback_data.act, callback_data.at)
    return await _do(callback, card, callback_data.act, callback_data.at)


@router.callback_query(RejectAs.filter())
async def reject_as(callback: CallbackQuery, callback_data: RejectAs, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    return await _ask_for_words(
        callback, card, Act.REJECT, callback_data.at, kind=callback_data.kind
    )


@router.message(Deciding.words, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """The reason has come: decide what the card had shown when it was asked for."""
    facts = await turn.state.get_data()
    notice = await turn.session.get_one(Notice, facts["notice"])
    card = ShownCard(turn, notice, [(activity, revision) for activity, revision in facts["shown"]])
    try:
        waiting = await still_waiting(card)
    except Refusal as refusal:
        await stop_asking(turn)  # so that the next text is nobody's reason
        return message.answer(in_words(turn.say, refusal))
    ruling = _ruling(facts, (message.text or "").strip())
    await rule(turn, waiting, ruling, shown_on=notice)
    await turn.state.clear()
    card.redraw(**(ONE_BY_ONE if facts["one"] else {}))
    author = named(waiting[0].author)
    return message.answer(turn.say(f"done-{facts['act']}", count=len(waiting), author=author))


async def _do(callback: CallbackQuery, card: ShownCard, act: Act, at: int) -> Reply:
    if act is Act.REVOKE:
        decided = await _possible(card, act, at)
        await rule(card.turn, decided, Ruling(Verdict.REVOKED), shown_on=card.notice)
        card.redraw()
        return callback.answer(card.turn.say("revoked", count=len(decided)))
    if act is Act.REJECT:
        card.redraw(mode="reject", at=at, one=_is_one_by_one(card))
        return callback.answer()
    return await _ask_for_words(callback, card, act, at)


async def _ask_for_words(
    callback: CallbackQuery, card: ShownCard, act: Act, at: int, kind: RejectedAs | None = None
) -> Reply:
    turn = card.turn
    activities = await still_waiting(card, at)
    await stop_asking(turn)
    await turn.state.set_state(Deciding.words)
    await turn.state.set_data(
        {
            "notice": card.notice.id,
            "shown": [(activity.id, activity.revision) for activity in activities],
            "act": act.value,
            "kind": kind.value if kind else None,
            "one": _is_one_by_one(card),
        }
    )
    card.redraw(mode="asking")
    question = turn.say(
        f"words-{act.value}",
        author=named(activities[0].author),
        count=len(activities),
        what=shortened(activities[0].what),
        least=(await rules_of(turn, activities[0])).reason_at_least,
    )
    return [callback.answer(), ask(turn, question)]


def _ruling(facts: dict[str, object], words: str) -> Ruling:
    if facts["act"] == Act.COMMENT:
        return Ruling(Verdict.APPROVED, words)
    if facts["act"] == Act.REJECT:
        return Ruling(Verdict.REJECTED, words, RejectedAs(str(facts["kind"])))
    return Ruling(Verdict.RETURNED, words)


def _is_one_by_one(card: ShownCard) -> bool:
    facts = card.notice.facts
    return facts.get("mode") == "one" or bool(facts.get("one"))


def _next_of(card: ShownCard) -> dict[str, object]:
    """One by one goes on with the next that waits."""
    return ONE_BY_ONE if _is_one_by_one(card) else {}


async def still_waiting(card: ShownCard, only: int = 0) -> list[Activity]:
    """What the button spoke of and still waits; refuses, honestly, when nothing does."""
    shown = await card.activities(only=only)
    waiting = [a for a in shown if a.is_waiting]
    if not waiting:
        raise what_happened(shown)
    mine = [a for a in waiting if a.reviewed_by(card.turn.me)]
    first = waiting[0]
    if not mine and first.reviewer is not None and not first.written_by(card.turn.me):
        raise WithSomebodyElse(who=named(first.reviewer))
    return mine or waiting  # one's own: the rules refuse it


async def _possible(card: ShownCard, act: Act, only: int = 0) -> Sequence[Activity]:
    if act is not Act.REVOKE:
        return await still_waiting(card, only)
    shown = await card.activities(only=only)
    mine = [a for a in shown if a.state in DECIDED and a.decided_by_id == card.turn.me.id]
    if not mine:
        raise what_happened(shown)
    return mine


def what_happened(shown: Sequence[Activity]) -> Refusal:
    """A stale button says what happened instead, and never pretends."""
    if not shown:
        return OtherState(state=None, what="")
    first = shown[0]
    return AlreadyDecided(state=first.state, at=first.decided_at, what=shortened(first.what))
