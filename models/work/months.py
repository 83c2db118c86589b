"""A month as it is kept for appraisal: every activity with its decisions, every person's figures.

Read in lots, so that six thousand people and half a million activities need little memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.duties import Duty
from models.work.figures import Figures, figures_of_all, figures_of_people
from models.work.open_days import REPORTED
from models.work.revisions import Revision

LOT = 200  # people


@dataclass(frozen=True)
class Month:
    """A calendar month."""

    first: date

    @classmethod
    def named(cls, name: str) -> Month:
        """From "2026-11"; raise ``ValueError`` for anything else."""
        return cls(datetime.strptime(f"{name}-01", "%Y-%m-%d").date())  # noqa: DTZ007

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class KeptActivity:
    """An activity that was ever sent, with the names around it."""

    activity: Activity
    author: Employee
    unit: str | None
    reviewer: str | None
    decided_by: str | None
    decisions: Sequence[tuple[Decision, str]]  # with the name of who decided, the first first
    officials: Mapping[int, str]  # names of those in whose place somebody decided


@dataclass(frozen=True)
class KeptPerson:
    """One employee's month in figures."""

    employee: Employee
    posting: Posting | None  # the last one in the month
    figures: Figures
    on_time: int  # owed days whose report was sent on the day itself


@dataclass(frozen=True)
class Lot:
    """Some people's month, as far as it is within the scope (a condition on ``Duty``)."""

    month: Month
    scope: ColumnElement[bool] | None
    ids: Sequence[int]  # in the order of names

    @property
    def work(self) -> ColumnElement[bool]:
        """Their activities that were ever sent; what is still a draft is its author's."""
        theirs = and_(
            Activity.author_id.in_(self.ids),
            Activity.day.between(self.month.first, self.month.last),
            Activity.kept > 0,
        )
        if self.scope is None:
            return theirs
        within = exists().where(
            Duty.employee_id == Activity.author_id, Duty.day == Activity.day, self.scope
        )
        return and_(theirs, within)


async def kept_in(
    session: AsyncSession, month: Month, unit: Unit | None, office: Office, *, today: date
) -> AsyncIterator[tuple[list[KeptPerson], list[KeptActivity]]]:
    """The month of a unit and those below it, or of the whole office; lot by lot, by name.

    The session forgets each lot before the next.
    """
    scope = None if unit is None else Duty.unit_id.in_(_below(unit))
    ids = list(await session.scalars(_people(month, scope)))
    units = {row.id: row.name for row in await session.scalars(select(Unit))}
    for place in range(0, len(ids), LOT):
        lot = Lot(month, scope, ids[place : place + LOT])
        employees = await _by_id(session, lot.ids)
        people = await _kept_people(session, lot, employees, office, today)
        yield people, await _kept_activities(session, lot, employees, units)
        session.expunge_all()


async def _kept_people(
    session: AsyncSession, lot: Lot, employees: dict[int, Employee], office: Office, today: date
) -> list[KeptPerson]:
    figures = {one.employee_id: one for one in await _figures(session, lot, today)}
    postings = await _postings(session, lot)
    sent = await _first_sent(session, lot)
    return [
        KeptPerson(
            employees[one],
            postings.get(one),
            figures[one],
            sum(office.today(sent[one, d.day]) <= d.day for d in figures[one].reported),
        )
        for one in lot.ids
    ]


async def _kept_activities(
    session: AsyncSession, lot: Lot, authors: dict[int, Employee], units: dict[int, str]
) -> list[KeptActivity]:
    rows = await session.scalars(
        select(Activity).where(lot.work).order_by(Activity.day, Activity.start, Activity.id)
    )
    place = {employee_id: n for n, employee_id in enumerate(lot.ids)}
    activities = sorted(rows, key=lambda a: place[a.author_id])
    decisions = await _decisions(session, lot)
    named = {a.reviewer_id for a in activities} | {a.decided_by_id for a in activities}
    all_of_them = [decision for found in decisions.values() for decision in found]
    named |= {decision.by_id for decision in all_of_them}
    named |= {decision.instead_of_id for decision in all_of_them}
    names = await _by_id(session, [found for found in named if found is not None])
    return [
        KeptActivity(
            activity=a,
            author=authors[a.author_id],
            unit=units.get(a.unit_id or 0),
            reviewer=_name(names, a.reviewer_id),
            decided_by=_name(names, a.decided_by_id),
            decisions=[(d, names[d.by_id].name) for d in decisions.get(a.id, ())],
            officials={number: one.name for number, one in names.items()},
        )
        for a in activities
    ]


async def _figures(session: AsyncSession, lot: Lot, today: date) -> list[Figures]:
    since, until = lot.month.first, lot.month.last
    if lot.scope is None:
        return await figures_of_people(session, lot.ids, since, until, today=today)
    whose = and_(lot.scope, Duty.employee_id.in_(lot.ids))
    return await figures_of_all(session, whose, since, until, today=today)


async def _postings(session: AsyncSession, lot: Lot) -> dict[int, Posting]:
    rows = await session.scalars(
        select(Posting)
        .where(Posting.employee_id.in_(lot.ids), Posting.since <= lot.month.last)
        .where(or_(Posting.until.is_(None), Posting.until >= lot.month.first))
        .order_by(Posting.since, Posting.id)
    )
    return {posting.employee_id: posting for posting in rows}


async def _first_sent(session: AsyncSession, lot: Lot) -> dict[tuple[int, date | None], datetime]:
    """When each day's report first came: what was returned and sent again had come before."""
    kept = select(func.min(Revision.at)).where(Revision.activity_id == Activity.id)
    rows = await session.execute(
        select(
            Activity.author_id, Activity.day, Activity.submitted_at, kept.scalar_subquery()
        ).where(lot.work, Activity.state.in_(REPORTED))
    )
    found: dict[tuple[int, date | None], datetime] = {}
    for author_id, day, *moments in rows:
        for moment in filter(None, moments):
            found[author_id, day] = min(moment, found.get((author_id, day), moment))
    return found


async def _decisions(session: AsyncSession, lot: Lot) -> dict[int, list[Decision]]:
    rows = await session.scalars(
        select(Decision)
        .join(Activity, Activity.id == Decision.activity_id)
        .where(lot.work)
        .order_by(Decision.id)
    )
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in rows:
        found[decision.activity_id].append(decision)
    return found


def _people(month: Month, scope: ColumnElement[bool] | None) -> Select[int]:
    days = Duty.day.between(month.first, month.last)
    has_duty = exists().where(
        Duty.employee_id == Employee.id, days, scope if scope is not None else true()
    )
    has_work = exists().where(
        Activity.author_id == Employee.id,
        Activity.day.between(month.first, month.last),
        Activity.kept > 0,
    )
    whose = has_duty if scope is not None else or_(has_duty, has_work)
    return select(Employee.id).where(whose).order_by(Employee.name, Employee.id)


def _below(unit: Unit) -> Select[int]:
    return select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))


async def _by_id(session: AsyncSession, ids: Sequence[int]) -> dict[int, Employee]:
    rows = await session.scalars(select(Employee).where(Employee.id.in_(ids)))
    return {employee.id: employee for employee in rows}


def _name(names: dict[int, Employee], employee_id: int | None) -> str | None:
    return names[employee_id].name if employee_id is not None else None
