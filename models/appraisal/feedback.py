"""Feedback (umpan balik berkelanjutan): a superior's words on what was seen, and what is answered.

PermenPANRB 6/2022 asks for it all year round. Both are dated and never changed: who has thought
better of it writes once more. Only the two of them read it, until an evaluation shows it to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from models.appraisal.plans import MOST_WORDS
from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal

MOST_OF_FEEDBACK = 1000
LEAST_OF_FEEDBACK = 3


class About(StrEnum):
    """What feedback looks at."""

    PERSON = "person"  # somebody's work as a whole
    DAY = "day"
    RESULT = "result"  # a planned result (RHK)


class NotTheirSuperior(Refusal):
    """Feedback comes from whoever leads the person, and nobody gives it to themself."""

    is_final = True


class NotYourFeedback(Refusal):
    """Only whom it was meant for answers."""

    is_final = True


class FeedbackAnswered(Refusal):
    """An answer is given once."""

    is_final = True


class FeedbackTooShort(Refusal):
    """Words that say nothing."""


class FeedbackTooLong(Refusal):
    """More words than a card shows."""


@dataclass(frozen=True)
class Matter:
    """What feedback is about, with the result's words as they were."""

    about: About = About.PERSON
    day: date | None = None
    plan_id: int | None = None
    result_key: int | None = None
    result: str | None = None


class Feedback(NumberedBase):
    """What a superior said, on a day. It is never changed."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("ix_feedback_to_id_at", "to_id", "at"),
        Index("ix_feedback_by_id_at", "by_id", "at"),
        Index("ix_feedback_at", "at"),
    )

    to_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(MOST_OF_FEEDBACK))
    about: Mapped[About] = mapped_column(default=About.PERSON)
    day: Mapped[date | None] = mapped_column(default=None)
    plan_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_plans.id"), index=True, default=None
    )
    result_key: Mapped[int | None] = mapped_column(default=None)
    result: Mapped[str | None] = mapped_column(String(MOST_WORDS), default=None)

    to: Mapped[Employee] = relationship(lazy="raise_on_sql", foreign_keys=[to_id], init=False)
    by: Mapped[Employee] = relationship(lazy="raise_on_sql", foreign_keys=[by_id], init=False)
    answer: Mapped[FeedbackAnswer | None] = relationship(
        lazy="joined", init=False, uselist=False, viewonly=True
    )

    @classmethod
    def given(
        cls, words: str, matter: Matter, *, by: Employee, to: Employee, leader: Employee | None,
        at: datetime,
    ) -> Feedback:  # fmt: skip
        """Say it; ``leader`` is who leads them today."""
        if by.is_same_as(to) or not by.is_same_as(leader):
            raise NotTheirSuperior
        return cls(to_id=to.id, by_id=by.id, at=at, words=said(words), **vars(matter))

    def answered(self, words: str, *, by: Employee, at: datetime) -> FeedbackAnswer:
        self.check_answerable(by=by)
        return FeedbackAnswer(feedback_id=self.id, by_id=by.id, at=at, words=said(words))

    def check_answerable(self, *, by: Employee) -> None:
        if self.to_id != by.id:
            raise NotYourFeedback
        if self.answer is not None:
            raise FeedbackAnswered


class FeedbackAnswer(NumberedBase):
    """What was answered. It is never changed either."""

    __tablename__ = "feedback_answers"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(MOST_OF_FEEDBACK))


def said(words: str) -> str:
    """The words without what surrounds them, unless there are too few or too many."""
    words = words.strip()
    if len(words) < LEAST_OF_FEEDBACK:
        raise FeedbackTooShort(least=LEAST_OF_FEEDBACK)
    if len(words) > MOST_OF_FEEDBACK:
        raise FeedbackTooLong(most=MOST_OF_FEEDBACK)
    return words


async def feedback_received(
    session: AsyncSession, employee_id: int, *, most: int, skip: int = 0
) -> Sequence[Feedback]:
    """What somebody was told, the newest first, with who said it."""
    rows = await session.scalars(
        select(Feedback)
        .where(Feedback.to_id == employee_id)
        .order_by(Feedback.at.desc(), Feedback.id.desc())
        .limit(most)
        .offset(skip)
        .options(joinedload(Feedback.by))
    )
    return rows.all()


async def feedback_given(
    session: AsyncSession, employee_id: int, *, most: int, skip: int = 0
) -> Sequence[Feedback]:
    """What somebody said, the newest first, with whom it was meant for."""
    rows = await session.scalars(
        select(Feedback)
        .where(Feedback.by_id == employee_id)
        .order_by(Feedback.at.desc(), Feedback.id.desc())
        .limit(most)
        .offset(skip)
        .options(joinedload(Feedback.to))
    )
    return rows.all()


async def feedback_with(session: AsyncSession, feedback_id: int) -> Feedback | None:
    """One, with both people."""
    return await session.get(
        Feedback, feedback_id, options=[joinedload(Feedback.by), joinedload(Feedback.to)]
    )
