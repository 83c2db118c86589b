"""Migrations go up, down and up again with rows in them, and end at what the models say."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database import Database
from bot.migrating import MIGRATIONS, is_current, migrate
from models.every_table import Base
from models.work.decisions import Decision
from models.work.revisions import Revision
from tests.desk import Desk
from tests.engines import ENGINES, Engines

REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
FIRST = REVISIONS[-1]


@pytest.fixture(params=ENGINES)
async def url(
    request: pytest.FixtureRequest, both_engines: Engines, tmp_path: Path
) -> AsyncIterator[str]:
    """A database in which nothing has been migrated yet."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    else:
        yield await both_engines.new_postgresql(f"migrating_{os.getpid()}")


async def counts(url: str) -> dict[str, int]:
    """How many rows each table has, as far as it is there."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        there = await connection.run_sync(lambda it: inspect(it).get_table_names())
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name in there:
                count = select(func.count()).select_from(table)
                found[table.name] = await connection.scalar(count) or 0
    await engine.dispose()
    return found


async def a_day_of_work(url: str) -> None:
    """Rows in every table that the main way writes to."""
    database = Database(url)
    desk = Desk(database)
    await desk.opens()
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-10.30 rapat koordinasi, 1 notulen")
    await tom.shows_photo()
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await database.close()


async def test_the_newest_migration_is_what_the_models_say(url: str) -> None:
    def difference(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    await migrate(url)
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert await connection.run_sync(difference) == []
    await engine.dispose()


async def test_rows_survive_the_way_down_and_up(url: str) -> None:
    await migrate(url)
    await a_day_of_work(url)
    before = await counts(url)

    await migrate(url, FIRST)
    at_first = await counts(url)
    await migrate(url)
    after = await counts(url)

    assert min(before[name] for name in ("activities", "decisions", "revisions", "notices")) > 0
    assert at_first == {name: before[name] for name in at_first}
    assert {name: after[name] for name in at_first} == at_first
    assert after.keys() == before.keys()


async def test_everything_can_be_taken_away_and_begun_anew(url: str) -> None:
    await migrate(url)
    await a_day_of_work(url)
    for revision in [*REVISIONS[1:], "base"]:
        await migrate(url, revision)
    gone = await counts(url)
    await migrate(url)
    await a_day_of_work(url)

    assert gone == {}
    assert await is_current(url)


async def test_what_was_decided_or_sent_is_never_rewritten(url: str) -> None:
    """Not even after tables were made anew on the way down and up."""
    await migrate(url)
    await migrate(url, FIRST)
    await migrate(url)
    await a_day_of_work(url)
    database = Database(url)

    changes = [
        update(Decision).values(reason="lain"), delete(Decision),
        update(Revision).values(what="lain"), delete(Revision),
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.transaction() as session:
                await session.execute(change)
    await database.close()


async def test_sqlite_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    url = f"sqlite+aiosqlite:///{path}"
    await migrate(url, FIRST)
    await migrate(url)

    copied = create_async_engine(f"{url}.before-migration")
    async with copied.connect() as connection:
        at = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    await copied.dispose()
    assert at == FIRST
