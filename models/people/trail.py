"""The trail (jejak akses) of one person: the audit's entries that concern them, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.audit import WHOLE_OFFICE, AuditEntry, audit_of
from models.people.employees import Employee
from models.people.postings import Posting
from models.people.units import Unit


@dataclass(frozen=True)
class Traced:
    """One entry. ``unit`` is the name of the unit it was of; None: of a person, or the office."""

    entry: AuditEntry
    unit: str | None

    @property
    def is_of_the_office(self) -> bool:
        return self.entry.unit == WHOLE_OFFICE and self.entry.about_nip is None


async def trail_of(
    session: AsyncSession, person: Employee, *, most: int, skip: int = 0
) -> list[Traced]:
    """What was done to them alone, to the units they have worked in, and to the whole office."""
    theirs = select(Posting.unit_id).where(Posting.employee_id == person.id)
    units = await session.scalars(select(Unit).where(Unit.id.in_(theirs)))
    codes = sorted({code for unit in units for code in unit.codes})
    entries = await audit_of(session, person, codes, most=most, skip=skip)
    found = await session.execute(select(Unit.code, Unit.name).where(Unit.code.in_(codes)))
    names = {row.code: row.name for row in found}
    return [Traced(entry, names.get(entry.unit or "")) for entry in entries]
