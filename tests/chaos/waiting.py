"""Waiting for something that tells nobody when it happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(is_so: Callable[[], Awaitable[bool]], within: float, look: float = 0.5) -> bool:
    """Look every so many seconds; say whether it came about in time."""
    try:
        async with asyncio.timeout(within):
            while not await is_so():  # noqa: ASYNC110 - processes and databases set no event
                await asyncio.sleep(look)
    except TimeoutError:
        return False
    return True
