"""That an activity is much like an earlier one: a short line, for the reviewer alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.turn import Say, named
from handlers.work.changes import INDENT
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.likeness import alike_to


@dataclass(frozen=True)
class Likeness:
    """On which earlier day, and whose, if it is a colleague's."""

    day: date | None
    colleague: tuple[str, str] | None
    colleagues_day: date | None


async def likeness_of(session: AsyncSession, waiting: Sequence[Activity]) -> dict[int, Likeness]:
    """By activity id; two queries, the second only if a colleague has to be named."""
    alike = await alike_to(session, waiting)
    ids = {found.colleagues.author_id for found in alike.values() if found.colleagues}
    people = {}
    if ids:
        rows = await session.scalars(select(Employee).where(Employee.id.in_(ids)))
        people = {person.id: named(person) for person in rows}
    return {
        activity_id: Likeness(
            day=found.own.day if found.own else None,
            colleague=people[found.colleagues.author_id] if found.colleagues else None,
            colleagues_day=found.colleagues.day if found.colleagues else None,
        )
        for activity_id, found in alike.items()
    }


def likeness_line(say: Say, likeness: Likeness | None) -> str:
    return INDENT + say("review-alike", **vars(likeness)) if likeness else ""
