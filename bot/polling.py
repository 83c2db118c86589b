"""One way in: ask Telegram for updates, write them down, and only then confirm them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramConflictError, TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.database import Database
from bot.errors import description
from bot.inbox import ALLOWED, receive

LONG_POLL = 25  # seconds
BATCH = 100

log = structlog.get_logger()


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates as it is: one update that aiogram cannot read must not stop the rest."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int
    allowed_updates: list[str] = ALLOWED


class Polling:
    """Polls while this replica holds the lease: a second poller would end the first."""

    def __init__(
        self,
        *,
        bot: Bot,
        database: Database,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._database = database
        self._now = now
        self._wake = wake
        self._offset: int | None = None

    async def run(self, may_poll: Callable[[], bool]) -> None:
        while True:
            if may_poll():
                await asyncio.sleep(await self._poll_safely())
            else:
                self._offset = None
                await asyncio.sleep(0.5)

    async def poll_once(self) -> int:
        """Fetch, write down; the next call's offset confirms. Say how many came.

        An offset is used once and no longer than needed: ids start anew after a quiet week, and an
        old offset would confirm what nobody has read.
        """
        offset, self._offset = self._offset, None
        ask = RawUpdates(offset=offset, timeout=LONG_POLL)
        updates = await self._bot(ask, request_timeout=LONG_POLL + 10)
        if not updates:
            return 0
        async with self._database.transaction() as session:
            await receive(session, updates, at=self._now())
        self._offset = max(update["update_id"] for update in updates) + 1
        self._wake()
        return len(updates)

    async def _poll_safely(self) -> float:
        """Seconds to wait before the next poll."""
        try:
            await self.poll_once()
        except TelegramRetryAfter as error:
            return float(error.retry_after)
        except TelegramConflictError:
            log.warning("polled_elsewhere")
            return 5.0
        except TelegramAPIError as error:
            log.warning("telegram_away", error=type(error).__name__)
            return 2.0
        except Exception as error:  # noqa: BLE001 - nothing was confirmed, so nothing is lost
            log.warning("poll_not_written", fault=description(error))
            return 1.0
        return 0.0
