"""Reviewing: the atasan decides exactly what the card showed, with a tap or with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.cards import Press, ShownCard, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.amending import ask
from handlers.work.buttons import Act, ApproveAll, Choose, Do, OneByOne, RejectAs
from handlers.work.deciding import Ruling, rule, waiting_for
from models.refusals import Refusal
from models.work.activities import DECIDED, Activity, OtherState
from models.work.decisions import RejectedAs, Verdict

router = Router(name="reviewing")
router.callback_query.filter(Known())
router.message.filter(Known())


class Deciding(StatesGroup):
    """The reason of a decision, or the words beside an approval, are awaited."""

    words = Step()


class AlreadyDecided(Refusal):
    """Nothing of what the button spoke of waits any more."""


@router.callback_query(ApproveAll.filter())
async def approve(callback: CallbackQuery, callback_data: ApproveAll, turn: Turn) -> Reply:
    """Setujui: what this version showed, no more; what changed or came since stays waiting."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    waiting = await still_waiting(card, turn, callback_data.at)
    await rule(turn, waiting, Ruling(Verdict.APPROVED))
    await turn.session.flush()
    left = await waiting_for(turn.session, turn.me, card.notice.subject)
    one_by_one = card.notice.facts.get("mode") == "one"
    card.redraw(turn.session, **({"mode": "one", "at": 0} if one_by_one else {}))
    return callback.answer(turn.say("approved", count=len(waiting), left=left))


@router.callback_query(OneByOne.filter())
async def one_by_one(callback: CallbackQuery, callback_data: OneByOne, turn: Turn) -> Reply:
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    at = callback_data.at or (await still_waiting(card, turn))[0].id
    card.redraw(turn.session, mode="one", at=at)
    return callback.answer()


@router.callback_query(Choose.filter())
async def choose(callback: CallbackQuery, callback_data: Choose, turn: Turn) -> Reply:
    """Which activity an act is meant for; with one there is nothing to choose."""
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    possible = await _possible(card, turn, callback_data.act)
    if len(possible) == 1:
        return await _do(callback, card, callback_data, callback_data.act, possible[0].id, turn)
    card.redraw(turn.session, mode="choose", act=callback_data.act.value)
    return callback.answer()


@router.callback_query(Do.filter())
async def do(callback: CallbackQuery, callback_data: Do, turn: Turn) -> Reply:
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    await _possible(card, turn, callback_data.act, callback_data.at)
    return await _do(callback, card, callback_data, callback_data.act, callback_data.at, turn)


@router.callback_query(RejectAs.filter())
async def reject_as(callback: CallbackQuery, callback_data: RejectAs, turn: Turn) -> Reply:
    card = await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    await still_waiting(card, turn, callback_data.at)
    return await _ask_for_words(
        callback, card, callback_data, Act.REJECT, callback_data.at, turn, callback_data.kind
    )


@router.message(Deciding.words, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """The reason has come: decide what the card had shown when it was asked for."""
    facts = await turn.state.get_data()
    press = Press(notice=facts["notice"], version=facts["version"])
    card = await card_as_shown(turn.session, turn.me, press, turn.now)
    waiting = await still_waiting(card, turn, facts["at"])
    await rule(turn, waiting, _ruling(facts, (message.text or "").strip()))
    await turn.state.clear()
    card.redraw(turn.session)
    return message.answer(turn.say(f"done-{facts['act']}", count=len(waiting)))


async def _do(
    callback: CallbackQuery, card: ShownCard, press: Press, act: Act, at: int, turn: Turn
) -> Reply:
    if act is Act.REVOKE:
        decided = await _possible(card, turn, act, at)
        await rule(turn, decided, Ruling(Verdict.REVOKED))
        card.redraw(turn.session)
        return callback.answer(turn.say("revoked", count=len(decided)))
    if act is Act.REJECT:
        card.redraw(turn.session, mode="reject", at=at)
        return callback.answer()
    return await _ask_for_words(callback, card, press, act, at, turn)


async def _ask_for_words(
    callback: CallbackQuery, card: ShownCard, press: Press, act: Act, at: int, turn: Turn,
    kind: RejectedAs | None = None,
) -> Reply:  # fmt: skip
    activities = await still_waiting(card, turn, at)
    await turn.state.set_state(Deciding.words)
    await turn.state.set_data(
        {
            "notice": press.notice,
            "version": press.version,
            "act": act.value,
            "at": at,
            "kind": kind.value if kind else None,
        }
    )
    card.redraw(turn.session, mode="asking")
    question = turn.say(f"words-{act.value}", activities=activities, author=activities[0].author)
    return [callback.answer(), ask(turn, question)]


def _ruling(facts: dict[str, object], words: str) -> Ruling:
    if facts["act"] == Act.COMMENT:
        return Ruling(Verdict.APPROVED, words)
    if facts["act"] == Act.REJECT:
        return Ruling(Verdict.REJECTED, words, RejectedAs(str(facts["kind"])))
    return Ruling(Verdict.RETURNED, words)


async def still_waiting(card: ShownCard, turn: Turn, only: int = 0) -> list[Activity]:
    """What the button spoke of and still waits; refuses, honestly, when nothing does."""
    shown = await card.activities(turn.session, only=only)
    waiting = [a for a in shown if a.is_waiting]
    if not waiting:
        raise _what_happened(shown)
    return waiting


async def _possible(card: ShownCard, turn: Turn, act: Act, only: int = 0) -> Sequence[Activity]:
    if act is not Act.REVOKE:
        return await still_waiting(card, turn, only)
    shown = await card.activities(turn.session, only=only)
    mine = [a for a in shown if a.state in DECIDED and a.decided_by_id == turn.me.id]
    if not mine:
        raise _what_happened(shown)
    return mine


def _what_happened(shown: Sequence[Activity]) -> Refusal:
    """A stale button says what happened instead, and never pretends."""
    if not shown:
        return OtherState(state=None, what="")
    first = shown[0]
    return AlreadyDecided(state=first.state.value, at=first.decided_at, what=first.what[:60])
