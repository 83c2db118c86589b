"""Whose recaps they are: names and last postings, in the order in which offices list people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.people.postings import Posting
from models.people.units import Unit
from models.work.periods import Period

LOT = 1000  # people in one query


@dataclass(frozen=True)
class Person:
    """An employee, and where they were last in the period."""

    id: int
    name: str
    nip: str
    unit: str | None = None
    position: str | None = None
    codes: tuple[str, ...] = ()  # of the unit, from the top of the tree down


async def people_by_unit(
    session: AsyncSession, employee_ids: Collection[int], period: Period
) -> list[Person]:
    """By unit, as the tree has it, and by name."""
    ids = sorted(employee_ids)
    found: list[Person] = []
    for start in range(0, len(ids), LOT):
        found += (await _people(session, ids[start : start + LOT], period)).values()
    return sorted(found, key=lambda one: (one.codes, one.name.casefold(), one.id))


async def _people(session: AsyncSession, ids: Collection[int], period: Period) -> dict[int, Person]:
    names = await session.execute(
        select(Employee.id, Employee.name, Employee.nip).where(Employee.id.in_(ids))
    )
    found = {row.id: Person(row.id, row.name, row.nip) for row in names}
    rows = await session.execute(
        select(Posting.employee_id, Posting.position, Unit.name, Unit.path)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.employee_id.in_(ids), Posting.since <= period.last)
        .where(or_(Posting.until.is_(None), Posting.until >= period.first))
        .order_by(Posting.since, Posting.id)
    )
    for employee_id, position, unit, path in rows:  # the last one stays
        before = found[employee_id]
        codes = tuple(path.strip("/").split("/"))
        found[employee_id] = Person(before.id, before.name, before.nip, unit, position, codes)
    return found
