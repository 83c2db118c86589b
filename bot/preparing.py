"""What every command needs before it begins: a database at this version, and plain complaints."""

from __future__ import annotations

from pathlib import Path

from bot.migrating import is_current, migrate
from bot.plainly import CannotRun
from config.settings import Settings


async def prepare(settings: Settings) -> None:
    """SQLite is brought to this version at start; on PostgreSQL that is an operator's act."""
    if settings.database_url.startswith("sqlite"):
        make_folder(settings.database_url)
        await migrate(settings.database_url)
    elif not await is_current(settings.database_url):
        raise CannotRun("The database is not at this version: run `python -m bot migrate` first.")


def make_folder(url: str) -> None:
    """The folder of an SQLite file, if it has one."""
    path = Path(url.split(":///", 1)[-1])
    path.parent.mkdir(parents=True, exist_ok=True)
