"""Days away that wait for somebody's yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.office import Office
from models.work.absences import Absence, asked_for
from models.work.windows import month_end


def answerable(office: Office, now: datetime) -> ColumnElement[bool]:
    """What was asked for and can still be approved: its month is not closed."""
    this = office.today(now).replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    is_open = now < month_end(before, office, office.rules_on(before))
    return and_(asked_for(), Absence.since >= (before if is_open else this))


async def requests_to(
    session: AsyncSession, told_id: int, office: Office, now: datetime
) -> Sequence[Absence]:
    """What this person has been asked to approve and still can."""
    rows = await session.scalars(
        select(Absence)
        .where(Absence.told_id == told_id, answerable(office, now))
        .order_by(Absence.since, Absence.id)
        .options(joinedload(Absence.employee))
    )
    return rows.all()


async def oldest_request(
    session: AsyncSession, told_id: int, office: Office, now: datetime
) -> tuple[int, datetime | None]:
    """How many wait for this person, and when the oldest of them was asked."""
    found = await session.execute(
        select(func.count(), func.min(Absence.said_at)).where(
            Absence.told_id == told_id, answerable(office, now)
        )
    )
    count, oldest = found.one()
    return count, oldest
