"""What each day of somebody's month was: reported, away, free, or nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.work.absence_kinds import broadly
from models.work.absences import Absence, AbsenceKind, asked_for
from models.work.duties import Off
from models.work.figures import DayFigures, Figures
from models.work.teams import Stand, stand_of


class DayIs(StrEnum):
    """What one day was; it is exactly one of these."""

    APPROVED = "approved"
    WAITING = "waiting"  # for a decision
    RETURNED = "returned"
    NOTHING = "nothing"  # owed, and nothing has come
    AWAY = "away"
    ASKED = "asked"  # an absence that waits for the supervisor
    HOLIDAY = "holiday"
    FREE = "free"  # a weekend, no shift, no posting
    COMING = "coming"


HOLIDAYS = (Off.NATIONAL, Off.JOINT_LEAVE, Off.SPECIAL)


@dataclass(frozen=True)
class DayOfMonth:
    """A day; ``kind`` is broadly that of an absence, or "joint-leave" of such a holiday."""

    day: date
    what: DayIs
    kind: str | None = None
    name: str | None = None  # of a holiday


def days_of(
    first: date, last: date, figures: Figures, asked: Sequence[Absence]
) -> list[DayOfMonth]:
    """Every day from the first to the last; ``asked`` are absences that wait."""
    known = {day.day: day for day in figures.days}
    wanted = {
        absence.since + timedelta(days=n): absence.kind
        for absence in asked
        for n in range((absence.until - absence.since).days + 1)
    }
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        _day(known.get(day, DayFigures(day, owed=False)), wanted.get(day), until=figures.until)
        for day in days
    ]


def _day(day: DayFigures, asked: AbsenceKind | None, *, until: date) -> DayOfMonth:
    match stand_of(day):
        case Stand.AWAY:
            return DayOfMonth(day.day, DayIs.AWAY, broadly(day.off_name))
        case Stand.FREE:
            return _free(day)
        case Stand.NOTHING if asked is not None:
            return DayOfMonth(day.day, DayIs.ASKED, broadly(asked))
        case Stand.NOTHING:
            return DayOfMonth(day.day, DayIs.NOTHING if day.day <= until else DayIs.COMING)
        case stand:
            return DayOfMonth(day.day, DayIs(stand.value))


def _free(day: DayFigures) -> DayOfMonth:
    if day.off not in HOLIDAYS:
        return DayOfMonth(day.day, DayIs.FREE)
    kind = day.off.value if day.off is Off.JOINT_LEAVE else None
    return DayOfMonth(day.day, DayIs.HOLIDAY, kind, day.off_name)


async def asked_between(
    session: AsyncSession, employee_id: int, since: date, until: date
) -> Sequence[Absence]:
    """The absences of somebody that wait, on some day of a period."""
    rows = await session.scalars(
        select(Absence).where(
            Absence.employee_id == employee_id,
            Absence.since <= until,
            Absence.until >= since,
            asked_for(),
        )
    )
    return rows.all()
