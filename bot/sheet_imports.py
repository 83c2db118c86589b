"""A sheet of the agency's, whatever it is about: read, check, show, apply, take back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, operator, words
from bot.preparing import prepare
from bot.roster import write_beside
from bot.roster_words import SHOWN, dated, reason
from config.settings import Settings
from handlers.documents.checked import Mark, checked_workbook
from handlers.documents.sheets import NoSpreadsheet, read_sheets
from models.office import Office
from models.people.audit import WHOLE_OFFICE, Act, note
from models.people.importing.any_table import AnyTable, Fault, NoTable, find_any
from models.people.importing.cells import words as cell_words
from models.people.importing.columns import Sheet
from models.people.imports import About, Import, last_import, one_at_a_time

Say = Callable[..., str]
Obstacles = Sequence[tuple[str, int]]
Units = Collection[int] | None  # that whoever asks looks after; None: all


class Checked(Protocol):
    """What a check found: wrong cells, lines that would change, and how many are as they were."""

    @property
    def faults(self) -> Sequence[Fault]: ...
    @property
    def same(self) -> int: ...
    def changes(self, say: Say) -> list[list[str]]:
        """What, row, whose, what becomes of it."""
        ...


@dataclass(frozen=True)
class Job:
    """How one kind of sheet is found, checked, applied and taken back."""

    about: About
    command: str
    headers: Mapping[Any, Sequence[str]]
    needed: Sequence[Any]
    check: Callable[[AsyncSession, AnyTable[Any], Office, datetime, Units], Awaitable[Checked]]
    apply: Callable[[AsyncSession, Any, str, str, datetime], Awaitable[Import]]
    built_on: Callable[[AsyncSession, Import], Awaitable[Obstacles]]
    take_back: Callable[[AsyncSession, Import, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Outcome:
    """What came of a file."""

    checked: Checked
    lines: list[str]
    done: bool = False

    @property
    def is_well(self) -> bool:
        return not self.checked.faults


async def import_command(
    settings: Settings, office: Office, path: Path, job: Job, *, apply: bool
) -> bool:
    """Show what the file would change; with ``apply`` change it. Whether all is well."""
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        outcome = await import_sheet(
            database, office, path, job, apply=apply, by=operator(), at=datetime.now(UTC)
        )
    finally:
        await database.close()
    for line in outcome.lines:
        typer.echo(line)
    return outcome.is_well


async def import_sheet(
    database: Database, office: Office, path: Path, job: Job, *, apply: bool, by: str, at: datetime
) -> Outcome:
    """Check against the office as it stands; apply, if asked, in the same transaction."""
    say = words(office.timezone)
    sheets, table = _read(path, job, say)
    done = False
    async with database.transaction() as session:
        if apply:
            await one_at_a_time(session)
        checked = await job.check(session, table, office, at, None)
        changes = checked.changes(say)
        if apply and changes and not checked.faults:
            await job.apply(session, checked, path.name, by, at)
            note(session, Act.IMPORTED, by=by, at=at, unit=WHOLE_OFFICE, what=path.name)
            done = True
    lines = list(_told(path, job, sheets, table, checked, changes, say=say, done=done))
    return Outcome(checked, lines, done)


def _read(path: Path, job: Job, say: Say) -> tuple[Sequence[Sheet], AnyTable[Any]]:
    if not path.is_file():
        raise CannotRun(say("roster-no-file", file=path))
    try:
        sheets = read_sheets(path)
        return sheets, find_any(sheets, job.headers, job.needed)
    except NoSpreadsheet:
        raise CannotRun(say("roster-no-spreadsheet", file=path)) from None
    except NoTable as error:
        columns = [say(f"sheet-column-{column}") for column in error.missing]
        raise CannotRun(say("sheet-no-columns", columns=columns, command=job.command)) from None


def _told(
    path: Path, job: Job, sheets: Sequence[Sheet], table: AnyTable[Any], checked: Checked,
    changes: list[list[str]], *, say: Say, done: bool,
) -> Iterator[str]:  # fmt: skip
    entries = sum(1 for _ in table.entries())
    yield say("roster-found", file=path.name, sheet=table.sheet, entries=entries)
    yield say("sheet-counts", changes=len(changes), same=checked.same,
              wrong=len({fault.row for fault in checked.faults}))  # fmt: skip
    yield from _listed(say, "wrong", [fault_line(say, table, fault) for fault in checked.faults])
    yield from _listed(say, "changes", [_change(row) for row in changes])
    if checked.faults:
        made = checked_copy(sheets, table, checked.faults, changes, say)()
        yield say("roster-written", file=write_beside(path, made))
    yield _closing(job, checked, changes, say=say, done=done)


def _listed(say: Say, name: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield say(f"roster-head-{name}")
        yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "  " + say("sheet-more", count=len(lines) - SHOWN)


def _closing(job: Job, checked: Checked, changes: list[list[str]], *, say: Say, done: bool) -> str:
    if done:
        return say("sheet-done", command=job.command)
    if checked.faults:
        return say("sheet-wrong-stops")
    return say("roster-try") if changes else say("sheet-nothing")


def _title(table: AnyTable[Any], column: object) -> str:
    """The column as the file calls it."""
    place = table.places.get(column)
    return "" if place is None else cell_words(table.rows[table.header][place])


def fault_line(say: Say, table: AnyTable[Any], fault: Fault) -> str:
    column = _title(table, fault.column) or None
    why = reason(fault.because, fault.facts, say)
    return say("roster-remark", row=fault.row, sheet=None, column=column, why=why)


def _change(row: Sequence[str]) -> str:
    what, _, whose, detail = row
    return f"{what}: {whose}" + (f" ({detail})" if detail else "")


def checked_copy(
    sheets: Sequence[Sheet], table: AnyTable[Any], faults: Sequence[Fault],
    changes: list[list[str]], say: Say,
) -> Callable[[], bytes]:  # fmt: skip
    """What makes the workbook with what is wrong coloured and what changes listed."""
    marks = [
        Mark(
            table.sheet,
            fault.row,
            table.places.get(fault.column),
            ": ".join(
                part
                for part in (_title(table, fault.column), reason(fault.because, fault.facts, say))
                if part
            ),
        )
        for fault in faults
    ]
    summary = [[table.sheet, say("sheet-wrong-stops") if faults else str(len(changes))]]
    header = say("sheet-changes-header").split("|")
    return partial(
        checked_workbook, sheets, {table.sheet: table.header}, marks, summary, [header, *changes]
    )


async def undo_command(settings: Settings, office: Office, job: Job) -> bool:
    """Take the last import of this kind back, or say what builds on it."""
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        lines, is_done = await undo_sheet(database, office, job, at=datetime.now(UTC))
    finally:
        await database.close()
    for line in lines:
        typer.echo(line)
    return is_done


async def undo_sheet(
    database: Database, office: Office, job: Job, *, at: datetime
) -> tuple[list[str], bool]:
    say = words(office.timezone)
    async with database.transaction() as session:
        await one_at_a_time(session)
        done = await last_import(session, job.about)
        if done is None:
            raise CannotRun(say("sheet-undo-none"))
        found = await job.built_on(session, done)
        facts = {"file": done.file_name, "at": dated(office.local(done.at))}
        if not found:
            await job.take_back(session, done, at)
            note(session, Act.UNDONE, by=operator(), at=at, unit=WHOLE_OFFICE, what=done.file_name)
    head = say("roster-undo-stops" if found else "roster-undo-done", **facts)
    return [head, *(f"  {say('sheet-obstacle', about=a, count=n)}" for a, n in found)], not found


def write_template(path: Path, made: Callable[[], bytes]) -> None:
    if path.exists():
        raise CannotRun(f"{path} sudah ada.")
    path.write_bytes(made())
    typer.echo(path)
