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
from models.work.gists import bare
from models.work.likeness import alike_to
from models.work.reports import Report


@dataclass(frozen=True)
class Likeness:
    """On which earlier day, and whose, if it is a colleague's."""

    day: date | None
    colleague: tuple[str, str] | None
    colleagues_day: date | None
    repeated: bool  # by the bot's own button or at a word, not by writing it again


async def likeness_of(session: AsyncSession, waiting: Sequence[Activity]) -> dict[int, Likeness]:
    """By activity id; what is alike, who wrote it, and whether the bot itself repeated it."""
    alike = await alike_to(session, waiting)
    repeated = await _repeated(session, [a for a in waiting if a.id in alike and alike[a.id].own])
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
            repeated=activity_id in repeated,
        )
        for activity_id, found in alike.items()
    }


async def _repeated(session: AsyncSession, activities: Sequence[Activity]) -> set[int]:
    """Those whose words do not come from their author's message: *Seperti kemarin* wrote them."""
    if not activities:
        return set()
    rows = await session.execute(
        select(Report.id, Report.lead, Report.text).where(
            Report.id.in_({activity.report_id for activity in activities})
        )
    )
    written = {report_id: set(bare(f"{lead} {text}").split()) for report_id, lead, text in rows}
    return {
        activity.id
        for activity in activities
        if activity.kept == 1
        and written[activity.report_id].isdisjoint(bare(activity.what).split())
    }


def likeness_line(say: Say, likeness: Likeness | None) -> str:
    return INDENT + say("review-alike", **vars(likeness)) if likeness else ""
