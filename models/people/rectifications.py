"""Rectifications (perbaikan data): somebody says what is wrong in what is kept of them.

UU 27/2022 (PDP): Art. 6 gives everybody the right to have it put right, and Art. 30 gives the
office 3 × 24 hours to do so and to say what came of it. An admin does it in the roster and answers
here. What was asked and what was answered are append-only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from models.appraisal.feedback import MOST_OF_FEEDBACK, said
from models.base import NumberedBase
from models.people.administering import looks_after, units_of
from models.people.employees import Employee, Role
from models.people.postings import Posting, is_where_one_works
from models.people.superior_questions import NotYoursToSettle
from models.refusals import Refusal
from models.work.reasons import MOST_OF_A_REASON, must_say

ANSWERED_WITHIN = timedelta(hours=3 * 24)


class RectificationOpen(Refusal):
    """One at a time."""

    is_final = True


class RectificationSettled(Refusal):
    """It has been answered, or taken back."""

    is_final = True


class Settled(StrEnum):
    """What came of it."""

    PUT_RIGHT = "put-right"
    LEFT = "left"  # as it is, and why
    WITHDRAWN = "withdrawn"  # by whoever asked


class Rectification(NumberedBase):
    """What somebody wants to have put right, in their own words. It is never changed."""

    __tablename__ = "rectifications"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)  # asked first
    at: Mapped[datetime] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(String(MOST_OF_FEEDBACK))

    employee: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[employee_id], init=False
    )
    answer: Mapped[RectificationAnswer | None] = relationship(
        lazy="raise_on_sql", init=False, uselist=False, viewonly=True
    )

    @property
    def until(self) -> datetime:
        """When it is to be answered at the latest."""
        return self.at + ANSWERED_WITHIN

    @classmethod
    def asked(cls, words: str, *, by: Employee, to: Employee, at: datetime) -> Rectification:
        if by.is_same_as(to):
            raise NotYoursToSettle
        return cls(employee_id=by.id, to_id=to.id, at=at, words=said(words))

    def put_right(self, *, by: Employee, at: datetime) -> RectificationAnswer:
        self.must_be_answerable(by=by)
        return self._answered(Settled.PUT_RIGHT, by, at)

    def left(self, reason: str, *, by: Employee, at: datetime, least: int) -> RectificationAnswer:
        """It stays as it is; ``reason`` says why, in at least so many characters."""
        self.must_be_answerable(by=by)
        must_say(reason, least=least)
        return self._answered(Settled.LEFT, by, at, reason)

    def withdrawn(self, *, by: Employee, at: datetime) -> RectificationAnswer:
        if self.employee_id != by.id:
            raise NotYoursToSettle
        self._must_be_open()
        return self._answered(Settled.WITHDRAWN, by, at)

    def must_be_answerable(self, *, by: Employee) -> None:
        """Nobody answers themself; which admins may, ``may_settle`` says."""
        if self.employee_id == by.id:
            raise NotYoursToSettle
        self._must_be_open()

    def _must_be_open(self) -> None:
        if self.answer is not None:
            raise RectificationSettled

    def _answered(
        self, verdict: Settled, by: Employee, at: datetime, words: str | None = None
    ) -> RectificationAnswer:
        return RectificationAnswer(
            rectification_id=self.id, by_id=by.id, at=at, verdict=verdict, words=words
        )


class RectificationAnswer(NumberedBase):
    """What came of it. It is never changed either."""

    __tablename__ = "rectification_answers"

    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    verdict: Mapped[Settled]
    words: Mapped[str | None] = mapped_column(String(MOST_OF_A_REASON))

    by: Mapped[Employee] = relationship(lazy="raise_on_sql", foreign_keys=[by_id], init=False)


async def may_settle(
    session: AsyncSession, admin: Employee, employee: Employee, *, today: date
) -> bool:
    """Whoever looks after them; whoever works nowhere any more is looked after by the office."""
    if admin.is_same_as(employee):
        return False
    is_offices = admin.role is Role.OFFICE_ADMIN
    return is_offices or await looks_after(session, admin, employee, today=today)


async def last_rectification(session: AsyncSession, employee: Employee) -> Rectification | None:
    """The latest that somebody asked for, with its answer and whose that is."""
    return await session.scalar(
        select(Rectification)
        .where(Rectification.employee_id == employee.id)
        .order_by(Rectification.id.desc())
        .limit(1)
        .options(joinedload(Rectification.answer).joinedload(RectificationAnswer.by))
        .execution_options(populate_existing=True)
    )


async def open_for(
    session: AsyncSession, admin: Employee, *, today: date
) -> Sequence[Rectification]:
    """What waits that this admin may answer, the oldest first."""
    query = (
        select(Rectification)
        .outerjoin(RectificationAnswer, RectificationAnswer.rectification_id == Rectification.id)
        .where(RectificationAnswer.id.is_(None), Rectification.employee_id != admin.id)
        .order_by(Rectification.id)
    )
    if admin.role is not Role.OFFICE_ADMIN:
        units = await units_of(session, admin, today=today)
        query = query.join(Posting, Posting.employee_id == Rectification.employee_id).where(
            Posting.unit_id.in_(units), is_where_one_works(today)
        )
    return (await session.scalars(query)).all()


async def must_not_be_open(session: AsyncSession, employee: Employee) -> None:
    """One at a time; two taps at once are one after the other."""
    await session.get_one(Employee, employee.id, with_for_update={"key_share": True})
    last = await last_rectification(session, employee)
    if last is not None and last.answer is None:
        raise RectificationOpen


async def locked(session: AsyncSession, number: int) -> Rectification | None:
    """One with whose it is and its answer, which nobody else gives meanwhile."""
    lock = select(Rectification.id).where(Rectification.id == number).with_for_update()
    if await session.scalar(lock) is None:
        return None
    # Only now: the row itself never changes, so that waiting for it would show no answer.
    return await session.scalar(
        select(Rectification)
        .where(Rectification.id == number)
        .options(
            joinedload(Rectification.employee),
            joinedload(Rectification.answer).joinedload(RectificationAnswer.by),
        )
        .execution_options(populate_existing=True)
    )
