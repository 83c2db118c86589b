"""APScheduler only ticks; what is due stays in the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.database import Database
from bot.errors import description
from bot.inbox import sweep
from bot.making_ahead import make_ahead
from bot.ringing import Ringing
from models.office import Office
from models.people.passing_rectifications import pass_some_on
from models.retention import forget_some
from models.work.holidays import open_year
from models.work.making_duties import AHEAD

SOON = timedelta(seconds=2)
LOTS = 40  # of old rows in one tick: a year of six thousand people goes within three days

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
        self._ringing = Ringing(database, office, now)

    def start(self, seconds: float = 1.0) -> AsyncIOScheduler:
        """Begin to tick. A late tick is made up for once: the default drops it silently."""
        scheduler = AsyncIOScheduler(
            timezone=self._office.timezone,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_job(self._tick, "interval", args=[self.look], seconds=seconds)
        scheduler.add_job(
            self._tick,
            "interval",
            args=[self.tidy],
            minutes=10,
            next_run_time=datetime.now(UTC) + SOON,
        )
        scheduler.start()
        return scheduler

    async def look(self) -> None:
        """Ring what is due; whatever has come due by now is the outbox's."""
        try:
            await self._ringing.ring_due()
        finally:
            self._wake_outbox()

    async def tidy(self) -> None:
        """Forget what is old, open the year that is coming, make the duties of the next months;
        and let nothing that somebody asked for wait with nobody.
        """
        now = self._now()
        async with self._database.transaction() as session:
            await sweep(session, at=now)
        await open_years(self._database, self._office, now)
        await make_ahead(self._database, self._office, now)
        await self._pass_on(now)
        await self._let_go(now)

    async def _pass_on(self, now: datetime) -> None:
        """Requests to put data right, to whoever looks after the person by now."""
        after: int | None = 0
        while after is not None:
            async with self._database.transaction() as session:
                after = await pass_some_on(session, self._office, at=now, after=after)

    async def _let_go(self, now: datetime) -> None:
        """Some lots of what the office keeps no longer; the next tick goes on."""
        for _ in range(LOTS):
            async with self._database.transaction() as session:
                gone = await forget_some(session, self._office, now=now)
            if not gone:
                return
            log.info("let_go", rows=gone)

    async def _tick(self, what: Callable[[], Awaitable[None]]) -> None:
        if not self._may_tick():
            return
        try:
            await what()
        except Exception as error:  # noqa: BLE001 - the next tick may succeed
            log.warning("tick_failed", fault=description(error))


async def open_years(database: Database, office: Office, now: datetime) -> None:
    """The holidays of the years we look into are in the table, once; then they are the office's.

    The next year is opened no earlier than its duties are made: by then it has been published.
    """
    today = office.today(now)
    async with database.transaction() as session:
        for year in sorted({today.year - 1, today.year, (today + AHEAD).year}):
            await open_year(session, year)
