"""What ``python -m bot absence`` does with a list of leave: read, check, show, apply, take out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, words
from bot.preparing import prepare
from bot.roster import Say, write_beside
from bot.roster_words import dated, reason
from config.settings import Settings
from handlers.documents.checked import Mark, checked_workbook
from handlers.documents.roster_template import absence_template
from handlers.documents.sheets import NoSpreadsheet, read_sheets
from handlers.people.being_away import MINE, TOLD
from models.notices.telling import show
from models.office import Office
from models.people.chats import Chat
from models.people.importing import cells
from models.people.importing.columns import Column, NoRoster, Sheet, Table
from models.people.importing.plan import Remark
from models.people.importing.standing import office_as_it_stands
from models.people.imports import one_at_a_time
from models.people.nip import masked
from models.work.absence_lists import (
    AbsencePlan,
    Listed,
    absence_table,
    check,
    read_list,
    standing_of,
)
from models.work.absences import Absence
from models.work.applying_absences import apply, first_open_day, take_out

SHOWN = 20  # lines on the screen; the workbook has all


@dataclass(frozen=True)
class ListOrder:
    """What the operator asks for; ``remove``: take out instead of in."""

    apply: bool = False
    skip_wrong: bool = False
    remove: bool = False


@dataclass(frozen=True)
class AbsenceList:
    """A file that was read."""

    path: Path
    sheets: Sequence[Sheet]
    table: Table


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
    for line in _told(found, plan, order, say, is_done=is_done):
        typer.echo(line)
    return is_done or not plan.wrong


def read_absences(path: Path, say: Say) -> AbsenceList:
    """The file's table; raise ``CannotRun`` where it has none."""
    if not path.is_file():
        raise CannotRun(say("roster-no-file", file=path))
    try:
        sheets = read_sheets(path)
        return AbsenceList(path, sheets, absence_table(sheets))
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
            write = take_out if order.remove else apply
            await _show(session, office, await write(session, plan, office=office, at=at), at)
        return plan, is_done


async def _plan(session: AsyncSession, office: Office, table: Table, at: datetime) -> AbsencePlan:
    known = await office_as_it_stands(session)
    plan = read_list(table, known, today=office.today(at), since=first_open_day(office, at))
    check(plan, await standing_of(session, plan.listed))
    return plan


async def _show(
    session: AsyncSession, office: Office, absences: Sequence[Absence], at: datetime
) -> None:
    """Their cards, not at night, for those who have a chat; what is over is not told."""
    today = office.today(at)
    due = office.awake(at, office.rules_on(today))
    joined = {*await session.scalars(select(Chat.employee_id).where(Chat.employee_id.is_not(None)))}
    for absence in absences:
        if absence.until < today:
            continue
        if absence.employee_id in joined:
            show(session, MINE, absence.id, to=absence.employee_id, at=due)
        if absence.told_id is not None:
            show(session, TOLD, absence.id, to=absence.told_id, at=due)


def _told(
    found: AbsenceList, plan: AbsencePlan, order: ListOrder, say: Say, *, is_done: bool
) -> Iterator[str]:
    yield say("roster-found", file=found.path.name, sheet=plan.sheet, entries=plan.entries)
    counts = {name: len(rows) for name, rows in vars(plan).items() if isinstance(rows, list)}
    yield indent(say("absence-counts", **counts), "  ")
    wrong = [_remark(remark, found.table, say) for remark in plan.wrong]
    doubtful = [_remark(remark, found.table, say) for remark in plan.doubtful]
    yield from _list("roster-head-wrong", wrong, found.path, say)
    yield from _list("roster-head-doubtful", doubtful, found.path, say)
    changes = [" ".join(filter(None, row)) for row in _changes(plan, order, say)[1:]]
    yield from _list("roster-head-changes", changes, found.path, say)
    if plan.wrong or plan.doubtful:
        made = checked_workbook(
            found.sheets, {found.table.sheet: found.table.header},
            [*_marks(found.table, plan, say)], [[plan.sheet, str(plan.entries)]],
            _changes(plan, order, say),
        )  # fmt: skip
        yield say("roster-written", file=write_beside(found.path, made))
    yield _closing(plan, order, say, is_done=is_done)


def _closing(plan: AbsencePlan, order: ListOrder, say: Say, *, is_done: bool) -> str:
    changes = plan.there if order.remove else [*plan.added, *plan.changed]
    if plan.wrong and not order.skip_wrong:
        return say("roster-wrong-stops")
    if not changes:
        return say("absence-nothing", removing=order.remove)
    return say("absence-done" if is_done else "roster-try")


def _list(head: str, lines: Sequence[str], path: Path, say: Say) -> Iterator[str]:
    if lines:
        yield say(head)
        yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "  " + say("roster-more", count=len(lines) - SHOWN, file=path.name)


def _remark(remark: Remark, table: Table, say: Say) -> str:
    column = _title(table, remark.column) if remark.column else None
    return say("roster-remark", row=remark.row, sheet=None, column=column,
               why=reason(remark.because, remark.facts, say))  # fmt: skip


def _title(table: Table, column: Column) -> str:
    place = table.places.get(column)
    return "" if place is None else cells.words(table.rows[table.header][place])


def _marks(table: Table, plan: AbsencePlan, say: Say) -> Iterator[Mark]:
    for remarks, is_wrong in ((plan.wrong, True), (plan.doubtful, False)):
        for remark in remarks:
            place = table.places.get(remark.column) if remark.column else None
            why = reason(remark.because, remark.facts, say)
            yield Mark(table.sheet, remark.row, place, why, is_wrong)


def _changes(plan: AbsencePlan, order: ListOrder, say: Say) -> list[list[str]]:
    """A header, then a row for each absence that changes; NIPs in part."""
    rows = [say("absence-changes-header").split("|")]
    if order.remove:
        return rows + [_change("removed", one, say) for one, _ in plan.there]
    rows += [_change("added", one, say) for one in plan.added]
    return rows + [_change("changed", one, say) for one, _ in plan.changed]


def _change(what: str, one: Listed, say: Say) -> list[str]:
    kind = say("absence-kind", kind=one.kind.value)
    who = [str(one.row), masked(one.nip), one.name]
    return [say(f"absence-change-{what}"), *who, kind, dated(one.since), dated(one.until)]


def template_command(path: Path) -> None:
    if path.exists():
        raise CannotRun(f"{path} sudah ada.")
    path.write_bytes(absence_template())
    typer.echo(path)
