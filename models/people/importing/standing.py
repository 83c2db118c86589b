"""The office as it stands before an import: plain values that checks compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Pattern
from models.people.employees import Employee, Kind, Role
from models.people.postings import Posting
from models.people.units import Unit


@dataclass(frozen=True)
class KnownUnit:
    """A unit there is."""

    id: int
    code: str
    name: str
    path: str
    parent: str | None  # its code


@dataclass(frozen=True)
class Who:
    """What belongs to a person, wherever they work."""

    name: str
    kind: Kind
    role: Role = Role.STAFF
    administers: str | None = None  # a unit's code


@dataclass(frozen=True)
class Post:
    """What belongs to a posting: a difference in any of it is a change in a career."""

    unit: str  # its code
    supervisor: str | None  # NIP
    position: str
    grade: str | None = None
    pattern: Pattern | None = None


@dataclass(frozen=True)
class KnownPosting:
    """Somebody's latest posting."""

    id: int
    post: Post
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody the office knows."""

    id: int
    nip: str
    who: Who
    posting: KnownPosting | None

    def works_on(self, day: date) -> bool:
        return self.posting is not None and self.posting.holds_on(day)

    def stays_after(self, day: date) -> bool:
        """At work, and nothing says until when."""
        return self.works_on(day) and self.posting is not None and self.posting.until is None


@dataclass(frozen=True)
class Standing:
    """Everybody by NIP and every unit by code."""

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    units: Mapping[str, KnownUnit] = field(default_factory=dict)


async def office_as_it_stands(session: AsyncSession) -> Standing:
    """Three queries, whatever the size of the office."""
    units = await _units(session)
    codes = {unit.id: unit.code for unit in units.values()}
    rows = (
        await session.execute(
            select(
                Employee.id, Employee.nip, Employee.name, Employee.kind, Employee.role,
                Employee.administers_id,
            )
        )
    ).all()  # fmt: skip
    postings = await _latest_postings(session, codes, {row.id: row.nip for row in rows})
    people = (
        KnownPerson(
            row.id,
            row.nip,
            Who(row.name, row.kind, row.role, codes.get(row.administers_id or 0)),
            postings.get(row.id),
        )
        for row in rows
    )
    return Standing({person.nip: person for person in people}, units)


async def _units(session: AsyncSession) -> dict[str, KnownUnit]:
    rows = (
        await session.execute(select(Unit.id, Unit.code, Unit.name, Unit.path, Unit.parent_id))
    ).all()
    codes = {row.id: row.code for row in rows}
    return {
        row.code: KnownUnit(row.id, row.code, row.name, row.path, codes.get(row.parent_id or 0))
        for row in rows
    }


async def _latest_postings(
    session: AsyncSession, codes: Mapping[int, str], nips: Mapping[int, str]
) -> dict[int, KnownPosting]:
    rows = await session.execute(
        select(
            Posting.employee_id, Posting.id, Posting.unit_id, Posting.supervisor_id,
            Posting.position, Posting.grade, Posting.pattern, Posting.since, Posting.until,
        ).order_by(Posting.since, Posting.id)
    )  # fmt: skip
    return {
        row.employee_id: KnownPosting(
            row.id,
            Post(
                codes[row.unit_id],
                nips.get(row.supervisor_id or 0),
                row.position,
                row.grade,
                row.pattern,
            ),
            row.since,
            row.until,
        )
        for row in rows
    }
