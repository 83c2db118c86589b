"""All that a database holds, as text: what changed between two looks, and whose it is."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    LargeBinary,
    String,
    Table,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models.every_table import Base
from models.people.own_records import rows_of

Key = tuple[str, str]  # a table's name, and a row's primary key
LEFT_OUT = {"inbox", "traces"}  # that something came, and that it was refused


async def everything(session: AsyncSession) -> dict[Key, str]:
    """Every row there is, but for the machine's own."""
    rows = await session.execute(_every_row())
    return {(row.what, row.key): row.whole for row in rows}


def changed(before: dict[Key, str], after: dict[Key, str]) -> set[Key]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


async def not_of(session: AsyncSession, keys: set[Key], people: Collection[int]) -> set[Key]:
    """Those of the rows that are none of these employees'; of what is gone nobody knows whose."""
    own: set[Key] = set()
    for name in {table for table, _ in keys}:
        table = Base.metadata.tables[name]
        theirs = [whose for one in people if (whose := rows_of(table, one)) is not None]
        if theirs:
            found = await session.scalars(select(_key(table)).where(or_(*theirs)))
            own |= {(name, key) for key in found}
    return keys - own


@cache
def _every_row() -> CompoundSelect[tuple[str, str, str]]:
    return union_all(
        *(
            select(
                literal(table.name).label("what"),
                _key(table).label("key"),
                _joined([*map(_text, table.columns)]).label("whole"),
            )
            for table in Base.metadata.sorted_tables
            if table.name not in LEFT_OUT
        )
    )


def _key(table: Table) -> ColumnElement[str]:
    return _joined([_text(column) for column in table.primary_key.columns])


def _text(column: Column[object]) -> ColumnElement[str]:
    is_binary = isinstance(column.type, LargeBinary)
    return func.coalesce(cast(func.length(column) if is_binary else column, String), "")


def _joined(parts: list[ColumnElement[str]]) -> ColumnElement[str]:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + "|" + part
    return whole
