"""Corrections in /tinjau: what somebody asked for and is not answered, each opened by a tap."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.cards import Look, Number, Press, button, card_as_shown
from handlers.turn import Known, Reply, Turn, named
from handlers.work.correcting import KIND
from models.notices.telling import show
from models.work.corrections import AlreadyAnswered, Asked, asked_of

MOST = 8

router = Router(name="queued_corrections")
router.callback_query.filter(Known())


class OpenCorrection(Press, prefix="mend-open"):
    """Its card, at the end of the chat."""

    correction: Number


@router.callback_query(OpenCorrection.filter())
async def open_correction(
    callback: CallbackQuery, callback_data: OpenCorrection, turn: Turn
) -> Reply:
    """Only what waits for the reader."""
    await card_as_shown(turn, callback_data)
    waiting = await asked_of(turn.session, turn.me)
    if callback_data.correction not in {asked.correction_id for asked in waiting}:
        raise AlreadyAnswered
    show(turn.session, KIND, callback_data.correction, to=turn.me.id, at=turn.now, urgent=True,
         anew=True)  # fmt: skip
    return callback.answer()


def in_words(look: Look, asked: Sequence[Asked]) -> str:
    """Empty if nobody asks for anything."""
    if not asked:
        return ""
    people = [(named(one.author), one.day) for one in asked[:MOST]]
    return look.say("queue-corrections", asked=people, count=len(asked),
                    more=len(asked) - len(people))  # fmt: skip


def opening(look: Look, asked: Sequence[Asked]) -> list[list[InlineKeyboardButton]]:
    return [
        [
            button(
                look.say("button-open-correction", author=named(one.author), day=one.day),
                OpenCorrection.on(look, correction=one.correction_id),
            )
        ]
        for one in asked[:MOST]
    ]
