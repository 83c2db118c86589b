"""Salah atasan?: somebody says that the roster names a wrong superior; an admin settles it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal


class SuperiorAskedAlready(Refusal):
    """One question at a time."""


class NobodyToSettle(Refusal):
    """No admin who could settle it can be reached."""

    is_final = True


class SuperiorSettled(Refusal):
    """It has been settled already."""

    is_final = True


class NotYoursToSettle(Refusal):
    """Only an admin who looks after the person settles it."""

    is_final = True


class SuperiorInCircle(Refusal):
    """Nobody works under themselves, nor under somebody whom they lead."""


class SuperiorQuestion(NumberedBase):
    """What somebody says of their superior, and what came of it."""

    __tablename__ = "superior_questions"
    __table_args__ = (
        Index(
            "uq_superior_questions_open",
            "author_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    author_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    named_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))  # by the roster
    right_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))  # by the author
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    became_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)

    author: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[author_id], init=False
    )

    def settle(self, *, by: Employee, at: datetime, became: Employee | None) -> None:
        """``became``: whom they work under from now on; None: the roster was right."""
        if self.settled_at is not None:
            raise SuperiorSettled
        if self.author_id == by.id:
            raise NotYoursToSettle
        if became is not None and became.id == self.author_id:
            raise SuperiorInCircle
        self.settled_at, self.settled_by_id = at, by.id
        self.became_id = became.id if became else None


async def must_not_be_asked(session: AsyncSession, author: Employee) -> None:
    """One question at a time; two taps at once are one after the other."""
    if await open_question(session, author) is not None:
        raise SuperiorAskedAlready


async def open_question(session: AsyncSession, author: Employee) -> SuperiorQuestion | None:
    """What this person has asked and nobody has settled."""
    await session.get_one(Employee, author.id, with_for_update={"key_share": True})
    return await session.scalar(
        select(SuperiorQuestion).where(
            SuperiorQuestion.author_id == author.id, SuperiorQuestion.settled_at.is_(None)
        )
    )
