"""The card on which a stand-in is named: who, as what, from when until when, by which letter."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from aiogram.types import InlineKeyboardButton
from sqlalchemy import ColumnElement, or_, select

from handlers.cards import Drawing, Look, Number, Page, Press, button, keyboard
from handlers.turn import named
from handlers.work.behalf import place_of
from models.people.administering import units_of
from models.people.employees import Employee
from models.people.finding import has_left
from models.people.postings import Posting, held_on, last_posting_of
from models.work.stand_ins import StandIn, standing_in

KIND, NEW = "stand-ins", "new"
MOST_LISTED = 10


class Ask(StrEnum):
    """A button of the card that names nobody."""

    OWN = "own"
    OTHER = "other"  # for somebody one looks after
    OFFICIAL = "official"  # it was the wrong one
    AGAIN = "again"  # another name than those that were found
    DAYS = "days"
    SAVE = "save"
    STOP = "stop"


class As(StrEnum):
    """As what somebody is named; one level up is nobody's choice."""

    PLH = "plh"
    PLT = "plt"


class NameStandIn(Press, prefix="stand-in"):
    ask: Ask


class ChooseWho(Press, prefix="stand-who"):
    """One of those that were found: the official, or who stands in for them."""

    person: Number


class ChooseAs(Press, prefix="stand-as"):
    kind: As


class EndStandIn(Press, prefix="stand-end"):
    stand_in: Number


async def draw_stand_in(look: Look) -> Drawing:
    """The card of kind "stand-ins": what is known, and buttons for what is not."""
    facts = look.notice.facts
    if facts.get("done"):
        return Drawing()
    if facts.get("found"):
        return await _ask_who(look, facts)
    if not facts.get("deputy"):
        return await _list(look)
    if not facts.get("letter"):
        return await _ask_kind(look, facts)
    return await _confirm(look, facts)


async def _list(look: Look) -> Drawing:
    today = look.office.today(look.now)
    rows = await standing_in(look.session, await _whose(look, today), today=today)
    listed = [await place_of(look.session, row, today=today) for row in rows[:MOST_LISTED]]
    text = look.say("stand-ins", rows=listed, admin=look.to.is_admin, year=today.year,
                    more=max(0, len(rows) - MOST_LISTED))  # fmt: skip
    ends = [
        [button(look.say("button-stand-in-end", deputy=named(row.deputy)),
                EndStandIn.on(look, stand_in=row.id))]
        for row in rows[:MOST_LISTED]
        if look.to.is_admin or row.official_id == look.to.id
    ]  # fmt: skip
    new = [_button(look, Ask.OWN)]
    if look.to.is_admin:
        new.append(_button(look, Ask.OTHER))
    return Drawing((Page(text, keyboard(new, *ends, [_button(look, Ask.STOP)]), waits=True),))


async def _whose(look: Look, today: date) -> ColumnElement[bool]:
    """One's own, and those of whom one looks after."""
    mine = or_(StandIn.official_id == look.to.id, StandIn.deputy_id == look.to.id)
    units = await units_of(look.session, look.to, today=today)
    if not units:
        return mine
    there = or_(held_on(today), has_left(today))
    theirs = select(Posting.employee_id).where(Posting.unit_id.in_(units), there)
    return or_(mine, StandIn.official_id.in_(theirs))


async def _ask_who(look: Look, facts: dict[str, Any]) -> Drawing:
    """Those whose name fits, with their position."""
    today = look.office.today(look.now)
    rows = []
    for number in facts["found"]:
        one = await look.session.get_one(Employee, number)
        posting = await last_posting_of(look.session, one, today)
        label = look.say("button-stand-in-who", who=named(one),
                         position=posting.position if posting else "")  # fmt: skip
        rows.append([button(label, ChooseWho.on(look, person=number))])
    official = facts.get("official")
    text = look.say("stand-in-who", official=await _named(look, official))
    ways = [_button(look, Ask.AGAIN)]
    if official is not None and official != look.to.id:
        ways.append(_button(look, Ask.OFFICIAL))
    return Drawing((Page(text, keyboard(*rows, ways, [_button(look, Ask.STOP)]), waits=True),))


async def _ask_kind(look: Look, facts: dict[str, Any]) -> Drawing:
    official, deputy = await _named(look, facts["official"]), await _named(look, facts["deputy"])
    text = look.say("stand-in-as", official=official, deputy=deputy)
    kinds = [
        button(look.say(f"button-stand-in-{kind.value}"), ChooseAs.on(look, kind=kind))
        for kind in As
    ]
    ends = [_button(look, Ask.AGAIN), _button(look, Ask.STOP)]
    return Drawing((Page(text, keyboard(kinds, ends), waits=True),))


async def _confirm(look: Look, facts: dict[str, Any]) -> Drawing:
    official = await look.session.get_one(Employee, facts["official"])
    posting = await last_posting_of(look.session, official, look.office.today(look.now))
    text = look.say(
        "stand-in-confirm",
        official=named(official),
        deputy=await _named(look, facts["deputy"]),
        position=posting.position if posting else "",
        capacity=facts["kind"],
        since=facts["since"],
        until=facts.get("until"),
        year=look.office.today(look.now).year,
        letter=facts["letter"],
    )
    rows = ([Ask.SAVE, Ask.STOP], [Ask.AGAIN, Ask.DAYS])
    keys = keyboard(*([_button(look, ask) for ask in row] for row in rows))
    return Drawing((Page(text, keys, waits=True),))


async def _named(look: Look, number: int | None) -> tuple[str, str] | None:
    return named(await look.session.get_one(Employee, number)) if number else None


def _button(look: Look, ask: Ask) -> InlineKeyboardButton:
    return button(look.say(f"button-stand-in-{ask.value}"), NameStandIn.on(look, ask=ask))


CARDS = {KIND: draw_stand_in}
