"""Evaluations filled in as a spreadsheet: one that was sent back, from its arrival to its end.

WAITS (look_at) ──▶ READ ──apply──▶ APPLIED        its rows, as they were checked
      │  ▲ later     └──▶ overtaken by a newer one of the same period
      └──┴──▶ gone: it is somebody's evidence after all, or never came
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.appraisal.evaluations import EvaluationMovedOn
from models.appraisal.periods import Cadence, Span
from models.base import Json, NumberedBase
from models.claiming import claim

TRIES = 8  # with growing pauses: some minutes, while somebody waits for it


class RatingSheet(NumberedBase):
    """A spreadsheet of ratings that an appraiser has sent.

    ``rows`` are what was read and found in it (``rating_rows.Found`` as JSON); emptied when it
    was applied, since from then on the evaluations have it.
    """

    __tablename__ = "rating_sheets"
    __table_args__ = (
        Index("ix_rating_sheets_employee_id", "employee_id", "cadence", "since"),
        Index(
            "ix_rating_sheets_look_at",
            "look_at",
            "id",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
        Index("ix_rating_sheets_sent_at", "sent_at"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    file_id: Mapped[str] = mapped_column(String(255))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(String(255))
    sent_at: Mapped[datetime]
    look_at: Mapped[datetime | None]  # when to fetch and read it (again)
    attempts: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    overtaken_at: Mapped[datetime | None] = mapped_column(default=None)
    cadence: Mapped[Cadence | None] = mapped_column(default=None)
    since: Mapped[date | None] = mapped_column(default=None)
    evaluations: Mapped[list[int]] = mapped_column(Json, default_factory=list)  # that it fills in
    rows: Mapped[list[Any]] = mapped_column(Json, default_factory=list)

    @property
    def span(self) -> Span:
        assert self.cadence is not None, "it was read"
        assert self.since is not None, "it was read"
        return Span.holding(self.since, self.cadence)

    @property
    def is_open(self) -> bool:
        """It may be applied."""
        return self.read_at is not None and self.applied_at is None and self.overtaken_at is None

    def read(self, span: Span, rows: list[Any], evaluations: list[int], *, at: datetime) -> None:
        self.cadence, self.since = span.cadence, span.since
        self.rows, self.evaluations = rows, evaluations
        self.read_at, self.look_at = at, None

    def put_off(self, *, at: datetime) -> bool:
        """Try later; say whether it is given up, having been tried too often."""
        pause = timedelta(seconds=2**self.attempts)
        self.look_at = at + pause if self.attempts < TRIES else None
        return self.look_at is None

    def apply(self, *, at: datetime) -> None:
        """What it says has gone into the evaluations."""
        if not self.is_open:
            raise EvaluationMovedOn(stage="sheet")
        self.applied_at, self.rows = at, []


async def take_due(session: AsyncSession, *, now: datetime) -> RatingSheet | None:
    """Claim what has waited longest.

    The try counts before it begins, so that a file which ends the process is not tried for ever.
    """
    attempts = RatingSheet.attempts + 1
    return await claim(session, RatingSheet, RatingSheet.look_at, now=now, attempts=attempts)


async def overtake(session: AsyncSession, newer: RatingSheet, *, at: datetime) -> Sequence[int]:
    """The newest sheet of a period counts; the ids of those that wait no longer."""
    older = await session.scalars(
        select(RatingSheet)
        .where(RatingSheet.employee_id == newer.employee_id, RatingSheet.id < newer.id)
        .where(RatingSheet.cadence == newer.cadence, RatingSheet.since == newer.since)
        .where(RatingSheet.applied_at.is_(None), RatingSheet.overtaken_at.is_(None))
    )
    overtaken = []
    for one in older:
        one.overtaken_at, one.rows = at, []
        overtaken.append(one.id)
    return overtaken
