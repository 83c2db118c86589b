"""What ``python -m bot absence`` does with a list of leave: read, check, show, apply, take out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.absence_sheets import (
    AbsenceList,
    changes,
    checked_copy,
    remark_line,
    show_absences,
)
from bot.database import Database
from bot.plainly import CannotRun, operator, words
from bot.preparing import prepare
from bot.roster import Say, write_beside
from config.settings import Settings
from handlers.documents.roster_template import absence_template
from handlers.documents.sheets import NoSpreadsheet, read_sheets
from models.office import Office
from models.people.audit import WHOLE_OFFICE, Act, note
from models.people.importing.columns import NoRoster, Table
from models.people.importing.standing import office_as_it_stands
from models.people.imports import one_at_a_time
from models.work.absence_lists import AbsencePlan, check, read_list, standing_of
from models.work.absences import Absence
from models.work.applying_absences import apply_list, first_open_day, take_out

SHOWN = 20  # lines on the screen; the workbook has all


@dataclass(frozen=True)
class ListOrder:
    """What the operator asks for; ``remove``: take out instead of in."""

    apply: bool = False
    skip_wrong: bool = False
    remove: bool = False
    file_name: str = ""  # as the import is kept by


async def list_command(settings: Settings, office: Office, path: Path, order: ListOrder) -> bool:
    """Read, check, show; apply if asked. Whether all is well."""
    say = words(office.timezone)
    found = read_absences(path, say)
    await prepare(settings)
    database = Database(settings.database_url)
    try:
        plan, is_done = await import_absences(
            database, office, found.table, order, at=datetime.now(UTC)
        )
    finally:
        await database.close()
    for line in _told(path, found, plan, order, say, is_done=is_done):
        typer.echo(line)
    return is_done or not plan.wrong


def read_absences(path: Path, say: Say) -> AbsenceList:
    """The file's table; raise ``CannotRun`` where it has none."""
    if not path.is_file():
        raise CannotRun(say("roster-no-file", file=path))
    try:
        return AbsenceList.of(path.name, read_sheets(path))
    except NoSpreadsheet:
        raise CannotRun(say("roster-no-spreadsheet", file=path)) from None
    except NoRoster as error:
        columns = [say(f"absence-column-{column}") for column in error.missing]
        raise CannotRun(say("absence-no-columns", columns=columns)) from None


async def import_absences(
    database: Database, office: Office, table: Table, order: ListOrder, *, at: datetime
) -> tuple[AbsencePlan, bool]:
    """Check against what is noted; apply, if asked, in the same transaction: (plan, whether)."""
    async with database.transaction() as session:
        if order.apply:
            await one_at_a_time(session)
        plan = await _plan(session, office, table, at)
        is_done = order.apply and (order.skip_wrong or not plan.wrong)
        if is_done:
            await show_absences(session, office, await _write(session, plan, office, order, at), at)
        return plan, is_done


async def _write(
    session: AsyncSession, plan: AbsencePlan, office: Office, order: ListOrder, at: datetime
) -> Sequence[Absence]:
    if order.remove:
        return await take_out(session, plan, office=office, at=at)
    if not (plan.added or plan.changed):
        return []
    done, written = await apply_list(
        session, plan, office=office, file_name=order.file_name, by=operator(), at=at
    )
    note(session, Act.IMPORTED, by=done.by, at=at, unit=WHOLE_OFFICE, what=done.file_name)
    return written


async def _plan(session: AsyncSession, office: Office, table: Table, at: datetime) -> AbsencePlan:
    known = await office_as_it_stands(session)
    plan = read_list(table, known, today=office.today(at), since=first_open_day(office, at))
    check(plan, await standing_of(session, plan.listed))
    return plan


def _told(
    path: Path, found: AbsenceList, plan: AbsencePlan, order: ListOrder, say: Say, *,
    is_done: bool,
) -> Iterator[str]:  # fmt: skip
    yield say("roster-found", file=found.name, sheet=plan.sheet, entries=plan.entries)
    counts = {name: len(rows) for name, rows in vars(plan).items() if isinstance(rows, list)}
    yield indent(say("absence-counts", **counts), "  ")
    wrong = [remark_line(remark, found.table, say) for remark in plan.wrong]
    doubtful = [remark_line(remark, found.table, say) for remark in plan.doubtful]
    yield from _list("roster-head-wrong", wrong, path, say)
    yield from _list("roster-head-doubtful", doubtful, path, say)
    changed = changes(plan, say, remove=order.remove)
    lines = [" ".join(filter(None, row)) for row in changed[1:]]
    yield from _list("roster-head-changes", lines, path, say)
    if plan.wrong or plan.doubtful:
        made = checked_copy(found, plan, changed, say)()
        yield say("roster-written", file=write_beside(path, made))
    yield _closing(plan, order, say, is_done=is_done)


def _closing(plan: AbsencePlan, order: ListOrder, say: Say, *, is_done: bool) -> str:
    changed = plan.there if order.remove else [*plan.added, *plan.changed]
    if plan.wrong and not order.skip_wrong:
        return say("roster-wrong-stops")
    if not changed:
        return say("absence-nothing", removing=order.remove)
    return say("absence-done" if is_done else "roster-try")


def _list(head: str, lines: Sequence[str], path: Path, say: Say) -> Iterator[str]:
    if lines:
        yield say(head)
        yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "  " + say("roster-more", count=len(lines) - SHOWN, file=path.name)


def template_command(path: Path) -> None:
    if path.exists():
        raise CannotRun(f"{path} sudah ada.")
    path.write_bytes(absence_template())
    typer.echo(path)
