"""Absences (cuti, sakit, dinas luar …): days on which nothing is owed.

    waits ──approve──→ holds ──object──→ objected   (and back: take_back)
      └────object────→ refused               holds, waits ──withdraw──→ withdrawn

To object to some of its days makes these a row of their own: what was said of them stays.

Only the kind and the dates are kept, never a diagnosis; ``because`` are the supervisor's words.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    and_,
    event,
    exists,
    false,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import NumberedBase
from models.office import Rules
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.absence_kinds import BY_BUTTON as BY_BUTTON
from models.work.absence_kinds import AbsenceKind as AbsenceKind
from models.work.reasons import MOST_OF_A_REASON, must_say
from models.work.stand_ins import Capacity

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=731)  # tugas belajar is said year by year
IS_ASKED_FOR = "waits AND objected_at IS NULL AND withdrawn_at IS NULL"
Standing = Literal["waits", "holds", "objected", "refused", "withdrawn"]


class NotYourAbsence(Refusal):
    """Only who is away takes it back, and only whoever was told decides about it."""


class AbsenceOver(Refusal):
    """It was taken back or objected to already, or its day can no longer be reported."""


class AlreadyAway(Refusal):
    """An absence is noted, or asked for, on some of these days."""


class NoneOfItsDays(Refusal):
    """Said to a supervisor: these are not days of the absence."""


class AwayMeanwhile(Refusal):
    """Said to a supervisor: other days away stand where an objection would be taken back."""


class AbsenceTooLong(Refusal):
    """Longer than anything that is said in a chat: a slip of the finger."""


class Absence(NumberedBase):
    """Somebody is away from a day until a day, both included.

    It counts from when it is said, unless it ``waits`` for the supervisor.
    """

    __tablename__ = "absences"
    __table_args__ = (
        Index("ix_absences_employee_id_since", "employee_id", "since"),
        Index(
            "ix_absences_turns_on",
            "turns_on",
            "id",
            sqlite_where=text("turns_on IS NOT NULL"),
            postgresql_where=text("turns_on IS NOT NULL"),
        ),
        Index(
            "ix_absences_asked_for",
            "since",
            sqlite_where=text(IS_ASKED_FOR),
            postgresql_where=text(IS_ASKED_FOR),
        ),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), default=None)
    kind: Mapped[AbsenceKind]
    since: Mapped[date]
    until: Mapped[date]
    said_at: Mapped[datetime]
    told_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), index=True, default=None
    )
    objected_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    waits: Mapped[bool] = mapped_column(default=False, server_default=false())
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    because: Mapped[str | None] = mapped_column(String(MOST_OF_A_REASON), default=None)
    # In whose place ``told`` decides (atas nama), and as what.
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    capacity: Mapped[Capacity | None] = mapped_column(default=None)
    superior_told_at: Mapped[datetime | None] = mapped_column(default=None)  # that it waits
    # The next day on which it begins or ends for what waits with its employee.
    turns_on: Mapped[date | None] = mapped_column(
        init=False,
        insert_default=lambda context: context.get_current_parameters()["since"],
    )
    version: Mapped[int] = mapped_column(init=False)

    employee: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[employee_id], default=None
    )
    told: Mapped[Employee | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[told_id], default=None
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def holds(self) -> bool:
        return self.standing == "holds"

    @property
    def standing(self) -> Standing:
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.objected_at is not None:
            return "refused" if self.waits else "objected"
        return "waits" if self.waits else "holds"

    def is_with(
        self, who: Employee, instead_of: Employee | None, capacity: Capacity | None
    ) -> bool:
        """Whether this person decides, and in this one's place."""
        place = (who.id, instead_of.id if instead_of else None, capacity)
        return place == (self.told_id, self.instead_of_id, self.capacity)

    def approve(self, *, by: Employee, at: datetime, until: datetime) -> None:
        """Say yes (menyetujui): it counts, also for days that are over, ``until`` then."""
        self._must_be_told(by)
        self._must_be("waits", at=at, until=until)
        self.waits, self.approved_at = False, at

    def object_to(self, first: date, last: date, *, by: Employee, at: datetime, until: datetime,
                  because: str = "", least: int = 0) -> list[Absence]:  # fmt: skip
        """Say no (keberatan) to some of its days, or all, and why, ``until`` these can be reported.

        The days objected to become a row of their own, which comes first; the others stay.
        """
        self.must_be_objectionable(by=by, at=at, until=until)
        self.must_hold(first, last)
        must_say(because, least=least)
        rows = self._split(first, last)
        rows[0].objected_at, rows[0].because = at, because
        return rows

    def must_hold(self, first: date, last: date, *, year: int | None = None) -> None:
        """Refuse days that are not all its own."""
        if not self.since <= first <= last <= self.until:
            raise NoneOfItsDays(since=self.since, until=self.until, year=year)

    def _split(self, first: date, last: date) -> list[Absence]:
        """These days as a row of their own, and those before and after as others."""
        before, after = (self.since, first - A_DAY), (last + A_DAY, self.until)
        others = [(since, until) for since, until in (before, after) if since <= until]
        if not others:
            return [self]
        self.since, self.until = others[0]
        return [self._copy(first, last), self, *(self._copy(*days) for days in others[1:])]

    def _copy(self, since: date, until: date) -> Absence:
        """The same for other days."""
        return Absence(
            employee_id=self.employee_id, kind=self.kind, since=since, until=until,
            said_at=self.said_at, told_id=self.told_id, waits=self.waits,
            approved_at=self.approved_at, instead_of_id=self.instead_of_id,
            capacity=self.capacity, superior_told_at=self.superior_told_at,
        )  # fmt: skip

    def must_be_objectionable(self, *, by: Employee, at: datetime, until: datetime) -> None:
        self._must_be_told(by)
        self._must_be("waits", "holds", at=at, until=until)

    def take_back(self, *, by: Employee, at: datetime, until: datetime) -> None:
        """The objection was a mistake: all is as it was before it."""
        self._must_be_told(by)
        self._must_be("objected", "refused", at=at, until=until)
        self.objected_at = self.because = None

    def withdraw(self, *, by: Employee, at: datetime, until: datetime) -> None:
        """Take it back: a wrong button, or the plan has changed."""
        self._must_be_away(by)
        self._must_be("waits", "holds", at=at, until=until)
        self.withdrawn_at = at

    def end_before(self, day: date, *, by: Employee, at: datetime, until: datetime) -> None:
        """Be back early, from this day on, ``until`` the day can no longer be reported."""
        self._must_be_away(by)
        self._must_be("waits", "holds", at=at, until=until)
        self.must_go_on(day)
        self.until = day - A_DAY

    def must_go_on(self, day: date) -> None:
        """Nobody is back before it began, or after it is over."""
        if not self.since < day <= self.until:
            raise AbsenceOver(objected=False)

    def correct(self, kind: AbsenceKind, since: date, until: date) -> None:
        """It is as the personnel agency's list has it, and counts: the supervisor's tap or not."""
        self.kind, self.since, self.until = kind, since, until
        self.waits, self.approved_at = False, None

    def strike(self, *, at: datetime) -> None:
        """The personnel agency takes it off its list."""
        self.withdrawn_at = at

    def _must_be_told(self, by: Employee) -> None:
        if self.told_id != by.id:
            raise NotYourAbsence

    def _must_be_away(self, by: Employee) -> None:
        if self.employee_id != by.id:
            raise NotYourAbsence

    def _must_be(self, *standings: Standing, at: datetime, until: datetime) -> None:
        if self.standing not in standings or at >= until:
            raise AbsenceOver(objected=self.objected_at is not None)


@event.listens_for(Absence, "before_update")
def _look_again(_mapper: object, _connection: object, absence: Absence) -> None:
    """Whatever changes of it, what waits with its employee is to be looked at again."""
    absence.turns_on = absence.since


def holding(since: date, until: date) -> ColumnElement[bool]:
    """The absences that hold on some day of a period, for a query."""
    return and_(standing(since, until), Absence.waits.is_(False))


def standing(since: date, until: date) -> ColumnElement[bool]:
    """The absences that hold, or are asked for, on some day of a period."""
    return and_(
        Absence.since <= until,
        Absence.until >= since,
        Absence.objected_at.is_(None),
        Absence.withdrawn_at.is_(None),
    )


def asked_for() -> ColumnElement[bool]:
    """Those that wait for somebody's yes or no."""
    return and_(Absence.waits, Absence.objected_at.is_(None), Absence.withdrawn_at.is_(None))


async def absence_on(session: AsyncSession, employee_id: int, day: date) -> Absence | None:
    return await session.scalar(
        select(Absence).where(Absence.employee_id == employee_id, holding(day, day)).limit(1)
    )


async def must_be_free(
    session: AsyncSession, employee_id: int, since: date, until: date, *, today: date
) -> None:
    """Refuse days of which some are taken by an absence, or asked for."""
    if until - since > LONGEST:
        raise AbsenceTooLong
    found = await overlapping(session, employee_id, since, until)
    if found is not None:
        raise AlreadyAway(since=found.since, until=found.until, waits=found.waits,
                          year=today.year)  # fmt: skip


async def overlapping(
    session: AsyncSession, employee_id: int, since: date, until: date
) -> Absence | None:
    """The first absence, noted or asked for, on some of these days."""
    return await session.scalar(
        select(Absence)
        .where(Absence.employee_id == employee_id, standing(since, until))
        .order_by(Absence.since)
        .limit(1)
    )


async def must_wait(
    session: AsyncSession, employee_id: int, kind: AbsenceKind, since: date, until: date,
    rules: Rules,
) -> bool:  # fmt: skip
    """Whether it counts only once it is approved: by its kind, or after an objection."""
    if kind not in rules.away_at_once:
        return True
    return await was_objected_to(session, employee_id, since, until)


async def was_objected_to(
    session: AsyncSession, employee_id: int, since: date, until: date
) -> bool:
    """Whether the supervisor has said of some of these days that they were no absence."""
    found = exists().where(
        Absence.employee_id == employee_id,
        Absence.since <= until,
        Absence.until >= since,
        Absence.objected_at.is_not(None),
        Absence.withdrawn_at.is_(None),
    )
    return await session.scalar(select(found)) is True
