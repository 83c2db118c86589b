"""Contoh lembar: which sheets an admin may send to the bot, and an empty one of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.cards import Document, Drawing, Look, Page, Press, button, card_as_shown, keyboard
from handlers.documents.roster_template import (
    absence_template,
    context_template,
    plans_template,
    roster_template,
)
from handlers.office.agency import agency_card, must_be_admin
from handlers.turn import Known, Reply, Turn
from models.notices.telling import show, tell
from models.people.imports import About

SHEETS, TEMPLATE = "office-sheets", "sheet-template"  # the card, one an admin; the news
TEMPLATES: Mapping[About, Callable[[], bytes]] = {
    About.ROSTER: roster_template,
    About.ABSENCES: absence_template,
    About.PLANS: plans_template,
    About.INDICATORS: context_template,
}

router = Router(name="sheet-templates")
router.callback_query.filter(Known())


class OpenSheets(Press, prefix="office-sheets"):
    """From /kantor: what may be sent, at the end of the chat."""


class GetTemplate(Press, prefix="sheet-empty"):
    """An empty one."""

    of: About


@router.callback_query(OpenSheets.filter())
async def open_sheets(callback: CallbackQuery, callback_data: OpenSheets, turn: Turn) -> Reply:
    await agency_card(turn, callback_data)
    show(turn.session, SHEETS, SHEETS, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return callback.answer()


@router.callback_query(GetTemplate.filter())
async def get_template(callback: CallbackQuery, callback_data: GetTemplate, turn: Turn) -> Reply:
    """From there, or from under a file that was not understood; it is made when it is sent."""
    await card_as_shown(turn, callback_data)
    must_be_admin(turn)
    tell(turn.session, TEMPLATE, to=turn.me.id, at=turn.now, urgent=True, of=callback_data.of)
    return callback.answer(turn.say("sheet-template-coming"))


async def draw_sheets(look: Look) -> Drawing:
    """The card of kind "office-sheets"; it goes when the reader administers nothing any more."""
    if not look.to.is_admin:
        return Drawing()
    return Drawing((Page(look.say("office-sheets"), keyboard(*template_buttons(look))),))


async def draw_template(look: Look) -> Drawing:
    """The news of kind "sheet-template": an empty sheet."""
    of = About(look.notice.facts["of"])
    if not look.to.is_admin:
        return Drawing()
    document = Document(
        look.say("sheet-template-file", of=of.value), TEMPLATES[of], f"template:{look.notice.id}"
    )
    return Drawing((Page(look.say("sheet-template", of=of.value), document=document),))


def template_buttons(look: Look) -> list[list[InlineKeyboardButton]]:
    """Two in a row, on any card of an admin's."""
    found = [
        button(look.say("button-sheet-template", of=of.value), GetTemplate.on(look, of=of))
        for of in TEMPLATES
    ]
    return [found[i : i + 2] for i in range(0, len(found), 2)]


CARDS = {SHEETS: draw_sheets, TEMPLATE: draw_template}
