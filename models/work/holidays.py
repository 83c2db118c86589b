"""Holidays (libur nasional, cuti bersama) and special days: only the office changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

import holidays as published
from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, NumberedBase

WHOLE_OFFICE = ""


class HolidayKind(StrEnum):
    """Who has decided it: SKB 3 Menteri for the first two, the office for the others."""

    NATIONAL = "national"
    JOINT_LEAVE = "joint-leave"
    OFFICE = "office"  # libur daerah, libur sekolah: a day off of the office or of a unit
    WORKDAY = "workday"  # a working day after all


class Holiday(NumberedBase):
    """A special day of the whole office, or of a unit and those below it."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("day", "kind", "unit"),)

    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[HolidayKind]
    unit: Mapped[str] = mapped_column(String(40), default=WHOLE_OFFICE)  # a code, as in office.toml

    @property
    def is_off(self) -> bool:
        return self.kind is not HolidayKind.WORKDAY


class OpenedYear(Base):
    """A year whose published holidays have been copied in, once: later edits are the office's."""

    __tablename__ = "opened_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


def special_days(holidays: Iterable[Holiday], units: Sequence[str]) -> dict[date, Holiday]:
    """What each special day is for someone in ``units`` (codes, from the top of the tree down).

    The nearest unit wins over those above it; on one level a working day wins over a day off.
    """
    order = {code: depth for depth, code in enumerate((WHOLE_OFFICE, *units))}
    special: dict[date, Holiday] = {}
    for holiday in sorted(holidays, key=lambda h: (order.get(h.unit, -1), not h.is_off)):
        if holiday.unit in order:
            special[holiday.day] = holiday
    return special


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
    session.add_all(await _not_there(session, published_for(year)))
    await session.flush()
    return True


async def _not_there(session: AsyncSession, holidays: list[Holiday]) -> list[Holiday]:
    """The office may have known a day before the year was opened."""
    known = await session.execute(
        select(Holiday.day, Holiday.kind).where(
            Holiday.day.in_([holiday.day for holiday in holidays]), Holiday.unit == WHOLE_OFFICE
        )
    )
    there = {(day, kind) for day, kind in known}
    return [holiday for holiday in holidays if (holiday.day, holiday.kind) not in there]
