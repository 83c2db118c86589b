"""What ``python -m bot people`` does with a roster: read, check, show, apply, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import indent

import typer

from bot.database import Database
from bot.inviting import the_unit
from bot.plainly import CannotRun, operator, words
from bot.preparing import prepare
from bot.roster_words import RosterWords, dated
from config.settings import Settings
from handlers.documents.checked import checked_workbook
from handlers.documents.roster_template import roster_template
from handlers.documents.sheets import NoSpreadsheet, read_sheets
from models.office import Office
from models.people.audit import WHOLE_OFFICE, Act, note
from models.people.importing.applying import apply
from models.people.importing.checking import Wishes, check
from models.people.importing.columns import NoRoster, Sheet, Table, find_tables
from models.people.importing.plan import Plan
from models.people.importing.standing import Standing, office_as_it_stands
from models.people.importing.undoing import obstacles, take_back
from models.people.imports import Import, last_import, one_at_a_time

CHECKED = "-diperiksa"
FEW = 20  # people that may end without being asked for twice
A_FIFTH = 5

Say = Callable[..., str]


@dataclass(frozen=True)
class Order:
    """What the operator asks for."""

    apply: bool = False
    skip_wrong: bool = False
    end_missing: bool = False
    end_many: bool = False
    unit: str | None = None


@dataclass(frozen=True)
class Roster:
    """A file that was read."""

    path: Path
    sheets: Sequence[Sheet]
    people: Table
    units: Table | None


@dataclass(frozen=True)
class Outcome:
    """What came of an order: the plan, and the import, or the text that says why there is none."""

    plan: Plan
    done: Import | None = None
    stopped: str | None = None


async def import_command(settings: Settings, office: Office, path: Path, order: Order) -> bool:
    """Read, check, show; apply if asked. Whether all is well."""
    say = words(office.timezone)
    roster = read_roster(path, say)
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        outcome = await import_roster(
            database, office, roster, order, say=say, by=operator(), at=datetime.now(UTC)
        )
    finally:
        await database.close()
    show = RosterWords(say, roster.people, outcome.plan)
    checked = _write_checked(roster, outcome.plan, show) if _is_worth_a_file(outcome) else None
    for line in _told(roster, order, outcome, show, checked):
        typer.echo(line)
    return not outcome.plan.wrong and outcome.stopped is None or outcome.done is not None


def read_roster(path: Path, say: Say) -> Roster:
    """The file's tables; raise ``CannotRun`` where it has none."""
    if not path.is_file():
        raise CannotRun(say("roster-no-file", file=path))
    try:
        sheets = read_sheets(path)
        return Roster(path, sheets, *find_tables(sheets))
    except NoSpreadsheet:
        raise CannotRun(say("roster-no-spreadsheet", file=path)) from None
    except NoRoster as error:
        columns = [say(f"roster-column-{column}") for column in error.missing]
        raise CannotRun(say("roster-no-columns", columns=columns)) from None


async def import_roster(
    database: Database, office: Office, roster: Roster, order: Order, *, say: Say, by: str,
    at: datetime,
) -> Outcome:  # fmt: skip
    """Check against the office as it stands; apply, if asked, in the same transaction."""
    async with database.transaction() as session:
        if order.apply:
            await one_at_a_time(session)
        unit = await the_unit(session, order.unit, say) if order.unit else None
        standing = await office_as_it_stands(session)
        wishes = Wishes(order.end_missing, unit.code if unit else None)
        if order.apply:
            outcome = _outcome(roster, standing, wishes, order, office.today(at), say)
            if outcome.stopped or outcome.plan.changes_nothing:
                return outcome
            done = await apply(
                session, outcome.plan, office=office, file_name=roster.path.name, by=by, at=at
            )
            note(session, Act.IMPORTED, by=by, at=at, unit=WHOLE_OFFICE, what=done.file_name)
            return Outcome(outcome.plan, done)
    # Nobody is kept waiting while a roster is only looked at.
    return _outcome(roster, standing, wishes, order, office.today(at), say)


def _outcome(
    roster: Roster, standing: Standing, wishes: Wishes, order: Order, today: date, say: Say
) -> Outcome:
    plan = check(roster.people, roster.units, standing, today=today, wishes=wishes)
    at_work = sum(person.works_on(today) for person in standing.people.values())
    return Outcome(plan, stopped=why_not(plan, order, at_work, say) if order.apply else None)


def why_not(plan: Plan, order: Order, at_work: int, say: Say) -> str | None:
    """Why a plan is not applied although it was asked for."""
    if plan.wrong and not order.skip_wrong:
        return say("roster-wrong-stops")
    if plan.wrong and plan.ended:
        return say("roster-ending-stops")
    if not order.end_many and len(plan.ended) > max(FEW, at_work // A_FIFTH):
        return say("roster-many-stops", ended=len(plan.ended), all=at_work)
    return None


def _is_worth_a_file(outcome: Outcome) -> bool:
    plan = outcome.plan
    if outcome.done is None:
        return not plan.is_spotless
    return bool(plan.wrong or plan.held_up)


def _write_checked(roster: Roster, plan: Plan, show: RosterWords) -> Path:
    tables = [table for table in (roster.people, roster.units) if table is not None]
    headers = {table.sheet: table.header for table in tables}
    made = checked_workbook(
        roster.sheets, headers, list(show.marks(roster.units)), show.summary(), show.changes()
    )
    return write_beside(roster.path, made)


def write_beside(file: Path, made: bytes) -> Path:
    """Beside the file, but never over it: somebody may be correcting an earlier one."""
    stem = file.stem.partition(CHECKED)[0] + CHECKED
    path, number = file.with_name(f"{stem}.xlsx"), 2
    while path == file:
        path, number = file.with_name(f"{stem}-{number}.xlsx"), number + 1
    try:
        path.write_bytes(made)
    except PermissionError:
        raise CannotRun(f"{path}: tutup dulu berkas ini di Excel.") from None
    return path


def _told(
    roster: Roster, order: Order, outcome: Outcome, show: RosterWords, checked: Path | None
) -> Iterator[str]:
    say, table = show.say, roster.people
    entries = outcome.plan.entries
    yield say("roster-found", file=roster.path.name, sheet=table.sheet, entries=entries)
    if table.unused + table.twice:
        yield say("roster-unused", titles=[*table.unused, *table.twice])
    yield indent(show.counts(), "  ")
    yield from show.lists(checked or roster.path)
    if checked is not None:
        yield say("roster-written", file=checked)
    yield _closing(order, outcome, say)


def _closing(order: Order, outcome: Outcome, say: Say) -> str:
    if outcome.done is not None:
        moved = len(outcome.done.kept.get("activities", {}).get("changed", ()))
        return say("roster-done", moved=moved)
    if outcome.stopped is not None:
        return outcome.stopped
    if outcome.plan.wrong and not order.skip_wrong:
        return say("roster-wrong-stops")
    return say("roster-nothing" if outcome.plan.changes_nothing else "roster-try")


async def undo_command(settings: Settings, office: Office) -> bool:
    """Take the last import back, or say what builds on it."""
    say = words(office.timezone)
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        async with database.transaction() as session:
            await one_at_a_time(session)
            done = await last_import(session)
            if done is None:
                raise CannotRun(say("roster-undo-none"))
            found = await obstacles(session, done)
            facts = {"file": done.file_name, "at": dated(office.local(done.at))}
            if not found:
                now = datetime.now(UTC)
                await take_back(session, done, office=office, at=now)
                note(session, Act.UNDONE, by=operator(), at=now, unit=WHOLE_OFFICE,
                     what=done.file_name)  # fmt: skip
    finally:
        await database.close()
    typer.echo(say("roster-undo-stops" if found else "roster-undo-done", **facts))
    for one in found:
        more = one.count > len(one.names)
        line = say("roster-obstacle", about=one.about, count=one.count, names=one.names, more=more)
        typer.echo(f"  {line}")
    return not found


def template_command(path: Path) -> None:
    if path.exists():
        raise CannotRun(f"{path} sudah ada.")
    path.write_bytes(roster_template())
    typer.echo(path)
