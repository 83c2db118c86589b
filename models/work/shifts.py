"""Shifts (sif): the days on a person's own roster, for whoever has the pattern "shifts"."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.office import Office, Rules

BEFORE_THE_END = timedelta(minutes=30)


class Shift(NumberedBase):
    """One person is on duty on one day; a night shift belongs to the day it begins on.

    Without shifts on the roster nothing is owed: nobody is reminded on a guess.
    """

    __tablename__ = "shifts"
    __table_args__ = (UniqueConstraint("employee_id", "day"),)

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    remind_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def from_to(cls, start: time, end: time, *, on: date, of: int, rest: int,
                office: Office, rules: Rules) -> Shift:  # fmt: skip
        """A shift by the clock, with ``rest`` minutes of break; an end before its start is next
        day's. Its reminder comes half an hour before the end, unless that is another day or night.
        """
        begins, ends = office.at(on, start), office.at(on, end)
        if ends <= begins:
            ends += timedelta(days=1)
        reminder = ends - BEFORE_THE_END
        by_day = office.today(reminder) == on and not office.is_quiet(reminder, rules)
        return cls(
            employee_id=of,
            day=on,
            minutes=int((ends - begins).total_seconds()) // 60 - rest,
            remind_at=reminder if by_day else None,
        )
