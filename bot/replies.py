"""What a turn answers, sent after its commit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING, Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import ForceReply, Message, Update
from sqlalchemy import update as change

from bot.database import Database
from bot.metrics import SENDS
from models.people.chats import Chat
from models.refusals import Refusal

if TYPE_CHECKING:
    from bot.turns import WhoseTurn
    from handlers.turn import Say

LONGEST_ANSWER = 200  # characters, by Telegram
WAITS = (0.5, 2.0, 5.0)  # seconds after each try
LONGEST_WAIT = 20  # seconds that an answer is worth waiting for

log = structlog.get_logger()


class Replies:
    """Sends a turn's answers in order. A failed answer is counted; the facts are safe anyway."""

    def __init__(self, bot: Bot, database: Database) -> None:
        self._bot = bot
        self._database = database

    async def send(self, replies: Sequence[TelegramMethod[Any]], whose: WhoseTurn | None) -> None:
        if whose is None:
            return
        for method in _spinner_first(whose.update, replies):
            sent = await self._send_one(method, whose)
            if isinstance(sent, Message) and _asks(method):
                await self._remember_question(whose, sent.message_id)

    async def _send_one(self, method: TelegramMethod[Any], whose: WhoseTurn) -> object:
        for wait in WAITS:
            try:
                return await self._try(method, whose)
            except TelegramRetryAfter as error:
                wait = max(wait, min(error.retry_after, LONGEST_WAIT))
            except (TelegramNetworkError, TelegramServerError):
                SENDS.labels("unreachable").inc()
            await asyncio.sleep(wait)
        log.warning("reply_given_up", method=type(method).__name__)
        return None

    async def _try(self, method: TelegramMethod[Any], whose: WhoseTurn) -> object:
        """Send once; only what may pass by itself is raised."""
        try:
            sent: object = await self._bot(method)
        except (TelegramRetryAfter, TelegramNetworkError, TelegramServerError):
            raise
        except TelegramBadRequest as error:
            return await self._say_instead(method, whose, error)
        except TelegramAPIError as error:  # blocked, or worse: nobody is there to be told
            SENDS.labels("blocked").inc()
            log.info("reply_not_wanted", error=type(error).__name__)
            return None
        SENDS.labels("sent").inc()
        return sent

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
        log.warning("reply_refused", method=type(method).__name__, why=error.message)
        return None

    async def _remember_question(self, whose: WhoseTurn, message_id: int) -> None:
        """A reply to this very question is its answer, however late it comes."""
        async with self._database.transaction() as session:
            await session.execute(
                change(Chat)
                .where(Chat.id == whose.chat_id, Chat.step.is_not(None))
                .values(asked=message_id)
            )


def refused(update: Update, refusal: Refusal, say: Say) -> TelegramMethod[Any]:
    """A refusal in the person's own language: on the button, or below the message."""
    words = say(refusal.key, **refusal.facts)
    if update.callback_query is not None:
        return update.callback_query.answer(words, show_alert=True)
    message = update.message or update.edited_message
    assert message is not None, "only messages and taps are refused"
    return message.answer(words)


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
