"""Siapa yang melihat data saya: the audit's entries of oneself, in words, page by page."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.cards import Look, Page, button, card_as_shown, keyboard, sheet
from handlers.documents.recap import period_name
from handlers.people.own_data_buttons import ShowOwn, ShowTrail
from handlers.turn import Known, Reply, Say, Turn
from handlers.work.lines import shortened
from models.notices.telling import show
from models.people.audit import AuditEntry
from models.people.nip import Sex
from models.people.passing_rectifications import OWN
from models.people.trail import Traced, trail_of
from models.work.periods import Period

ON_A_PAGE = 10
LONGEST = 60  # characters of a name or of what was done, in a line among others

router = Router(name="own-trail")
router.callback_query.filter(Known())


@router.callback_query(ShowTrail.filter())
async def trail(callback: CallbackQuery, callback_data: ShowTrail, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    _show(turn, page=callback_data.page)
    return callback.answer()


@router.callback_query(ShowOwn.filter())
async def home(callback: CallbackQuery, callback_data: ShowOwn, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    _show(turn)
    return callback.answer()


def _show(turn: Turn, **facts: Any) -> None:
    """On one's own card, where it stands."""
    show(turn.session, OWN, OWN, to=turn.me.id, at=turn.now, urgent=True, facts=facts)


async def draw_trail(look: Look, page: int) -> Page:
    found = await trail_of(
        look.session, look.to, most=ON_A_PAGE + 1, skip=page * ON_A_PAGE
    )  # one more than it shows, to know whether there is another page
    shown, is_last = found[:ON_A_PAGE], len(found) <= ON_A_PAGE
    others = any(one.entry.by_nip != look.to.nip for one in shown)
    text = sheet(
        look.say("own-trail", page=page + 1 if page or not is_last else None),
        *(trail_line(look, one) for one in shown),
        look.say("own-trail-foot", years=look.office.keep_years.traces, nothing=not found,
                 alone=bool(found) and not (others or page) and is_last),
    )  # fmt: skip
    steps = [("◀", page - 1)] if page else []
    steps += [] if is_last else [("▶", page + 1)]
    turns = [button(arrow, ShowTrail.on(look, page=to)) for arrow, to in steps]
    return Page(text, keyboard(turns, [_back(look)]))


def _back(look: Look) -> InlineKeyboardButton:
    return button(look.say("button-back"), ShowOwn.on(look))


def trail_line(look: Look, one: Traced) -> str:
    """Who did what, when."""
    entry, day = one.entry, look.office.today(one.entry.at)
    return look.say(
        "own-trail-line",
        day=day,
        year=day.year if day.year != look.office.today(look.now).year else None,
        at=entry.at,
        mine=entry.by_nip == look.to.nip,
        by=_by(entry),
        operator=shortened(entry.by_name, LONGEST),
        act=entry.act.value,
        office=one.is_of_the_office,
        unit=shortened(one.unit, LONGEST) if one.unit else None,
        about=entry.day,
        until=entry.until,
        what=shortened(_what(look.say, entry), LONGEST),
    )


def _by(entry: AuditEntry) -> tuple[str, str] | None:
    """Somebody of the office; None for who sat at the machine itself."""
    if entry.by_nip is None:
        return None
    return Sex(entry.by_nip[14]).value, shortened(entry.by_name.split(",")[0].strip(), LONGEST)


def _what(say: Say, entry: AuditEntry) -> str:
    """A period is called by its name; anything else says it itself."""
    try:
        return period_name(say, Period.named(entry.words))
    except ValueError:
        return entry.words
