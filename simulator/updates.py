"""What the bot has yet to hear: a queue of updates, and the long poll that empties it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile

from aiogram.types import TelegramObject, Update

from simulator import limits
from simulator.errors import ApiError, conflict

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True)
class Queued:
    """An update that waits, and about which chat and since when."""

    update: Update
    chat_id: int
    at: datetime


class _Poller:
    """One getUpdates that waits."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.ended = False
        self.error: ApiError | None = None  # what it is told, if it did not end by itself


class Updates:
    """Updates in the order of their ids; they wait at most a day."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        # From the time: a bot that remembers which updates it has seen outlives a simulator.
        self._next_id = int(time.time())
        self._pending: dict[int, Queued] = {}
        self._again: deque[Queued] = deque()
        self._told: deque[Queued] = deque(maxlen=1000)  # what repeat() can find
        self._poller: _Poller | None = None
        self._polled = asyncio.Event()
        self.allowed: list[str] | None = None
        self.on_put: Callable[[Queued], None] = lambda queued: None
        self.on_confirmed: Callable[[Queued], None] = lambda queued: None

    def put(self, chat_id: int, kind: str, what: TelegramObject) -> Update | None:
        """Queue an update, unless the bot said that it does not want this kind."""
        if not self._wants(kind):
            return None
        update = Update.model_validate({"update_id": self._next_id, kind: what})
        self._next_id += 1
        queued = Queued(update, chat_id, self._now())
        self._pending[update.update_id] = queued
        self._told.append(queued)
        self._wake()
        self.on_put(queued)
        return update

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def repeat(self, update_id: int | None = None) -> Update:
        """Send an update again, the last one if not said which, even if it was confirmed."""
        for queued in reversed(self._told):
            if update_id in (None, queued.update.update_id):
                self._again.append(queued)
                self._wake()
                self.on_put(queued)
                return queued.update
        raise LookupError(f"no update {update_id} is remembered")

    def pending(self) -> list[Queued]:
        """What waits; what waited too long is gone."""
        self._forget_late()
        return list(self._pending.values())

    def _forget_late(self) -> None:
        oldest = self._now() - limits.UPDATES_WAIT
        late = takewhile(lambda queued: queued.at < oldest, self._pending.values())
        for queued in list(late):
            del self._pending[queued.update.update_id]

    def restore(self, waiting: list[Queued]) -> None:
        """Take in updates that an earlier process had queued."""
        for queued in waiting:
            self._pending[queued.update.update_id] = queued
            self._told.append(queued)
            self._next_id = max(self._next_id, queued.update.update_id + 1)

    def drop(self) -> None:
        self._pending.clear()

    def confirm(self, queued: Queued) -> None:
        """This one was taken by the webhook."""
        self._pending.pop(queued.update.update_id, None)
        self.on_confirmed(queued)

    def confirm_before(self, offset: int) -> None:
        """Everything before this id was taken; a negative offset keeps the last ones only."""
        ids = list(self._pending)
        before = ids[: max(0, len(ids) + offset)] if offset < 0 else ids
        for update_id in before:
            if offset > 0 and update_id >= offset:
                break
            self.on_confirmed(self._pending.pop(update_id))

    async def poll(self, limit: int, seconds: float) -> list[Update]:
        """Wait for updates like getUpdates; an earlier one that still waits ends with a 409."""
        mine = self._take_over()
        deadline = time.monotonic() + seconds
        try:
            while not (found := self._first(limit)):
                await self._wait(mine, deadline - time.monotonic())
                if mine.error:
                    raise mine.error
                if mine.ended or time.monotonic() >= deadline:
                    return self._first(limit)
            return found
        finally:
            if self._poller is mine:
                self._poller = None
                self._polled.clear()

    def _take_over(self) -> _Poller:
        self.end_poll(conflict(TERMINATED))
        self._poller = _Poller()
        self._polled.set()
        return self._poller

    def end_poll(self, error: ApiError | None = None) -> None:
        """End the long poll that waits, if one does: with nothing, or with this error."""
        if self._poller:
            self._poller.ended, self._poller.error = True, error
            self._poller.wake.set()

    async def _wait(self, poller: _Poller, seconds: float) -> None:
        poller.wake.clear()
        try:
            await asyncio.wait_for(poller.wake.wait(), max(0, seconds))
        except TimeoutError:
            return

    def _wake(self) -> None:
        if self._poller:
            self._poller.wake.set()

    def _first(self, limit: int) -> list[Update]:
        again = [self._again.popleft().update for _ in range(min(limit, len(self._again)))]
        self._forget_late()
        waiting = islice(self._pending.values(), limit - len(again))
        return again + [queued.update for queued in waiting]

    async def polled(self, within: float = 10) -> None:
        """Return when a getUpdates is waiting: then the bot has started."""
        await asyncio.wait_for(self._polled.wait(), within)
