"""What a turn answers, sent after its commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import ForceReply, Message, Update
from sqlalchemy import update as change

from bot.database import Database
from bot.errors import complaint, description
from bot.metrics import SENDS
from bot.sending import Brakes
from models.people.chats import Chat
from models.people.unreachable import set_aside
from models.refusals import Refusal

if TYPE_CHECKING:
    from bot.whose import WhoseTurn
    from handlers.turn import Say

LONGEST_ANSWER = 200  # characters, by Telegram
WAITS = (0.5, 2.0, 5.0)  # seconds after each try
LONGEST_WAIT = 20  # seconds that an answer is worth waiting for
# What may pass by itself; a proxy's page instead of JSON (ClientDecodeError) is a 502 as well.
PASSING = (TelegramNetworkError, TelegramServerError, ClientDecodeError)

log = structlog.get_logger()


class Replies:
    """Sends a turn's answers in order. A failed answer is counted; the facts are safe anyway."""

    def __init__(self, bot: Bot, database: Database, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._now = now
        self._quiet_until: datetime | None = None  # as far as this replica knows

    async def send(
        self,
        replies: Sequence[TelegramMethod[Any]],
        whose: WhoseTurn | None,
        *,
        quiet_until: datetime | None = None,
    ) -> None:
        """``quiet_until``: as another replica was told, before which nobody speaks."""
        if whose is None:
            return
        self._be_quiet_until(quiet_until)
        for method in _spinner_first(whose.update, replies):
            sent = await self._send_one(method, whose)
            if isinstance(sent, Message) and _asks(method):
                await self._remember_question(whose, sent.message_id)

    async def _send_one(self, method: TelegramMethod[Any], whose: WhoseTurn) -> object:
        for wait in WAITS:
            if not await self._silence_is_over():
                break
            try:
                return await self._try(method, whose)
            except TelegramRetryAfter as error:
                SENDS.labels("later").inc()
                await self._brake(error.retry_after)
            except PASSING:
                SENDS.labels("later").inc()
            await asyncio.sleep(wait)
        log.warning("reply_given_up", method=type(method).__name__)
        return None

    async def _try(self, method: TelegramMethod[Any], whose: WhoseTurn) -> object:
        """Send once; only what may pass by itself is raised."""
        try:
            sent: object = await self._bot(method)
        except (TelegramRetryAfter, *PASSING):
            raise
        except TelegramBadRequest as error:
            return await self._say_instead(method, whose, error)
        except AiogramError as error:  # blocked, or worse: nobody is there to be told
            SENDS.labels("blocked").inc()
            log.info("reply_not_wanted", error=type(error).__name__)
            if isinstance(error, TelegramForbiddenError):
                await self._set_aside(whose)
            return None
        SENDS.labels("delivered").inc()
        return sent

    def _be_quiet_until(self, moment: datetime | None) -> None:
        known = [one for one in (moment, self._quiet_until) if one is not None]
        self._quiet_until = max(known, default=None)

    async def _silence_is_over(self) -> bool:
        """Wait for the end of the silence that Telegram wants; no longer than is worth it."""
        until = self._quiet_until
        left = (until - self._now()).total_seconds() if until is not None else 0.0
        if left > LONGEST_WAIT:
            return False
        await asyncio.sleep(max(0.0, left))
        return True

    async def _brake(self, seconds: float) -> None:
        """All of us must be quiet now, the outbox and the other replicas too."""
        self._be_quiet_until(self._now() + timedelta(seconds=seconds))
        try:
            async with self._database.transaction() as session:
                await Brakes.put_on(session, self._now() + timedelta(seconds=seconds))
        except Exception as error:  # noqa: BLE001 - the next one that is told so says it again
            log.warning("brake_not_written", fault=description(error))

    async def _set_aside(self, whose: WhoseTurn) -> None:
        try:
            async with self._database.transaction() as session:
                chat = await session.get(Chat, whose.chat_id, with_for_update={"key_share": True})
                if chat is not None:
                    await set_aside(session, chat, whose.turn.office, at=self._now())
        except Exception as error:  # noqa: BLE001 - the next notice that meets a 403 does it
            log.warning("not_set_aside", fault=description(error))

    async def _say_instead(
        self, method: TelegramMethod[Any], whose: WhoseTurn, error: TelegramBadRequest
    ) -> object:
        """A tap is answered within seconds or not at all; words that matter are then a message."""
        SENDS.labels("refused").inc()
        if isinstance(method, AnswerCallbackQuery):
            if method.text and method.show_alert:
                return await self._send_one(
                    SendMessage(chat_id=whose.chat_id, text=method.text, parse_mode=None), whose
                )
            return None
        log.warning("reply_refused", method=type(method).__name__, why=complaint(error))
        return None

    async def _remember_question(self, whose: WhoseTurn, message_id: int) -> None:
        """A reply to this very question is its answer, however late it comes."""
        chat = whose.turn.chat
        if chat.step is None:
            return
        async with self._database.transaction() as session:
            await session.execute(
                change(Chat)
                .where(Chat.id == whose.chat_id, Chat.step == chat.step)
                .where(Chat.step_at == chat.step_at)
                .values(asked=message_id)
            )


def refused(update: Update, refusal: Refusal, say: Say) -> list[TelegramMethod[Any]]:
    """A refusal in the person's own language: on the button, or below the message."""
    words = say(refusal.key, **refusal.facts)
    if update.callback_query is not None:
        return [update.callback_query.answer(words, show_alert=True)]
    message = update.message or update.edited_message
    return [message.answer(words)] if message is not None else []


def _asks(method: TelegramMethod[Any]) -> bool:
    return isinstance(method, SendMessage) and isinstance(method.reply_markup, ForceReply)


def _spinner_first(
    update: Update, replies: Sequence[TelegramMethod[Any]]
) -> list[TelegramMethod[Any]]:
    """A tapped button must stop turning, whatever the handler said."""
    tap = update.callback_query
    if tap is None:
        return list(replies)
    answers = [reply for reply in replies if isinstance(reply, AnswerCallbackQuery)]
    others = [reply for reply in replies if not isinstance(reply, AnswerCallbackQuery)]
    return [_short(answers[0]) if answers else tap.answer(), *others]


def _short(answer: AnswerCallbackQuery) -> AnswerCallbackQuery:
    """The words of a tap's answer are no HTML, and 200 characters at most."""
    words = unescape(answer.text or "")
    words = words if len(words) <= LONGEST_ANSWER else words[: LONGEST_ANSWER - 1] + "…"
    return answer.model_copy(update={"text": words or None})
