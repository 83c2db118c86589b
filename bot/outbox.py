"""The outbox draws and delivers notices; it is the only code that speaks unasked.

Draw (a transaction), send (none), write down (a transaction). Sent and then written down may be
repeated after a crash: that is the right side to err on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, case, func, select

from bot.bell import Bell
from bot.database import Database, is_passing
from bot.drawing import Drawer, is_free
from bot.errors import description
from bot.pacing import Pacing
from bot.sending import Brakes, How, Parcel, Sender, Sent
from models.notices.notices import Notice, Urgency

AT_ONCE = 200  # notices looked at in one round, people whose notices are under way
IN_FLIGHT = 16  # most of the time a call is waited for
DRAWN_AT_ONCE = 2  # of a broadcast: the rest of the database and of this process is for turns
INSISTS_FOR = 60.0  # seconds, on writing down what was sent: a database may be away so long
BACKOFF = 0.05  # seconds, doubled with each try

log = structlog.get_logger()


MayBroadcast = Callable[[], bool]


def always() -> bool:
    return True


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
        self._pace = Pacing(per_second)
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)
        self._bell = Bell()
        self._under_way: set[int] = set()  # whose notices (``_whose``) are being delivered
        self._stopped = False

    def wake(self) -> None:
        """Something may be due: the next round begins now."""
        self._bell.ring()

    def stop(self) -> None:
        """Finish what is under way, begin nothing more."""
        self._stopped = True
        self.wake()

    async def deliver(self, notice_ids: Sequence[int]) -> None:
        """At once and in order: somebody is looking at the screen."""
        for notice_id in notice_ids:
            await self.deliver_one(notice_id)
        self.wake()

    async def deliver_one(self, notice_id: int, may_send: MayBroadcast | None = None) -> bool:
        """Draw, send and write down one notice; say whether it was ours to deliver.

        None: whoever waits at the screen is answered by the replica that heard them, lease or not,
        and at once.

        Never raises: one that cannot be drawn must not stop the others.
        """
        try:
            return await self._deliver(notice_id, may_send)
        except Exception as error:  # noqa: BLE001 - the outbox must outlive every fault
            await self._set_back(notice_id, error)
            return False

    async def deliver_due(self) -> int:
        """One round over what is due; say how many were delivered."""
        people = await self._due()
        return sum(await asyncio.gather(*(self._in_order(*person, always) for person in people)))

    async def run(self, may_broadcast: MayBroadcast) -> None:
        """Rounds until stopped, while this replica holds the lease.

        A round does not wait for the one before: a slow chat holds up nobody but itself. What is
        on its way when the lease is lost (this process was frozen) is left to its successor.
        """
        async with asyncio.TaskGroup() as group:
            while not self._stopped:
                people: list[tuple[int, list[int]]] = []
                try:
                    if may_broadcast() and len(self._under_way) < AT_ONCE:
                        people = await self._due()
                except Exception as error:  # noqa: BLE001 - the outbox must outlive every fault
                    _complain("outbox_fault", error)
                for whose, notices in people:
                    group.create_task(self._in_order(whose, notices, may_broadcast))
                if not people:
                    await self._bell.heard(within=1.0)

    async def _deliver(self, notice_id: int, may_send: MayBroadcast | None) -> bool:
        delivered = False
        while (parcel := await self._draw(notice_id, may_send)) is not None:
            sent = await self._send(parcel, may_send)
            delivered = True
            if not await self._write_down(parcel, sent):
                break  # unless it has changed while it was being sent
        return delivered

    async def _draw(self, notice_id: int, may_send: MayBroadcast | None) -> Parcel | None:
        if may_send is None:
            return await self._drawer.draw(notice_id)
        async with self._drawing:
            return await self._drawer.draw(notice_id)

    async def _send(self, parcel: Parcel, may_send: MayBroadcast | None) -> Sent:
        """Paced after the drawing, right before the call: what is counted is what goes out."""
        if may_send is not None:
            await self._pace.turn()
            if not may_send():
                return Sent(How.LATER)
        return await self._sender.send(parcel)

    async def _write_down(self, parcel: Parcel, sent: Sent) -> bool:
        """Insist while the claim holds and a while longer: what is not written down is sent again.

        Whether somebody else has it by now is found out by writing, not by the clock.
        """
        until = asyncio.get_running_loop().time() + INSISTS_FOR
        pause = BACKOFF
        while True:
            try:
                return await self._drawer.write_down(parcel, sent)
            except Exception as error:
                if not is_passing(error) or asyncio.get_running_loop().time() > until:
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, 1.0)

    async def _set_back(self, notice_id: int, error: Exception) -> None:
        _complain("notice_fault", error, notice=notice_id)
        if is_passing(error):
            return
        try:
            await self._drawer.set_back(notice_id, description(error))
        except Exception as again:  # noqa: BLE001 - it stays due
            _complain("notice_fault", again, notice=notice_id)

    async def _in_order(self, whose: int, notices: Sequence[int], may_send: MayBroadcast) -> int:
        """One person's notices, one after another."""
        delivered = 0
        try:
            for notice_id in notices:
                async with self._slots:
                    if self._stopped or not may_send():
                        break
                    delivered += await self.deliver_one(notice_id, may_send)
        finally:
            self._under_way.discard(whose)
            self.wake()
        return delivered

    async def _due(self) -> list[tuple[int, list[int]]]:
        """(whose, notices) of what is due, the urgent first; ``_in_order`` must follow for each."""
        now = self._now()
        async with self._database.transaction() as session:
            rows = await session.execute(
                select(_whose(), Notice.id)
                .where(Notice.due <= now, is_free(session), _whose().not_in(self._under_way))
                .where(Brakes.are_off(now))
                .order_by(case((Notice.urgency == Urgency.NOW, 0), else_=1), Notice.due, Notice.id)
                .limit(AT_ONCE)
            )
            people: dict[int, list[int]] = {}
            for whose, notice_id in rows:
                people.setdefault(whose, []).append(notice_id)
        self._under_way.update(people)
        return list(people.items())


def _whose() -> ColumnElement[int]:
    """Whose order it belongs to: an employee's, or (below zero) that of a chat of nobody."""
    return func.coalesce(Notice.employee_id, -Notice.chat_id)


def _complain(event: str, error: Exception, **more: object) -> None:
    level = log.warning if is_passing(error) else log.error
    level(event, fault=description(error), **more)
