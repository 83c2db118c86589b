"""One round: an office at work while everything goes wrong, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from random import Random
from time import monotonic

from sqlalchemy import func, or_, select
from sqlalchemy.exc import DBAPIError

from bot.database import Database
from models.machine import Incoming
from models.notices.notices import Notice
from models.office import Office
from simulator.clock import Clock
from simulator.telegram import Telegram
from tests.chaos.office import A_MORNING, OFFICE_FILE, clerks, fill, give_phones
from tests.chaos.people import Diary, Player, everybody, plans
from tests.chaos.reckoning import Reckoning, reckon
from tests.chaos.running import running
from tests.chaos.saboteur import Damage, Saboteur
from tests.chaos.stores import Stores
from tests.chaos.unruly import UnrulyUpdates
from tests.chaos.waiting import until

SETTLED_WITHIN = 150.0  # seconds


@dataclass(frozen=True)
class Round:
    """What is asked of one round."""

    engine: str  # "sqlite" or "postgresql"
    way: str  # "polling" or "webhook"
    seed: str
    people: int = 200
    reports: int = 500
    kills: int = 6
    seconds: float = 90.0
    outage: float = 10.0  # seconds that the database is away, once

    @property
    def replicas(self) -> int:
        return 2 if self.engine == "postgresql" else 1


@dataclass
class Played:
    """A round that is over: everything that can be looked at."""

    name: str
    url: str
    telegram: Telegram
    office: Office
    diary: Diary
    damage: Damage
    ended_by_itself: int
    seconds: float = 0.0

    async def reckoned(self, url: str | None = None) -> Reckoning:
        """What came of it, by its database or by a copy of that."""
        return await reckon(url or self.url, self.telegram, self.diary, self.damage, self.office)


async def play(asked: Round, stores: Stores) -> Played:
    """Fill an office, let it work under sabotage, and let the dust settle."""
    began = monotonic()
    office = Office.from_toml(OFFICE_FILE)
    people = clerks(asked.people)
    store = await stores.new(asked.engine)
    await fill(store.url, people, office, at=A_MORNING)
    telegram = Telegram(clock=Clock(A_MORNING))
    telegram.webhook.backoff = (0.3, 2.0)
    updates = UnrulyUpdates(telegram, Random(f"{asked.seed}-updates"))
    give_phones(telegram, people)
    diary = Diary()
    players = everybody(list(telegram.people.values()), diary, asked.seed)
    log = stores.folder / f"{asked.engine}-{asked.way}"
    async with running(telegram, store.url, log, count=asked.replicas, way=asked.way) as replicas:
        saboteur = Saboteur(
            telegram=telegram,
            updates=updates,
            replicas=replicas,
            store=store,
            random=Random(f"{asked.seed}-sabotage"),
            outage=asked.outage,
        )
        await _work(asked, players, saboteur)
        await _settle(store.url, telegram, updates, players)
    return Played(
        name=f"{asked.engine}, {asked.way}",
        url=store.url,
        telegram=telegram,
        office=office,
        diary=diary,
        damage=saboteur.damage,
        ended_by_itself=sum(replica.ended_by_itself for replica in replicas),
        seconds=monotonic() - began,
    )


async def _work(asked: Round, players: Sequence[Player], saboteur: Saboteur) -> None:
    """Everybody does their day's work; who still waits long after the last kill is left."""
    planned = plans(asked.reports, asked.people, 0.9 * asked.seconds, Random(f"{asked.seed}-plans"))
    attending = [asyncio.create_task(player.attends()) for player in players]
    writing = [asyncio.create_task(players[plan.author].reports(plan)) for plan in planned]
    saboteur.spoil()
    await saboteur.work(asked.kills, asked.seconds)
    saboteur.relent()
    done, waiting = await asyncio.wait(writing, timeout=SETTLED_WITHIN)
    await until(lambda: _nobody_sees_anything(players), SETTLED_WITHIN / 2)
    for task in (*waiting, *attending):
        task.cancel()
    await asyncio.gather(*waiting, *attending, return_exceptions=True)
    for task in done:
        task.result()


async def _nobody_sees_anything(players: Sequence[Player]) -> bool:
    return not any(player.sees_something_to_do for player in players)


async def _settle(
    url: str, telegram: Telegram, updates: UnrulyUpdates, players: Sequence[Player]
) -> None:
    """Until nothing waits anywhere, twice in a row."""
    database = Database(url)
    quiet = 0

    async def is_settled() -> bool:
        nonlocal quiet
        still = (
            updates.held
            or telegram.updates.pending()
            or await work_left(database, telegram.clock.now())
        )
        quiet = 0 if still else quiet + 1
        return quiet >= 2

    await until(is_settled, SETTLED_WITHIN)
    await database.close()


async def work_left(database: Database, now: datetime) -> int:
    """Updates in the in-box and notices that are due."""
    with suppress(DBAPIError, OSError):
        async with database.transaction() as session:
            waiting = await session.scalar(select(func.count()).where(Incoming.done_at.is_(None)))
            due = await session.scalar(
                select(func.count())
                .select_from(Notice)
                .where(or_(Notice.due <= now, Notice.drawn < Notice.wanted))
            )
            return (waiting or 0) + (due or 0)
    return 1
