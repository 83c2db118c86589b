"""Chats: the messages in them, and whether the bot may write there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiogram.types import Chat as TelegramChat
from aiogram.types import ForceReply, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove, User

from simulator.errors import forbidden

T = TypeVar("T")


class Chat:
    """One chat with the bot, as both sides see it."""

    def __init__(self, shown_as: TelegramChat, keep: int | None = None) -> None:
        self.id = shown_as.id
        self.shown_as = shown_as
        self.messages: dict[int, Message] = {}
        self.keyboard: ReplyKeyboardMarkup | None = None
        self.asks: Message | None = None  # the message with a ForceReply, until it is answered
        self.placeholder: str | None = None
        self._keep = keep
        self._changes = 0
        self._changed: dict[int, int] = {}  # message id → number of its last change
        self._waiting: list[asyncio.Future[None]] = []

    def refuse_strangers(self) -> None:
        """Raise Telegram's 403 if the bot may not write here."""

    def add(self, message: Message) -> None:
        self._put(message)
        while self._keep is not None and len(self.messages) > self._keep:
            self.remove(next(iter(self.messages)))

    def replace(self, message: Message) -> None:
        self._put(message)

    def _put(self, message: Message) -> None:
        self.messages[message.message_id] = message
        self._changes += 1
        self._changed[message.message_id] = self._changes
        self.wake()

    def remove(self, message_id: int) -> Message | None:
        self._changed.pop(message_id, None)
        self.wake()
        return self.messages.pop(message_id, None)

    def quoted(self, message_id: int) -> Message | None:
        """A message as it stands in a reply to it: without what it replied to itself."""
        message = self.messages.get(message_id)
        return message.model_copy(update={"reply_to_message": None}) if message else None

    def clear(self) -> None:
        self.messages.clear()
        self._changed.clear()
        self.keyboard = self.asks = self.placeholder = None

    def take_markup(self, message: Message, markup: object) -> None:
        """What a new message does to the keyboard below the chat."""
        self.asks = message if isinstance(markup, ForceReply) else None
        self.placeholder = getattr(markup, "input_field_placeholder", None)
        if isinstance(markup, ReplyKeyboardMarkup):
            self.keyboard = markup
        elif isinstance(markup, ReplyKeyboardRemove):
            self.keyboard = None

    @property
    def changes(self) -> int:
        """How often anything was written or edited here; a mark to look from."""
        return self._changes

    def changed_since(self, mark: int) -> list[Message]:
        """What was written or edited after this mark, oldest message first."""
        return [
            message
            for message_id, message in self.messages.items()
            if self._changed.get(message_id, 0) > mark
        ]

    def wake(self) -> None:
        """Let everybody who waits for something in this chat look again."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, found: Callable[[], T | None], within: float) -> T:
        """Wait until this finds something here; raise TimeoutError if it does not in time."""
        async with asyncio.timeout(within):
            while True:
                what = found()
                if what is not None:
                    return what
                change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.append(change)
                await change


class PrivateChat(Chat):
    """The bot and one person; the person decides whether it may write."""

    def __init__(self, user: User, keep: int | None = None) -> None:
        super().__init__(_chat_with(user), keep)
        self.started = False
        self.blocked = False
        self.deactivated = False

    def rename(self, user: User) -> None:
        self.shown_as = _chat_with(user)

    def refuse_strangers(self) -> None:
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")


class Group(Chat):
    """A group of people, in which the bot may be."""

    def __init__(self, chat_id: int, title: str, keep: int | None = None) -> None:
        super().__init__(TelegramChat(id=chat_id, type="group", title=title), keep)
        self.has_bot = False
        self.had_bot = False

    def refuse_strangers(self) -> None:
        if not self.has_bot:
            raise forbidden(
                "bot was kicked from the group chat"
                if self.had_bot
                else "bot is not a member of the group chat"
            )


def _chat_with(user: User) -> TelegramChat:
    return TelegramChat(
        id=user.id,
        type="private",
        first_name=user.first_name,
        last_name=user.last_name,
        username=user.username,
    )
