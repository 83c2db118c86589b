"""What happened to an evaluation after it was signed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.appraisal.ratings import Predicate, Rating
from models.base import NumberedBase


class Step(StrEnum):
    """What happened after signing."""

    DELIVERED = "delivered"  # to the person's chat: received, whether or not it was opened
    READ = "read"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    DECIDED = "decided"


class EvaluationStep(NumberedBase):
    """That something happened to a signed evaluation. It is never changed."""

    __tablename__ = "evaluation_steps"
    __table_args__ = (UniqueConstraint("evaluation_id", "step"),)

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"), init=False)
    step: Mapped[Step]
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str | None] = mapped_column(String(1000), default=None)
    to_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), index=True, default=None
    )  # whom an objection asks
    results: Mapped[Rating | None] = mapped_column(default=None)
    behaviour: Mapped[Rating | None] = mapped_column(default=None)
    predicate: Mapped[Predicate | None] = mapped_column(default=None)
