"""Whose weeks somebody may look at, fetched with their names: the team's, or the unit's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.employees import Employee
from models.people.units import Unit
from models.work.duties import Duty
from models.work.figures import Figures, figures_of_all
from models.work.stand_ins import StandIn, places_of
from models.work.states import State
from models.work.weeks import (
    View,
    Week,
    of_team,
    of_teams_in_place,
    of_unit,
    unit_headed_by,
)


@dataclass(frozen=True)
class Member:
    """Somebody in a group, and their week."""

    employee: Employee
    figures: Figures


@dataclass(frozen=True)
class Group:
    """A team's or a unit's week, in the order of names."""

    members: Sequence[Member]
    unit: Unit | None
    places: Sequence[StandIn] = ()

    @property
    def figures(self) -> list[Figures]:
        return [member.figures for member in self.members]

    @property
    def incomplete(self) -> list[Member]:
        return [member for member in self.members if member.figures.open]

    @property
    def complete(self) -> int:
        """People who owed something, and reported all of it."""
        return sum(bool(one.owed) and not one.open for one in self.figures)

    @property
    def waiting(self) -> list[Member]:
        return [member for member in self.members if member.figures.count(State.SUBMITTED)]


@dataclass(frozen=True)
class Scope:
    """The days that somebody leads, as a condition on ``Duty``."""

    days: ColumnElement[bool]
    unit: Unit | None = None
    places: Sequence[StandIn] = ()  # in whose place


async def scope_of(session: AsyncSession, me: Employee, view: View, today: date) -> Scope | None:
    """What a view may show to this person; None: nothing, they lead no such group."""
    if view is View.TEAM:
        return Scope(of_team(me))
    if view is View.IN_PLACE:
        places = await places_of(session, me, today=today)
        return Scope(of_teams_in_place(places, me), places=places) if places else None
    unit = await unit_headed_by(session, me, today) if view is View.UNIT else None
    return Scope(of_unit(unit, besides=me), unit) if unit else None


async def group_of(session: AsyncSession, scope: Scope, week: Week, *, today: date) -> Group:
    """Everybody whose days of this week are within the scope; three queries."""
    found = await figures_of_all(session, scope.days, week.monday, week.sunday, today=today)
    people = await employees_by_id(session, [one.employee_id for one in found])
    members = [Member(people[one.employee_id], one) for one in found]
    return Group(
        sorted(members, key=lambda m: m.employee.name.casefold()), scope.unit, scope.places
    )


async def is_within(session: AsyncSession, scope: Scope, week: Week, employee_id: int) -> bool:
    """Whether this person's days of the week are the scope's, or some of them."""
    days = select(Duty.id).where(
        scope.days, Duty.employee_id == employee_id, Duty.day.between(week.monday, week.sunday)
    )
    return await session.scalar(days.limit(1)) is not None


async def employees_by_id(session: AsyncSession, ids: Sequence[int]) -> dict[int, Employee]:
    rows = await session.scalars(select(Employee).where(Employee.id.in_(ids)))
    return {employee.id: employee for employee in rows}
