"""So many a second, evenly: whoever is late catches up, but no second ever holds more."""

from __future__ import annotations

import asyncio
from collections import deque

CATCHES_UP = 0.25  # seconds; what was lost before that is lost


class Pacing:
    """Turns are given in the order in which they are asked for.

    A leaky bucket (aiolimiter's) forgets every lateness of the event loop, and so stays some per
    cent below its rate; one with room for bursts lets twice the rate through at its beginning.
    """

    def __init__(self, per_second: int) -> None:
        self._every = 1 / per_second
        self._given: deque[float] = deque(maxlen=per_second)  # within the last second or before
        self._next = 0.0
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Return when it may be done: at once do it."""
        clock = asyncio.get_running_loop().time
        asked = clock()  # after a rest there is nothing to catch up with
        async with self._queue:
            self._next = max(self._next, asked, clock() - CATCHES_UP)
            await asyncio.sleep(max(self._next, self._second_after_the_oldest()) - clock())
            self._given.append(clock())
            self._next += self._every

    def _second_after_the_oldest(self) -> float:
        full = len(self._given) == self._given.maxlen
        return self._given[0] + 1.0 if full else 0.0
