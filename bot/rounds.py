"""Rounds over what is due outside turns, and how a file comes from Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot

from bot.bell import Bell
from bot.errors import description

LOOKS_EVERY = 2.0  # seconds
SWEEPS_EVERY = 600.0  # seconds
SECONDS = 60  # a download may take

log = structlog.get_logger()


class Rounds:
    """One loop: ``work`` says how much it did, ``sweep`` comes along now and then."""

    def __init__(
        self,
        fault: str,
        work: Callable[[], Awaitable[int]],
        sweep: Callable[[], Awaitable[int]] | None = None,
    ) -> None:
        self._fault = fault  # what the log calls a failure
        self._work = work
        self._sweep = sweep
        self._bell = Bell()
        self._stopped = False

    def stop(self) -> None:
        """Finish what is under way, begin nothing more."""
        self._stopped = True
        self._bell.ring()

    async def run(self, may_work: Callable[[], bool]) -> None:
        """Rounds until stopped, while this replica holds the lease."""
        sweep_at = 0.0
        while not self._stopped:
            done = 0
            if may_work():
                done = await self._safely(self._work)
                if self._sweep and asyncio.get_running_loop().time() >= sweep_at:
                    await self._safely(self._sweep)
                    sweep_at = asyncio.get_running_loop().time() + SWEEPS_EVERY
            if not done:
                await self._bell.heard(within=LOOKS_EVERY)

    async def _safely(self, does: Callable[[], Awaitable[int]]) -> int:
        try:
            return await does()
        except Exception as error:  # noqa: BLE001 - the loop must outlive every fault
            log.warning(self._fault, fault=description(error))
            return 0


async def download(
    bot: Bot, file_id: str, check_size: Callable[[int | None], None] | None = None
) -> bytes | None:
    """A file's bytes; ``check_size`` may refuse it before they come. None: too large to be had."""
    file = await bot.get_file(file_id)
    if check_size is not None:
        check_size(file.file_size)
    if file.file_path is None:
        return None
    found = await bot.download_file(file.file_path, timeout=SECONDS)
    assert found is not None, "without a destination it comes as a stream"
    return found.read()
