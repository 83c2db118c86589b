"""Recaps (rekap): a period of somebody's work in figures, by planned result, with its evidence.

The database adds up, so that a year of a whole office needs no more memory than its people. The
figures are those of ``models/work/figures.py``: what is owed, reported and on time means the same.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.naming_results import Key, NamedResult
from models.office import Office
from models.work.activities import Activity
from models.work.duties import Duty
from models.work.evidence import Evidence
from models.work.link_changes import Link
from models.work.midnights import end_of_day
from models.work.open_days import REPORTED
from models.work.periods import Period
from models.work.revisions import Revision
from models.work.states import State

DAYS = ("owed", "reported", "on_time", "target")
WORK = ("activities", "minutes", "approved", "approved_minutes", "waiting", "returned",
        "corrected")  # fmt: skip


@dataclass(frozen=True)
class Whose:
    """Whose recaps: everybody's, or only these people's, and of these days (on ``Duty``)."""

    people: Sequence[int] | None = None
    scope: ColumnElement[bool] | None = None

    @property
    def duties(self) -> ColumnElement[bool]:
        chosen = true() if self.people is None else Duty.employee_id.in_(self.people)
        return chosen if self.scope is None else and_(chosen, self.scope)

    def authors(self, author: Any, period: Period) -> ColumnElement[bool]:
        """Of whom work is looked at, given the column of the author's id."""
        if self.people is not None:
            return author.in_(self.people)  # type: ignore[no-any-return]
        if self.scope is None:
            return true()
        theirs = select(Duty.employee_id).where(self.duties, _within(Duty.day, period))
        return author.in_(theirs)  # type: ignore[no-any-return]

    def activities(self, period: Period) -> ColumnElement[bool]:
        """What came in within the period, and within the scope."""
        came_in = and_(
            self.authors(Activity.author_id, period),
            _within(Activity.day, period),
            Activity.state.in_(REPORTED),
        )
        if self.scope is None:
            return came_in
        duty = exists().where(
            Duty.employee_id == Activity.author_id, Duty.day == Activity.day, self.scope
        )
        return and_(came_in, duty)


EVERYBODY = Whose()
AT_A_TIME = 2000  # rows


@dataclass
class Share:
    """What went into one planned result (RHK): a plan's key; a task from above; or neither."""

    plan_id: int | None
    key: int | None
    is_task: bool
    activities: int = 0
    minutes: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)  # approved, by unit of quantity

    @property
    def is_linked(self) -> bool:
        return self.key is not None or self.is_task


@dataclass
class Recap:
    """One employee's period. Minutes and activities are those that came in (``REPORTED``)."""

    employee_id: int
    owed: int = 0  # days, up to today
    reported: int = 0  # of these
    on_time: int = 0  # of these, whose report first came on the day itself
    target: int = 0  # effective minutes of the owed days
    activities: int = 0
    minutes: int = 0
    approved: int = 0
    approved_minutes: int = 0
    waiting: int = 0
    returned: int = 0
    corrected: int = 0  # after the close; what was taken away then, too
    evidence: int = 0
    shares: list[Share] = field(default_factory=list)

    @property
    def percent(self) -> int | None:
        """Minutes as a share of the target; None without one."""
        return round(100 * self.minutes / self.target) if self.target else None


async def recaps(
    session: AsyncSession, period: Period, whose: Whose, office: Office, *, today: date
) -> dict[int, Recap]:
    """By employee id: everybody who had a day or work in the period; three queries."""
    found: dict[int, Recap] = {}
    ends = end_of_day(session, Duty.day, office, near=period.first)
    async for employee_id, *sums in _rows(session, whose, figures(period, whose, ends, today)):
        recap = found.setdefault(employee_id, Recap(employee_id))
        for name, amount in zip((*DAYS, *WORK), sums, strict=True):
            setattr(recap, name, getattr(recap, name) + int(amount or 0))
    async for employee_id, *row in _rows(session, whose, served(period, whose)):
        _add_share(found[employee_id].shares, *row)
    async for employee_id, count in _rows(session, whose, attached(period, whose)):
        found[employee_id].evidence = count
    return found


async def _rows(session: AsyncSession, whose: Whose, asked: Any) -> AsyncIterator[Any]:
    """Of many people some at a time, so that no list of all is held."""
    if whose.people is not None:
        for row in await session.execute(asked):
            yield row
        return
    async for row in await session.stream(asked, execution_options={"yield_per": AT_A_TIME}):
        yield row


async def recap_of(
    session: AsyncSession, employee_id: int, period: Period, office: Office, *, today: date,
    scope: ColumnElement[bool] | None = None,
) -> Recap:  # fmt: skip
    """One person's, perhaps only of some days (a condition on ``Duty``)."""
    found = await recaps(session, period, Whose([employee_id], scope), office, today=today)
    return found.get(employee_id, Recap(employee_id))


def in_order(
    shares: Sequence[Share], results: Mapping[Key, NamedResult]
) -> list[tuple[Share, NamedResult | None]]:
    """As the plans have them, then tasks from the superior, at last what is not linked."""
    named = [(share, results.get((share.plan_id or 0, share.key or 0))) for share in shares]
    return sorted(named, key=_place)


def busy_first(
    shares: Sequence[Share], results: Mapping[Key, NamedResult]
) -> list[tuple[Share, NamedResult | None]]:
    """The same, but what nothing went into comes last: where not all have room."""
    return sorted(in_order(shares, results), key=lambda named: not named[0].activities)


def _place(named: tuple[Share, NamedResult | None]) -> tuple[int, int]:
    share, result = named
    if share.plan_id is not None and share.key is not None:
        return 0, result.place if result else sys.maxsize
    return (1 if share.is_task else 2), 0


# What the database is asked


def figures(period: Period, whose: Whose, ends: ColumnElement[datetime], today: date) -> Any:
    """(employee, sums of days, sums of work); without a scope work is a row of its own.

    So it is counted on days without a duty, too; within a scope only the scope's days are.
    ``ends``: when the day of a duty is over.
    """
    work = _work(period, whose)
    came = [func.sum(work.c[name]) for name in WORK]
    is_owed = and_(Duty.off.is_(None), Duty.day <= today)
    is_reported = and_(is_owed, work.c.activities > 0)
    first_came = or_(work.c.sent_at < ends, work.c.kept_at < ends)
    on_duty = (
        select(
            Duty.employee_id,
            _count(is_owed),
            _count(is_reported),
            _count(and_(is_reported, first_came)),
            func.sum(case((is_owed, cast(Duty.target, Integer)), else_=0)),
            *(came if whose.scope is not None else (literal(0) for _ in WORK)),
        )
        .outerjoin(work, and_(work.c.author_id == Duty.employee_id, work.c.day == Duty.day))
        .where(whose.duties, _within(Duty.day, period))
        .group_by(Duty.employee_id)
    )
    if whose.scope is not None:
        return on_duty
    at_work = select(work.c.author_id, *(literal(0) for _ in DAYS), *came)
    return union_all(on_duty, at_work.group_by(work.c.author_id))


def served(period: Period, whose: Whose) -> Any:
    """(author, plan, key, task?, unit of quantity, activities, minutes, approved amount)."""
    is_task = case((Activity.link == Link.TASK, 1), else_=0)
    is_approved = Activity.state == State.APPROVED
    by = (Activity.author_id, Activity.plan_id, Activity.result_key, is_task, Activity.unit)
    return (
        select(
            *by,
            func.count(),
            func.sum(cast(Activity.minutes, Integer)),
            func.sum(case((is_approved, Activity.quantity))),
        )
        .where(whose.activities(period))
        .group_by(*by)
    )


def attached(period: Period, whose: Whose) -> Select[int, int]:
    """(author, pieces of evidence): each once, of reports that have work in the period."""
    has_work = exists().where(Activity.report_id == Evidence.report_id, whose.activities(period))
    same = func.coalesce(Evidence.link, Evidence.file_unique_id)
    return (
        select(Evidence.author_id, func.count(same.distinct()))
        .where(whose.authors(Evidence.author_id, period), Evidence.refused.is_(None), has_work)
        .group_by(Evidence.author_id)
    )


def _work(period: Period, whose: Whose) -> CTE:
    """Work by author and day, with when its report first came.

    What was returned and sent again had come before: only what has several revisions can have.
    """
    came_in = Activity.state.in_(REPORTED)
    minutes = cast(Activity.minutes, Integer)
    first_kept = select(func.min(Revision.at)).where(Revision.activity_id == Activity.id)
    was_sent_again = and_(came_in, Activity.revision > 1)
    sums = (
        _count(came_in),
        func.sum(case((came_in, minutes), else_=0)),
        _count(Activity.state == State.APPROVED),
        func.sum(case((Activity.state == State.APPROVED, minutes), else_=0)),
        _count(Activity.state == State.SUBMITTED),
        _count(Activity.state == State.RETURNED),
        func.count(Activity.corrected_at),
    )
    return (
        select(
            Activity.author_id,
            Activity.day,
            func.min(case((came_in, Activity.submitted_at))).label("sent_at"),
            func.min(case((was_sent_again, first_kept.scalar_subquery()))).label("kept_at"),
            *(amount.label(name) for name, amount in zip(WORK, sums, strict=True)),
        )
        .where(whose.authors(Activity.author_id, period), _within(Activity.day, period))
        .where(or_(came_in, Activity.corrected_at.is_not(None)))
        .group_by(Activity.author_id, Activity.day)
        .cte("work")
    )


def _within(day: Any, period: Period) -> ColumnElement[bool]:
    return day.between(period.first, period.last)  # type: ignore[no-any-return]


def _count(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((holds, 1), else_=0))


def _add_share(
    shares: list[Share], plan_id: int | None, key: int | None, task: int, unit: str | None,
    count: int, minutes: int | None, amount: Decimal | None,
) -> None:  # fmt: skip
    """One share for all units of quantity, each written in the same case."""
    plan_id, is_task = None if key is None else plan_id, bool(task)
    same = (share for share in shares if (share.plan_id, share.key) == (plan_id, key))
    share = next((one for one in same if one.is_task == is_task), None)
    if share is None:
        share = Share(plan_id, key, is_task)
        shares.append(share)
    share.activities += count
    share.minutes += int(minutes or 0)
    if unit is not None and amount is not None:
        name = unit.casefold()
        share.amounts[name] = share.amounts.get(name, Decimal(0)) + Decimal(str(amount))
