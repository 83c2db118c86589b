"""``python -m bot backup`` and ``restore``: the whole database in one file, on either engine.

Evidence goes beside it, into the folder ``evidence``: a file lies there once for all backups,
since what has a hash for a name never changes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

from bot.plainly import CannotRun
from bot.shelf import Shelf


def back_up(url: str, target: Path, shelf: Shelf) -> int:
    """Write a consistent copy while the bot runs; refuse to overwrite an earlier one.

    Say how many files of evidence were new. They come after the database: whatever it speaks of
    lies on the shelf already.
    """
    if target.exists():
        raise CannotRun(f"{target} is there already; a backup never overwrites another.")
    target.parent.mkdir(parents=True, exist_ok=True)
    parsed = make_url(url)
    with _whole(target) as part:
        if parsed.get_backend_name() == "sqlite":
            with closing(_sqlite(parsed)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
        else:
            _postgresql("pg_dump", parsed, "--format=custom", f"--file={part}")
    return _copied(shelf, _beside(target))


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Where to write it: it has its name once it is whole, and nothing is left if it fails."""
    part = file.with_name(f"{file.name}.part")
    try:
        yield part
        part.replace(file)
    except sqlite3.Error as error:
        raise CannotRun(f"{file}: {error}") from None
    finally:
        part.unlink(missing_ok=True)


def restore(url: str, source: Path, shelf: Shelf) -> int:
    """Put a backup back into a database that is empty: nothing is ever restored over data.

    Say how many files of evidence came back to the shelf.
    """
    if not source.is_file():
        raise CannotRun(f"There is no file {source}.")
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _restore_sqlite(parsed, source)
    else:
        _postgresql("pg_restore", parsed, "--exit-on-error", "--no-owner", str(source))
    return _copied(_beside(source), shelf)


def _beside(file: Path) -> Shelf:
    return Shelf(file.parent / "evidence")


def _copied(source: Shelf, target: Shelf) -> int:
    """How many were not there yet. One that retention takes away meanwhile is not missed."""
    copied = 0
    for sha256 in source.hashes():
        if target.path_of(sha256).exists():
            continue
        try:
            content = source.path_of(sha256).read_bytes()
        except FileNotFoundError:
            continue
        if target.put(content) != sha256:
            raise CannotRun(f"{source.path_of(sha256)} is damaged.")
        copied += 1
    return copied


def _restore_sqlite(url: URL, source: Path) -> None:
    target = Path(url.database or "")
    # What SQLite left beside an old file would be written into the new one.
    for there in (target, *(Path(f"{target}{end}") for end in ("-wal", "-journal"))):
        if there.exists() and there.stat().st_size:
            raise CannotRun(f"{there} holds data; move it away first.")
    target.parent.mkdir(parents=True, exist_ok=True)
    if verdict := _wrong(source):
        raise CannotRun(f"{source} is damaged, or no backup of SQLite: {verdict}")
    with _whole(target) as part:
        shutil.copyfile(source, part)


def _wrong(source: Path) -> str:
    """What SQLite has against a file; an empty one it would take for an empty database."""
    try:
        uri = f"{source.resolve().as_uri()}?immutable=1"  # it may lie where nothing can be written
        with closing(sqlite3.connect(uri, uri=True)) as backup:
            (verdict,) = backup.execute("PRAGMA integrity_check").fetchone()
            backup.execute("SELECT version_num FROM alembic_version")
    except sqlite3.Error as error:
        return str(error)
    return "" if verdict == "ok" else str(verdict)


def _sqlite(url: URL) -> sqlite3.Connection:
    path = Path(url.database or "")
    if not path.exists():
        raise CannotRun(f"There is no {path} to back up.")
    return sqlite3.connect(path)


def _postgresql(tool: str, url: URL, *arguments: str) -> None:
    """Run PostgreSQL's own tool; the password travels in the environment, not on the command."""
    program = shutil.which(tool, path=os.environ.get("PG_BIN")) or shutil.which(tool)
    if program is None:
        raise CannotRun(f"{tool} is not here: install PostgreSQL's client tools, or set PG_BIN.")
    host = url.query.get("host", url.host or "")
    connection = {
        "PGHOST": host if isinstance(host, str) else host[0],
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    named = [f"--dbname={url.database}"] if tool == "pg_restore" else []
    done = subprocess.run(
        [program, *named, *arguments], env=os.environ | connection, capture_output=True, text=True
    )
    if done.returncode:
        raise CannotRun(f"{tool} failed: {done.stderr.strip()}")
