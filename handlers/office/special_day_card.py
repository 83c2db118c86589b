"""The card of special days: those to come, and what a new one would do before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton
from sqlalchemy import select

from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.office.special_day_buttons import DAYS, AskDay, DayOfUnit, StepOfDay, TakeBackDay
from models.people.administering import units_of
from models.people.employees import Role
from models.people.units import Unit
from models.work.holidays import WHOLE_OFFICE, Holiday
from models.work.making_duties import AHEAD
from models.work.special_days import decided_from, runs, special_days_on

MOST_LISTED, UNITS_ON_A_PAGE, IN_A_ROW = 10, 10, 5


async def draw_days(look: Look) -> Drawing:
    """The card of kind "office-days"; it goes when the reader administers nothing any more."""
    if not look.to.is_admin:
        return Drawing()
    facts = look.notice.facts
    units = await _units(look)
    if facts.get("units"):
        return Drawing((_choose_unit(look, units),))
    if "changes" in facts:
        return Drawing((await _preview(look, units),))
    holidays = await decided_from(
        look.session, look.office.today(look.now),
        [*([WHOLE_OFFICE] if _is_agency(look) else []), *(unit.code for unit in units)],
    )  # fmt: skip
    decided = runs(holidays)
    asked = next((run for run in decided if facts.get("back") in [one.id for one in run]), None)
    if asked is not None:
        return Drawing((_ask_back(look, asked, units),))
    return Drawing((_list(look, decided, units),))


async def _units(look: Look) -> Sequence[Unit]:
    """Those of the reader, from the top of the tree down."""
    ids = await units_of(look.session, look.to, today=look.office.today(look.now))
    rows = await look.session.scalars(select(Unit).where(Unit.id.in_(ids)))
    return sorted(rows, key=lambda unit: unit.codes)


def _is_agency(look: Look) -> bool:
    return look.to.role is Role.OFFICE_ADMIN


def _list(look: Look, decided: Sequence[Sequence[Holiday]], units: Sequence[Unit]) -> Page:
    listed = list(enumerate(decided[:MOST_LISTED], 1))
    text = look.say(
        "special-days",
        days=[
            (number, run[0].day, run[-1].day, run[0].name, run[0].is_off, _name(run[0].unit, units))
            for number, run in listed
        ],
        more=len(decided) - len(listed),
    )
    today = look.office.today(look.now)
    backs = [
        button(look.say("button-special-back", number=number),
               TakeBackDay.on(look, holiday=run[-1].id, sure=False))
        for number, run in listed
        if run[-1].day > today
    ]  # fmt: skip
    rows = [backs[i : i + 2] for i in range(0, len(backs), 2)]
    return Page(text, keyboard([_step(look, AskDay.ADD)], *rows))


def _name(code: str, units: Sequence[Unit]) -> str | None:
    """None: the whole office."""
    return next((unit.name for unit in units if unit.code == code), None)


async def _preview(look: Look, units: Sequence[Unit]) -> Page:
    facts = look.notice.facts
    day = date.fromisoformat(facts["day"])
    until = date.fromisoformat(facts.get("until") or facts["day"])
    known = [*await special_days_on(look.session, day, WHOLE_OFFICE, until=until)]
    if facts["unit"] != WHOLE_OFFICE:
        known += await special_days_on(look.session, day, facts["unit"], until=until)
    text = look.say(
        "special-day-preview",
        day=day,
        until=until,
        name=facts["name"],
        kind=facts["kind"],
        unit=_name(facts["unit"], units),
        count=facts["changes"],
        has_come=day <= look.office.today(look.now),
        is_far=day > look.office.today(look.now) + AHEAD,
        known=[(holiday.day, holiday.name) for holiday in known],
    )
    row = [_step(look, AskDay.SAVE), _step(look, AskDay.STOP)]
    another = [_step(look, AskDay.UNIT)] if len(units) > 1 or _is_agency(look) else []
    return Page(text, keyboard(row, another))


def _choose_unit(look: Look, units: Sequence[Unit]) -> Page:
    pages = max(1, -(-len(units) // UNITS_ON_A_PAGE))
    page = min(int(look.notice.facts.get("page", 0)), pages - 1)
    first = page * UNITS_ON_A_PAGE
    here = list(enumerate(units[first : first + UNITS_ON_A_PAGE], first + 1))
    text = sheet(
        look.say("special-day-which-unit"),
        *(look.say("special-day-unit", number=number, unit=unit.name) for number, unit in here),
        look.say("office-page", page=page + 1, pages=pages) if pages > 1 else "",
    )
    numbers = [button(str(n), DayOfUnit.on(look, unit=unit.id)) for n, unit in here]
    rows = [numbers[i : i + IN_A_ROW] for i in range(0, len(numbers), IN_A_ROW)]
    whole = [button(look.say("button-special-whole"), DayOfUnit.on(look, unit=0))]
    steps = [_turn(look, "◀", page - 1)] if page else []
    steps += [_turn(look, "▶", page + 1)] if page + 1 < pages else []
    return Page(text, keyboard(*rows, steps, whole if _is_agency(look) else [],
                               [_step(look, AskDay.STOP)]))  # fmt: skip


def _ask_back(look: Look, run: Sequence[Holiday], units: Sequence[Unit]) -> Page:
    """Of days in a row: those that have not come yet."""
    today = look.office.today(look.now)
    holiday, last = next((one for one in run if one.day > today), run[-1]), run[-1]
    text = look.say("special-day-back", day=holiday.day, until=last.day, name=holiday.name,
                    is_off=holiday.is_off, unit=_name(holiday.unit, units))  # fmt: skip
    sure = button(look.say("button-special-surely"),
                  TakeBackDay.on(look, holiday=holiday.id, sure=True))  # fmt: skip
    return Page(text, keyboard([sure, _step(look, AskDay.STOP)]))


def _step(look: Look, ask: AskDay) -> InlineKeyboardButton:
    return button(look.say(f"button-special-{ask.value}"), StepOfDay.on(look, ask=ask))


def _turn(look: Look, arrow: str, page: int) -> InlineKeyboardButton:
    return button(arrow, StepOfDay.on(look, ask=AskDay.UNIT, page=page))


CARDS = {DAYS: draw_days}
