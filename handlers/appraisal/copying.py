"""Salin ke e-Kinerja BKN: one's own days as text to paste; the official record is made there."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aiogram import Router
from aiogram.types import CallbackQuery
from pydantic import AfterValidator, Field

from handlers.cards import Press, card_as_shown
from handlers.turn import Known, Reply, Turn
from models.notices.telling import show
from models.work.periods import Period

COPYING = SUBJECT = "copying"  # the card; everybody has one, of their own days

router = Router(name="copying")
router.callback_query.filter(Known())


def _a_day_or_period(written: str) -> str:
    days_in(written)
    return written


def days_in(name: str) -> tuple[date, date]:
    """(first, last) of "2026-11-24" or of a period; raise ``ValueError`` for anything else."""
    if len(name) == len("2026-11-24"):
        day = date.fromisoformat(name)
        return day, day
    period = Period.named(name)
    return period.first, period.last


class CopyDays(Press, prefix="copy"):
    """A day, a month or a quarter, page by page, where the card stands or as a new one."""

    period: Annotated[str, AfterValidator(_a_day_or_period)]
    page: Annotated[int, Field(ge=0)] = 0


@router.callback_query(CopyDays.filter())
async def copy_days(callback: CallbackQuery, callback_data: CopyDays, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    show(
        turn.session,
        COPYING,
        SUBJECT,
        to=turn.me.id,
        at=turn.now,
        urgent=True,
        anew=card.notice.kind != COPYING,
        facts=callback_data.model_dump(mode="json", include={"period", "page"}),
    )
    return callback.answer()
