"""Performance dialogues (dialog kinerja): what was talked about, and steps with a day each.

The leader writes it down, the employee agrees (or says what was different), and each step is
reminded of on its day. What was agreed is never changed; a step is done or not yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from models.appraisal.feedback import NotTheirSuperior, said
from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal

MOST_STEPS = 5
MOST_OF_A_STEP = 300


class NotYourDialogue(Refusal):
    """Only the employee agrees, and only whose step it is says that it is done."""

    is_final = True


class DialogueAnswered(Refusal):
    """It has been agreed, or not, already."""

    is_final = True


class NoSteps(Refusal):
    """A dialogue ends with something to be done by a day."""


class TooManySteps(Refusal):
    """More than anybody can keep in mind."""


class StepInPast(Refusal):
    """What is to be done has its day ahead."""


class StepDone(Refusal):
    """It is done, and said so already."""


class Dialogue(NumberedBase):
    """One talk between a leader and an employee."""

    __tablename__ = "dialogues"
    __table_args__ = (
        Index("ix_dialogues_employee_id_at", "employee_id", "at"),
        Index("ix_dialogues_leader_id_at", "leader_id", "at"),
        Index("ix_dialogues_at", "at"),
    )

    leader_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    at: Mapped[datetime]
    topic: Mapped[str] = mapped_column(String(1000))
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    declined_at: Mapped[datetime | None] = mapped_column(default=None)
    because: Mapped[str | None] = mapped_column(String(1000), default=None)
    version: Mapped[int] = mapped_column(init=False)

    leader: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[leader_id], init=False
    )
    employee: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[employee_id], init=False
    )
    steps: Mapped[list[DialogueStep]] = relationship(
        lazy="raise_on_sql", default_factory=list, order_by="DialogueStep.id",
        back_populates="dialogue",
    )  # fmt: skip

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def held(
        cls, topic: str, steps: Sequence[DialogueStep], *, by: Employee, employee: Employee,
        leader: Employee | None, at: datetime, today: date,
    ) -> Dialogue:  # fmt: skip
        """Write it down; ``leader`` is who leads the employee today."""
        if by.is_same_as(employee) or not by.is_same_as(leader):
            raise NotTheirSuperior
        if not steps:
            raise NoSteps
        if len(steps) > MOST_STEPS:
            raise TooManySteps(most=MOST_STEPS)
        for step in steps:
            if step.due < today:
                raise StepInPast(day=step.due)
        return cls(leader_id=by.id, employee_id=employee.id, at=at, topic=said(topic),
                   steps=list(steps))  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.agreed_at is None and self.declined_at is None

    def agree(self, *, by: Employee, at: datetime) -> None:
        self.check_open(by=by)
        self.agreed_at = at

    def decline(self, words: str, *, by: Employee, at: datetime) -> None:
        """It was not quite so: the leader writes it down anew."""
        self.check_open(by=by)
        self.because, self.declined_at = said(words), at

    def check_open(self, *, by: Employee) -> None:
        if self.employee_id != by.id:
            raise NotYourDialogue
        if not self.is_open:
            raise DialogueAnswered


class DialogueStep(NumberedBase):
    """Something that one of the two does by a day. ``remind_at``: when it is due to be asked."""

    __tablename__ = "dialogue_steps"
    __table_args__ = (
        Index("ix_dialogue_steps_dialogue_id", "dialogue_id"),
        Index(
            "ix_dialogue_steps_remind_at",
            "remind_at",
            "id",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"), init=False)
    whose_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    what: Mapped[str] = mapped_column(String(MOST_OF_A_STEP))
    due: Mapped[date]
    remind_at: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    dialogue: Mapped[Dialogue] = relationship(
        lazy="raise_on_sql", back_populates="steps", init=False
    )

    def finish(self, *, by: Employee, at: datetime) -> None:
        self.check_undone(by=by)
        self.done_at, self.remind_at = at, None

    def check_undone(self, *, by: Employee) -> None:
        if self.whose_id != by.id:
            raise NotYourDialogue
        if self.done_at is not None:
            raise StepDone


async def dialogue_with(session: AsyncSession, dialogue_id: int) -> Dialogue | None:
    """One, with its steps and both people."""
    return await session.scalar(
        select(Dialogue)
        .where(Dialogue.id == dialogue_id)
        .options(
            selectinload(Dialogue.steps), joinedload(Dialogue.leader), joinedload(Dialogue.employee)
        )  # fmt: skip
    )


async def step_with(session: AsyncSession, step_id: int) -> DialogueStep | None:
    """One, with its dialogue and both people."""
    return await session.scalar(
        select(DialogueStep)
        .where(DialogueStep.id == step_id)
        .options(
            joinedload(DialogueStep.dialogue).options(
                joinedload(Dialogue.leader), joinedload(Dialogue.employee)
            )
        )
    )


async def dialogues_of(session: AsyncSession, employee_id: int, *, most: int) -> Sequence[Dialogue]:
    """Somebody's dialogues, on either side, the newest first."""
    rows = await session.scalars(
        select(Dialogue)
        .where(or_(Dialogue.employee_id == employee_id, Dialogue.leader_id == employee_id))
        .order_by(Dialogue.at.desc())
        .limit(most)
        .options(
            selectinload(Dialogue.steps), joinedload(Dialogue.leader), joinedload(Dialogue.employee)
        )  # fmt: skip
    )
    return rows.all()
