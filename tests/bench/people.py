"""How long a roster of 10,000 takes, beside bare inserts of the same rows in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter
from sqlalchemy import text

from bot.database import Database
from handlers.documents.sheets import read_sheets
from models.people.importing.applying import apply
from models.people.importing.cells import Cell
from models.people.importing.checking import check
from models.people.importing.columns import Table, find_tables
from models.people.importing.plan import Plan
from models.people.importing.standing import office_as_it_stands
from models.people.importing.undoing import obstacles, take_back
from models.people.imports import last_import
from tests.desk import OFFICE
from tests.engines import Engines, engines

PEOPLE = 10_000
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HEADER = ("NIP", "Nama", "Status", "Unit kerja", "Jabatan", "Gol", "NIP atasan", "TMT")


async def bench_people() -> None:
    """Print how long it takes to read, check, apply, apply again, move everybody, and undo."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pegawai.xlsx"
        _write(path, _roster("Analis"))
        with _timed("read the XLSX"):
            people, _ = find_tables(read_sheets(path))
        _write(path, _roster("Penata"))
        changed, _ = find_tables(read_sheets(path))
    async with engines() as found:
        for name in ("sqlite", "postgresql"):
            print(f"{name}, {PEOPLE} people:")
            bare = await _bare(await _empty(found, name))
            first = await _imports(await _empty(found, name), people, changed)
            print(f"  first import is {first / bare:.1f} times the bare inserts")


async def _empty(found: Engines, name: str) -> Database:
    return Database(await (found.sqlite() if name == "sqlite" else found.empty_postgresql()))


async def _bare(database: Database) -> float:
    """The baseline: an executemany of as many employees and postings, and nothing else."""
    nips = _nips()
    employee = (
        "INSERT INTO employees (nip, name, kind, role, language) "
        "VALUES (:nip, :name, 'PNS', 'staff', 'id')"
    )
    posting = (
        "INSERT INTO postings (employee_id, unit_id, position, grade, since) "
        "SELECT id, 1, 'Analis', 'III/a', '2020-01-01' FROM employees WHERE nip = :nip"
    )
    start = perf_counter()
    with _timed("bare inserts"):
        async with database.transaction() as session:
            unit = "INSERT INTO units (id, code, name, path) VALUES (1, 'D', 'Dinas', 'D/')"
            await session.execute(text(unit))
            await session.execute(text(employee), [{"nip": nip, "name": nip} for nip in nips])
            await session.execute(text(posting), [{"nip": nip} for nip in nips])
    took = perf_counter() - start
    await database.close()
    return took


async def _imports(database: Database, people: Table, changed: Table) -> float:
    start = perf_counter()
    with _timed("first import"):
        assert len((await _import(database, people)).added) == PEOPLE
    first = perf_counter() - start
    with _timed("the same again"):
        assert (await _import(database, people)).changes_nothing
    with _timed("everybody moved"):
        assert len((await _import(database, changed)).moved) == PEOPLE
    with _timed("undo of that"):
        await _undo(database)
    await database.close()
    return first


async def _import(database: Database, table: Table) -> Plan:
    async with database.transaction() as session:
        start = perf_counter()
        standing = await office_as_it_stands(session)
        plan = check(table, None, standing, today=TODAY)
        print(f"    of which checking {perf_counter() - start:6.2f} s")
        if not plan.changes_nothing:
            await apply(session, plan, office=OFFICE, file_name="x", by="bench", at=AT)
        return plan


async def _undo(database: Database) -> None:
    async with database.transaction() as session:
        done = await last_import(session)
        assert done is not None
        assert await obstacles(session, done) == []
        await take_back(session, done, office=OFFICE, at=AT)


def _nips() -> list[str]:
    return [
        f"19{60 + n // 900:02}{1 + (n // 75) % 12:02}26201503{1 + n % 2}{1 + n % 900:03}"
        for n in range(PEOPLE)
    ]


def _roster(position: str) -> Iterator[list[Cell]]:
    """Everybody in a tree of twelve to a supervisor, in 640 units of three levels."""
    nips = _nips()
    for n, nip in enumerate(nips):
        unit = f"Dinas {n % 40} > Bidang {n % 200} > Seksi {n % 400}"
        supervisor = nips[(n - 1) // 12] if n else ""
        name = f"Pegawai Nomor {n}, S.E."
        yield [nip, name, "PNS", unit, position, "III/a", supervisor, "01-01-2020"]


def _write(path: Path, rows: Iterator[list[Cell]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Pegawai")
        for number, row in enumerate([HEADER, *rows]):
            page.write_row(number, 0, row)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    start = perf_counter()
    yield
    print(f"  {what:<18} {perf_counter() - start:6.2f} s", flush=True)
