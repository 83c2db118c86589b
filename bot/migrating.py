"""Bring the database to this version: at start on SQLite, by ``migrate`` on PostgreSQL."""

from __future__ import annotations

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

MIGRATIONS = Path(__file__).parent.parent / "models" / "migrations"


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def migrate(url: str, to: str = "head") -> None:
    """Upgrade (or downgrade, to an earlier revision). SQLite's file is copied first."""
    engine = create_async_engine(url, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            if await connection.run_sync(_stands_at) == _head() and to == "head":
                return
            if engine.dialect.name == "sqlite":
                _copy_aside(engine.url.database)
            await connection.run_sync(_move, to)
    finally:
        await engine.dispose()


async def is_current(url: str) -> bool:
    engine = create_async_engine(url, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_stands_at) == _head()
    finally:
        await engine.dispose()


def _move(connection: Connection, to: str) -> None:
    config = alembic_config(connection)
    # SQLite changes a table by making it anew; with foreign keys on, that empties its children.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    if to == "head" or _is_ahead(connection, to):
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)
    connection.commit()
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"{len(broken)} rows lost what they refer to; the copy is beside it")


def _is_ahead(connection: Connection, revision: str) -> bool:
    at = _stands_at(connection)
    if at is None:
        return revision != "base"
    scripts = ScriptDirectory(str(MIGRATIONS))
    behind = {script.revision for script in scripts.iterate_revisions(at, "base")}
    return revision not in behind and revision != "base"


def _stands_at(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _copy_aside(path: str | None) -> None:
    if path and Path(path).exists() and Path(path).stat().st_size:
        shutil.copyfile(path, f"{path}.before-migration")
