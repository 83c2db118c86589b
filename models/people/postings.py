"""Postings: who was where, under whom, from when (TMT) until when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from models.base import NumberedBase
from models.office import Office, Pattern, Rules
from models.people.employees import Employee
from models.people.units import Unit


class Posting(NumberedBase):
    """A dated position. A transfer ends one and begins another, so that history does not move."""

    __tablename__ = "postings"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True, default=None)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True, default=None)
    supervisor_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), index=True, default=None
    )
    position: Mapped[str] = mapped_column(String(160))
    grade: Mapped[str | None] = mapped_column(String(12), default=None)
    pattern: Mapped[Pattern | None] = mapped_column(default=None)  # None: the unit's
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)  # the last day; None: still there

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True, default=None)
    supervisor: Mapped[Employee | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[supervisor_id], default=None
    )

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def rules_on(self, day: date, office: Office) -> Rules:
        """The office's rules for whoever has this posting, personal exceptions included."""
        rules = office.rules_on(day, self.unit.codes)
        return rules if self.pattern is None else rules.model_copy(update={"pattern": self.pattern})


def held_on(day: date) -> ColumnElement[bool]:
    """The postings that hold on a day, for a query."""
    return and_(Posting.since <= day, or_(Posting.until.is_(None), Posting.until >= day))


def is_where_one_works(day: date) -> ColumnElement[bool]:
    """Each person's one posting of a day, as ``posting_of`` has it, for a query of many."""
    later = aliased(Posting)
    begins_later = or_(
        later.since > Posting.since, and_(later.since == Posting.since, later.id > Posting.id)
    )
    holds = and_(later.since <= day, or_(later.until.is_(None), later.until >= day))
    another = exists().where(later.employee_id == Posting.employee_id, holds, begins_later)
    return and_(held_on(day), ~another)


async def posting_of(session: AsyncSession, employee: Employee, day: date) -> Posting | None:
    """Where the employee worked on that day; the latest where two overlap."""
    return await session.scalar(
        select(Posting)
        .where(Posting.employee_id == employee.id, held_on(day))
        .order_by(Posting.since.desc(), Posting.id.desc())
        .limit(1)
    )


async def appointed_on(session: AsyncSession, employee_id: int, since: date) -> date | None:
    """The first day of whatever somebody holds on ``since`` or later; None: nothing any more."""
    return await session.scalar(
        select(func.min(Posting.since)).where(
            Posting.employee_id == employee_id,
            or_(Posting.until.is_(None), Posting.until >= since),
        )
    )


async def last_posting_of(session: AsyncSession, employee: Employee, day: date) -> Posting | None:
    """Where the employee works on that day or, once they have left, has worked last."""
    return await posting_of(session, employee, day) or await session.scalar(
        select(Posting)
        .where(Posting.employee_id == employee.id, Posting.since <= day)
        .order_by(Posting.since.desc(), Posting.id.desc())
        .limit(1)
    )


async def awake_for(
    session: AsyncSession, employee: Employee, office: Office, *, at: datetime
) -> datetime:
    """Now, or in the morning if it is night where this person works."""
    today = office.today(at)
    posting = await posting_of(session, employee, today)
    rules = posting.rules_on(today, office) if posting else office.rules_on(today)
    return office.awake(at, rules)
