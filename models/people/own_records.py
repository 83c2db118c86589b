"""Everything that is kept of one person (UU 27/2022: the right to a copy), table by table.

Which rows are somebody's is read off the tables themselves, so that one which is added later is
not forgotten: the row names them as its owner, or belongs to one that does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, Table, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.evaluation_answers import EvaluationAnswer, Side
from models.appraisal.evaluations import Evaluation
from models.base import Base
from models.people.employees import Employee
from models.people.trail import trail_of
from models.people.units import Unit
from models.work.evidence import Evidence
from models.work.files import File

# How a row names its owner, the surest first. A reviewer or an admin on it does not own it.
OWNERS = ("employee_id", "author_id", "to_id", "supervisor_id")
# Of standing in, and of a team's reminding, which are of both.
PARTIES = (("official_id", "deputy_id"), ("supervisor_id", "by_id"))
ASKED_ONLY = frozenset({("evaluation_steps", "to_id")})  # who decides on an objection: not theirs
# Emptied when an update is done and swept after two days; its answers are in the other tables.
LEFT_OUT = frozenset({"inbox"})
NOT_ABOVE = frozenset({"employees", "units", "files"})  # belonging to these owns nothing
# What serves the machine alone, or would be a key to something in the wrong hands.
TECHNICAL = frozenset(
    "code_hash file_id file_unique_id version drawn wanted due taken_until attempts fetch_at kept"
    " gist_1 gist_2 gist_3 part subject urgency waits trouble attached remind_at review_at week_at"
    " tell_at rung_at hour paced_until slowed_at step step_at asked position_in_album message_id"
    " album sent_to kept_id superior_told_at posting_id digest_at turns_on look_at checks"
    " fingerprint progress without_wrong import_id kept_until".split()
)
# Names that are technical elsewhere and speak here.
SPEAKING = frozenset({("evaluation_steps", "step"), ("dialogue_steps", "due")})
MOST_OF_THE_AUDIT = 5_000
WHOLE = "whole-office"  # instead of a unit's name
NAMES_AT_ONCE = 5_000


@dataclass(frozen=True)
class OwnTable:
    """One table: technical column names, and values as the database has them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class OwnFile:
    """A piece of evidence on our disk. ``size`` in bytes."""

    number: int
    name: str
    sha256: str
    size: int


async def own_tables(session: AsyncSession, person: Employee) -> list[OwnTable]:
    """Every table that holds something of this person; people and units by their names."""
    found = []
    for table in Base.metadata.sorted_tables:
        whose = rows_of(table, person.id)
        if whose is None:
            continue
        columns = [column for column in table.columns if _is_readable(column)]
        rows = await session.execute(
            select(*columns)
            .where(whose, _is_said(table, person.id))
            .order_by(*table.primary_key.columns)
        )
        kept = tuple(tuple(row) for row in rows)
        if kept:
            found.append(await _named(session, table.name, columns, kept))
    audit = await _audit(session, person)
    return [*found, audit] if audit.rows else found


async def own_files(session: AsyncSession, person: Employee) -> list[OwnFile]:
    """The newest first."""
    rows = await session.execute(
        select(Evidence.id, Evidence.name, File.sha256, File.size, File.kind)
        .join(File, File.id == Evidence.kept_id)
        .where(Evidence.author_id == person.id)
        .order_by(Evidence.id.desc())
    )
    return [
        OwnFile(number, name or f"bukti.{kind}", sha256, size)
        for number, name, sha256, size, kind in rows
    ]


def rows_of(table: Table, person: int) -> ColumnElement[bool] | None:
    """A condition for the rows that are this employee's; None: the table is nobody's."""
    if table.name in LEFT_OUT:
        return None
    if table.name == "employees":
        return table.c.id == person
    owners = next((both for both in PARTIES if {*both} <= {*table.c.keys()}), ())
    if owners:
        return or_(*(table.c[name] == person for name in owners))
    return _owned(table, person)


def _owned(table: Table, person: int) -> ColumnElement[bool] | None:
    for name in OWNERS:
        is_owner = name in table.c and (table.name, name) not in ASKED_ONLY
        if is_owner and "employees" in _above(table.c[name]):
            return table.c[name] == person
    return _through_another(table, person)


def _through_another(table: Table, person: int) -> ColumnElement[bool] | None:
    for column in table.columns:
        for key in column.foreign_keys:
            above = key.column.table
            if above.name in NOT_ABOVE or above is table:
                continue
            whose = rows_of(above, person)
            if whose is not None:
                return column.in_(select(key.column).where(whose))
    if "chat_id" in table.c:
        chats = Base.metadata.tables["chats"]
        mine = select(chats.c.id).where(chats.c.employee_id == person)
        return table.c.chat_id.in_(mine)
    return None


def _above(column: Column[object]) -> set[str]:
    return {key.column.table.name for key in column.foreign_keys}


def _is_readable(column: Column[object]) -> bool:
    if isinstance(column.type, LargeBinary | JSON):
        return False
    return column.name not in TECHNICAL or (column.table.name, column.name) in SPEAKING


def _is_said(table: Table, employee_id: int) -> ColumnElement[bool]:
    """What an appraiser has not signed yet is a thought of theirs, and nothing that was said."""
    if table.name != EvaluationAnswer.__tablename__:
        return true()
    signed = select(Evaluation.id).where(
        Evaluation.employee_id == employee_id, Evaluation.signed_at.is_not(None)
    )
    return or_(table.c.side == Side.SELF, table.c.evaluation_id.in_(signed))


async def _named(
    session: AsyncSession, name: str, columns: Sequence[Column[object]],
    rows: tuple[tuple[object, ...], ...],
) -> OwnTable:  # fmt: skip
    """People and units instead of their numbers, and enums as their values."""
    people = [n for n, column in enumerate(columns) if "employees" in _above(column)]
    units = [n for n, column in enumerate(columns) if "units" in _above(column)]
    names = await _names(session, Employee, (row[n] for row in rows for n in people))
    of_units = await _names(session, Unit, (row[n] for row in rows for n in units))
    places = {**dict.fromkeys(people, names), **dict.fromkeys(units, of_units)}
    spelled = tuple(
        tuple(places[n].get(value) if n in places else _plain(value) for n, value in enumerate(row))
        for row in rows
    )
    return OwnTable(name, tuple(column.name for column in columns), spelled)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


async def _names(
    session: AsyncSession, kind: type[Employee] | type[Unit], ids: Iterable[object]
) -> dict[object, str]:
    wanted = sorted({number for number in ids if isinstance(number, int)})
    names: dict[object, str] = {}
    for begin in range(0, len(wanted), NAMES_AT_ONCE):
        some = wanted[begin : begin + NAMES_AT_ONCE]
        rows = await session.execute(select(kind.id, kind.name).where(kind.id.in_(some)))
        names.update((row.id, row.name) for row in rows)
    return names


async def _audit(session: AsyncSession, person: Employee) -> OwnTable:
    """Who saw or took out what is kept of them; a unit's export is one of everybody in it."""
    trail = await trail_of(session, person, most=MOST_OF_THE_AUDIT)
    rows = tuple(
        (
            one.entry.at,
            one.entry.act.value,
            one.entry.by_name,
            WHOLE if one.is_of_the_office else one.unit,
            one.entry.day,
            one.entry.until,
            one.entry.words,
        )
        for one in trail
    )
    columns = ("at", "act", "by_name", "unit_id", "day", "until", "what")
    return OwnTable("audit_entries", columns, rows)
