"""People by their name, among those at work: what somebody types, with or without titles."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.people.employees import Employee
from models.people.postings import Posting, held_on
from models.people.units import Unit, within
from models.refusals import Refusal

MOST = 8  # names that one answer offers
TITLES = {"pak", "bu", "bapak", "ibu", "sdr", "sdri"}


class NobodyByThatName(Refusal):
    """Nobody at work who may be chosen has such a name."""


class TooManyByThatName(Refusal):
    """More than anybody wants to choose from."""


async def find_people(
    session: AsyncSession, words: str, among: ColumnElement[bool], *, but: int, today: date,
    vacant: bool = False,
) -> list[tuple[Employee, Posting]]:  # fmt: skip
    """Whose name has all these words, or who has this NIP; by name, never ``but`` this one.

    ``among`` is a condition on their ``Posting``; ``vacant``: also who has left a team behind.
    Where too many have it somewhere, those whose names begin with it are meant: Edi, not Dedi.
    """
    parts = [part for part in re.findall(r"\w+", words.casefold()) if part not in TITLES]
    if not parts:
        raise NobodyByThatName
    by_name = [func.lower(Employee.name).contains(part, autoescape=True) for part in parts]
    is_meant = [Employee.nip == parts[0]] if re.fullmatch(r"\d{18}", parts[0]) else by_name
    rows = await session.execute(
        select(Employee, Posting)
        .join(Posting, Posting.employee_id == Employee.id)
        .where(or_(held_on(today), left_a_team(today)) if vacant else held_on(today))
        .where(among, *is_meant, Employee.id != but)
        .order_by(Posting.since, Posting.id)
    )
    found = {employee.id: (employee, posting) for employee, posting in rows}
    if not found:
        raise NobodyByThatName
    if len(found) > MOST:
        begins = {n: one for n, one in found.items() if _begins(one[0].name, parts)}
        found = begins or found
    if len(found) > MOST:
        raise TooManyByThatName(count=len(found))
    return sorted(found.values(), key=lambda one: one[0].name)


def _begins(name: str, parts: list[str]) -> bool:
    words = re.findall(r"\w+", name.casefold())
    return all(any(word.startswith(part) for word in words) for part in parts)


def left_a_team(day: date) -> ColumnElement[bool]:
    """The last postings of those who have left, while somebody still works under them."""
    return and_(has_left(day), _count(Posting.employee_id, day) > 0)


def has_left(day: date) -> ColumnElement[bool]:
    """The last postings of those who work here no more."""
    later = aliased(Posting)
    again = select(func.count(later.id)).where(
        later.employee_id == Posting.employee_id,
        or_(later.until.is_(None), later.until > Posting.until),
    )
    return and_(Posting.until < day, again.scalar_subquery() == 0)


def _count(superior: Any, day: date) -> ColumnElement[int]:
    """How many work under this one."""
    below = aliased(Posting)
    holds = and_(below.since <= day, or_(below.until.is_(None), below.until >= day))
    return (
        select(func.count(below.id)).where(below.supervisor_id == superior, holds).scalar_subquery()
    )


async def around(session: AsyncSession, posting: Posting | None) -> ColumnElement[bool]:
    """Who is near: the units beside and below, the superior, and who works under somebody."""
    if posting is None:
        return Posting.id == 0
    parent = await session.get(Unit, posting.unit.parent_id) if posting.unit.parent_id else None
    units = list(await session.scalars(select(Unit.id).where(within(parent or posting.unit))))
    return or_(
        Posting.unit_id.in_(units),
        Posting.supervisor_id == posting.employee_id,
        Posting.employee_id == (posting.supervisor_id or 0),
    )


async def in_the_same_house(session: AsyncSession, posting: Posting | None) -> ColumnElement[bool]:
    """Everybody under the same top of the tree (perangkat daerah)."""
    if posting is None:
        return Posting.id == 0
    top = f"{posting.unit.codes[0]}/"
    units = await session.scalars(select(Unit.id).where(Unit.path.startswith(top, autoescape=True)))
    return Posting.unit_id.in_(list(units))


async def is_among(
    session: AsyncSession, employee_id: int, among: ColumnElement[bool], *, today: date
) -> bool:
    found = select(Posting.id).where(Posting.employee_id == employee_id, held_on(today), among)
    return await session.scalar(found.limit(1)) is not None
