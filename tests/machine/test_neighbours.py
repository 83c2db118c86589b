"""Replicas with different rules do not run beside each other; new ones wait until all are gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

import bot.lease
from bot.database import Database
from bot.machine import Machine, telegram_bot
from bot.neighbours import NAME, AnotherOffice, Neighbours
from config.settings import HERE, Settings
from models.machine import Lease
from models.office import Office, Rules
from simulator.server import serving
from simulator.telegram import Telegram
from tests.desk import OFFICE
from tests.engines import Engines
from tests.machine.lives import ended, eventually

NEW_RULES = OFFICE.model_copy(
    update={"rules": (Rules(valid_from=date(2026, 1, 1), entry_window=5),)}
)


@pytest.fixture(autouse=True)
def _time_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.lease, "LASTS", 2.0)
    monkeypatch.setattr(bot.lease, "GIVEN_UP_BEFORE", 0.4)
    monkeypatch.setattr(bot.lease, "RENEWED_EVERY", 0.5)
    monkeypatch.setattr("bot.neighbours.LOOKED_EVERY", 0.05)


async def test_the_same_office_may_run_any_number_of_times(database: Database) -> None:
    for _ in range(3):
        await Neighbours(database, OFFICE).agree()


async def test_another_office_is_refused_beside_one_that_runs(database: Database) -> None:
    first = Neighbours(database, OFFICE)
    await first.agree()
    running = asyncio.create_task(first.watch())
    with pytest.raises(AnotherOffice, match="different office.toml"):
        await Neighbours(database, NEW_RULES).agree()
    await ended(running)

    assert not first.differ


async def test_new_rules_come_in_when_all_have_ended(database: Database) -> None:
    ended = [Neighbours(database, OFFICE) for _ in range(2)]
    for one in ended:
        await one.agree()
    for one in ended:
        await one.leave()
    newcomer = Neighbours(database, NEW_RULES)
    await newcomer.agree()

    with pytest.raises(AnotherOffice):
        await _agree_while(database, OFFICE, newcomer)


async def test_after_the_last_one_was_killed_new_rules_wait_no_longer_than_a_claim(
    database: Database,
) -> None:
    await Neighbours(database, OFFICE).agree()  # and is never heard of again
    await Neighbours(database, NEW_RULES).agree()


async def test_one_that_ends_does_not_take_the_claim_from_those_that_remain(
    both_engines: Engines,
) -> None:
    database = Database(await both_engines.empty_postgresql())  # SQLite has one process
    first, second = Neighbours(database, OFFICE), Neighbours(database, OFFICE)
    await first.agree()
    await second.agree()
    await first.leave()
    with pytest.raises(AnotherOffice):
        await _agree_while(database, NEW_RULES, second)
    await database.close()


async def test_whoever_was_away_while_new_rules_came_in_ends(database: Database) -> None:
    frozen = Neighbours(database, OFFICE)
    await frozen.agree()
    await Neighbours(database, NEW_RULES).agree()
    await asyncio.wait_for(frozen.watch(), 5)

    assert frozen.differ


async def _agree_while(database: Database, office: Office, other: Neighbours) -> None:
    running = asyncio.create_task(other.watch())
    try:
        await Neighbours(database, office).agree()
    finally:
        await ended(running)


# The whole machine


@pytest.fixture
async def telegram_url() -> AsyncIterator[str]:
    telegram = Telegram()
    async with serving(telegram) as url:
        yield url


def machine(database: Database, telegram_url: str, office: Office) -> Machine:
    url = database.engine.url.render_as_string(hide_password=False)
    settings = Settings(
        _env_file=None, telegram_api=telegram_url, database_url=url, listen_port=0,
        webhook_url=None,
    )  # fmt: skip
    bot = telegram_bot("123456789:simulator-no-real-bot-has-this-token", telegram_url)
    return Machine(settings=settings, office=office, bot=bot)


async def test_a_replica_with_other_rules_says_so_and_does_not_run(
    database: Database, telegram_url: str
) -> None:
    first = machine(database, telegram_url, OFFICE)
    running = asyncio.create_task(first.run())
    await eventually(lambda: _holds_lease(first, running))
    with pytest.raises(AnotherOffice):
        await machine(database, telegram_url, NEW_RULES).run()
    first.stop()
    await running
    second = machine(database, telegram_url, NEW_RULES)
    rolled_out = asyncio.create_task(second.run())
    await eventually(lambda: _holds_lease(second, rolled_out))
    second.stop()
    await rolled_out


async def test_a_replica_ends_when_others_have_taken_the_office_over(
    database: Database, telegram_url: str
) -> None:
    first = machine(database, telegram_url, OFFICE)
    running = asyncio.create_task(first.run())
    await eventually(lambda: _holds_lease(first, running))
    async with database.transaction() as session:
        taken = update(Lease).where(Lease.name == NAME).values(holder=NEW_RULES.fingerprint)
        await session.execute(taken)

    with pytest.raises(AnotherOffice):
        await asyncio.wait_for(running, 20)


async def _holds_lease(machine: Machine, running: asyncio.Task[None]) -> bool:
    if running.done():
        running.result()  # what it failed of
    return machine.lease.is_held


def test_the_sample_office_is_the_same_however_often_it_is_read(tmp_path: Path) -> None:
    text = (HERE / "office.toml").read_text(encoding="utf-8")
    (tmp_path / "office.toml").write_text(f"# another comment\n{text}", encoding="utf-8")

    read = Office.from_toml(tmp_path / "office.toml")
    assert read.fingerprint == Office.from_toml(HERE / "office.toml").fingerprint
