"""The card of one's own way: how it is, and a button for whatever can be otherwise."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, button, keyboard
from handlers.people.preferring import (
    KIND,
    Choices,
    Matter,
    Pick,
    Prefer,
    Whole,
    Wish,
    choices,
    chosen,
    hours_of,
    own_rules,
)
from models.office import Rules
from models.people.preferences import Preferences, preferences_of
from models.work.digests import reviews

IN_A_ROW = 4  # hours
MENU = (Matter.HOUR, Matter.REMINDERS, Matter.QUIET)


async def draw_own_way(look: Look) -> Drawing:
    """The card of kind "own-way"."""
    mine = await preferences_of(look.session, look.to.id)
    rules = await own_rules(look.session, look.to, look.office, now=look.now)
    if look.mode in list(Matter):
        of = Matter(look.mode)
        return Drawing((Page(look.say(f"own-{of.value}"), _choices(look, of, mine, rules)),))
    gathers = await _gathers(look, mine)
    text = look.say(
        "own-way",
        hour=mine.reminder_at,
        reminders=mine.reminders(look.office),
        night=mine.night,
        office_night=(rules.quiet_from, rules.quiet_until),
        pictures=mine.pictures,
        earlier=mine.is_reminded_of_earlier_days(look.office),
        reviews=gathers is not None,
        digest=look.office.own_way.digest_at if gathers else None,
    )
    return Drawing((Page(text, _whole(look, mine, rules, gathers)),))


async def _gathers(look: Look, mine: Preferences) -> bool | None:
    """Whether reports come once a day; None: none come, or always at once."""
    if look.office.own_way.digest_at is None:
        return None
    if mine.digest_at is None and not await reviews(
        look.session, look.to, look.office, now=look.now
    ):
        return None
    return mine.gathers(look.office)


def _whole(
    look: Look, mine: Preferences, rules: Rules, gathers: bool | None
) -> InlineKeyboardMarkup | None:
    rings = mine.reminders(look.office) > 0  # without reminders there is no hour to choose
    menu = [
        button(look.say(f"button-own-{of.value}"), Choices.on(look, of=of))
        for of in MENU
        if len(choices(of, mine, look.office, rules)) > 1 and (rings or of is not Matter.HOUR)
    ]
    may_skip = look.office.own_way.may_skip_earlier_days and rings
    is_on = {
        Wish.EARLIER_DAYS: mine.earlier_days if may_skip else None,
        Wish.DIGEST: gathers,
        Wish.PICTURES: mine.pictures,
        Wish.LANGUAGE: True,
    }
    turned = [[_turn(look, wish, on)] for wish, on in is_on.items() if on is not None]
    return keyboard(*([one] for one in menu), *turned)


def _turn(look: Look, wish: Wish, on: bool) -> InlineKeyboardButton:
    words = look.say(f"button-own-{wish.value}", on=on, at=look.office.own_way.digest_at)
    return button(words, Prefer.on(look, wish=wish))


def _choices(
    look: Look, of: Matter, mine: Preferences, rules: Rules
) -> InlineKeyboardMarkup | None:
    holds = chosen(of, mine, look.office)
    buttons = [
        button(_label(look, of, choice, holds=choice == holds), Pick.on(look, of=of, choice=choice))
        for choice in choices(of, mine, look.office, rules)
    ]
    wide = IN_A_ROW if of is Matter.HOUR else 1
    return keyboard(*_rows(buttons[:-1], wide), buttons[-1:], [_back(look)])


def _label(look: Look, of: Matter, choice: str, *, holds: bool) -> str:
    count = int(choice) if of is Matter.REMINDERS else None
    return look.say("button-own-choice", hours=hours_of(choice) if count is None else [],
                    count=count, holds=holds)  # fmt: skip


def _rows(buttons: list[InlineKeyboardButton], wide: int) -> list[list[InlineKeyboardButton]]:
    return [buttons[i : i + wide] for i in range(0, len(buttons), wide)]


def _back(look: Look) -> InlineKeyboardButton:
    return button(look.say("button-back"), Whole.on(look))


CARDS = {KIND: draw_own_way}
