"""Who at work has joined, has not, has blocked the bot, or has no superior: counts, and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee
from models.people.postings import Posting, held_on, is_where_one_works
from models.people.units import Unit


class Group(StrEnum):
    """Some of those at work; the first is all of them."""

    AT_WORK = "at-work"
    JOINED = "joined"  # and can be reached
    NOT_JOINED = "not-joined"
    BLOCKED = "blocked"
    NO_SUPERIOR = "no-superior"  # none is named, or who is named works here no longer


@dataclass(frozen=True)
class AtTheirPlace:
    """Somebody at work, and whether they can be reached."""

    employee: Employee
    posting: Posting
    has_joined: bool
    blocked_at: datetime | None


@dataclass(frozen=True)
class Scope:
    """The people of some units on a day."""

    units: Sequence[int]
    day: date
    office: Office

    def these(self, group: Group, columns: Sequence[Any]) -> Select[Any]:
        """Columns of ``Employee``, ``Posting``, ``Unit`` and ``Chat`` of those in the group."""
        return (
            select(*columns)
            .select_from(Posting)
            .join(Employee, Employee.id == Posting.employee_id)
            .join(Unit, Unit.id == Posting.unit_id)
            .outerjoin(Chat, Chat.employee_id == Employee.id)
            .where(Posting.unit_id.in_(self.units), is_where_one_works(self.day))
            .where(self._is_in(group))
        )

    def _is_in(self, group: Group) -> ColumnElement[bool]:
        match group:
            case Group.JOINED:
                return and_(Chat.id.is_not(None), Chat.blocked_at.is_(None))
            case Group.NOT_JOINED:
                return Chat.id.is_(None)
            case Group.BLOCKED:
                return Chat.blocked_at.is_not(None)
            case Group.NO_SUPERIOR:
                return self._lacks_superior()
        return true()

    def _lacks_superior(self) -> ColumnElement[bool]:
        """At the top nobody is missing, if office.toml names who reviews there."""
        superior, below = aliased(Posting), aliased(Posting)
        is_gone = self._count(superior, superior.employee_id == Posting.supervisor_id) == 0
        named = and_(Posting.supervisor_id.is_not(None), is_gone)
        if self.office.top_reviewer is None:
            return or_(named, Posting.supervisor_id.is_(None))
        leads = self._count(below, below.supervisor_id == Posting.employee_id) > 0
        is_top = and_(Unit.parent_id.is_(None), leads)
        is_reviewer = Employee.nip == self.office.top_reviewer
        return or_(named, and_(Posting.supervisor_id.is_(None), ~is_top, ~is_reviewer))

    def _count(self, posting: Any, which: ColumnElement[bool]) -> ColumnElement[int]:
        """How many other postings of the day there are; unlike an EXISTS, always by an index."""
        holds = and_(
            posting.since <= self.day, or_(posting.until.is_(None), posting.until >= self.day)
        )
        return select(func.count(posting.id)).where(which, holds).scalar_subquery()


async def count_people(session: AsyncSession, scope: Scope) -> dict[Group, int]:
    """How many are in each group."""
    return {group: await session.scalar(scope.these(group, [func.count()])) or 0 for group in Group}


async def people_in(
    session: AsyncSession, scope: Scope, group: Group, *, since: int, most: int
) -> list[AtTheirPlace]:
    """Some of them by name, from place ``since`` (the first is 0) on."""
    query = scope.these(group, [Employee, Posting, Chat.id, Chat.blocked_at])
    ordered = query.order_by(Employee.name, Employee.id).offset(since).limit(most)
    return [
        AtTheirPlace(employee, posting, chat is not None, blocked_at)
        for employee, posting, chat, blocked_at in await session.execute(ordered)
    ]


async def not_joined_by_unit(session: AsyncSession, scope: Scope) -> list[tuple[Unit, int]]:
    """Each unit in which somebody has not joined, those below included, from the top down."""
    query = scope.these(Group.NOT_JOINED, [Unit.path, func.count()]).group_by(Unit.path)
    counted = [(path, count) for path, count in await session.execute(query)]
    units = await session.scalars(select(Unit).where(Unit.id.in_(scope.units)))
    found = [
        (unit, sum(count for path, count in counted if path.startswith(unit.path)))
        for unit in units
    ]
    return sorted(((u, n) for u, n in found if n), key=lambda one: one[0].codes)


async def at_their_place(session: AsyncSession, employee_id: int, day: date) -> AtTheirPlace | None:
    """One of those at work."""
    row = (
        await session.execute(
            select(Employee, Posting, Chat.id, Chat.blocked_at)
            .join(Posting, Posting.employee_id == Employee.id)
            .outerjoin(Chat, Chat.employee_id == Employee.id)
            .where(Employee.id == employee_id, held_on(day))
            .order_by(Posting.since.desc(), Posting.id.desc())
            .limit(1)
        )
    ).first()
    return AtTheirPlace(row[0], row[1], row[2] is not None, row[3]) if row else None
