"""Faults on order: the next calls fail the way Telegram's sometimes do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.errors import ApiError, bad_request, forbidden, too_many_requests


@dataclass(frozen=True)
class Fault:
    """What goes wrong. ``late`` means: only after the call was carried out."""

    error: ApiError | None = None
    delay: float = 0  # seconds before anything happens
    drops: bool = False  # the connection is cut instead of an answer
    late: bool = False

    @classmethod
    def too_many(cls, retry_after: int) -> Fault:
        """429, and the whole bot has to wait this many seconds."""
        return cls(too_many_requests(retry_after))

    @classmethod
    def blocked(cls) -> Fault:
        return cls(forbidden("bot was blocked by the user"))

    @classmethod
    def bad_request(cls, why: str) -> Fault:
        return cls(bad_request(why))

    @classmethod
    def server_error(cls, code: int = 500) -> Fault:
        return cls(ApiError(code, {502: "Bad Gateway"}.get(code, "Internal Server Error")))

    @classmethod
    def dropped(cls) -> Fault:
        """The connection is lost before anything was done."""
        return cls(drops=True)

    @classmethod
    def lost_answer(cls) -> Fault:
        """It was done, but the connection is lost before the bot hears so."""
        return cls(drops=True, late=True)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        return cls(delay=seconds)


@dataclass
class ArmedFault:
    """A fault that waits for its calls; ``times`` None is for ever."""

    fault: Fault
    method: str | None
    chat_id: int | None
    times: int | None
    chance: float
    happened: int = 0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        return self.method in (None, method) and self.chat_id in (None, chat_id)

    @property
    def spent(self) -> bool:
        return self.times is not None and self.happened >= self.times


class Faults:
    """The faults that are armed. Random ones come from a seed, so that a run can be repeated."""

    def __init__(self, seed: int = 0) -> None:
        self._armed: list[ArmedFault] = []
        self._random = random.Random(seed)

    def arm(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        chance: float = 1,
    ) -> ArmedFault:
        """Let this happen to the next ``times`` calls of this method and chat."""
        armed = ArmedFault(fault, method and method.lower(), chat_id, times, chance)
        self._armed.append(armed)
        return armed

    def disarm(self) -> None:
        self._armed.clear()

    def __iter__(self) -> Iterator[ArmedFault]:
        return iter(self._armed)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets, if any."""
        for armed in self._armed:
            if armed.concerns(method.lower(), chat_id) and self._random.random() < armed.chance:
                armed.happened += 1
                self._armed = [other for other in self._armed if not other.spent]
                return armed.fault
        return None
