"""Rings what is due: reminders of reports, and of reviewing. Only the lease holder does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count

import structlog

from bot.database import Database, is_absence
from bot.errors import description
from bot.metrics import RING_LATE, RINGS
from models.appraisal.ringing_steps import ring_steps
from models.office import Office
from models.work.changed_days import tell_some
from models.work.digests import send_digests
from models.work.handing_over import hand_over_some
from models.work.overdue import look_at_reviewers
from models.work.rings import Due, Rung, drop_earlier, next_due, push_ahead, ring
from models.work.summing_up import sum_up_weeks

AT_ONCE = 200  # rings a tick; the next tick goes on
WEEKS_AT_ONCE = 4  # rounds a tick: many more are due at one moment than can be sent
DAYS_AT_ONCE = 4  # rounds a tick: a holiday may be everybody's
AHEAD = timedelta(minutes=10)  # of a ring that failed

log = structlog.get_logger()


class Ringing:
    """The loops over what is due; each ring is a transaction of its own."""

    def __init__(self, database: Database, office: Office, now: Callable[[], datetime]) -> None:
        self._database = database
        self._office = office
        self._now = now

    async def ring_due(self) -> None:
        """Everything that is due, as far as one tick goes.

        What fails in one round does not keep the others from theirs; it is raised in the end.
        """
        failed: list[Exception] = []
        for does, most in (
            (self.hand_over_some, None),
            (self.drop_earlier, 1),
            (self.ring_one, AT_ONCE),
            (self.look_at_some_reviewers, None),
            (self.send_some_digests, None),
            (self.ask_about_some_steps, None),
            (self.sum_up_some_weeks, WEEKS_AT_ONCE),
            (self.tell_of_some_days, DAYS_AT_ONCE),
        ):
            try:
                await _go_on(does, most)
            except Exception as error:
                if is_absence(error):
                    raise
                failed.append(error)
        if failed:
            raise failed[0]

    async def hand_over_some(self) -> int:
        """What waits follows who is away, back, or standing in from today on."""
        async with self._database.transaction() as session:
            turned = await hand_over_some(session, self._office, now=self._now())
        RINGS.labels("handed-over").inc(turned)
        return turned

    async def drop_earlier(self) -> None:
        """After days of downtime there may be thousands of rings that come too late."""
        async with self._database.transaction() as session:
            dropped = await drop_earlier(session, self._office, now=self._now())
        RINGS.labels(Rung.DROPPED).inc(dropped)

    async def ring_one(self) -> bool:
        """What has been due longest; say whether there was something."""
        now = self._now()
        async with self._database.transaction() as session:
            due = await next_due(session, now=now)
        if due is None:
            return False
        try:
            async with self._database.transaction() as session:
                rung = await ring(session, due, self._office, now=now)
        except Exception as error:
            if is_absence(error):
                raise
            rung = await self._push_ahead(due, now, error)
        RINGS.labels(rung).inc()
        if rung is Rung.SHOWN:
            RING_LATE.observe((now - due.at).total_seconds())
        return True

    async def look_at_some_reviewers(self) -> int:
        """A round over the reviewers whose hour has come; say how many there were."""
        async with self._database.transaction() as session:
            looked = await look_at_reviewers(session, self._office, now=self._now())
        RINGS.labels("reviewer").inc(looked.reminded)
        RINGS.labels("superior").inc(looked.told)
        RINGS.labels("reviewer-dropped").inc(looked.dropped)
        return looked.reviewers

    async def send_some_digests(self) -> int:
        """A round over the digests that are due; say how many there were."""
        async with self._database.transaction() as session:
            due = await send_digests(session, self._office, now=self._now())
        RINGS.labels("digest").inc(due)
        return due

    async def ask_about_some_steps(self) -> int:
        """The steps of dialogues whose day has come; say how many there were."""
        async with self._database.transaction() as session:
            rung = await ring_steps(session, self._office, now=self._now())
        RINGS.labels("step").inc(rung)
        return rung

    async def sum_up_some_weeks(self) -> int:
        """A round over the days whose hour of summing up has come; say how many there were."""
        async with self._database.transaction() as session:
            summed_up = await sum_up_weeks(session, self._office, now=self._now())
        RINGS.labels("week").inc(summed_up.own)
        RINGS.labels("week-group").inc(summed_up.groups)
        RINGS.labels("week-dropped").inc(summed_up.dropped)
        return summed_up.looked_at

    async def tell_of_some_days(self) -> int:
        """A round over the days that a special day has changed; say how many there were."""
        async with self._database.transaction() as session:
            told = await tell_some(session, self._office, now=self._now())
        RINGS.labels("changed-day").inc(told)
        return told

    async def _push_ahead(self, due: Due, now: datetime, error: Exception) -> Rung:
        """One bad row must not stand in everybody's way, nor be tried every second."""
        log.error("ring_failed", duty=due.duty_id, fault=description(error))
        async with self._database.transaction() as session:
            await push_ahead(session, due, to=now + AHEAD)
        return Rung.FAILED


async def _go_on(does: Callable[[], Awaitable[int | None]], most: int | None) -> None:
    """While there is something, a number of times at most."""
    for _ in count() if most is None else range(most):
        if not await does():
            return
