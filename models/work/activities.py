"""Activities (aktivitas): what their author and their reviewer may do with an entry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, WriteOnlyMapped, relationship

from models.people.employees import Employee
from models.refusals import Refusal
from models.work.decisions import Decision, RejectedAs, Verdict
from models.work.entries import Entry
from models.work.gists import gists_of
from models.work.link_changes import Link, LinkChange, Served
from models.work.reasons import must_fit, must_say
from models.work.revisions import Revision
from models.work.stand_ins import Capacity
from models.work.states import DECIDED, OPEN, SENT, State
from models.work.windows import MonthClosed, Window
from models.work.written import Written


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


class Activity(Entry):
    """An entry on its way from its author to its reviewer, and back."""

    __tablename__ = "activities"

    author: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys="Activity.author_id", default=None
    )
    reviewer: Mapped[Employee | None] = relationship(
        lazy="raise_on_sql", foreign_keys="Activity.reviewer_id", default=None
    )
    revisions: WriteOnlyMapped[Revision] = relationship(init=False, order_by=Revision.number)
    decisions: WriteOnlyMapped[Decision] = relationship(init=False, order_by=Decision.id)
    link_changes: WriteOnlyMapped[LinkChange] = relationship(init=False, order_by=LinkChange.id)

    # The author

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
