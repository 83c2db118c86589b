"""One call to Telegram for one notice, and what Telegram said to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, Message
from sqlalchemy import ColumnElement, case, exists, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import complaint
from bot.metrics import SENDS
from handlers.cards import Document, Page
from models.machine import Brake

EVERYTHING = "everything"
FILE_SECONDS = 100  # that handing a document over may take

Draw = Callable[[Callable[[], bytes]], Awaitable[bytes]]

log = structlog.get_logger()


class How(Enum):
    """What became of a parcel."""

    DELIVERED = auto()
    BLOCKED = auto()  # 403: final until they write again
    REFUSED = auto()  # 400: our mistake, kept to be looked at
    LATER = auto()  # 429, 5xx, a lost connection


@dataclass(frozen=True)
class Parcel:
    """A drawn page on its way: edited where it stands, or sent anew and the old one stripped."""

    notice_id: int
    version: int
    chat_id: int
    page: Page | None  # None: withdrawn
    edit: int | None
    attached: str | None  # the mark of the document that stands there
    strip: int | None
    until: datetime | None
    taken_until: datetime  # the claim on the row, by the database's clock
    deadline: float  # the same by this process's clock, and earlier: a frozen one must not send


@dataclass(frozen=True)
class Sent:
    """Telegram's answer."""

    how: How
    message_id: int | None = None
    retry_after: timedelta | None = None
    trouble: str | None = None


class Brakes:
    """Telegram's "too many requests", as a row that all replicas read."""

    @staticmethod
    def are_off(now: datetime) -> ColumnElement[bool]:
        """A condition of whatever takes notices: asked along, not by a query of its own."""
        return ~exists().where(Brake.name == EVERYTHING, Brake.until > now)

    @staticmethod
    async def put_on(session: AsyncSession, until: datetime) -> None:
        dialect = session.get_bind().dialect.name
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        row = insert(Brake).values(name=EVERYTHING, until=until)
        wanted = literal(until, Brake.until.type)
        later = case((Brake.until > wanted, Brake.until), else_=wanted)
        await session.execute(
            row.on_conflict_do_update(index_elements=["name"], set_={"until": later})
        )


async def in_a_thread(picture: Callable[[], bytes]) -> bytes:
    """For few pictures; the running machine has an easel."""
    return await asyncio.to_thread(picture)


class Sender:
    """Speaks to Telegram and sorts what it answers."""

    def __init__(self, bot: Bot, draw: Draw = in_a_thread) -> None:
        self._bot = bot
        self._draw = draw
        self.brakes = Brakes()

    async def send(self, parcel: Parcel) -> Sent:
        """Never raises; never sends once the claim is over, since another replica may have it."""
        try:
            async with asyncio.timeout_at(parcel.deadline):
                await asyncio.sleep(0)  # a deadline that is past is noticed here, before a byte
                sent = Sent(How.DELIVERED, await self._deliver(parcel))
        except TelegramRetryAfter as error:
            sent = Sent(How.LATER, retry_after=timedelta(seconds=error.retry_after))
        except TelegramForbiddenError:
            sent = Sent(How.BLOCKED)
        except (TelegramBadRequest, TelegramEntityTooLarge) as error:
            trouble = complaint(error)
            log.error("notice_refused", notice=parcel.notice_id, why=trouble)
            sent = Sent(How.REFUSED, trouble=trouble)
        except (AiogramError, TimeoutError, OSError) as error:
            log.warning("notice_delayed", notice=parcel.notice_id, error=type(error).__name__)
            sent = Sent(How.LATER)
        SENDS.labels(sent.how.name.lower()).inc()
        return sent

    async def _deliver(self, parcel: Parcel) -> int | None:
        if parcel.page is None:
            await self._withdraw(parcel)
            return None
        if parcel.edit is not None and await self._edit(parcel, parcel.edit, parcel.page):
            return parcel.edit
        message = await self._send_anew(parcel.chat_id, parcel.page)
        old = parcel.strip or parcel.edit
        if old is not None:
            await self._strip_after(parcel.chat_id, old)
        return message.message_id

    async def _edit(self, parcel: Parcel, message_id: int, page: Page) -> bool:
        """Whether the card now shows the page; a deleted one is to be sent anew."""
        if page.document is None and parcel.attached is not None:
            return False  # a message with a file does not become one without
        try:
            await self._change(parcel, message_id, page)
        except TelegramBadRequest as error:
            if "not modified" in error.message:
                return True
            if "not found" in error.message or "can't be edited" in error.message:
                return False
            raise
        return True

    async def _send_anew(self, chat_id: int, page: Page) -> Message:
        if page.document is not None:
            return await self._bot.send_document(
                chat_id, await self._written(page.document), caption=page.text,
                reply_markup=page.keyboard, request_timeout=FILE_SECONDS,
            )  # fmt: skip
        if page.picture is None:
            return await self._bot.send_message(chat_id, page.text, reply_markup=page.keyboard)
        photo = await self._drawn(page.picture)
        return await self._bot.send_photo(
            chat_id, photo, caption=page.text, reply_markup=page.keyboard
        )

    async def _change(self, parcel: Parcel, message_id: int, page: Page) -> None:
        chat_id = parcel.chat_id
        if page.document is not None:
            await self._change_document(parcel, message_id, page, page.document)
        elif page.picture is None:
            await self._bot.edit_message_text(
                page.text, chat_id=chat_id, message_id=message_id, reply_markup=page.keyboard
            )
        else:
            photo = InputMediaPhoto(media=await self._drawn(page.picture), caption=page.text)
            await self._bot.edit_message_media(
                photo, chat_id=chat_id, message_id=message_id, reply_markup=page.keyboard
            )

    async def _change_document(
        self, parcel: Parcel, message_id: int, page: Page, document: Document
    ) -> None:
        """The file stays where it is the same one: only what stands under it changes."""
        if parcel.attached == document.mark:
            await self._bot.edit_message_caption(
                chat_id=parcel.chat_id, message_id=message_id, caption=page.text,
                reply_markup=page.keyboard,
            )  # fmt: skip
            return
        media = InputMediaDocument(media=await self._written(document), caption=page.text)
        await self._bot.edit_message_media(
            media, chat_id=parcel.chat_id, message_id=message_id, reply_markup=page.keyboard,
            request_timeout=FILE_SECONDS,
        )  # fmt: skip

    async def _written(self, document: Document) -> BufferedInputFile:
        return BufferedInputFile(await self._draw(document.content), document.name)

    async def _drawn(self, picture: Callable[[], bytes]) -> BufferedInputFile:
        return BufferedInputFile(await self._draw(picture), "picture.png")

    async def _withdraw(self, parcel: Parcel) -> None:
        message_id = parcel.edit or parcel.strip
        if message_id is None:
            return
        try:
            await self._bot.delete_message(parcel.chat_id, message_id)
        except TelegramBadRequest:  # gone already, or older than the 48 hours Telegram allows
            await self._strip(parcel.chat_id, message_id)

    async def _strip_after(self, chat_id: int, message_id: int) -> None:
        """The new card has been sent: whatever happens here, it must not be sent again."""
        try:
            await self._strip(chat_id, message_id)
        except (AiogramError, TimeoutError, OSError) as error:
            log.info("old_card_keeps_buttons", error=type(error).__name__)

    async def _strip(self, chat_id: int, message_id: int) -> None:
        """Take an old card's buttons away; gone or bare already is as good."""
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id)
        except TelegramBadRequest:
            return
