"""Invitations by chat: one person's link with its QR code, or a unit's sheet to cut out.

Only the hash of a code is kept, so it is made when the message is drawn: whatever has to be drawn
again is another link, and the one before is good no more.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from handlers.cards import Document, Drawing, Look, Page
from handlers.documents.invitations import Invited, invitations_pdf, qr_picture, sheet_of
from handlers.turn import named
from models.people.administering import holds_no_more, looks_after, units_of
from models.people.at_work import AtWork
from models.people.chats import chat_of
from models.people.employees import Employee
from models.people.invitations import good_until, invite, joining_link
from models.people.inviting import LARGEST_SHEET, to_invite
from models.people.units import Unit, place_of

ONE, SHEET = "invitation", "invitation-sheet"


class TooEarly(Exception):
    """Telegram has not said yet what the bot is called; it is drawn later."""


async def draw_one(look: Look) -> Drawing:
    """The news of kind "invitation": a link to be passed on, as a QR code too."""
    person = await look.session.get_one(Employee, look.notice.facts["person"])
    if not await _may_invite(look, person):
        return Drawing()
    [code] = await invite(look.session, [person], look.office, at=look.now)
    link = joining_link(_username(look), code)
    text = look.say("office-invitation", person=named(person), link=link,
                    until=good_until(look.office, look.now))  # fmt: skip
    return Drawing((Page(text, picture=partial(qr_picture, link)),))


async def _may_invite(look: Look, person: Employee) -> bool:
    """Still: who asked may have lost the role meanwhile, or they have joined."""
    today = look.office.today(look.now)
    return (
        await chat_of(look.session, person.id) is None
        and await looks_after(look.session, look.to, person, today=today)
        and await holds_no_more(look.session, person, look.to, today=today)
    )


async def draw_sheet(look: Look) -> Drawing:
    """The news of kind "invitation-sheet": cards of a unit to cut out, eight a page."""
    today = look.office.today(look.now)
    unit = await look.session.get_one(Unit, look.notice.facts["unit"])
    if unit.id not in await units_of(look.session, look.to, today=today):
        return Drawing()
    people = (await to_invite(look.session, look.to, unit, today=today))[:LARGEST_SHEET]
    if not people:
        return Drawing()
    invited = await _invited(look, people)
    until = good_until(look.office, look.now)
    document = Document(
        f"undangan-{unit.code}.pdf",
        partial(invitations_pdf, sheet_of(unit.name, look.office, until, invited)),
        f"invitations:{look.notice.id}",
    )
    text = look.say("office-sheet", unit=unit.name, count=len(people), until=until)
    return Drawing((Page(text, document=document),))


async def _invited(look: Look, people: list[AtWork]) -> list[Invited]:
    units = {unit.path: unit for unit in await look.session.scalars(select(Unit))}
    codes = await invite(look.session, [one.employee for one in people], look.office, at=look.now)
    return [
        Invited(
            one.employee.name,
            one.posting.position,
            place_of(one.posting.unit, units),
            joining_link(_username(look), code),
        )
        for one, code in zip(people, codes, strict=True)
    ]


def _username(look: Look) -> str:
    if not look.username:
        raise TooEarly
    return look.username


CARDS = {ONE: draw_one, SHEET: draw_sheet}
