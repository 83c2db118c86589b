"""Figures (angka): what was owed, what came in and where it stands, of one person or of many.

Owed days are counted from the duties, people as people: a figure never counts rows of a join.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.postings import Posting
from models.work.activities import Activity
from models.work.duties import Duty, Off
from models.work.open_days import REPORTED
from models.work.states import State


@dataclass(frozen=True)
class Done:
    """Activities that were sent, counted and in minutes, by where they stand."""

    counts: dict[State, int] = field(default_factory=dict)
    minutes: dict[State, int] = field(default_factory=dict)
    corrected: dict[State, int] = field(default_factory=dict)  # after it had closed; cancelled too

    @property
    def all_minutes(self) -> int:
        return sum(self.minutes.values())

    @property
    def all_counts(self) -> int:
        return sum(self.counts.values())


NOTHING = Done()


@dataclass(frozen=True)
class DayFigures:
    """One day of one person: whether a report is owed, and what came in."""

    day: date
    off: Off | None = None  # why nothing is owed
    off_name: str | None = None
    owed: bool = True
    done: Done = NOTHING
    supervisor_id: int | None = None

    @property
    def is_reported(self) -> bool:
        return self.done.all_counts > 0


@dataclass(frozen=True)
class Figures:
    """Some days of one person, up to a day: what is still to come is owed by nobody yet."""

    employee_id: int
    days: Sequence[DayFigures]
    until: date

    @property
    def owed(self) -> list[DayFigures]:
        return [day for day in self.days if day.owed and day.day <= self.until]

    @property
    def reported(self) -> list[DayFigures]:
        return [day for day in self.owed if day.is_reported]

    @property
    def open(self) -> list[DayFigures]:
        """Owed, and nothing came in."""
        return [day for day in self.owed if not day.is_reported]

    @property
    def minutes(self) -> int:
        return sum(day.done.all_minutes for day in self.days)

    @property
    def activities(self) -> int:
        return sum(day.done.all_counts for day in self.days)

    def count(self, state: State) -> int:
        return sum(day.done.counts.get(state, 0) for day in self.days)

    def minutes_in(self, state: State) -> int:
        return sum(day.done.minutes.get(state, 0) for day in self.days)

    @property
    def corrected(self) -> int:
        """How many activities were changed, let in or taken away after they had closed."""
        return sum(sum(day.done.corrected.values()) for day in self.days)

    @property
    def supervisor_id(self) -> int | None:
        """Whoever was their supervisor last."""
        return next((d.supervisor_id for d in reversed(self.days) if d.supervisor_id), None)


async def figures_of(
    session: AsyncSession, employee_id: int, since: date, until: date, *, today: date
) -> Figures:
    """One person's days, those without a duty included; two queries."""
    (one,) = await figures_of_people(session, [employee_id], since, until, today=today)
    return one


async def figures_of_people(
    session: AsyncSession, employee_ids: Sequence[int], since: date, until: date, *, today: date
) -> list[Figures]:
    """These people's days, a row a person, in their order; two queries."""
    days = await _duties(session, Duty.employee_id.in_(employee_ids), since, until)
    done = await _done(session, Activity.author_id.in_(employee_ids), since, until)
    for (employee_id, day), found in done.items():
        known = days[employee_id].get(day, DayFigures(day, owed=False))
        days[employee_id][day] = replace(known, done=found)
    return [Figures(one, [days[one][day] for day in sorted(days[one])], today)
            for one in employee_ids]  # fmt: skip


async def figures_of_all(
    session: AsyncSession, whose: ColumnElement[bool], since: date, until: date, *, today: date
) -> list[Figures]:
    """Everybody's days among ``whose`` (a condition on ``Duty``), a row a person; two queries."""
    days = await _duties(session, whose, since, until)
    theirs = select(Duty.employee_id).where(whose, Duty.day.between(since, until))
    done = await _done(session, Activity.author_id.in_(theirs), since, until)
    return [
        Figures(
            employee_id,
            [replace(found[day], done=done.get((employee_id, day), NOTHING)) for day in found],
            today,
        )
        for employee_id, found in days.items()
    ]


async def _duties(
    session: AsyncSession, whose: ColumnElement[bool], since: date, until: date
) -> defaultdict[int, dict[date, DayFigures]]:
    rows = await session.execute(
        select(Duty.employee_id, Duty.day, Duty.off, Duty.off_name, Posting.supervisor_id)
        .outerjoin(Posting, Posting.id == Duty.posting_id)
        .where(whose, Duty.day.between(since, until))
        .order_by(Duty.employee_id, Duty.day)
    )
    days: defaultdict[int, dict[date, DayFigures]] = defaultdict(dict)
    for employee_id, day, off, off_name, supervisor_id in rows:
        days[employee_id][day] = DayFigures(
            day, off, off_name, owed=off is None, supervisor_id=supervisor_id
        )
    return days


async def _done(
    session: AsyncSession, whose: ColumnElement[bool], since: date, until: date
) -> dict[tuple[int, date], Done]:
    rows = await session.execute(
        select(
            Activity.author_id,
            Activity.day,
            Activity.state,
            func.count(),
            func.sum(Activity.minutes),
            func.count(Activity.corrected_at),
        )
        .where(whose, Activity.day.between(since, until))
        .where(or_(Activity.state.in_(REPORTED), Activity.corrected_at.is_not(None)))
        .group_by(Activity.author_id, Activity.day, Activity.state)
    )
    found: dict[tuple[int, date], Done] = {}
    for author_id, day, state, count, minutes, corrected in rows:
        assert day is not None
        done = found.setdefault((author_id, day), Done())
        done.corrected[state] = corrected
        if state in REPORTED:
            done.counts[state], done.minutes[state] = count, int(minutes or 0)
    return found
