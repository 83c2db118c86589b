"""Duties (kewajiban lapor): what each day asks of each employee, made ahead and then kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.office import Office, Pattern, Rules
from models.work.calendars import is_weekend
from models.work.holidays import Holiday, HolidayKind

MONDAY_OF_A_WEEK = date(2026, 1, 5)


class Off(StrEnum):
    """Why a day asks for nothing."""

    WEEKEND = "weekend"
    NATIONAL = "national"  # libur nasional
    JOINT_LEAVE = "joint-leave"  # cuti bersama
    SPECIAL = "special"  # a special day of the office or the unit
    NO_SHIFT = "no-shift"
    ABSENCE = "absence"
    NO_POSTING = "no-posting"


OFF_BY = {
    HolidayKind.NATIONAL: Off.NATIONAL,
    HolidayKind.JOINT_LEAVE: Off.JOINT_LEAVE,
    HolidayKind.OFFICE: Off.SPECIAL,
}


class Duty(NumberedBase):
    """One employee's day: the minutes it asks for, or why it asks for none.

    ``hour`` is when the office reminds on that day; ``remind_at`` and ``review_at`` are when to
    look next whether the report, or the reviewing, is still owed: null when there is no need.
    ``week_at`` is when to sum up the week, if this turns out to be its last owed day; ``tell_at``,
    when to say that a special day has made it another day.
    """

    __tablename__ = "duties"
    __table_args__ = (
        UniqueConstraint("employee_id", "day"),
        Index("ix_duties_day", "day"),
        Index(
            "ix_duties_remind_at",
            "remind_at",
            "id",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
        Index(
            "ix_duties_review_at",
            "review_at",
            "id",
            sqlite_where=text("review_at IS NOT NULL"),
            postgresql_where=text("review_at IS NOT NULL"),
        ),
        Index(
            "ix_duties_week_at",
            "week_at",
            "id",
            sqlite_where=text("week_at IS NOT NULL"),
            postgresql_where=text("week_at IS NOT NULL"),
        ),
        Index(
            "ix_duties_tell_at",
            "tell_at",
            "id",
            sqlite_where=text("tell_at IS NOT NULL"),
            postgresql_where=text("tell_at IS NOT NULL"),
        ),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    day: Mapped[date]
    posting_id: Mapped[int | None] = mapped_column(
        ForeignKey("postings.id", ondelete="SET NULL"), index=True, default=None
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True, default=None)
    pattern: Mapped[Pattern | None] = mapped_column(default=None)
    minutes: Mapped[int] = mapped_column(default=0)  # at the office, without breaks
    target: Mapped[int] = mapped_column(default=0)  # effective minutes
    off: Mapped[Off | None] = mapped_column(default=None)
    off_name: Mapped[str | None] = mapped_column(String(160), default=None)  # holiday, or kind
    hour: Mapped[datetime | None] = mapped_column(default=None)

    remind_at: Mapped[datetime | None] = mapped_column(default=None)
    review_at: Mapped[datetime | None] = mapped_column(default=None)
    rung_at: Mapped[datetime | None] = mapped_column(default=None)  # the last reminder
    week_at: Mapped[datetime | None] = mapped_column(default=None)
    tell_at: Mapped[datetime | None] = mapped_column(default=None)
    written_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(200), default=None)  # of the last rewrite

    @property
    def is_owed(self) -> bool:
        return self.off is None

    def snooze(self, until: datetime) -> None:
        self.remind_at = until


@dataclass(frozen=True)
class Planned:
    """What a day asks of whoever has these rules, before absences."""

    minutes: int
    target: int
    off: Off | None
    off_name: str | None
    hour: datetime | None
    review_at: datetime | None
    week_at: datetime | None


def planned(day: date, rules: Rules, special: Holiday | None, office: Office) -> Planned:
    """The day by pattern and special day. For shifts: a free day, on which a shift may stand."""
    off, name = _off(day, rules.pattern, special)
    ramadan = office.is_ramadan(day)
    minutes = rules.minutes_on(day, rules.pattern, ramadan=ramadan)
    if not minutes:  # a weekend that is a working day after all is as long as a Monday
        minutes = rules.minutes_on(MONDAY_OF_A_WEEK, rules.pattern, ramadan=ramadan)
    return Planned(
        minutes=0 if off else minutes,
        target=0 if off else rules.target_minutes,
        off=off,
        off_name=name,
        hour=None if off else office.at(day, rules.reminds_at(day, ramadan=ramadan)),
        review_at=office.at(day, rules.remind_reviewer_at),
        week_at=office.at(day, rules.sums_up_at(day, ramadan=ramadan)),
    )


def _off(day: date, pattern: Pattern, special: Holiday | None) -> tuple[Off | None, str | None]:
    if pattern is Pattern.SHIFTS:
        return Off.NO_SHIFT, None
    if special is not None:
        return OFF_BY.get(special.kind), special.name if special.is_off else None
    return (Off.WEEKEND, None) if is_weekend(day, pattern) else (None, None)
