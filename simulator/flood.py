"""Flood control: how much a bot may send before Telegram makes it wait."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass

from simulator.errors import too_many_requests


@dataclass(frozen=True)
class Rate:
    """So many calls within so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True)
class FloodLimits:
    """Telegram's, as its FAQ tells them; None is no limit."""

    overall: Rate | None = Rate(30, 1)
    chat: Rate | None = Rate(1, 1)
    group: Rate | None = Rate(20, 60)


class Flood:
    """Counts what is sent, by real time; a bot that goes too fast is stopped for a while."""

    def __init__(self, limits: FloodLimits | None = None) -> None:
        self.limits = limits or FloodLimits(None, None, None)
        self._stopped_until = 0.0
        self._overall: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def stop(self, seconds: float) -> None:
        """Refuse everything the bot sends for this long."""
        self._stopped_until = time.monotonic() + seconds

    def check_stopped(self) -> None:
        left = self._stopped_until - time.monotonic()
        if left > 0:
            raise too_many_requests(math.ceil(left))

    def count(self, chat_id: int) -> None:
        """One more message to this chat; raise 429 if that is too many."""
        now = time.monotonic()
        rate = self.limits.chat if chat_id > 0 else self.limits.group
        sent = self._chats.setdefault(chat_id, deque()) if rate else deque()
        if rate and (wait := _wait(sent, rate, now)):
            raise too_many_requests(wait)
        if self.limits.overall and (wait := _wait(self._overall, self.limits.overall, now)):
            self.stop(wait)
            raise too_many_requests(wait)
        sent.append(now)
        if self.limits.overall:
            self._overall.append(now)


def _wait(sent: deque[float], rate: Rate, now: float) -> int:
    """How many whole seconds until one more is allowed; 0 is now."""
    while sent and sent[0] <= now - rate.seconds:
        sent.popleft()
    return math.ceil(sent[0] + rate.seconds - now) if len(sent) >= rate.calls else 0
