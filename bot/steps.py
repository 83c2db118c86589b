"""A conversation's step, kept on the chat's row: aiogram's own FSMContext over our transaction.

Steps survive a restart, roll back with the rest, and are over after a while: a step forgotten
for an hour must not swallow somebody's report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.types import Message, Update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cards import refresh
from models.people.chats import Chat


class ChatSteps(BaseStorage):
    """The step of one locked chat, for one turn."""

    def __init__(self, chat: Chat, *, now: datetime, message: Message | None) -> None:
        self._chat = chat
        self._now = now
        self._message = message

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        self._chat.step = state.state if isinstance(state, State) else state
        self._chat.step_at = self._now
        self._chat.asked = None

    async def get_state(self, key: StorageKey) -> str | None:
        message = self._message
        answered = message.reply_to_message if message else None
        by_us = (
            answered is not None and answered.from_user is not None and answered.from_user.is_bot
        )
        return self._chat.step_now(
            at=self._now,
            message_id=message.message_id if message else None,
            replying_to=answered.message_id if answered else None,
            replied_at=answered.date if answered and by_us else None,
        )

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._chat.step_facts = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._chat.step_facts)

    async def close(self) -> None:
        """The row closes with its transaction."""


def step_of(chat: Chat, update: Update, now: datetime) -> FSMContext:
    """The conversation's step as far as this update belongs to it."""
    steps = ChatSteps(chat, now=now, message=update.message)
    return FSMContext(steps, StorageKey(bot_id=0, chat_id=chat.id, user_id=chat.id))


async def ask_no_more(session: AsyncSession, chat: Chat, update: Update, *, at: datetime) -> None:
    """What was just refused for good was an answer: its question is over, and so is its card's."""
    steps, message = step_of(chat, update, at), update.message
    is_command = message is None or (message.text or "").startswith("/")
    if is_command or await steps.get_state() is None:
        return
    asking = (await steps.get_data()).get("notice")
    await steps.clear()
    if asking is not None and chat.employee_id is not None:
        await refresh(session, asking, chat.employee_id, at, facts={})
