"""Updates that come late, in another order, and again."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from random import Random

from aiogram.types import TelegramObject, Update

from simulator.telegram import Telegram
from simulator.updates import Updates

LATEST = 1.2  # seconds that an update may be held back
HELD_BACK = 0.3  # the share that is
A_MOMENT = 0.0001  # timers of the same time ring in any order


class UnrulyUpdates(Updates):
    """Some are held back: people overtake each other, and a tap its own chat's messages.

    The messages of one chat keep their order, as Telegram itself keeps it.
    """

    def __init__(self, telegram: Telegram, random: Random) -> None:
        super().__init__(telegram.clock.now)
        self._random = random
        self._messages_until: defaultdict[int, float] = defaultdict(float)
        self._told_ids: list[int] = []
        self.held = 0
        self.is_unruly = True
        self.on_put = telegram.webhook.deliver
        self.on_confirmed = telegram.updates.on_confirmed
        telegram.updates = self

    def put(self, chat_id: int, kind: str, what: TelegramObject) -> Update | None:
        loop = asyncio.get_running_loop()
        when = loop.time()
        if self.is_unruly and self._random.random() < HELD_BACK:
            when += self._random.uniform(0, LATEST)
        if kind != "callback_query":
            when = max(when, self._messages_until[chat_id] + A_MOMENT)
            self._messages_until[chat_id] = when
        if when <= loop.time() + A_MOMENT:
            return self._put_now(chat_id, kind, what)
        self.held += 1
        loop.call_at(when, self._release, chat_id, kind, what)
        return None

    def repeat_some(self, count: int) -> int:
        """Send some of the newest hundred again; say how many."""
        ids = self._random.sample(self._told_ids[-100:], min(count, len(self._told_ids[-100:])))
        for update_id in ids:
            self.repeat(update_id)
        return len(ids)

    def _release(self, chat_id: int, kind: str, what: TelegramObject) -> None:
        self.held -= 1
        self._put_now(chat_id, kind, what)

    def _put_now(self, chat_id: int, kind: str, what: TelegramObject) -> Update | None:
        update = super().put(chat_id, kind, what)
        if update is not None:
            self._told_ids.append(update.update_id)
        return update
