"""What ``python -m bot people`` does with a roster: read, check, show, apply, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from bot.rosters import (
    Order,
    Roster,
    apply_roster,
    as_facts,
    checked_copy,
    undo_roster,
    why_not,
)
from config.settings import Settings
from handlers.documents.roster_template import roster_template
from handlers.documents.sheets import NoSpreadsheet, read_sheets
from models.office import Office
from models.people.audit import WHOLE_OFFICE
from models.people.importing.checking import Wishes
from models.people.importing.columns import NoRoster
from models.people.importing.plan import Plan
from models.people.importing.standing import Standing, office_as_it_stands
from models.people.imports import Import, last_import, one_at_a_time

CHECKED = "-diperiksa"

Say = Callable[..., str]


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
    checked = None
    if _is_worth_a_file(outcome):
        checked = write_beside(path, checked_copy(roster, show)())
    for line in _told(path, roster, order, outcome, show, checked):
        typer.echo(line)
    return not outcome.plan.wrong and outcome.stopped is None or outcome.done is not None


def read_roster(path: Path, say: Say) -> Roster:
    """The file's tables; raise ``CannotRun`` where it has none."""
    if not path.is_file():
        raise CannotRun(say("roster-no-file", file=path))
    try:
        return Roster.of(path.name, read_sheets(path))
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
            done = await apply_roster(
                session, roster, outcome.plan, office, by=by, at=at, unit=WHOLE_OFFICE
            )
            return Outcome(outcome.plan, done)
    # Nobody is kept waiting while a roster is only looked at.
    return _outcome(roster, standing, wishes, order, office.today(at), say)


def _outcome(
    roster: Roster, standing: Standing, wishes: Wishes, order: Order, today: date, say: Say
) -> Outcome:
    plan = roster.check(standing, today=today, wishes=wishes)
    at_work = sum(person.works_on(today) for person in standing.people.values())
    why = why_not(plan, order, at_work) if order.apply else None
    return Outcome(plan, stopped=say(why.key, **why.facts) if why else None)


def _is_worth_a_file(outcome: Outcome) -> bool:
    plan = outcome.plan
    if outcome.done is None:
        return not plan.is_spotless
    return bool(plan.wrong or plan.held_up)


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
    path: Path, roster: Roster, order: Order, outcome: Outcome, show: RosterWords,
    checked: Path | None,
) -> Iterator[str]:  # fmt: skip
    say, table = show.say, roster.people
    entries = outcome.plan.entries
    yield say("roster-found", file=path.name, sheet=table.sheet, entries=entries)
    if table.unused + table.twice:
        yield say("roster-unused", titles=[*table.unused, *table.twice])
    yield indent(show.counts(), "  ")
    yield from show.lists(checked or path)
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
            facts = {"file": done.file_name, "at": dated(office.local(done.at))}
            found = await undo_roster(
                session, done, office, by=operator(), at=datetime.now(UTC), unit=WHOLE_OFFICE
            )
    finally:
        await database.close()
    typer.echo(say("roster-undo-stops" if found else "roster-undo-done", **facts))
    for one in found:
        typer.echo(f"  {say('roster-obstacle', **as_facts(one))}")
    return not found


def template_command(path: Path) -> None:
    if path.exists():
        raise CannotRun(f"{path} sudah ada.")
    path.write_bytes(roster_template())
    typer.echo(path)
