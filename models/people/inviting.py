"""Whom an admin may invite: who has not joined, and looks after no more than the admin does."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from models.people.administering import holds_no_more
from models.people.at_work import AtWork, people_at_work
from models.people.employees import Employee
from models.people.units import Unit
from models.refusals import Refusal

LARGEST_SHEET = 400  # people: some fifty pages


class SheetTooLarge(Refusal):
    """More than one sheet holds: the units below are printed one by one."""


async def to_invite(
    session: AsyncSession, admin: Employee, unit: Unit, *, today: date
) -> list[AtWork]:
    """Those of a unit and the units below it, by unit and name."""
    return [
        one
        for one in await people_at_work(session, today, unit=unit)
        if not one.has_joined and await _may_invite(session, admin, one.employee, today)
    ]


async def _may_invite(
    session: AsyncSession, admin: Employee, person: Employee, today: date
) -> bool:
    return not person.is_admin or await holds_no_more(session, person, admin, today=today)
