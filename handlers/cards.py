"""Cards: what a notice looks like when it is drawn, and what a button on it was shown with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any, Self

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from handlers.turn import Say
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import Activity

MOST_CHARACTERS = 4096  # Telegram's limit for a message, counted after its HTML is read
ROOM = 3800  # what we fill of it: entities and long words need some


class NotYourCard(Refusal):
    """A button of somebody else's card; it leaves a trace."""


class CardTooOld(Refusal):
    """Nobody knows any more what this card showed; a fresh one is on its way."""


@dataclass(frozen=True)
class Page:
    """One message. ``shown`` are the (activity, revision) pairs that its buttons speak of.

    ``picture`` draws a PNG from plain data: it is called in a thread, after the transaction. With
    it the text is its caption (1,024 characters), and a kind of card always has one or never.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    shown: list[tuple[int, int]] = field(default_factory=list)
    waits: bool = False  # something on it waits for the one who reads it
    picture: Callable[[], bytes] | None = None


@dataclass(frozen=True)
class Drawing:
    """A card as it is now: no page means that it is no longer so and is withdrawn.

    ``until`` is when it ceases to be true by itself. ``rings``: a phone should ring for it, which
    an edit does not do.
    """

    pages: tuple[Page, ...] = ()
    until: datetime | None = None
    rings: bool = False


@dataclass(frozen=True)
class Look:
    """Who looks at which notice, and when."""

    session: AsyncSession
    notice: Notice
    to: Employee
    office: Office
    now: datetime
    say: Say

    @property
    def version(self) -> int:
        """The version that the buttons of this drawing will carry."""
        return self.notice.wanted


Draw = Callable[[Look], Awaitable[Drawing]]
Cards = Mapping[str, Draw]


class Press(CallbackData, prefix="press"):
    """A button of a card: which notice, in which version. Buttons with more to say inherit."""

    notice: int
    version: int

    @classmethod
    def on(cls, look: Look, **more: Any) -> Self:
        return cls(notice=look.notice.id, version=look.version, **more)


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    # A label is no HTML: what the texts escaped is written out again.
    return InlineKeyboardButton(text=unescape(text), callback_data=data.pack())


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """The rows that have a button; None without any."""
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=filled) if filled else None


@dataclass(frozen=True)
class ShownCard:
    """The card whose button was tapped, exactly as that version showed it."""

    notice: Notice
    shown: list[tuple[int, int]]
    now: datetime

    async def activities(self, session: AsyncSession, only: int = 0) -> list[Activity]:
        """What was shown, unless its words have changed since; ``only`` one, if not 0."""
        wanted = {a: revision for a, revision in self.shown if only in (0, a)}
        rows = await session.scalars(
            select(Activity)
            .where(Activity.id.in_(wanted))
            .order_by(Activity.id)
            .options(joinedload(Activity.author), joinedload(Activity.reviewer))
        )
        return [row for row in rows if row.revision == wanted[row.id]]

    def count(self, only: int = 0) -> int:
        """How many the card showed."""
        return sum(only in (0, activity) for activity, _ in self.shown)

    def redraw(self, session: AsyncSession, **facts: Any) -> None:
        """Show the card again, in another mode if ``facts`` say so."""
        show_again(session, self.notice, at=self.now, facts=facts)


async def card_as_shown(
    session: AsyncSession, me: Employee, press: Press, now: datetime
) -> ShownCard:
    """The card behind a tap; refuses a foreign or a forgotten one in words."""
    notice = await session.get(Notice, press.notice)
    if notice is None or notice.employee_id != me.id:
        chat_id = notice.sent_to if notice is not None else None
        trace = Trace(at=now, chat_id=chat_id or 0, refusal=NotYourCard.__name__)
        raise NotYourCard(leaves=[trace])
    shown = notice.showed(press.version)
    if shown is None:
        raise CardTooOld
    return ShownCard(notice, shown, now)


def show_again(
    session: AsyncSession, notice: Notice, *, at: datetime, facts: dict[str, Any]
) -> None:
    """Draw a card anew for somebody who is looking at it."""
    assert notice.employee_id is not None
    show(
        session,
        notice.kind,
        notice.subject,
        to=notice.employee_id,
        at=at,
        urgent=True,
        facts=facts,
    )


def sheet(*parts: str) -> str:
    """The parts of a card, one below the other; empty ones leave no gap."""
    return "\n".join(part for part in parts if part)


def paged(lines: list[str], head: str, foot: str, room: int = ROOM) -> list[list[int]]:
    """Indices of the lines that go on each page, so that no page is too long."""
    pages: list[list[int]] = [[]]
    used = start = len(head) + len(foot)
    for index, line in enumerate(lines):
        if pages[-1] and used + len(line) > room:
            pages.append([])
            used = start
        pages[-1].append(index)
        used += len(line) + 1
    return pages


def pressed(data: str | None) -> int | None:
    """The notice whose button carries this callback data."""
    parts = (data or "").split(Press.__separator__)
    return int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else None


async def refresh(session: AsyncSession, notice_id: int, employee_id: int, at: datetime) -> None:
    """After a refusal the card is drawn again, so that it tells the truth."""
    notice = await session.get(Notice, notice_id)
    if notice is not None and notice.employee_id == employee_id and not notice.is_news:
        show(session, notice.kind, notice.subject, to=employee_id, at=at, urgent=True)
