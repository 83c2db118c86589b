"""What an import adds and changes, row by row, kept so that it can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from sqlalchemy import Date, Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Base, Moment

Values: TypeAlias = Mapping[str, object]


class Kept(TypedDict):
    """One table's part: ids that were added, and [id, values before, values after]."""

    added: list[int]
    changed: list[tuple[int, dict[str, object], dict[str, object]]]


@dataclass(frozen=True)
class Change:
    """One row: what stood there, and what will."""

    id: int
    before: Values
    after: Values

    @property
    def reversed(self) -> Change:
        return Change(self.id, self.after, self.before)


class Keeper:
    """Writes rows by the thousand, and keeps what it wrote."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.kept: dict[str, Kept] = defaultdict(lambda: Kept(added=[], changed=[]))

    async def add(
        self, row: type[Base], rows: Sequence[Values], *, by: tuple[str, ...]
    ) -> list[int]:
        """Insert; the new ids, in order. ``by``: the columns that tell the new rows apart.

        The ids are looked up afterwards: INSERT … RETURNING in order would be row by row on SQLite.
        """
        if not rows:
            return []
        table = table_of(row)
        last = await self.session.scalar(select(func.max(table.c.id))) or 0
        await self.session.execute(insert(table), [dict(values) for values in rows])
        keys = [table.c[name] for name in by]
        there = await self.session.execute(select(table.c.id, *keys).where(table.c.id > last))
        ids = {tuple(key): number for number, *key in there}
        added = [ids[tuple(values[name] for name in by)] for values in rows]
        self.kept[table.name]["added"] += added
        return added

    async def change(self, row: type[Base], changes: Sequence[Change]) -> None:
        """Update; every change names the same columns."""
        await write(self.session, table_of(row), changes)
        self.keep(row, changes)

    def keep(self, row: type[Base], changes: Sequence[Change]) -> None:
        """What has been written by other means, row by row."""
        self.kept[table_of(row).name]["changed"] += [
            (change.id, _as_json(change.before), _as_json(change.after)) for change in changes
        ]


async def write(session: AsyncSession, table: Table, changes: Sequence[Change]) -> None:
    """Set the values after; rows that carry a version get the next, so that nobody overwrites."""
    if not changes:
        return
    values: dict[str, object] = {name: bindparam(f"new_{name}") for name in changes[0].after}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
    await session.execute(
        statement,
        [
            {"row_id": change.id} | {f"new_{name}": value for name, value in change.after.items()}
            for change in changes
        ],
    )


def changes_of(table: Table, kept: Kept) -> list[Change]:
    """The changes as they were kept, with their values as Python has them."""
    return [
        Change(row, _as_values(table, before), _as_values(table, after))
        for row, before, after in kept["changed"]
    ]


def alike(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes by the columns they name: each lot is one statement."""
    lots: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in changes:
        lots[tuple(change.after)].append(change)
    return list(lots.values())


def table_of(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


def _as_json(values: Values) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _as_values(table: Table, values: Values) -> dict[str, object]:
    return {name: _as_value(table, name, value) for name, value in values.items()}


def _as_value(table: Table, name: str, value: object) -> object:
    kind = table.c[name].type
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return value
