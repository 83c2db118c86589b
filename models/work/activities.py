"""Activities (aktivitas): what somebody did, from draft to decision.

DRAFT ──submit──▶ SUBMITTED ──approve──▶ APPROVED
                   │   ▲  └────reject──▶ REJECTED   (fictive, duplicate, wrong person)
       give back   ▼   │ submit
                  RETURNED                cancel (the author) ──▶ CANCELLED
Until the month closes an approved activity is SUBMITTED again when its author amends it, and any
decision is revoked by whoever made it.

Every change of the words is a new revision, so that a button can say exactly what it speaks of;
the revisions that were sent are kept (``Revision``), the others nobody but the author has seen.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from models.base import Json, NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.decisions import Decision, RejectedAs, Verdict
from models.work.gists import gists_of
from models.work.link_changes import Link as Link
from models.work.link_changes import LinkChange, Served
from models.work.reasons import must_fit, must_say
from models.work.revisions import Revision
from models.work.stand_ins import Capacity
from models.work.windows import MonthClosed, Window
from models.work.written import StillAsking
from models.work.written import Written as Written


class State(StrEnum):
    """Where an activity is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


OPEN = (State.DRAFT, State.RETURNED)  # with the author
SENT = (State.SUBMITTED, State.APPROVED)  # its author may still change it, for a while
DECIDED = (State.APPROVED, State.RETURNED, State.REJECTED)


class NotTheAuthor(Refusal):
    """Only the author changes, sends or cancels an activity."""

    is_final = True


class NotTheReviewer(Refusal):
    """Only the reviewer kept on the activity decides it, and nobody decides their own."""

    is_final = True


class NotTheDecider(Refusal):
    """Only whoever decided may take the decision back."""


class OtherState(Refusal):
    """The activity is no longer where this button thought it was."""


class BeingCorrected(Refusal):
    """The author has begun to correct what was returned; these words were never sent."""


class Activity(NumberedBase):
    """One thing done on one day (uraian kegiatan), with minutes and perhaps a quantity."""

    __tablename__ = "activities"
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

    author: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[author_id], default=None
    )
    reviewer: Mapped[Employee | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[reviewer_id], default=None
    )
    revisions: WriteOnlyMapped[Revision] = relationship(init=False, order_by=Revision.number)
    decisions: WriteOnlyMapped[Decision] = relationship(init=False, order_by=Decision.id)
    link_changes: WriteOnlyMapped[LinkChange] = relationship(init=False, order_by=LinkChange.id)

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

    def overlaps(self, other: Activity) -> bool:
        return self.written.overlaps(other.written)

    # The author

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

    def submit(self, *, by: Employee, to: Employee | None, at: datetime, window: Window,
               others: int = 0) -> None:  # fmt: skip
        """Send it to the reviewer, who stays on the row whatever the roster says later.

        Raises what ``check`` raises, ``NotTheAuthor`` and ``OtherState``.
        """
        self._must_be_by(by)
        self._must_be(*OPEN)
        self.check(at=at, window=window, others=others)
        if self.kept == self.revision:
            self.revision += 1  # sent again as it was: it is to be looked at once more
        self.state = State.SUBMITTED
        self.submitted_at = self.counts_from(at=at, window=window)
        self.reviewer_id = to.id if to is not None and not self.written_by(to) else None
        self.instead_of_id = self.capacity = None
        self.decided_at = self.decided_by_id = self.note = None
        self._keep(at=at)

    def hand_to(self, who: Employee, *, instead_of: Employee | None,
                capacity: Capacity | None) -> bool:  # fmt: skip
        """Let somebody decide it in an official's place, or give it back; whether that is new."""
        now = (who.id, instead_of.id if instead_of else None, capacity)
        if self.written_by(who) or now == (self.reviewer_id, self.instead_of_id, self.capacity):
            return False
        self.reviewer_id, self.instead_of_id, self.capacity = now
        return True

    def check_in_time(self, *, at: datetime, window: Window | None) -> None:
        """Refuse to change what was sent once its month has closed."""
        if window is None or at >= self._window_of(window).month_closes_at:
            raise MonthClosed(day=self.day, reader="author")

    def amend(self, words: Written, *, by: Employee, at: datetime,
              window: Window | None = None) -> bool:  # fmt: skip
        """Change the words, as a new revision; say whether anything changed.

        What was sent needs its own day's ``window``: it changes until the month closes, and what
        was approved is then to be looked at again.
        """
        self._must_be_by(by)
        self._must_be(*OPEN, *SENT)
        if words == self.written:
            return False
        if self.is_sent:
            self.check_in_time(at=at, window=window)
        if words.what != self.what:
            self.written_at = at  # a corrected time or day was still written when it was written
        self._take_words(words)
        if self.state is State.APPROVED:
            self._reopen(at=at)
        if self.is_sent:
            self._keep(at=at)
        return True

    def cancel(self, *, by: Employee, at: datetime, window: Window | None = None,
               because: str | None = None, least: int = 0) -> None:  # fmt: skip
        """Take it away. Nothing is erased: it stays readable as cancelled.

        What was ever sent needs its day's ``window`` and a reason, which is kept as a decision.
        """
        self._must_be_by(by)
        self._must_be(*OPEN, *SENT)
        if self.kept:
            self.check_in_time(at=at, window=window)
            must_say(because, least=least)
            self._record(Verdict.CANCELLED, by=by, at=at, reason=because)
        self.state = State.CANCELLED
        self.decided_at, self.decided_by_id, self.note = at, None, because

    def restore(self, *, by: Employee) -> None:
        """Take a draft back out of the bin; what was ever sent stays cancelled."""
        self._must_be_by(by)
        self._must_be(State.CANCELLED)
        if self.kept:
            raise OtherState(state=self.state, what=self.what)
        self.state, self.decided_at = State.DRAFT, None

    def serve(self, link: Link | None, *, by: Employee, plan: int | None,
              key: int | None = None) -> None:  # fmt: skip
        """Say what of the plan it serves. The words stay as they are, and so does a decision."""
        self._must_be_by(by)
        self._must_be(*OPEN, *SENT)
        self.link, self.plan_id, self.result_key = link, plan, key

    def serve_another(self, link: Link, *, by: Employee, at: datetime, plan: int | None,
                      key: int | None = None) -> None:  # fmt: skip
        """Say so by hand; what was approved keeps a trace of what it served before."""
        before = Served(self.link, self.plan_id, self.result_key)
        self.serve(link, by=by, plan=plan, key=key)
        after = Served(link, plan, key)
        if self.state is State.APPROVED and after.what != before.what:
            self.link_changes.add(
                LinkChange.of(before, after, by=by.id, approved_by=self.decided_by_id, at=at)
            )

    # The reviewer

    def approve(self, *, by: Employee, at: datetime, comment: str | None = None) -> Decision:
        """Settle this activity for good."""
        return self._decide(Verdict.APPROVED, State.APPROVED, by=by, at=at, reason=comment)

    def give_back(self, reason: str, *, by: Employee, at: datetime, least: int) -> Decision:
        """Return it for correction (kembalikan), with a reason of at least so many characters."""
        must_say(reason, least=least)
        return self._decide(Verdict.RETURNED, State.RETURNED, by=by, at=at, reason=reason)

    def reject(self, reason: str, *, as_what: RejectedAs, by: Employee, at: datetime,
               least: int) -> Decision:  # fmt: skip
        """Refuse it for good (tolak): fictive, duplicate, or the wrong person's."""
        must_say(reason, least=least)
        decision = self._decide(Verdict.REJECTED, State.REJECTED, by=by, at=at, reason=reason)
        decision.rejected_as = as_what
        return decision

    def revoke(self, *, by: Employee, at: datetime, until: datetime) -> Decision:
        """Take one's own decision back (batalkan), as a new one, ``until`` the month closes."""
        self._must_be(*DECIDED)
        if self.decided_by_id != by.id:
            raise NotTheDecider
        if self.revision != self.kept:
            raise BeingCorrected
        if at >= until:
            raise MonthClosed(day=self.day, reader="reviewer")
        self.state = State.SUBMITTED
        self.decided_at = self.decided_by_id = self.note = None
        return self._record(Verdict.REVOKED, by=by, at=at, reason=None)

    def correct(self, words: Written | None, *, by: Employee, at: datetime, because: str,
                instead_of: Employee | None = None,
                capacity: Capacity | None = None) -> None:  # fmt: skip
        """Put in what was let in after the close, or (None) take it away; that stays marked."""
        self.corrected_at = self.decided_at = at
        self.decided_by_id, self.reviewer_id, self.note = by.id, by.id, None
        self.instead_of_id, self.capacity = (instead_of.id if instead_of else None), capacity
        if words is None:
            self.state = State.CANCELLED
        else:
            self._take_words(words)
            self.state, self.questions = State.APPROVED, []
            self.submitted_at = self.submitted_at or at
            self._keep(at=at)
        self._record(Verdict.CORRECTED, by=by, at=at, reason=because)

    # Common ground

    def _decide(self, verdict: Verdict, state: State, *, by: Employee, at: datetime,
                reason: str | None) -> Decision:  # fmt: skip
        if not self.reviewed_by(by):
            raise NotTheReviewer
        self._must_be(State.SUBMITTED)
        must_fit(reason)
        self.state = state
        self.decided_at, self.decided_by_id, self.note = at, by.id, reason
        return self._record(verdict, by=by, at=at, reason=reason)

    def _record(self, verdict: Verdict, *, by: Employee, at: datetime,
                reason: str | None) -> Decision:  # fmt: skip
        decision = Decision(revision=self.kept, verdict=verdict, by_id=by.id, at=at, reason=reason)
        if self.reviewer_id == by.id:
            decision.instead_of_id, decision.capacity = self.instead_of_id, self.capacity
        self.decisions.add(decision)
        return decision

    def _take_words(self, words: Written) -> None:
        for name, value in vars(words).items():
            setattr(self, name, value)
        self.revision += 1

    def _reopen(self, *, at: datetime) -> None:
        self.state, self.submitted_at = State.SUBMITTED, at  # it waits from now
        self.decided_at = self.decided_by_id = self.note = None

    def _keep(self, *, at: datetime) -> None:
        self.revisions.add(Revision.of(self.written, number=self.revision, at=at))
        self.kept = self.revision
        self.gist_1, self.gist_2, self.gist_3 = gists_of(self.what)

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            raise OtherState(state=self.state, what=self.what)

    def _must_be_by(self, employee: Employee) -> None:
        if not self.written_by(employee):
            raise NotTheAuthor
