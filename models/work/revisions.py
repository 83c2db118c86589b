"""Revisions: the words of an activity each time they were sent. Append-only."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase

if TYPE_CHECKING:
    from models.work.written import Written


class Revision(NumberedBase):
    """What was sent, word by word, and when."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("activity_id", "number"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), init=False)
    number: Mapped[int]
    at: Mapped[datetime]
    day: Mapped[date | None]
    start: Mapped[time | None]
    end: Mapped[time | None]
    minutes: Mapped[int | None]
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    unit: Mapped[str | None] = mapped_column(String(40))
    what: Mapped[str]

    @classmethod
    def of(cls, words: Written, *, number: int, at: datetime) -> Revision:
        return cls(number=number, at=at, **vars(words))
