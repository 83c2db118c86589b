"""What every test may ask for."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from tests.desk import Desk
from tests.engines import ENGINES, Engines, engines


def pytest_collection_finish() -> None:
    """Half a million objects of what was imported: nobody need look through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
async def both_engines() -> AsyncIterator[Engines]:
    async with engines() as found:
        yield found


@pytest.fixture(params=ENGINES)
async def database(
    request: pytest.FixtureRequest, both_engines: Engines
) -> AsyncIterator[Database]:
    """An empty, migrated database: every test that touches data runs on both."""
    database = await both_engines.database(request.param)
    yield database
    await database.close()


@pytest.fixture
async def desk(database: Database) -> Desk:
    desk = Desk(database)
    await desk.opens()
    return desk
