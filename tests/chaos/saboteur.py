"""Whoever makes everything go wrong: kills, power cuts, outages, and a Telegram in a bad mood."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.database import Database
from models.notices.notices import Notice
from simulator.faults import ArmedFault, Fault
from simulator.telegram import Telegram
from tests.chaos.replicas import Replica
from tests.chaos.stores import Store
from tests.chaos.unruly import UnrulyUpdates
from tests.chaos.waiting import until

MID_SEND_WITHIN = 8.0


@dataclass
class Damage:
    """What was done, and what was in flight when it was done."""

    kills: int = 0
    outages: int = 0
    repeated: int = 0
    in_flight: set[tuple[int, datetime]] = field(default_factory=set)  # (notice, taken until)
    armed: list[ArmedFault] = field(default_factory=list)
    lost_answers: ArmedFault | None = None

    @property
    def answers_lost(self) -> int:
        """Messages that Telegram took while the bot was told nothing."""
        return self.lost_answers.happened if self.lost_answers else 0

    @property
    def faults(self) -> int:
        return sum(armed.happened for armed in self.armed)

    @property
    def may_be_told_twice(self) -> int:
        return len(self.in_flight) + self.answers_lost


class Saboteur:
    """Works through a plan that comes from the seed."""

    def __init__(
        self,
        *,
        telegram: Telegram,
        updates: UnrulyUpdates,
        replicas: Sequence[Replica],
        store: Store,
        random: Random,
        outage: float,
    ) -> None:
        self.damage = Damage()
        self._telegram = telegram
        self._updates = updates
        self._replicas = replicas
        self._store = store
        self._random = random
        self._outage = outage  # seconds

    def spoil(self) -> None:
        """From now on calls fail now and then, the way Telegram's do."""
        arm = self._telegram.faults.arm
        damage = self.damage
        damage.lost_answers = arm(
            Fault.lost_answer(), method="sendMessage", times=None, chance=0.01
        )
        damage.armed = [
            damage.lost_answers,
            arm(Fault.server_error(500), times=None, chance=0.01),
            arm(Fault.server_error(502), times=None, chance=0.005),
            arm(Fault.dropped(), times=None, chance=0.01),
            arm(Fault.lost_answer(), method="editMessageText", times=None, chance=0.02),
            arm(Fault.too_many(2), method="sendMessage", times=None, chance=0.003),
            arm(Fault.slow(0.4), times=None, chance=0.05),
        ]

    def relent(self) -> None:
        """The dust may settle."""
        self._telegram.faults.disarm()
        self._updates.is_unruly = False

    async def work(self, kills: int, seconds: float) -> None:
        """So many kills, at random moments of so many equal slices; one outage between them."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        slice_ = seconds / kills
        for number in range(kills):
            moment = began + (number + self._random.uniform(0.1, 0.9)) * slice_
            await asyncio.sleep(max(0.0, moment - loop.time()))
            await self._random.choice(self._ways_to_kill())()
            self.damage.repeated += self._updates.repeat_some(self._random.randrange(1, 6))
            if number == (kills - 1) // 2:
                await self._one_at_work()  # who begins meanwhile only ends again
                await self._store.outage(self._outage)
                self.damage.outages += 1

    def _ways_to_kill(self) -> list[Callable[[], Awaitable[None]]]:
        return [self._kill_one, self._kill_one_mid_send, self._cut_the_power]

    async def _kill_one(self) -> None:
        await self._kill([await self._one_at_work()])

    async def _kill_one_mid_send(self) -> None:
        """Telegram has the message, and the bot will never hear so."""
        replica = await self._one_at_work()
        fault = Fault(delay=1.0, late=True)
        armed = self._telegram.faults.arm(fault, method="sendMessage")

        async def is_under_way() -> bool:
            return bool(armed.happened)

        await until(is_under_way, MID_SEND_WITHIN, look=0.02)  # unless nobody is told anything
        await asyncio.sleep(0.1)
        await self._kill([replica])

    async def _cut_the_power(self) -> None:
        await self._one_at_work()
        await self._kill(self._replicas)

    async def _one_at_work(self) -> Replica:
        """A process that has hardly begun is hardly worth killing; this one works a while."""
        replica = self._random.choice(self._replicas)
        await replica.up()
        await asyncio.sleep(self._random.uniform(0, 1.5))
        return replica

    async def _kill(self, replicas: Sequence[Replica]) -> None:
        for replica in replicas:
            self.damage.kills += replica.kill()
        self.damage.in_flight |= await in_flight(self._store.url)


async def in_flight(url: str) -> set[tuple[int, datetime]]:
    """(notice, taken until) of what has been taken for sending and not been written down."""
    database = Database(url)
    try:
        async with database.transaction() as session:
            rows = await session.execute(
                select(Notice.id, Notice.taken_until).where(Notice.taken_until.is_not(None))
            )
            return {(notice, until) for notice, until in rows if until is not None}
    except (DBAPIError, OSError):  # somebody else's lock: look again
        await asyncio.sleep(0.5)
        return await in_flight(url)
    finally:
        await database.close()
