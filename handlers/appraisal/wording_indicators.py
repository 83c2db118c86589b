"""An indicator (IKI) in one's own words, while its plan is being written or changed."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.buttons import WordIndicator
from handlers.appraisal.planning import (
    NOTHING,
    Planning,
    ask_about,
    asked_of,
    result_of,
    taken,
    writable,
)
from handlers.turn import Known, Reply, Turn
from handlers.work.lines import shortened
from models.appraisal.plans import Aspect, Indicator, OtherStage, PlanVersion, fitting

router = Router(name="wording-indicators")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.callback_query(WordIndicator.filter())
async def word(callback: CallbackQuery, callback_data: WordIndicator, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    at, aspect = callback_data.at, callback_data.aspect
    indicator = _indicator(version, at, aspect)
    question = turn.say("indicator-ask", aspect=aspect.value, target=shortened(indicator.target),
                        now=shortened(indicator.what) or None)  # fmt: skip
    asked = await ask_about(turn, card.notice, Planning.indicator, question, at=at,
                            aspect=aspect.value)  # fmt: skip
    return [callback.answer(), asked]


@router.message(Planning.indicator, F.text, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn) -> Reply:
    """ "-" takes the words away; the target stays."""
    version = await asked_of(turn)
    facts = await turn.state.get_data()
    indicator = _indicator(version, facts["at"], Aspect(facts["aspect"]))
    words = fitting(message.text or "")
    indicator.what = "" if words.casefold() in NOTHING else words
    return await taken(turn, version, result_of(version, facts["at"]))


def _indicator(version: PlanVersion, at: int, aspect: Aspect) -> Indicator:
    found = result_of(version, at).indicator(aspect)
    if found is None:  # it was taken away since the card was drawn
        raise OtherStage(stage=version.stage.value)
    return found
