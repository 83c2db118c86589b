"""Days away in /tinjau: what somebody asked for and is not answered, each opened by a tap."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.cards import Look, Number, Press, button, card_as_shown
from handlers.people.being_away import TOLD, days_said
from handlers.turn import Known, Reply, Turn, named
from models.notices.telling import show
from models.work.absences import Absence, AbsenceOver
from models.work.requests_away import requests_to

MOST = 8

router = Router(name="queued_absences")
router.callback_query.filter(Known())


class OpenRequest(Press, prefix="away-open"):
    """Its card, at the end of the chat."""

    absence: Number


@router.callback_query(OpenRequest.filter())
async def open_request(callback: CallbackQuery, callback_data: OpenRequest, turn: Turn) -> Reply:
    """Only what waits for the reader."""
    await card_as_shown(turn, callback_data)
    waiting = await requests_to(turn.session, turn.me.id, turn.office, turn.now)
    if callback_data.absence not in {absence.id for absence in waiting}:
        raise AbsenceOver(objected=False)
    show(turn.session, TOLD, callback_data.absence, to=turn.me.id, at=turn.now, urgent=True,
         anew=True)  # fmt: skip
    return callback.answer()


def requests_in_words(look: Look, requests: Sequence[Absence]) -> str:
    """Empty if nobody asks for anything."""
    if not requests:
        return ""
    asked = [(named(one.employee), days_said(look, one.since, one.until)) for one in requests]
    return look.say("queue-absences", asked=asked[:MOST], count=len(asked),
                    more=len(asked) - MOST)  # fmt: skip


def opening_requests(look: Look, requests: Sequence[Absence]) -> list[list[InlineKeyboardButton]]:
    return [
        [
            button(
                look.say("button-open-request", author=named(one.employee), day=one.since),
                OpenRequest.on(look, absence=one.id),
            )
        ]
        for one in requests[:MOST]
    ]
