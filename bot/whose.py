"""WhoseTurn: whose an update is, when it was said, and in which words it is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.types import TelegramObject, Update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import kind_of
from bot.steps import step_of
from config.texts import Texts
from handlers.turn import Say, Turn
from models.machine import Incoming
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Language


@dataclass
class WhoseTurn:
    """What a handler is told about the update: plain values, safe to use after a rollback."""

    update: Update
    chat_id: int
    employee_id: int | None
    say: Say
    turn: Turn

    @classmethod
    async def of(
        cls,
        session: AsyncSession,
        chat: Chat,
        incoming: Incoming,
        *,
        bot: Bot,
        office: Office,
        texts: Texts,
    ) -> WhoseTurn | None:
        """None: of a kind that we never asked for. One that cannot be read raises."""
        said: Mapping[str, Any] = json.loads(incoming.body or "{}")
        kind = kind_of(said)
        if kind is None:
            return None
        update = Update.model_validate(said, context={"bot": bot})
        me = await session.get(Employee, chat.employee_id) if chat.employee_id else None
        said_at, now = _times(update, incoming.received_at)
        say = texts.in_language(_language(getattr(update, kind), chat, me))
        state = step_of(chat, update, now)
        turn = Turn(session, office, chat, me, now, said_at, say, texts.in_language, state)
        return cls(update, chat.id, chat.employee_id, say, turn)


def _language(event: TelegramObject, chat: Chat, me: Employee | None) -> str:
    """What the person chose, else what their Telegram speaks."""
    if me is not None:
        return me.language
    if chat.language is not None:
        return chat.language
    code = getattr(getattr(event, "from_user", None), "language_code", None) or "id"
    return Language.ENGLISH if code.startswith("en") else Language.INDONESIAN


def _times(update: Update, received_at: datetime) -> tuple[datetime, datetime]:
    """(said_at, now): a tap has no date of its own, so it counts from when we received it."""
    message = update.message or update.edited_message
    if message is None:
        return received_at, received_at
    said_at = message.date.astimezone(UTC)
    if update.edited_message is None or message.edit_date is None:
        return said_at, said_at
    return said_at, datetime.fromtimestamp(message.edit_date, UTC)
