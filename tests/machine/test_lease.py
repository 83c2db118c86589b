"""The lease: one replica at a time, and none that does not know it any more."""

from __future__ import annotations

import asyncio
import os
import signal
from multiprocessing.synchronize import Event

import pytest
from sqlalchemy import update

import bot.lease
from bot.database import Database
from bot.lease import LeaseKeeper
from models.machine import Lease
from tests.machine.lives import PROCESSES, ended

AWAY = "postgresql+asyncpg://nobody@127.0.0.1:9/nothing"


async def runs_out(database: Database) -> None:
    """As much time passes as a lease lasts."""
    async with database.transaction() as session:
        await session.execute(update(Lease).values(until=1.0))


async def test_of_two_keepers_one_holds_it(database: Database) -> None:
    first, second = LeaseKeeper(database), LeaseKeeper(database)
    taken = [await first.try_once(), await second.try_once(), await first.try_once()]

    assert taken == [True, False, True]
    assert (first.is_held, second.is_held) == (True, False)


async def test_keepers_that_try_at_once_do_not_both_hold_it(database: Database) -> None:
    keepers = [LeaseKeeper(database) for _ in range(6)]
    taken = await asyncio.gather(*(keeper.try_once() for keeper in keepers))

    assert sorted(taken) == [False] * 5 + [True]


async def test_whoever_comes_after_it_ran_out_takes_it_over(database: Database) -> None:
    first, second = LeaseKeeper(database), LeaseKeeper(database)
    await first.try_once()
    await runs_out(database)
    took_over = await second.try_once()

    assert (took_over, await first.try_once(), first.is_held) == (True, False, False)


async def test_whoever_begins_after_a_crash_waits_only_where_there_may_be_others(
    database: Database,
) -> None:
    killed, next_one = LeaseKeeper(database), LeaseKeeper(database)
    await killed.try_once()

    assert await next_one.begin() is database.is_sqlite
    assert await killed.try_once() is not database.is_sqlite


async def test_given_up_it_is_the_next_ones_at_once(database: Database) -> None:
    first, second = LeaseKeeper(database), LeaseKeeper(database)
    await first.try_once()
    await first.give_up()

    assert (first.is_held, await second.try_once()) == (False, True)


async def test_nobody_gives_up_what_is_anothers(database: Database) -> None:
    first, second, third = (LeaseKeeper(database) for _ in range(3))
    await first.try_once()
    await second.give_up()

    assert (await third.try_once(), await first.try_once()) == (False, True)


async def test_the_holder_stops_before_its_successor_can_begin(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.lease, "LASTS", 1.0)
    monkeypatch.setattr(bot.lease, "GIVEN_UP_BEFORE", 0.5)
    first, second = LeaseKeeper(database), LeaseKeeper(database)
    await first.try_once()
    seen = []
    while not second.is_held:
        seen.append((first.is_held, second.is_held))
        await second.try_once()
        await asyncio.sleep(0.02)

    assert set(seen) == {(True, False), (False, False)}
    assert seen == sorted(seen, reverse=True)
    assert (first.is_held, second.is_held) == (False, True)


async def test_with_the_database_away_it_is_not_held(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.lease, "LASTS", 0.6)
    monkeypatch.setattr(bot.lease, "GIVEN_UP_BEFORE", 0.2)
    monkeypatch.setattr(bot.lease, "RENEWED_EVERY", 0.1)
    keeper, away = LeaseKeeper(database), Database(AWAY)
    running = asyncio.create_task(keeper.run())
    await asyncio.sleep(0.2)
    before = keeper.is_held
    keeper._database = away
    await asyncio.sleep(0.6)
    meanwhile = keeper.is_held
    keeper._database = database
    await asyncio.sleep(0.4)
    after = keeper.is_held
    await ended(running)
    await away.close()

    assert (before, meanwhile, after) == (True, False, True)


def hold(url: str, holds: Event, look: Event, held_after: Event, looked: Event) -> None:
    """A process that holds the lease, and looks again when it is told to."""

    async def hold_it() -> None:
        database = Database(url)
        keeper = LeaseKeeper(database)
        await keeper.try_once()
        holds.set()
        look.wait(20)
        if keeper.is_held:
            held_after.set()
        looked.set()
        await database.close()

    bot.lease.LASTS, bot.lease.GIVEN_UP_BEFORE = 1.0, 0.3
    asyncio.run(hold_it())


async def test_a_frozen_holder_knows_at_once_when_it_is_thawed(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    holds, look, held_after, looked = (PROCESSES.Event() for _ in range(4))
    process = PROCESSES.Process(target=hold, args=(url, holds, look, held_after, looked))
    process.start()
    assert process.pid is not None
    assert await asyncio.to_thread(holds.wait, 20)
    os.kill(process.pid, signal.SIGSTOP)
    successor = LeaseKeeper(database)
    while not await successor.try_once():  # noqa: ASYNC110 - time has to pass
        await asyncio.sleep(0.05)
    os.kill(process.pid, signal.SIGCONT)
    look.set()
    assert await asyncio.to_thread(looked.wait, 20)
    await asyncio.to_thread(process.join, 20)

    assert (successor.is_held, held_after.is_set()) == (True, False)
