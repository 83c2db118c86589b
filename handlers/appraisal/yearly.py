"""/tahun: one's own year as a picture; for a head of unit the unit's predicates."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.cards import Number, Press, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.week import not_your_team
from models.notices.telling import show
from models.work.weeks import unit_headed_by

YEAR, UNIT_YEAR = "year", "unit-year"  # the cards

router = Router(name="yearly")
router.message.filter(Known())
router.callback_query.filter(Known())


class ShowYear(Press, prefix="year"):
    """Another year of one's own, where the card stands."""

    year: Number


class ShowUnitYear(Press, prefix="unit-year"):
    """The predicates of the unit that one leads; from one's own year a new card."""

    year: Number


@router.message(Command("tahun", "year"))
async def own_year(_message: Message, turn: Turn) -> Reply:
    show(turn.session, YEAR, YEAR, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"year": turn.office.today(turn.now).year})  # fmt: skip
    return None


@router.callback_query(ShowYear.filter())
async def another_year(callback: CallbackQuery, callback_data: ShowYear, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw(year=callback_data.year)
    return callback.answer()


@router.callback_query(ShowUnitYear.filter())
async def unit_year(callback: CallbackQuery, callback_data: ShowUnitYear, turn: Turn) -> Reply:
    """Only ever the unit that the reader leads today."""
    card = await card_as_shown(turn, callback_data)
    unit = await unit_headed_by(turn.session, turn.me, turn.office.today(turn.now))
    if unit is None:
        raise not_your_team(turn)
    show(turn.session, UNIT_YEAR, UNIT_YEAR, to=turn.me.id, at=turn.now, urgent=True,
         anew=card.notice.kind != UNIT_YEAR, facts={"year": callback_data.year})  # fmt: skip
    return callback.answer()
