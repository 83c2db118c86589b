"""/minggu: what the week was. One's own, the team's, the unit's, and earlier ones."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from pydantic import Field

from handlers.cards import IsoDay, Press, ShownCard, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.queue import show_queue
from handlers.work.week_groups import is_within, scope_of
from models.machine import Trace
from models.notices.telling import show
from models.refusals import Refusal
from models.work.summing_up import show_week
from models.work.weeks import View, Week

NAMES = "week-names"  # the card with the names

router = Router(name="week")
router.message.filter(Known())
router.callback_query.filter(Known())


class NotYourTeam(Refusal):
    """Somebody else's week; it leaves a trace."""


class ShowWeek(Press, prefix="week"):
    """Another week, or another view of it, where the card stands."""

    view: View
    monday: IsoDay


class ShowGroup(Press, prefix="led"):
    """The week of those one leads, as a card of its own."""

    view: View
    monday: IsoDay


class Names(StrEnum):
    """Which names."""

    OPEN = "open"
    WAITING = "waiting"
    PEOPLE = "people"


class NamesOf(Press, prefix="names"):
    """The names behind a number of a group's week."""

    view: View
    monday: IsoDay
    of: Names
    page: Annotated[int, Field(ge=0)] = 0
    person: int = 0  # this one's week instead of the list


class Review(Press, prefix="to-review"):
    """Tinjau sekarang: the queue, at the end of the chat."""


@router.message(Command("minggu", "week"))
async def week(_message: Message, turn: Turn) -> Reply:
    this = Week.of(turn.office.today(turn.now))
    show_week(turn.session, turn.me.id, View.OWN, this, at=turn.now, urgent=True)
    return None


@router.callback_query(ShowWeek.filter())
async def another_week(callback: CallbackQuery, callback_data: ShowWeek, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    if callback_data.view is not View.OWN:
        await _must_lead(turn, callback_data)
    facts = {"view": callback_data.view.value, "monday": callback_data.monday}
    card.redraw(**{**card.notice.facts, **facts})  # its tip stays with it
    return callback.answer()


@router.callback_query(ShowGroup.filter())
async def group_week(callback: CallbackQuery, callback_data: ShowGroup, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    await _must_lead(turn, callback_data)
    shown = Week.of(date.fromisoformat(callback_data.monday))
    show_week(turn.session, turn.me.id, callback_data.view, shown, at=turn.now, urgent=True)
    return callback.answer()


@router.callback_query(NamesOf.filter())
async def names(callback: CallbackQuery, callback_data: NamesOf, turn: Turn) -> Reply:
    """On the list's own card where it stands, from the week's as a new one."""
    card = await card_as_shown(turn, callback_data)
    await _must_lead(turn, callback_data)
    show_names(card, callback_data, NAMES, f"{callback_data.view}:{callback_data.monday}")
    return callback.answer()


@router.callback_query(Review.filter())
async def review(callback: CallbackQuery, callback_data: Review, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    show_queue(turn, turn.me)
    return callback.answer()


def show_names(card: ShownCard, pressed: Press, kind: str, subject: str) -> None:
    """The list that a button asks for (``of``, ``page``, ``person``): in place, or as a card."""
    facts = pressed.model_dump(mode="json", include={"of", "page", "person", "acting"})
    show(card.turn.session, kind, subject, to=card.turn.me.id, at=card.turn.now, urgent=True,
         anew=card.notice.kind != kind, facts=facts)  # fmt: skip


def not_your_team(turn: Turn) -> NotYourTeam:
    """The refusal, with the trace that it leaves."""
    trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourTeam.__name__)
    return NotYourTeam(leaves=[trace])


async def _must_lead(turn: Turn, pressed: ShowWeek | ShowGroup | NamesOf) -> None:
    """Refuse the view of a group that this person does not lead, and of somebody not in it."""
    scope = await scope_of(turn.session, turn.me, pressed.view, turn.office.today(turn.now))
    allowed = scope is not None
    if scope is not None and isinstance(pressed, NamesOf) and pressed.person:
        week = Week.of(date.fromisoformat(pressed.monday))
        allowed = await is_within(turn.session, scope, week, pressed.person)
    if not allowed:
        raise not_your_team(turn)
