"""Decisions: who decided what on which revision, when and why. Append-only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.work.stand_ins import Capacity


class Verdict(StrEnum):
    """What a decision says."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    REVOKED = "revoked"
    CANCELLED = "cancelled"  # by the author, after it was sent
    CORRECTED = "corrected"  # a correction was let in after the close


class RejectedAs(StrEnum):
    """Why an activity can never count (tolak); anything else is returned for correction."""

    FICTIVE = "fictive"
    DUPLICATE = "duplicate"
    WRONG_PERSON = "wrong-person"


class Decision(NumberedBase):
    """One decision. It is never changed: taking it back is another one."""

    __tablename__ = "decisions"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True, init=False)
    revision: Mapped[int]
    verdict: Mapped[Verdict]
    rejected_as: Mapped[RejectedAs | None] = mapped_column(default=None)
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(1000), default=None)
    # On whose behalf (atas nama), and as what.
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    capacity: Mapped[Capacity | None] = mapped_column(default=None)
    seconds: Mapped[int | None] = mapped_column(default=None)  # the card had been shown by then
