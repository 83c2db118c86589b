"""Everybody is reminded at half past three, and half way through the lease holder is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from sqlalchemy import func, select

from bot.database import Database
from bot.lease import NAME
from models.machine import Lease
from models.notices.notices import Notice
from models.office import Office
from models.people.employees import Employee
from models.work.duties import Duty
from simulator.clock import Clock
from simulator.faults import Fault
from simulator.telegram import Telegram
from tests.chaos.office import BEFORE_REMINDERS, OFFICE_FILE, clerks, fill, give_phones
from tests.chaos.replicas import Replica
from tests.chaos.rounds import work_left
from tests.chaos.running import running
from tests.chaos.saboteur import in_flight
from tests.chaos.stores import Store, Stores
from tests.chaos.waiting import until

TAKEN_OVER_WITHIN = 15.0  # seconds after the death, as promised
LOOK = 0.05
TELEGRAM_TAKES = 0.15  # seconds for each message, so that some are always in flight
SECONDS_A_PERSON = 0.15  # more than it takes at the pace of a broadcast


class Fate(StrEnum):
    """What becomes of the lease holder."""

    KILLED = "killed"
    FROZEN = "frozen"


@dataclass
class Told:
    """How a broadcast ended."""

    fate: Fate
    people: int
    reminders: int = 0  # messages that arrived
    untold: int = 0
    told_twice: int = 0
    before: int = 0  # reminders that had arrived when the holder was lost
    in_flight: int = 0
    taken_over_after: float | None = None  # seconds
    left: int = 0  # notices and rings that still wait
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Everybody, twice only what was in flight, and another took over in time."""
        in_time = self.taken_over_after is not None and self.taken_over_after <= TAKEN_OVER_WITHIN
        everybody = not self.untold and not self.left
        return everybody and self.told_twice <= self.in_flight and in_time

    def __str__(self) -> str:
        after = self.taken_over_after
        return (
            f"{self.people} people, lease holder {self.fate} after {self.before} reminders:"
            f" untold {self.untold}, told twice {self.told_twice} (in flight {self.in_flight}),"
            f" lease taken over after {'never' if after is None else f'{after:.1f} s'},"
            f" {self.reminders} reminders in {self.seconds:.0f} s"
        )


async def remind_everybody(fate: Fate, people: int, stores: Stores) -> Told:
    """Two replicas on PostgreSQL at the hour of reminding; the one that reminds is lost."""
    office = Office.from_toml(OFFICE_FILE)
    store = await stores.new("postgresql")
    everybody = clerks(people)
    await fill(store.url, everybody, office, at=BEFORE_REMINDERS)
    telegram = Telegram(clock=Clock(BEFORE_REMINDERS))
    telegram.faults.arm(Fault.slow(TELEGRAM_TAKES), method="sendMessage", times=None)
    give_phones(telegram, everybody)
    log = stores.folder / f"reminders-{fate}"
    async with running(telegram, store.url, log, count=2, NOTICES_PER_SECOND="30") as replicas:
        round_ = _Reminding(Told(fate, people), telegram, store, replicas)
        try:
            await round_.play()
        finally:
            await round_.close()
    return round_.told


class _Reminding:
    """One broadcast, watched from outside."""

    def __init__(
        self, told: Told, telegram: Telegram, store: Store, replicas: list[Replica]
    ) -> None:
        self.told = told
        self._telegram = telegram
        self._store = store
        self._replicas = replicas
        self._database = Database(store.url)

    async def play(self) -> None:
        began = monotonic()
        within = SECONDS_A_PERSON * self.told.people + 60
        await until(self._is_half_way, within, look=LOOK)
        holder = await self._lose_the_holder()
        await until(self._is_over, within, look=1.0)
        holder.thaw()
        await asyncio.sleep(1)  # whatever it had in its hands would arrive now
        await self._count()
        self.told.seconds = monotonic() - began

    async def close(self) -> None:
        await self._database.close()

    async def _lose_the_holder(self) -> Replica:
        """Kill it or freeze it; a frozen one is thawed while its successor is at work."""
        lost = await self._holder()
        holder = next(r for r in self._replicas if f"-{r.pid}-" in lost)
        if self.told.fate is Fate.KILLED:
            holder.kill(for_good=True)
        else:
            holder.freeze()
        when = monotonic()
        self.told.before = self._arrived()
        self.told.in_flight = len(await in_flight(self._store.url))

        async def is_taken_over() -> bool:
            return await self._holder() != lost

        if await until(is_taken_over, 3 * TAKEN_OVER_WITHIN, look=LOOK):
            self.told.taken_over_after = monotonic() - when
        await asyncio.sleep(TAKEN_OVER_WITHIN / 2)
        holder.thaw()
        return holder

    async def _holder(self) -> str:
        async with self._database.transaction() as session:
            return await session.scalar(select(Lease.holder).where(Lease.name == NAME)) or ""

    async def _is_half_way(self) -> bool:
        return self._arrived() >= self.told.people / 2

    async def _is_over(self) -> bool:
        return not await self._left()

    async def _left(self) -> int:
        now = self._telegram.clock.now()
        async with self._database.transaction() as session:
            rings = await session.scalar(
                select(func.count()).select_from(Duty).where(Duty.remind_at <= now)
            )
        return (rings or 0) + await work_left(self._database, now)

    def _arrived(self) -> int:
        return sum(len(person.received) for person in self._telegram.people.values())

    async def _count(self) -> None:
        """By what stands on the phones, and for whom the database says that something should."""
        per_person = Counter(
            {person.id: len(person.received) for person in self._telegram.people.values()}
        )
        self.told.reminders = per_person.total()
        self.told.untold = sum(count == 0 for count in per_person.values())
        self.told.told_twice = sum(max(0, count - 1) for count in per_person.values())
        self.told.left = await self._left() + await self._unreminded()

    async def _unreminded(self) -> int:
        """Employees whose reminder is not written down as delivered."""
        async with self._database.transaction() as session:
            people = await session.scalar(select(func.count()).select_from(Employee)) or 0
            reminded = await session.scalar(
                select(func.count())
                .select_from(Notice)
                .where(Notice.kind == "reminder", Notice.message_id.is_not(None))
            )
            return people - (reminded or 0)
