"""Take the last import back, unless something already builds on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Table, delete, func, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.every_table import Base
from models.notices.telling import show
from models.office import Office
from models.people.importing.duties import rewrite_duties
from models.people.importing.keeping import Change, Kept, alike, changes_of, write
from models.people.importing.waiting import NOBODY_ACTS
from models.people.imports import Import
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.handing_over import look_again
from models.work.revisions import Revision

# Made from the roster by the bot itself: they go with whoever goes.
FOLLOW = ("duties", "notices", "invitations")
AT_ONCE = 5_000  # ids in one statement: PostgreSQL's driver takes 32,767
NAMES = 5

Key: TypeAlias = ColumnElement[Any]


@dataclass(frozen=True)
class Obstacle:
    """What already builds on an import: rows of a table, and whose they are."""

    about: str  # a table's name, "changed-since" or "sent-since"
    count: int
    names: tuple[str, ...] = ()


async def obstacles(session: AsyncSession, done: Import) -> list[Obstacle]:
    """Everything that stands in the way of taking this import back; none: it may be."""
    undoing = Undoing(session, done, await _kept(session, done))
    return [
        *await undoing.changed_since(),
        *await undoing.referring(),
        *await undoing.sent_or_decided_since(),
    ]


async def take_back(session: AsyncSession, done: Import, *, office: Office, at: datetime) -> None:
    """Put every row back as it was, without asking again; the import stays, marked."""
    undoing = Undoing(session, done, await _kept(session, done))
    whose = await undoing.whose_postings()
    await undoing.tell(at)
    await undoing.restore()
    await undoing.delete_what_follows()
    await undoing.delete_added("postings")
    await rewrite_duties(session, office, whose, since=office.today(done.at), at=at)
    await undoing.delete_added("employees")
    await undoing.delete_added("units")
    done.undone_at = at
    await session.flush()
    await look_again(session, office, undoing.reviewers_before(), now=at)


async def _kept(session: AsyncSession, done: Import) -> dict[str, Kept]:
    return await session.scalar(select(Import.kept).where(Import.id == done.id)) or {}


class Undoing:
    """One import while it is taken back."""

    def __init__(self, session: AsyncSession, done: Import, kept: dict[str, Kept]) -> None:
        self.session = session
        self.since = done.at
        self.kept = kept

    def added(self, table: str) -> list[int]:
        return self.kept[table]["added"] if table in self.kept else []

    def changes(self, table: str) -> list[Change]:
        part = self.kept.get(table)
        found = changes_of(Base.metadata.tables[table], part) if part else []
        if table != "activities":
            return found
        return [Change(c.id, {**NOBODY_ACTS, **c.before}, {**NOBODY_ACTS, **c.after})
                for c in found]  # fmt: skip

    async def whose_postings(self) -> list[int]:
        """Those the office knew before, whose postings the import changed."""
        postings = [*self.added("postings"), *(change.id for change in self.changes("postings"))]
        found = await self._values(
            Posting.__table__.c.employee_id, Posting.__table__.c.id, postings
        )
        return sorted(set(found) - set(self.added("employees")))

    def reviewers_before(self) -> set[int]:
        """To whom what was moved goes back."""
        found = {change.before["reviewer_id"] for change in self.changes("activities")}
        return {reviewer for reviewer in found if isinstance(reviewer, int)}

    # What stands in the way

    async def changed_since(self) -> list[Obstacle]:
        """Rows that are no longer as the import left them."""
        count = 0
        for name in self.kept:
            table = Base.metadata.tables[name]
            for lot in alike(self.changes(name)):
                columns = [_as_an_import_says(table.c[column]) for column in lot[0].after]
                there = {
                    row[0]: dict(zip(lot[0].after, row[1:], strict=True))
                    for ids in _lots([change.id for change in lot])
                    for row in await self.session.execute(
                        select(table.c.id, *columns).where(table.c.id.in_(ids))
                    )
                }
                count += sum(there.get(change.id) != change.after for change in lot)
        return [Obstacle("changed-since", count)] if count else []

    async def referring(self) -> list[Obstacle]:
        """Rows of any table that refer to what was added, and are not the import's own."""
        found = []
        for table, column, target in _references():
            if table.name not in FOLLOW:
                own = {*self.added(table.name), *(c.id for c in self.changes(table.name))}
                found += await self._referring(table, column, target, own)
        return found

    async def _referring(
        self, table: Table, column: Column[Any], target: Table, own: set[int]
    ) -> list[Obstacle]:
        key = next(iter(table.primary_key))
        rows = [
            (row, referred)
            for ids in _lots(self.added(target.name))
            for row, referred in await self.session.execute(
                select(key, column).where(column.in_(ids))
            )
            if row not in own
        ]
        if not rows:
            return []
        names = await self._names(target, [referred for _, referred in rows])
        return [Obstacle(table.name, len(rows), names)]

    async def sent_or_decided_since(self) -> list[Obstacle]:
        """What people whose posting changed have sent, and what was decided of what moved."""
        people = Base.metadata.tables["employees"]
        found = []
        authors: list[int] = []
        for ids in _lots(await self.whose_postings()):
            authors += await self.session.scalars(
                select(Activity.author_id)
                .join(Revision, Revision.activity_id == Activity.id)
                .where(Activity.author_id.in_(ids), Revision.at >= self.since)
            )
        if authors:
            found.append(Obstacle("sent-since", len(authors), await self._names(people, authors)))
        moved = [change.id for change in self.changes("activities")]
        decided = await self._values(
            Decision.__table__.c.by_id, Decision.__table__.c.activity_id, moved,
            Decision.at >= self.since,
        )  # fmt: skip
        if decided:
            found.append(Obstacle("decisions", len(decided), await self._names(people, decided)))
        return found

    # Taking it back

    async def restore(self) -> None:
        for name in self.kept:
            for lot in alike(change.reversed for change in self.changes(name)):
                await write(self.session, Base.metadata.tables[name], lot)

    async def delete_what_follows(self) -> None:
        for table, column, target in _references():
            if table.name in FOLLOW and target.name == "employees":
                for ids in _lots(self.added("employees")):
                    await self.session.execute(delete(table).where(column.in_(ids)))

    async def delete_added(self, name: str) -> None:
        table = Base.metadata.tables[name]
        for ids in _lots(self.added(name)):
            await self.session.execute(delete(table).where(table.c.id.in_(ids)))

    async def tell(self, at: datetime) -> None:
        """Cards of what moved are drawn anew for whoever is still there."""
        gone = set(self.added("employees"))
        back = {change.id: change for change in self.changes("activities")}
        rows = await self.session.scalars(select(Activity).where(Activity.id.in_(back)))
        for activity in rows:
            change = back[activity.id]
            named = {change.before["reviewer_id"], change.after["reviewer_id"]}
            for reviewer in (named | {activity.reviewer_id}) - {None} - gone:
                assert isinstance(reviewer, int)
                subject = f"{activity.author_id}:{activity.day}"
                show(self.session, "review", subject, to=reviewer, at=at)
            show(self.session, "report", activity.report_id, to=activity.author_id, at=at)

    # Fetching

    async def _values(
        self, column: Key, key: Key, ids: Sequence[int], *conditions: Any
    ) -> list[int]:
        return [
            value
            for lot in _lots(ids)
            for value in await self.session.scalars(select(column).where(key.in_(lot), *conditions))
        ]

    async def _names(self, target: Table, ids: Sequence[int]) -> tuple[str, ...]:
        if "name" not in target.c:
            return ()
        some = sorted(set(ids))[:NAMES]
        names = select(target.c.name).where(target.c.id.in_(some)).order_by(target.c.name)
        return tuple(await self.session.scalars(names))


def _as_an_import_says(column: Column[Any]) -> Key:
    """Who acts for a reviewer changes by itself; an import says who reviews by the roster."""
    table = column.table
    if table.name != "activities":
        return column
    if column.name in NOBODY_ACTS:
        return null()
    return func.coalesce(table.c.instead_of_id, column)


def _references() -> Iterator[tuple[Table, Column[Any], Table]]:
    """(table, column, table it refers to), for whatever refers to a part of the roster."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table
            if target.name in ("units", "employees", "postings"):
                yield table, key.parent, target


def _lots(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
