"""Whom an admin looks after: the whole office, or a unit with all below it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee, Role
from models.people.postings import posting_of
from models.people.units import Unit, within
from models.refusals import Refusal


class NoLongerAdmin(Refusal):
    """Somebody who looks after no unit, or does so no more."""


async def units_of(session: AsyncSession, admin: Employee, *, today: date) -> list[int]:
    """The units this admin looks after: all, or one's own tree; none for whoever is no admin."""
    if admin.role is Role.OFFICE_ADMIN:
        return list(await session.scalars(select(Unit.id)))
    top = await top_of(session, admin, today) if admin.role is Role.UNIT_ADMIN else None
    return list(await session.scalars(select(Unit.id).where(within(top)))) if top else []


async def tree_of(session: AsyncSession, admin: Employee, *, today: date) -> Unit | None:
    """The unit whose tree this admin looks after; None: the whole office."""
    if admin.role is Role.OFFICE_ADMIN:
        return None
    top = await top_of(session, admin, today) if admin.role is Role.UNIT_ADMIN else None
    if top is None:
        raise NoLongerAdmin
    return top


async def looks_after(
    session: AsyncSession, admin: Employee, employee: Employee, *, today: date
) -> bool:
    posting = await posting_of(session, employee, today)
    return posting is not None and posting.unit_id in await units_of(session, admin, today=today)


async def holds_no_more(
    session: AsyncSession, person: Employee, admin: Employee, *, today: date
) -> bool:
    """Whether this person looks after nothing that the admin does not look after.

    Who opens the door for somebody could walk through it: nobody opens one to more than is theirs.
    """
    if person.role is Role.OFFICE_ADMIN:
        return admin.role is Role.OFFICE_ADMIN
    theirs = await units_of(session, person, today=today)
    return set(theirs) <= set(await units_of(session, admin, today=today))


async def top_of(session: AsyncSession, admin: Employee, today: date) -> Unit | None:
    """The unit that a unit's admin looks after, with all below it."""
    if admin.administers_id is not None:
        return await session.get(Unit, admin.administers_id)
    posting = await posting_of(session, admin, today)
    return posting.unit if posting is not None else None
