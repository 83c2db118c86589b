"""Holidays (libur nasional, cuti bersama): a table that only the office changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import holidays as published
from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, NumberedBase
from models.office import Pattern

SATURDAY, SUNDAY = 5, 6


class HolidayKind(StrEnum):
    """Who has decided it: SKB 3 Menteri for the first two, the office for the third."""

    NATIONAL = "national"
    JOINT_LEAVE = "joint-leave"
    OFFICE = "office"


class Holiday(NumberedBase):
    """A day on which the whole office is off."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("day", "kind"),)

    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[HolidayKind]


class OpenedYear(Base):
    """A year whose published holidays have been copied in, once: later edits are the office's."""

    __tablename__ = "opened_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are working days (hari kerja). A value: it asks nobody."""

    off: frozenset[date] = field(default_factory=frozenset)

    def works_on(self, day: date, pattern: Pattern) -> bool:
        weekend = {SUNDAY} if pattern is Pattern.SIX_DAYS else {SATURDAY, SUNDAY}
        return day.weekday() not in weekend and day not in self.off

    def after(self, day: date, pattern: Pattern) -> Iterator[date]:
        """The working days after ``day``, one by one."""
        while True:
            day += timedelta(days=1)
            if self.works_on(day, pattern):
                yield day


def published_for(year: int) -> list[Holiday]:
    """What the ``holidays`` package publishes for Indonesia: national days and cuti bersama."""
    found = []
    for category, kind in (
        (published.PUBLIC, HolidayKind.NATIONAL),
        (published.GOVERNMENT, HolidayKind.JOINT_LEAVE),
    ):
        days = published.country_holidays("ID", years=year, categories=category, language="id")
        found += [Holiday(day=day, name=name[:160], kind=kind) for day, name in days.items()]
    return found


async def open_year(session: AsyncSession, year: int) -> bool:
    """Copy the published holidays of a year in, unless that was done before; say whether."""
    if await session.get(OpenedYear, year) is not None:
        return False
    session.add(OpenedYear(year=year))
    session.add_all(published_for(year))
    await session.flush()
    return True


async def calendar_around(session: AsyncSession, day: date) -> WorkCalendar:
    """The calendar of the months near a day: enough for every window that touches it."""
    near = timedelta(days=62)
    days = await session.scalars(
        select(Holiday.day).where(Holiday.day.between(day - near, day + near))
    )
    return WorkCalendar(frozenset(days))
