"""All that one recap on paper holds: figures, postings, and every activity that came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.appraisal.naming_results import Key, NamedResult, results_named
from models.appraisal.planned import add_planned
from models.appraisal.progress import ProgressEntry, said_of
from models.appraisal.recaps import Recap, Whose, recap_of
from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.periods import Period


@dataclass(frozen=True)
class Paper:
    """One employee's period, whole."""

    employee: Employee
    period: Period
    recap: Recap
    postings: Sequence[Posting]  # in the period, the first first; with unit and supervisor
    activities: Sequence[Activity]  # by day and hour
    results: dict[Key, NamedResult]
    names: dict[int, str]  # of those who decided, by employee id
    told: Mapping[Key, Sequence[ProgressEntry]] = field(default_factory=dict)

    @property
    def supervisor(self) -> Employee | None:
        """Who signs: whoever was the supervisor last."""
        return self.postings[-1].supervisor if self.postings else None


async def paper_of(
    session: AsyncSession, employee: Employee, period: Period, office: Office, *, today: date,
    scope: ColumnElement[bool] | None = None,
) -> Paper:  # fmt: skip
    """Perhaps only of some days (a condition on ``Duty``)."""
    recap = await recap_of(session, employee.id, period, office, today=today, scope=scope)
    await add_planned(session, {employee.id: recap}, period, scope=scope)
    activities = await activities_of(session, Whose([employee.id], scope), period)
    plans = {share.plan_id for share in recap.shares if share.plan_id is not None}
    return Paper(
        employee,
        period,
        recap,
        await _postings(session, employee.id, period),
        activities,
        await results_named(session, plans) if plans else {},
        await _names(session, activities),
        await said_of(session, plans, before=office.at(period.after.first, time())),
    )


async def activities_of(session: AsyncSession, whose: Whose, period: Period) -> Sequence[Activity]:
    """What came in, by day and hour."""
    rows = await session.scalars(
        select(Activity)
        .where(whose.activities(period))
        .order_by(Activity.day, Activity.start.nulls_last(), Activity.id)
    )
    return rows.all()


async def _postings(session: AsyncSession, employee_id: int, period: Period) -> Sequence[Posting]:
    rows = await session.scalars(
        select(Posting)
        .where(Posting.employee_id == employee_id, Posting.since <= period.last)
        .where(or_(Posting.until.is_(None), Posting.until >= period.first))
        .order_by(Posting.since, Posting.id)
        .options(joinedload(Posting.supervisor))
    )
    return rows.all()


async def _names(session: AsyncSession, activities: Sequence[Activity]) -> dict[int, str]:
    ids = {a.decided_by_id for a in activities if a.decided_by_id is not None}
    if not ids:
        return {}
    rows = await session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(ids)))
    return {row.id: row.name for row in rows}
