"""Weeks and streaks, and whose days a supervisor or a head of unit may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee, Role
from models.people.postings import Posting, last_posting_of, posting_of
from models.people.units import Unit
from models.work.activities import Activity
from models.work.duties import Duty
from models.work.open_days import REPORTED
from models.work.stand_ins import StandIn

STREAK_STEPS = (timedelta(weeks=8), timedelta(weeks=520))  # most streaks end soon


@dataclass(frozen=True, order=True)
class Week:
    """Monday to Sunday, numbered as ISO 8601 does."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        return cls(day - timedelta(days=day.weekday()))

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def before(self) -> Week:
        return Week(self.monday - timedelta(weeks=1))

    @property
    def after(self) -> Week:
        return Week(self.monday + timedelta(weeks=1))


class View(StrEnum):
    """Whose week is looked at."""

    OWN = "own"
    TEAM = "team"
    UNIT = "unit"
    IN_PLACE = "for"  # the teams of those for whom one stands in


def streak(days: Iterable[tuple[date, bool]], today: date) -> int:
    """How many owed days in a row were reported, back from the last one.

    ``days`` are owed days and whether they were reported, the newest first. Today counts once it
    is reported and breaks nothing before it is over; days that ask for nothing are not among them.
    """
    length = 0
    for day, is_reported in days:
        if is_reported:
            length += 1
        elif day < today:
            break
    return length


async def streak_of(session: AsyncSession, employee_id: int, *, today: date) -> int:
    """The streak up to today; one query, and another for a long one."""
    length = 0
    for step in STREAK_STEPS:
        rows = await session.execute(_owed_days(employee_id, today - step, today))
        days = [(day, bool(is_reported)) for day, is_reported in rows]
        length = streak(days, today)
        if length < len(days) - 1:  # it broke within these days
            break
    return length


def of_team(supervisor: Employee) -> ColumnElement[bool]:
    """The days on which somebody worked under this supervisor, whoever they work under now."""
    return Duty.posting_id.in_(select(Posting.id).where(Posting.supervisor_id == supervisor.id))


def of_teams_in_place(places: Sequence[StandIn], deputy: Employee) -> ColumnElement[bool]:
    """The days of these officials' teams while somebody stands in; one's own are not among them."""
    return (Duty.employee_id != deputy.id) & or_(
        false(),
        *(
            and_(of_team(place.official), Duty.day.between(place.since, place.until or date.max))
            for place in places
        ),
    )


def of_unit(unit: Unit, besides: Employee) -> ColumnElement[bool]:
    """The days of everybody in a unit and below it; the head's own week is another card."""
    inside = select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))
    return Duty.unit_id.in_(inside) & Duty.posting_id.is_not(None) & (
        Duty.employee_id != besides.id
    )  # fmt: skip


async def unit_headed_by(session: AsyncSession, employee: Employee, day: date) -> Unit | None:
    """The unit that somebody is the head of: where a head of unit is posted."""
    if employee.role is not Role.UNIT_HEAD:
        return None
    posting = await posting_of(session, employee, day)
    return posting.unit if posting else None


async def unit_left_by(session: AsyncSession, employee: Employee, day: date) -> Unit | None:
    """The unit whose head somebody was before the post fell vacant."""
    if employee.role is not Role.UNIT_HEAD or await posting_of(session, employee, day) is not None:
        return None
    last = await last_posting_of(session, employee, day)
    return last.unit if last else None


async def has_team(session: AsyncSession, employee: Employee, week: Week) -> bool:
    days = select(Duty.id).where(of_team(employee), Duty.day.between(week.monday, week.sunday))
    return await session.scalar(days.limit(1)) is not None


def _owed_days(employee_id: int, since: date, until: date) -> Select[date, bool]:
    is_reported = exists().where(
        Activity.author_id == Duty.employee_id,
        Activity.day == Duty.day,
        Activity.state.in_(REPORTED),
    )
    return (
        select(Duty.day, is_reported)
        .where(Duty.employee_id == employee_id, Duty.day.between(since, until))
        .where(Duty.off.is_(None))
        .order_by(Duty.day.desc())
    )
