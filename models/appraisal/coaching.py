"""Coaching sessions (bimbingan kinerja): nine statements that the subordinate answers.

PermenPANRB 6/2022, annex: the answers are handed to the coach's superior. The coach, who could
make somebody pay for them, does not see them, nor whether there are any; ``sent_at`` closes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from models.appraisal.feedback import NotTheirSuperior, said
from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal


class Statement(StrEnum):
    """What the subordinate says of the session, in this order."""

    CARED_FOR = "cared-for"  # merasa diperhatikan
    RESPECTED = "respected"  # dihargai
    FREE_TO_SPEAK = "free-to-speak"  # bebas berpendapat
    WITH_FACTS = "with-facts"  # berbasis data
    POSITIVE = "positive"  # positif
    ASKED = "asked"  # bertanya, bukan menggurui
    HELPED = "helped"  # dibantu mencari solusi
    KNOWS_NEXT = "knows-next"  # tahu langkah berikut
    KNOWS_AIM = "knows-aim"  # paham tujuan


class Agreement(StrEnum):
    """How far a statement holds."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class NotYourCoaching(Refusal):
    """Only who was coached answers, only the coach's superior reads."""


class CoachingSent(Refusal):
    """What was sent does not change."""


class StatementsLeft(Refusal):
    """Not all nine have been answered."""


class NobodyAbove(Refusal):
    """There is nobody whom the answers could be handed to."""


class CoachingSession(NumberedBase):
    """One session, as the coach or the subordinate noted it. ``reader_id`` gets the answers."""

    __tablename__ = "coaching_sessions"
    __table_args__ = (Index("ix_coaching_sessions_at", "at"),)

    coach_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    topic: Mapped[str | None] = mapped_column(String(1000), default=None)  # None: not the coach's
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    coach: Mapped[Employee] = relationship(lazy="raise_on_sql", foreign_keys=[coach_id], init=False)
    employee: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[employee_id], init=False
    )
    reader: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[reader_id], init=False
    )
    answers: Mapped[list[CoachingAnswer]] = relationship(
        lazy="raise_on_sql", default_factory=list, order_by="CoachingAnswer.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def held(
        cls, employee: Employee, *, coach: Employee | None, reader: Employee | None,
        topic: str | None, at: datetime,
    ) -> CoachingSession:  # fmt: skip
        """Note that there was one; ``reader`` is who leads the coach."""
        if coach is None or coach.is_same_as(employee):
            raise NotTheirSuperior
        if reader is None or reader.id in (coach.id, employee.id):
            raise NobodyAbove
        return cls(coach_id=coach.id, employee_id=employee.id, reader_id=reader.id, at=at,
                   topic=said(topic) if topic is not None else None)  # fmt: skip

    @property
    def left(self) -> list[Statement]:
        """What is still to be answered, in order."""
        answered = {one.statement for one in self.answers}
        return [statement for statement in Statement if statement not in answered]

    def answer(
        self, statement: Statement, agreement: Agreement, *, by: Employee, at: datetime
    ) -> None:
        self.check_open(by=by)
        found = next((one for one in self.answers if one.statement is statement), None)
        if found is None:
            self.answers.append(CoachingAnswer(statement=statement, agreement=agreement, at=at))
        else:
            found.agreement, found.at = agreement, at

    def send(self, *, by: Employee, at: datetime) -> None:
        self.check_open(by=by)
        if self.left:
            raise StatementsLeft(count=len(self.left))
        self.sent_at = at

    def check_open(self, *, by: Employee) -> None:
        if self.employee_id != by.id:
            raise NotYourCoaching
        if self.sent_at is not None:
            raise CoachingSent


class CoachingAnswer(NumberedBase):
    """How far one statement holds."""

    __tablename__ = "coaching_answers"
    __table_args__ = (UniqueConstraint("session_id", "statement"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("coaching_sessions.id"), init=False)
    statement: Mapped[Statement]
    agreement: Mapped[Agreement]
    at: Mapped[datetime]


async def coaching_with(session: AsyncSession, coaching_id: int) -> CoachingSession | None:
    """One, with its answers and everybody it concerns."""
    return await session.scalar(
        select(CoachingSession)
        .where(CoachingSession.id == coaching_id)
        .options(
            selectinload(CoachingSession.answers),
            joinedload(CoachingSession.coach),
            joinedload(CoachingSession.employee),
            joinedload(CoachingSession.reader),
        )
    )


async def open_coaching(
    session: AsyncSession, employee_id: int, coach_id: int
) -> CoachingSession | None:
    """The newest that has not been sent: whoever begins again goes on there."""
    return await session.scalar(
        select(CoachingSession)
        .where(CoachingSession.employee_id == employee_id, CoachingSession.coach_id == coach_id)
        .where(CoachingSession.sent_at.is_(None))
        .order_by(CoachingSession.id.desc())
        .limit(1)
    )


async def coaching_for(
    session: AsyncSession, reader_id: int, *, most: int, skip: int = 0
) -> Sequence[CoachingSession]:
    """What was handed to a reader, the newest first."""
    rows = await session.scalars(
        select(CoachingSession)
        .where(CoachingSession.reader_id == reader_id, CoachingSession.sent_at.is_not(None))
        .order_by(CoachingSession.sent_at.desc(), CoachingSession.id.desc())
        .limit(most)
        .offset(skip)
        .options(
            selectinload(CoachingSession.answers),
            joinedload(CoachingSession.coach),
            joinedload(CoachingSession.employee),
        )
    )
    return rows.all()
