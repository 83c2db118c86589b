"""Activities that wait for a decision when the roster changes: who reviews them now.

The reviewer stays on the row, so that what was sent to a supervisor is that supervisor's. It moves
only where it has to: nobody is there, whoever was there has left, or the author has had another
supervisor since before the day of the activity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.people.importing.keeping import Change
from models.people.postings import Posting, held_on
from models.work.activities import Activity
from models.work.states import State

NOBODY_ACTS = {"instead_of_id": None, "capacity": None}


@dataclass(frozen=True)
class Term:
    """Under whom somebody works, from when until when."""

    supervisor: int | None
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Waiting:
    """An activity that was sent and is not decided."""

    id: int
    report: int
    author: int
    reviewer: int | None  # by the roster
    day: date
    holder: int | None = None  # whoever acts for the reviewer

    def must_move(self, at_work: Collection[int], changed: Mapping[int, date]) -> bool:
        """``changed``: the day from which an author has another supervisor."""
        if self.reviewer is None or self.reviewer not in at_work:
            return True
        return self.author in changed and self.day >= changed[self.author]

    def next_reviewer(
        self, terms: Sequence[Term], at_work: Collection[int], top: int | None, today: date
    ) -> int | None:
        """The supervisor of the day, else today's, else whom the office names; never oneself.

        Of one who has left, it stays with whoever acts for them already; where nobody else is
        named, it goes up from them.
        """
        of_the_day = [term.supervisor for term in terms if term.holds_on(self.day)]
        of_today = [term.supervisor for term in terms if term.holds_on(today)]
        for reviewer in (*of_the_day[-1:], *of_today[-1:]):
            if reviewer is not None and reviewer in at_work and reviewer != self.author:
                return reviewer
        if self._is_acted_for(at_work):
            return self.reviewer
        if top is not None:
            return top if top != self.author else None
        named = {None, self.author}
        return next((one for one in (*of_today[-1:], *of_the_day[-1:]) if one not in named), None)

    def _is_acted_for(self, at_work: Collection[int]) -> bool:
        """A Plt, or one level up, decides for a supervisor who has left."""
        acts = self.holder != self.reviewer and self.holder in at_work
        return acts and self.reviewer is not None and self.reviewer not in at_work


async def who_reviews_now(
    session: AsyncSession, office: Office, *, changed: Mapping[int, date], today: date
) -> list[tuple[Waiting, int | None]]:
    """Every waiting activity that goes to somebody else, and to whom."""
    at_work = set(await session.scalars(select(Posting.employee_id).where(held_on(today))))
    top = await session.scalar(select(Employee.id).where(Employee.nip == office.top_reviewer))
    if top is not None:
        at_work.add(top)
    moving = [one for one in await _waiting(session) if one.must_move(at_work, changed)]
    terms = await _terms(session, {one.author for one in moving})
    found = (
        (one, one.next_reviewer(terms.get(one.author, ()), at_work, top, today)) for one in moving
    )
    return [(one, reviewer) for one, reviewer in found if reviewer != one.reviewer]


async def _waiting(session: AsyncSession) -> list[Waiting]:
    rows = await session.execute(
        select(
            Activity.id,
            Activity.report_id,
            Activity.author_id,
            func.coalesce(Activity.instead_of_id, Activity.reviewer_id),
            Activity.day,
            Activity.reviewer_id,
        ).where(Activity.state == State.SUBMITTED)
    )
    return [
        Waiting(number, report, author, reviewer, day, holder)
        for number, report, author, reviewer, day, holder in rows
        if day is not None
    ]


async def _terms(session: AsyncSession, authors: Collection[int]) -> dict[int, list[Term]]:
    """From the earliest on, by author."""
    rows = await session.execute(
        select(Posting.employee_id, Posting.supervisor_id, Posting.since, Posting.until)
        .where(Posting.employee_id.in_(authors))
        .order_by(Posting.since, Posting.id)
    )
    terms: dict[int, list[Term]] = {}
    for author, supervisor, since, until in rows:
        terms.setdefault(author, []).append(Term(supervisor, since, until))
    return terms


def as_changes(moved: Iterable[tuple[Waiting, int | None]]) -> list[Change]:
    """By the roster; whoever acts for the new reviewer takes over afterwards."""
    return [
        Change(
            one.id,
            {"reviewer_id": one.reviewer, **NOBODY_ACTS},
            {"reviewer_id": reviewer, **NOBODY_ACTS},
        )
        for one, reviewer in moved
    ]


def tell_of(
    session: AsyncSession, moved: Iterable[tuple[Waiting, int | None]], *, at: datetime
) -> None:
    """The cards of whoever had it, whoever has it now, and the author are drawn anew."""
    for one, reviewer in moved:
        subject = f"{one.author}:{one.day}"
        for who in {one.holder, one.reviewer, reviewer} - {None}:
            show(session, "review", subject, to=who or 0, at=at)
        show(session, "report", one.report, to=one.author, at=at)
