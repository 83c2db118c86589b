"""Cards: what a notice looks like when it is drawn, and what a button on it was shown with."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Annotated, Any, Self

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import AfterValidator, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from handlers.turn import Say, Turn
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import Activity

ROOM = 3800  # of the 4096 that Telegram lets a message have, once its HTML is read
GREATEST_ID = 2**63 - 1


def _a_day(written: str) -> str:
    """A forged button that is no day is no button."""
    date.fromisoformat(written)
    return written


Number = Annotated[int, Field(ge=0, le=GREATEST_ID)]  # a forged one must not reach the database
IsoDay = Annotated[str, AfterValidator(_a_day)]


class NotYourCard(Refusal):
    """A button of somebody else's card; it leaves a trace."""


class CardTooOld(Refusal):
    """Nobody knows any more what this card showed; a fresh one is on its way."""


class DoneAlready(Refusal):
    """A second tap, or one on a card that was about something else before."""


@dataclass(frozen=True)
class Document:
    """A file to be sent. ``content`` makes its bytes from plain data, as ``Page.picture`` does.

    What is there already is ``partial(bytes, content)``; Telegram takes 50 MB. ``mark`` (at most 80
    characters) tells one file from another: while it stands in the chat, only its caption changes.
    """

    name: str
    content: Callable[[], bytes]
    mark: str


Receipt = Callable[[AsyncSession, datetime], Awaitable[None]]


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
    document: Document | None = None  # the text is its caption, too
    receipt: Receipt | None = None  # written down with the delivery, in the same transaction


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
    evidence: Path = Path("data/evidence")  # the folder of what the office keeps
    username: str = ""  # the bot's, which invitations lead to; "": Telegram has not said it yet
    say_in: Callable[[str], Say] = field(kw_only=True)  # another language's words

    @property
    def version(self) -> int:
        """The version that the buttons of this drawing will carry."""
        return self.notice.wanted

    @property
    def mode(self) -> str | None:
        """What this part of the card is in the middle of; the other parts go on as usual."""
        facts = self.notice.facts
        return facts.get("mode") if facts.get("part", 0) == self.notice.part else None


Draw = Callable[[Look], Awaitable[Drawing]]
Cards = Mapping[str, Draw]


class Press(CallbackData, prefix="press"):
    """A button of a card: which notice, in which version. Buttons with more to say inherit."""

    notice: Number
    version: Number

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

    turn: Turn
    notice: Notice
    shown: list[tuple[int, int]]

    async def activities(self, only: int = 0) -> list[Activity]:
        """What was shown, unless its words have changed since; ``only`` one, if not 0.

        One that this version never showed was asked for by a forged button.
        """
        if only and only not in {activity for activity, _ in self.shown}:
            raise _forged(self.turn)
        wanted = {a: revision for a, revision in self.shown if only in (0, a)}
        rows = await self.turn.session.scalars(
            select(Activity)
            .where(Activity.id.in_(wanted))
            .order_by(Activity.id)
            .options(joinedload(Activity.author), joinedload(Activity.reviewer))
        )
        return [row for row in rows if row.revision == wanted[row.id]]

    def count(self) -> int:
        """How many the card showed."""
        return len(self.shown)

    def redraw(self, **facts: Any) -> None:
        """Show the card again, in another mode if ``facts`` say so."""
        turn, notice = self.turn, self.notice
        facts = {**facts, "part": notice.part} if facts else {}
        show(turn.session, notice.kind, notice.subject, to=turn.me.id, at=turn.now,
             urgent=True, facts=facts)  # fmt: skip


async def card_as_shown(turn: Turn, press: Press) -> ShownCard:
    """The card behind a tap; refuses a foreign or a forgotten one in words."""
    notice = await turn.session.get(Notice, press.notice)
    if notice is None or notice.employee_id != turn.me.id:
        raise _forged(turn)
    shown = notice.showed(press.version)
    if shown is None:
        raise CardTooOld
    return ShownCard(turn, notice, shown)


async def card_as_it_stands(turn: Turn, press: Press) -> ShownCard:
    """The same where what is asked is kept with the card: an earlier version asked another thing.

    So a button never does what its card has not shown, and two taps do it once.
    """
    card = await card_as_shown(turn, press)
    if card.notice.facts.get("done"):
        raise DoneAlready
    if press.version != card.notice.wanted:
        raise CardTooOld
    return card


def _forged(turn: Turn) -> NotYourCard:
    trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourCard.__name__)
    return NotYourCard(leaves=[trace])


async def stop_asking(turn: Turn, notice_id: int | None = None) -> None:
    """Ask no more, and let the card that asked be as usual; only this card's, if one is given."""
    asking = (await turn.state.get_data()).get("notice")
    if notice_id not in (None, asking):
        return
    await turn.state.clear()
    if asking is not None:
        await refresh(turn.session, asking, turn.me.id, turn.now, facts={})


def sheet(*parts: str) -> str:
    """The parts of a card, one below the other; empty ones leave no gap."""
    return "\n".join(part for part in parts if part)


def width(text: str) -> int:
    """How long Telegram finds a text: it counts UTF-16 units, of which an emoji has two."""
    return len(text.encode("utf-16-le")) // 2


def paged(
    lines: Sequence[str], *around: str, room: int = ROOM, most: int | None = None
) -> list[list[int]]:
    """Indices of the lines that go on each page, so that no page is too long."""
    pages: list[list[int]] = [[]]
    used = start = sum(width(part) for part in around)
    for index, line in enumerate(lines):
        is_full = used + width(line) > room or len(pages[-1]) == most
        if pages[-1] and is_full:
            pages.append([])
            used = start
        pages[-1].append(index)
        used += width(line) + 1
    return pages


def pressed(data: str | None) -> int | None:
    """The notice whose button carries this callback data."""
    parts = (data or "").split(Press.__separator__)
    if len(parts) < 3 or not re.fullmatch(r"[0-9]{1,18}", parts[1]):
        return None
    return int(parts[1])


async def refresh(
    session: AsyncSession, notice_id: int, employee_id: int, at: datetime,
    facts: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """After a refusal the card is drawn again, so that it tells the truth."""
    notice = await session.get(Notice, notice_id)
    if notice is not None and notice.employee_id == employee_id and not notice.is_news:
        show(session, notice.kind, notice.subject, to=employee_id, at=at, urgent=True, facts=facts)
