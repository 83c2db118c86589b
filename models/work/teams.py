"""The team (tim) on one day: who has reported, who is away, and from whom nothing has come yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.work.absence_kinds import broadly
from models.work.activities import Activity
from models.work.duties import Duty, Off
from models.work.figures import DayFigures, figures_of_all
from models.work.states import State
from models.work.weeks import of_team


class Stand(StrEnum):
    """Where one person's day stands; everybody is in exactly one of them."""

    WAITING = "waiting"  # something waits for a decision
    RETURNED = "returned"  # something came back to be corrected, and nothing waits
    APPROVED = "approved"
    AWAY = "away"  # cuti, sakit, dinas luar …
    FREE = "free"  # the day asks for nothing
    NOTHING = "nothing"  # owed, and nothing has come


REPORTING = (Stand.WAITING, Stand.RETURNED, Stand.APPROVED)


@dataclass(frozen=True)
class Mate:
    """Somebody of the team, and their day."""

    employee: Employee
    day: DayFigures

    @property
    def stand(self) -> Stand:
        return stand_of(self.day)


@dataclass(frozen=True)
class TeamDay:
    """Everybody who worked under somebody on a day, in the order of names."""

    day: date
    mates: Sequence[Mate]

    def standing(self, *stands: Stand) -> list[Mate]:
        return [mate for mate in self.mates if mate.stand in stands]

    @property
    def away(self) -> dict[str, int]:
        """How many are away, by kind; which cuti it is concerns nobody but the two."""
        kinds = [broadly(mate.day.off_name) for mate in self.standing(Stand.AWAY)]
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def stand_of(day: DayFigures) -> Stand:
    """What came in says more than what was owed: some report from a journey, or on a Sunday."""
    for state, stand in ((State.SUBMITTED, Stand.WAITING), (State.RETURNED, Stand.RETURNED),
                         (State.APPROVED, Stand.APPROVED)):  # fmt: skip
        if day.done.counts.get(state):
            return stand
    if day.off is Off.ABSENCE:
        return Stand.AWAY
    return Stand.NOTHING if day.owed else Stand.FREE


async def team_on(session: AsyncSession, supervisor: Employee, day: date) -> TeamDay:
    """The team of that day, whoever it is by now; three queries."""
    return await people_on(session, of_team(supervisor), day)


async def people_on(session: AsyncSession, whose: ColumnElement[bool], day: date) -> TeamDay:
    """Everybody whose day is among these (a condition on ``Duty``); three queries."""
    figures = await figures_of_all(session, whose, day, day, today=day)
    rows = await session.scalars(
        select(Employee).where(Employee.id.in_([one.employee_id for one in figures]))
    )
    people = {employee.id: employee for employee in rows}
    mates = [Mate(people[one.employee_id], one.days[0]) for one in figures]
    return TeamDay(day, sorted(mates, key=lambda mate: mate.employee.name.casefold()))


async def is_among(
    session: AsyncSession, whose: ColumnElement[bool], employee_id: int, day: date
) -> bool:
    """Whether this person's day is among these."""
    duty = select(Duty.id).where(whose, Duty.employee_id == employee_id, Duty.day == day)
    return await session.scalar(duty) is not None


async def oldest_waiting(session: AsyncSession, reviewer_id: int) -> datetime | None:
    """When the oldest report that waits for this reviewer was sent."""
    return await session.scalar(
        select(Activity.submitted_at)
        .where(Activity.reviewer_id == reviewer_id, Activity.state == State.SUBMITTED)
        .order_by(Activity.submitted_at)
        .limit(1)
    )
