"""Entries: an activity as it is written down, where it stands, and until when it counts.

Every change of the words is a new revision, so that a button can say exactly what it speaks of;
the revisions that were sent are kept (``Revision``), the others nobody but the author has seen.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Json, NumberedBase
from models.people.employees import Employee
from models.work.link_changes import Link
from models.work.stand_ins import Capacity
from models.work.states import OPEN, SENT, State
from models.work.windows import MonthClosed, Window
from models.work.written import StillAsking, Written


class Entry(NumberedBase):
    """One thing done on one day (uraian kegiatan), with minutes and perhaps a quantity."""

    __abstract__ = True
    __table_args__ = (
        Index("ix_activities_author_id_day", "author_id", "day"),
        Index("ix_activities_reviewer_id_state", "reviewer_id", "state"),
        Index(
            "ix_activities_instead_of_id",
            "instead_of_id",
            "state",
            sqlite_where=text("instead_of_id IS NOT NULL"),
            postgresql_where=text("instead_of_id IS NOT NULL"),
        ),
        Index(
            "ix_activities_plan_id",
            "plan_id",
            "result_key",
            sqlite_where=text("plan_id IS NOT NULL"),
            postgresql_where=text("plan_id IS NOT NULL"),
        ),
        *(
            Index(
                f"ix_activities_{gist}",
                "unit_id",
                gist,
                "day",
                "author_id",
                sqlite_where=text(f"{gist} IS NOT NULL"),
                postgresql_where=text(f"{gist} IS NOT NULL"),
            )
            for gist in ("gist_1", "gist_2", "gist_3")
        ),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True, default=None)
    author_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), default=None)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True, default=None)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    # In whose place the reviewer acts, where that is not the supervisor of the roster.
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    capacity: Mapped[Capacity | None] = mapped_column(default=None)
    position: Mapped[int] = mapped_column(default=0)  # its place in the report

    day: Mapped[date | None]
    start: Mapped[time | None] = mapped_column(default=None)
    end: Mapped[time | None] = mapped_column(default=None)
    minutes: Mapped[int | None] = mapped_column(default=None)
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(14, 3), default=None)
    unit: Mapped[str | None] = mapped_column(String(40), default=None)
    what: Mapped[str]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default_factory=list)

    state: Mapped[State] = mapped_column(default=State.DRAFT)
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)  # what lateness counts by
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    note: Mapped[str | None] = mapped_column(String(1000), default=None)  # the decision's words
    superior_told_at: Mapped[datetime | None] = mapped_column(default=None)  # it waited too long
    corrected_at: Mapped[datetime | None] = mapped_column(default=None)  # after it had closed
    revision: Mapped[int] = mapped_column(default=1)
    kept: Mapped[int] = mapped_column(default=0)  # the last revision that was written down
    gist_1: Mapped[int | None] = mapped_column(init=False, default=None)  # of what was sent
    gist_2: Mapped[int | None] = mapped_column(init=False, default=None)
    gist_3: Mapped[int | None] = mapped_column(init=False, default=None)
    # What of the author's plan (SKP) it serves: a result's key, or none.
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("work_plans.id"), default=None)
    result_key: Mapped[int | None] = mapped_column(default=None)
    link: Mapped[Link | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    # What is so

    @property
    def written(self) -> Written:
        return Written.of(self)

    @property
    def is_open(self) -> bool:
        """Still with the author, who may change and send it."""
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        return self.state is State.SUBMITTED

    @property
    def is_sent(self) -> bool:
        """Waiting or approved: its author may change it until the month closes."""
        return self.state in SENT

    def written_by(self, employee: Employee) -> bool:
        return self.author_id == employee.id

    def reviewed_by(self, employee: Employee) -> bool:
        return self.reviewer_id == employee.id and not self.written_by(employee)

    @property
    def official_id(self) -> int | None:
        """The reviewer by the roster, whoever acts in their place."""
        return self.instead_of_id or self.reviewer_id

    def is_open_to(self, employee: Employee) -> bool:
        """Whether somebody may read its history: the author, and its reviewer once it was sent."""
        return self.written_by(employee) or (self.kept > 0 and self.reviewed_by(employee))

    def overlaps(self, other: Entry) -> bool:
        return self.written.overlaps(other.written)

    # Until when

    def counts_from(self, *, at: datetime, window: Window) -> datetime:
        """The moment a report counts by: when it was written, if sent soon enough after."""
        return self.written_at if at < self._confirmed_until(window) else at

    def closes_at(self, window: Window) -> datetime:
        """When it can no longer be sent: at the close, or once it does not count from before."""
        window = self._window_of(window)
        if self.written_at >= window.closes_at:
            return window.closes_at
        return max(window.closes_at, self._confirmed_until(window))

    def _confirmed_until(self, window: Window) -> datetime:
        return self.written_at + timedelta(hours=window.rules.confirm_within_hours)

    def _window_of(self, window: Window) -> Window:
        if self.state is not State.RETURNED or self.decided_at is None:
            return window
        return window.once_returned(self.decided_at)

    def check(self, *, at: datetime, window: Window, others: int) -> None:
        """Refuse what may not be sent; ``others`` are the minutes the day already holds."""
        counted = self.counts_from(at=at, window=window)
        self.written.check(at=counted, window=self._window_of(window), others=others)
        if self.questions:
            raise StillAsking

    def check_amended(self, words: Written, *, at: datetime, window: Window, others: int) -> None:
        """Refuse other words for what was sent; ``window`` is that of the day they name.

        On its own day it may change until the month closes; it moves only to a day that may be
        reported still.
        """
        window = window.for_what_stands if words.day == self.day else window
        words.check(at=at, window=window, others=others)

    def check_in_time(self, *, at: datetime, window: Window | None) -> None:
        """Refuse to change what was sent once its month has closed."""
        if window is None or at >= self._window_of(window).month_closes_at:
            raise MonthClosed(day=self.day, reader="author")
