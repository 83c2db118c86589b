"""The outbox draws and delivers notices; it is the only code that speaks unasked.

Draw (a transaction), send (none), write down (a transaction). Sent and then written down may be
repeated after a crash: that is the right side to err on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

import structlog
from aiolimiter import AsyncLimiter
from sqlalchemy import case, or_, select

from bot.database import Database, is_absence
from bot.drawing import Drawer
from bot.errors import description
from bot.sending import Sender
from models.notices.notices import Notice, Urgency

AT_ONCE = 200  # notices looked at in one round
IN_FLIGHT = 16

log = structlog.get_logger()


class Outbox:
    """Delivers what is due: at once what somebody is waiting for, the rest at a steady pace."""

    def __init__(
        self,
        *,
        database: Database,
        drawer: Drawer,
        sender: Sender,
        now: Callable[[], datetime],
        per_second: int,
    ) -> None:
        self._database = database
        self._drawer = drawer
        self._sender = sender
        self._now = now
        # A bucket of one: AsyncLimiter(25, 1) would let a burst of 25 through beside its 25.
        self._pace = AsyncLimiter(1, 1 / per_second)
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Something may be due: the next round begins now."""
        self._awake.set()

    async def deliver(self, notice_ids: Sequence[int]) -> None:
        """At once and in order: somebody is looking at the screen."""
        for notice_id in notice_ids:
            await self.deliver_one(notice_id)
        self.wake()

    async def deliver_one(self, notice_id: int) -> bool:
        """Draw, send and write down one notice; say whether it was ours to deliver."""
        parcel = await self._drawer.draw(notice_id)
        if parcel is None:
            return False
        sent = await self._sender.send(parcel)
        await self._drawer.write_down(parcel, sent)
        return True

    async def deliver_due(self) -> int:
        """One round over what is due; say how many were delivered."""
        due = await self._due()
        rounds = await asyncio.gather(
            *(self._in_order(list(group)) for _, group in groupby(due, key=lambda row: row[1]))
        )
        return sum(rounds)

    async def run(self, may_broadcast: Callable[[], bool]) -> None:
        """Rounds without end, while this replica holds the lease."""
        while True:
            self._awake.clear()
            delivered = 0
            try:
                if may_broadcast():
                    delivered = await self.deliver_due()
            except Exception as error:  # noqa: BLE001 - the outbox must outlive every fault
                level = log.warning if is_absence(error) else log.error
                level("outbox_fault", fault=description(error))
            if not delivered:
                await self._rest(1.0)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _in_order(self, rows: list[tuple[int, int | None]]) -> int:
        """One person's notices, one after another."""
        delivered = 0
        for notice_id, _ in rows:
            async with self._slots, self._pace:
                delivered += await self.deliver_one(notice_id)
        return delivered

    async def _due(self) -> list[tuple[int, int | None]]:
        """(notice, employee) of what is due, each person's together, the urgent first."""
        now = self._now()
        async with self._database.transaction() as session:
            if await self._sender.brakes.are_on(session, now):
                return []
            rows = await session.execute(
                select(Notice.id, Notice.employee_id)
                .where(
                    Notice.due <= now,
                    or_(Notice.taken_until.is_(None), Notice.taken_until <= now),
                )
                .order_by(case((Notice.urgency == Urgency.NOW, 0), else_=1), Notice.due, Notice.id)
                .limit(AT_ONCE)
            )
            found = [(notice, employee) for notice, employee in rows]
        order = {employee: place for place, (_, employee) in reversed(list(enumerate(found)))}
        return sorted(found, key=lambda row: order[row[1]])
