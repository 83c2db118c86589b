"""A bell: wakes one sleeper at a ring, and keeps a ring that nobody was there to hear."""

from __future__ import annotations

import asyncio


class Bell:
    """An Event wakes everybody, and a ring between its ``clear`` and ``wait`` may be lost."""

    def __init__(self) -> None:
        self._rings: asyncio.Queue[None] = asyncio.Queue(1)

    def ring(self) -> None:
        if not self._rings.full():
            self._rings.put_nowait(None)

    async def heard(self, within: float) -> None:
        """Return at a ring, or after so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._rings.get()
        except TimeoutError:
            return
