"""Absences (cuti, sakit, dinas luar …): days on which nothing is owed.

Only the kind and the dates are kept, never a diagnosis or a reason.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal


class AbsenceKind(StrEnum):
    """Why somebody is away; cuti as in PP 11/2017."""

    LEAVE = "leave"  # cuti, said by chat: which one is on paper
    ANNUAL_LEAVE = "annual-leave"  # cuti tahunan
    LONG_LEAVE = "long-leave"  # cuti besar
    MATERNITY_LEAVE = "maternity-leave"  # cuti melahirkan
    URGENT_LEAVE = "urgent-leave"  # cuti karena alasan penting
    UNPAID_LEAVE = "unpaid-leave"  # cuti di luar tanggungan negara
    SICK = "sick"  # sakit
    PERMISSION = "permission"  # izin
    DUTY_TRAVEL = "duty-travel"  # dinas luar
    TRAINING = "training"  # diklat
    STUDY = "study"  # tugas belajar


BY_BUTTON = (AbsenceKind.LEAVE, AbsenceKind.SICK, AbsenceKind.DUTY_TRAVEL)


class NotYourAbsence(Refusal):
    """Only who is away takes it back, and only whoever was told objects."""


class AbsenceOver(Refusal):
    """It was taken back or objected to already, or its day can no longer be reported."""


class AlreadyAway(Refusal):
    """An absence holds on this day already."""


class Absence(NumberedBase):
    """Somebody is away from a day until a day, both included. It counts from when it is said."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_employee_id_since", "employee_id", "since"),)

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
        return self.objected_at is None and self.withdrawn_at is None

    def object(self, *, by: Employee, at: datetime, until: datetime) -> None:
        """Say that they were there after all (keberatan), ``until`` the day can be reported."""
        if self.told_id != by.id:
            raise NotYourAbsence
        self._must_hold(at=at, until=until)
        self.objected_at = at

    def withdraw(self, *, by: Employee, at: datetime, until: datetime) -> None:
        """Take it back: a wrong button, or the plan has changed."""
        if self.employee_id != by.id:
            raise NotYourAbsence
        self._must_hold(at=at, until=until)
        self.withdrawn_at = at

    def _must_hold(self, *, at: datetime, until: datetime) -> None:
        if not self.holds or at >= until:
            raise AbsenceOver(objected=self.objected_at is not None)


def holding(since: date, until: date) -> ColumnElement[bool]:
    """The absences that hold on some day of a period, for a query."""
    return and_(
        Absence.since <= until,
        Absence.until >= since,
        Absence.objected_at.is_(None),
        Absence.withdrawn_at.is_(None),
    )


async def absence_on(session: AsyncSession, employee_id: int, day: date) -> Absence | None:
    return await session.scalar(
        select(Absence).where(Absence.employee_id == employee_id, holding(day, day)).limit(1)
    )
