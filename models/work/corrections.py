"""Corrections (perbaikan): what an author asks for once it can no longer be changed directly.

After the entry window of a day, or the close of its month, words change only if the reviewer lets
them. What was asked, why, and what came of it are append-only; nobody rewrites silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import NumberedBase
from models.notices.notices import Notice
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.acting import Acting
from models.work.activities import Activity, NotTheAuthor, NotTheReviewer, OtherState
from models.work.reasons import must_say
from models.work.stand_ins import Capacity
from models.work.windows import DayInFuture, Window
from models.work.written import Written

CARD = "correction"  # the kind of its notice


class StillChangeable(Refusal):
    """Nobody needs to ask for what they may still do themselves."""


class AlreadyAsked(Refusal):
    """One correction of an activity at a time."""


class NobodyToAsk(Refusal):
    """No reviewer is known who could decide."""


class NothingToCorrect(Refusal):
    """The words that are wanted are the words that stand."""


class AlreadyAnswered(Refusal):
    """The correction has been decided; the card says how."""


class Correction(NumberedBase):
    """The words that should stand instead, and why. It is never changed."""

    __tablename__ = "corrections"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    revision: Mapped[int]  # the one it would replace; 0: nothing was ever sent
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(1000))
    cancels: Mapped[bool]  # it should not stand at all
    day: Mapped[date | None]
    start: Mapped[time | None]
    end: Mapped[time | None]
    minutes: Mapped[int | None]
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    unit: Mapped[str | None] = mapped_column(String(40))
    what: Mapped[str]

    answer: Mapped[CorrectionAnswer | None] = relationship(
        lazy="joined", init=False, uselist=False, viewonly=True
    )

    @property
    def wanted(self) -> Written | None:
        """None: to be taken away."""
        return None if self.cancels else Written.of(self)

    @classmethod
    def asked(cls, activity: Activity, wanted: Written | None, *, by: Employee, at: datetime,
              to: Employee | None, reason: str, least: int) -> Correction:  # fmt: skip
        """Ask for other words, or (None) that it be taken away; ``check_needed`` comes first."""
        must_say(reason, least=least)
        if to is None:
            raise NobodyToAsk
        if activity.kept and wanted == activity.written:
            raise NothingToCorrect
        return cls(
            activity_id=activity.id,
            revision=activity.kept,
            by_id=by.id,
            reviewer_id=to.id,
            at=at,
            reason=reason,
            cancels=wanted is None,
            **vars(wanted or activity.written),
        )

    def granted(self, activity: Activity, *, by: Employee, at: datetime,
                acting: Acting | None = None) -> CorrectionAnswer:  # fmt: skip
        """Let the wanted words stand: approved, and marked as corrected.

        ``acting``: who acts today for the reviewer; by default it is the reviewer.
        """
        self._must_be_open(activity, by, acting)
        activity.correct(
            self.wanted, by=by, at=at, because=self.reason,
            instead_of=acting.instead_of if acting else None,
            capacity=acting.capacity if acting else None,
        )  # fmt: skip
        return self._answered(by, at, acting, is_granted=True, reason=None)

    def declined(self, activity: Activity, reason: str, *, by: Employee, at: datetime,
                 least: int, acting: Acting | None = None) -> CorrectionAnswer:  # fmt: skip
        """Leave everything as it stands, and say why."""
        self._must_be_open(activity, by, acting)
        must_say(reason, least=least)
        return self._answered(by, at, acting, is_granted=False, reason=reason)

    def _must_be_open(self, activity: Activity, by: Employee, acting: Acting | None) -> None:
        decides = acting.who.id if acting else self.reviewer_id
        if decides != by.id or self.by_id == by.id:
            raise NotTheReviewer
        if self.answer is not None:
            raise AlreadyAnswered
        if activity.kept != self.revision:
            raise OtherState(state=activity.state, what=activity.what)

    def _answered(
        self, by: Employee, at: datetime, acting: Acting | None, *, is_granted: bool,
        reason: str | None,
    ) -> CorrectionAnswer:  # fmt: skip
        official = acting.instead_of if acting else None
        return CorrectionAnswer(
            correction_id=self.id,
            activity_id=self.activity_id,
            is_granted=is_granted,
            by_id=by.id,
            at=at,
            reason=reason,
            instead_of_id=official.id if official else None,
            capacity=acting.capacity if acting else None,
        )


class CorrectionAnswer(NumberedBase):
    """What the reviewer made of it. It is never changed either."""

    __tablename__ = "correction_answers"

    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), unique=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    is_granted: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(1000))
    # On whose behalf (atas nama), and as what.
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    capacity: Mapped[Capacity | None] = mapped_column(default=None)


def is_needed(activity: Activity, *, at: datetime, window: Window) -> bool:
    """Whether only the reviewer can still let it change; ``window`` is that of its day."""
    if activity.is_sent:
        return at >= window.month_closes_at
    return activity.is_open and not activity.questions and at >= activity.closes_at(window)


def check_needed(
    activity: Activity, *, by: Employee, at: datetime, window: Window, asked: Correction | None
) -> None:
    """Refuse to ask for what is not one's own, needs no asking, or was asked already."""
    if not activity.written_by(by):
        raise NotTheAuthor
    if asked is not None:
        raise AlreadyAsked
    if not (activity.is_open or activity.is_sent):
        raise OtherState(state=activity.state, what=activity.what)
    if not is_needed(activity, at=at, window=window):
        raise StillChangeable


def check_wanted(wanted: Written, *, window: Window, others: int) -> None:
    """Refuse words that could never have been sent; ``window`` is that of the day they name."""
    if window.day > window.today:
        raise DayInFuture(day=window.day)
    wanted.check_alone(window.rules, others=others)


async def open_corrections(
    session: AsyncSession, activities: Sequence[Activity]
) -> dict[int, Correction]:
    """By activity id, what has been asked for and not been answered."""
    rows = await session.scalars(
        select(Correction)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .where(Correction.activity_id.in_([a.id for a in activities]))
        .where(CorrectionAnswer.id.is_(None))
        .order_by(Correction.id)
    )
    return {correction.activity_id: correction for correction in rows}


@dataclass(frozen=True)
class Asked:
    """A correction that waits for somebody, whose it is, and of which day."""

    correction_id: int
    author: Employee
    day: date | None


async def asked_of(session: AsyncSession, who: Employee) -> list[Asked]:
    """What this person has been shown, or is to be, and has not answered; two queries."""
    shown = await session.scalars(
        select(Notice.subject).where(
            Notice.employee_id == who.id,
            Notice.kind == CARD,
            or_(Notice.waits, Notice.message_id.is_(None)),
        )
    )
    ids = [int(subject) for subject in shown if subject is not None]
    if not ids:
        return []
    rows = await session.execute(
        select(Correction.id, Employee, Activity.day)
        .join(Employee, Employee.id == Correction.by_id)
        .join(Activity, Activity.id == Correction.activity_id)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .where(Correction.id.in_(ids), CorrectionAnswer.id.is_(None))
        .order_by(Correction.id)
    )
    return [Asked(*row) for row in rows]
