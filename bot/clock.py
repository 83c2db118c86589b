"""APScheduler only ticks; what is due stays in the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.database import Database
from bot.errors import description
from bot.inbox import sweep
from models.office import Office
from models.work.holidays import open_year

log = structlog.get_logger()


class Clock:
    """The ticks of one replica; each looks whether it may before it does anything."""

    def __init__(
        self,
        *,
        database: Database,
        office: Office,
        now: Callable[[], datetime],
        wake_outbox: Callable[[], None],
        may_tick: Callable[[], bool],
    ) -> None:
        self._database = database
        self._office = office
        self._now = now
        self._wake_outbox = wake_outbox
        self._may_tick = may_tick

    def start(self, seconds: float = 1.0) -> AsyncIOScheduler:
        """Begin to tick. A late tick is made up for once: the default drops it silently."""
        scheduler = AsyncIOScheduler(
            timezone=self._office.timezone,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_job(self._tick, "interval", args=[self.look], seconds=seconds)
        scheduler.add_job(self._tick, "interval", args=[self.tidy], minutes=10)
        scheduler.start()
        return scheduler

    async def look(self) -> None:
        """Whatever has come due by now is the outbox's."""
        self._wake_outbox()

    async def tidy(self) -> None:
        """Forget old updates; open the year that is coming."""
        now = self._now()
        async with self._database.transaction() as session:
            await sweep(session, at=now)
        await open_years(self._database, self._office, now)

    async def _tick(self, what: Callable[[], Awaitable[None]]) -> None:
        if not self._may_tick():
            return
        try:
            await what()
        except Exception as error:  # noqa: BLE001 - the next tick may succeed
            log.warning("tick_failed", fault=description(error))


async def open_years(database: Database, office: Office, now: datetime) -> None:
    """The holidays of this year and the next are in the table, once; then they are the office's."""
    year = office.today(now).year
    async with database.transaction() as session:
        for opened in (year - 1, year, year + 1):
            await open_year(session, opened)
