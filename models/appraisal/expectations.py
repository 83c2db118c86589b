"""Special expectations of a superior (ekspektasi khusus pimpinan), one for each BerAKHLAK value.

PermenPANRB 6/2022 lets a superior add, to what everybody is expected to do, what is expected of
this one person this year. Said once, never rewritten: the newest of a value counts.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from models.appraisal.evaluation_answers import Question
from models.appraisal.feedback import NotTheirSuperior
from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.reasons import must_say

VALUES = tuple(Question)[1:-1]  # the seven of BerAKHLAK
MOST_WORDS = 300


class NoSuchValue(Refusal):
    """Results and behaviour as a whole have no special expectation."""


class ExpectationTooLong(Refusal):
    """More words than stand beside a question."""


class SpecialExpectation(NumberedBase):
    """What a superior expects of somebody in a year, of one value."""

    __tablename__ = "special_expectations"
    __table_args__ = (
        Index("ix_special_expectations_employee_id", "employee_id", "year"),
        Index("ix_special_expectations_at", "at"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    year: Mapped[int]
    question: Mapped[Question]  # one of the seven values
    words: Mapped[str] = mapped_column(String(MOST_WORDS))
    at: Mapped[datetime]

    by: Mapped[Employee] = relationship(lazy="raise_on_sql", foreign_keys=[by_id], init=False)

    @classmethod
    def said(
        cls, words: str, value: Question, *, of: Employee, by: Employee, leader: Employee | None,
        today: date, at: datetime, least: int,
    ) -> SpecialExpectation:  # fmt: skip
        """``leader``: who leads the person today; nobody expects anything of themself."""
        if of.id == by.id or not by.is_same_as(leader):
            raise NotTheirSuperior
        if value not in VALUES:
            raise NoSuchValue
        told = " ".join(words.split())
        must_say(told, least=least)
        if len(told) > MOST_WORDS:
            raise ExpectationTooLong(most=MOST_WORDS)
        return cls(
            employee_id=of.id, by_id=by.id, year=today.year, question=value, words=told, at=at
        )


async def expectations_of(
    session: AsyncSession, employee_id: int, year: int
) -> dict[Question, SpecialExpectation]:
    """What holds, by value."""
    return (await expectations_of_people(session, [employee_id], year)).get(employee_id, {})


async def expectations_of_people(
    session: AsyncSession, employee_ids: Collection[int], year: int
) -> dict[int, dict[Question, SpecialExpectation]]:
    """What holds of each, by value; of whom nothing is expected is not in it. One query."""
    rows = await session.scalars(
        select(SpecialExpectation)
        .where(SpecialExpectation.employee_id.in_(employee_ids), SpecialExpectation.year == year)
        .order_by(SpecialExpectation.id)
        .options(joinedload(SpecialExpectation.by))
    )
    found: dict[int, dict[Question, SpecialExpectation]] = {}
    for one in rows:
        found.setdefault(one.employee_id, {})[one.question] = one
    return found
