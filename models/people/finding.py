"""People by their name, among those at work: what somebody types, with or without titles."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

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
    session: AsyncSession, words: str, among: ColumnElement[bool], *, but: int, today: date
) -> list[tuple[Employee, Posting]]:
    """Whose name has all these words, or who has this NIP; by name, never ``but`` this one.

    ``among`` is a condition on their ``Posting``.
    """
    parts = [part for part in re.findall(r"\w+", words.casefold()) if part not in TITLES]
    if not parts:
        raise NobodyByThatName
    by_name = [func.lower(Employee.name).contains(part, autoescape=True) for part in parts]
    is_meant = [Employee.nip == parts[0]] if re.fullmatch(r"\d{18}", parts[0]) else by_name
    rows = await session.execute(
        select(Employee, Posting)
        .join(Posting, Posting.employee_id == Employee.id)
        .where(held_on(today), among, *is_meant, Employee.id != but)
        .order_by(Posting.since, Posting.id)
    )
    found = {employee.id: (employee, posting) for employee, posting in rows}
    if not found:
        raise NobodyByThatName
    if len(found) > MOST:
        raise TooManyByThatName(count=len(found))
    return sorted(found.values(), key=lambda one: one[0].name)


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
