"""/tahun: one's own year as a picture; for a head of unit the predicates, and who is behind."""

from __future__ import annotations

from typing import Annotated

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from pydantic import Field

from handlers.cards import Number, Press, ShownCard, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.week import not_your_team
from models.appraisal.readers import LedUnit, unit_led_by
from models.appraisal.years import Behind, unit_year
from models.notices.telling import show
from models.people.audit import Act, note
from models.people.employees import Employee

YEAR, UNIT_YEAR, BEHIND = "year", "unit-year", "unit-year-names"  # the cards
Year = Annotated[int, Field(ge=0, le=9999)]  # a forged one becomes the nearest that is kept

router = Router(name="yearly")
router.message.filter(Known())
router.callback_query.filter(Known())


class ShowYear(Press, prefix="year"):
    """Another year of one's own, where the card stands."""

    year: Year


class ShowUnitYear(Press, prefix="unit-year"):
    """The predicates of a unit that one leads; from one's own year a new card."""

    year: Year
    unit: Number = 0  # 0: one's own


class BehindYear(Press, prefix="unit-who"):
    """The names behind a figure of the unit's year; a person's year instead of the list."""

    of: Behind
    page: Annotated[int, Field(ge=0)] = 0
    person: Number = 0


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
async def unit_predicates(
    callback: CallbackQuery, callback_data: ShowUnitYear, turn: Turn
) -> Reply:
    """Only ever a unit that the reader leads today."""
    card = await card_as_shown(turn, callback_data)
    led = await _led(turn, callback_data.unit)
    show(turn.session, UNIT_YEAR, UNIT_YEAR, to=turn.me.id, at=turn.now, urgent=True,
         anew=card.notice.kind != UNIT_YEAR,
         facts={"year": callback_data.year, "unit": led.unit.id})  # fmt: skip
    return callback.answer()


@router.callback_query(BehindYear.filter())
async def behind(callback: CallbackQuery, callback_data: BehindYear, turn: Turn) -> Reply:
    """Of the unit and the year that the card is about; whoever looks leaves a trace."""
    card = await card_as_shown(turn, callback_data)
    facts = card.notice.facts
    if card.notice.kind not in (UNIT_YEAR, BEHIND):
        raise not_your_team(turn)
    led, year = await _led(turn, facts.get("unit", 0)), facts["year"]
    if callback_data.person:
        await _note_person(turn, led, year, callback_data.person)
    elif card.notice.kind == UNIT_YEAR:
        note(turn.session, Act.SAW_YEAR, by=turn.me, at=turn.now, unit=led.unit.code,
             what=str(year))  # fmt: skip
    _show_names(turn, card, callback_data, led.unit.id)
    return callback.answer()


def _show_names(turn: Turn, card: ShownCard, pressed: BehindYear, unit_id: int) -> None:
    facts = pressed.model_dump(mode="json", include={"of", "page", "person"})
    show(turn.session, BEHIND, BEHIND, to=turn.me.id, at=turn.now, urgent=True,
         anew=card.notice.kind != BEHIND,
         facts={**facts, "year": card.notice.facts["year"], "unit": unit_id})  # fmt: skip


async def _note_person(turn: Turn, led: LedUnit, year: int, person: int) -> None:
    """That somebody's year was opened; whoever is not of the unit's year was asked for by force."""
    today = turn.office.today(turn.now)
    found = await unit_year(turn.session, led.unit, year, besides=led.besides, today=today)
    if not found.holds(person):
        raise not_your_team(turn)
    about = await turn.session.get_one(Employee, person)
    note(turn.session, Act.SAW_YEAR, by=turn.me, at=turn.now, about=about, what=str(year))


async def _led(turn: Turn, unit_id: int) -> LedUnit:
    led = await unit_led_by(turn.session, turn.me, unit_id, turn.office.today(turn.now))
    if led is None:
        raise not_your_team(turn)
    return led
