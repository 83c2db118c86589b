"""What just happened, for pages that look on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Something a page may want to show; ``chat_id`` is None when it concerns everybody."""

    kind: str
    chat_id: int | None
    what: dict[str, object]


class Events:
    """Spreads events to whoever listens now; who comes later reads the state instead."""

    BACKLOG = 1000  # a listener that falls this far behind is cut off, and reads the state anew

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event | None]] = set()

    def publish(self, kind: str, chat_id: int | None = None, **what: object) -> None:
        if not self._listeners:
            return
        event = Event(kind, chat_id, what)
        for listener in list(self._listeners):
            if listener.qsize() < self.BACKLOG:
                listener.put_nowait(event)
            else:
                self._cut_off(listener)

    def close(self) -> None:
        """End every stream."""
        for listener in list(self._listeners):
            self._cut_off(listener)

    def _cut_off(self, listener: asyncio.Queue[Event | None]) -> None:
        self._listeners.discard(listener)
        listener.put_nowait(None)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Event | None]]:
        """A queue of what happens from now on; a None in it is the end."""
        listener: asyncio.Queue[Event | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)


async def until_end(
    listener: asyncio.Queue[Event | None], silence: float
) -> AsyncIterator[Event | None]:
    """The events of a listener; None whenever nothing happened for ``silence`` seconds."""
    while True:
        try:
            event = await asyncio.wait_for(listener.get(), silence)
        except TimeoutError:
            yield None
            continue
        if event is None:
            return
        yield event
