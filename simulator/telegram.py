"""Telegram's state: one bot, the people and groups it can meet, and everything said."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.types import Message, Update, User

from simulator.bot import BotAccount
from simulator.callbacks import Callbacks
from simulator.chats import Chat, Group
from simulator.clock import Clock
from simulator.errors import ApiError, bad_request
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.flood import Flood, FloodLimits
from simulator.people import Person
from simulator.updates import Queued, Updates
from simulator.webhook import Webhook

TOKEN = "123456789:simulator-no-real-bot-has-this-token"
FIRST_PERSON = 1_000_001
FIRST_GROUP = -1_001


class Numbers:
    """Numbers that are given once, upwards."""

    def __init__(self, first: int) -> None:
        self._next = first

    def next(self) -> int:
        self._next += 1
        return self._next - 1

    def skip(self, used: int) -> None:
        """This one was given before."""
        self._next = max(self._next, used + 1)


@dataclass
class Call:
    """A call of the bot (other than getUpdates), and how it went."""

    method: str
    arguments: TelegramMethod[Any]
    chat_id: int | None
    at: datetime
    result: object = None
    error: ApiError | None = None


class Telegram:
    """A Telegram of our own. ``keep`` bounds messages a chat, for load tests; None keeps all."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "kinerja_bot",
        name: str = "Kinerja Bot",
        clock: Clock | None = None,
        flood: FloodLimits | None = None,
        strict: bool = False,
        keep: int | None = None,
    ) -> None:
        self.token = token
        self.strict = strict
        self.keep = keep
        self.clock = clock or Clock()
        self.bot = BotAccount(int(token.partition(":")[0]), username, name)
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.files = Files()
        self.callbacks = Callbacks()
        self.faults = Faults()
        self.flood = Flood(flood)
        self.events = Events()
        self.sent: deque[Call] = deque(maxlen=None if keep is None else 10_000)
        self.unknown_fields: list[str] = []
        self.updates = Updates(self.clock.now)
        self.webhook = Webhook(self)
        # From the time: an id that a bot remembers from an earlier simulator means nothing here.
        self.message_ids = Numbers(int(time.time()))
        self.updates.on_put = self.webhook.deliver
        self.updates.on_confirmed = self._was_read
        self.clock.on_change = lambda: self.events.publish("clock")

    async def close(self) -> None:
        """Let everything that waits go; a server that stops calls this."""
        self.updates.end_poll()
        self.events.close()
        await self.webhook.close()

    def person(
        self,
        first_name: str,
        last_name: str | None = None,
        *,
        id: int | None = None,
        username: str | None = None,
        language_code: str = "id",
        about: str = "",
        hints: Sequence[str] = (),
        start_code: str | None = None,
    ) -> Person:
        """Somebody with an account; the same id again renews them and keeps their chat.

        ``about`` and ``hints`` are only for the page. ``start_code`` is the payload of the deep
        link they have been given: their START button sends it.
        """
        user = User(
            id=id or max(self.people, default=FIRST_PERSON - 1) + 1,
            is_bot=False,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        person = self.people.get(user.id) or Person(self, user)
        person.introduce(user, about, tuple(hints), start_code)
        self.people[user.id] = person
        self.events.publish("people")
        return person

    def group(self, title: str, id: int | None = None) -> Group:
        """A group without the bot; ``person.adds_bot(group)`` brings it in."""
        group = Group(id or min(self.groups, default=FIRST_GROUP + 1) - 1, title, self.keep)
        self.groups[group.id] = group
        return group

    def chat(self, chat_id: int | str | None) -> Chat:
        """The chat a call means, or Telegram's refusal."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        if isinstance(chat_id, int):
            if person := self.people.get(chat_id):
                return person.chat
            if group := self.groups.get(chat_id):
                return group
        raise bad_request("chat not found")

    def chat_to_write_to(self, chat_id: int | str | None) -> Chat:
        """The same, where the bot may write now."""
        chat = self.chat(chat_id)
        chat.refuse_strangers()
        self.flood.count(chat.id)
        return chat

    def new_message(self, chat: Chat, sender: User, content: dict[str, object]) -> Message:
        """A message that is in no chat yet."""
        return Message.model_validate(
            {
                "message_id": self.message_ids.next(),
                "from_user": sender,
                "chat": chat.shown_as,
                "date": self.clock.second(),
                **content,
            }
        )

    def changed(self, chat: Chat) -> None:
        """Something about a chat changed that is no message: its keyboard, a block, …"""
        chat.wake()
        self.events.publish("chat", chat.id)

    def unread_by_bot(self, chat: Chat) -> list[int]:
        """The messages of this chat that the bot has not fetched yet."""
        waiting = (q.update.message for q in self.updates.pending() if q.chat_id == chat.id)
        return [message.message_id for message in waiting if message]

    async def ready(self, within: float = 10) -> None:
        """Return once the bot listens: a getUpdates waits, or a webhook is set."""
        if not self.webhook.url:
            await self.updates.polled(within)

    def record(self, call: TelegramMethod[Any]) -> Call:
        """Remember a call; how it went is filled in afterwards."""
        chat_id = getattr(call, "chat_id", None)
        at = self.clock.now()
        record = Call(call.__api_method__, call, chat_id if isinstance(chat_id, int) else None, at)
        if not isinstance(call, GetUpdates):
            self.sent.append(record)
        return record

    def told_anew(self, update: Update) -> Update:
        """The same update with other file ids, as Telegram does from call to call."""
        for kind in ("message", "edited_message"):
            if message := getattr(update, kind):
                return update.model_copy(update={kind: self.files.told_anew(message)})
        return update

    def _was_read(self, queued: Queued) -> None:
        if message := queued.update.message:
            self.events.publish("read", queued.chat_id, message_id=message.message_id)
