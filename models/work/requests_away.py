"""Days away that wait for somebody's yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.office import Office
from models.work.absences import Absence, asked_for
from models.work.windows import month_end


async def requests_to(
    session: AsyncSession, told_id: int, office: Office, now: datetime
) -> Sequence[Absence]:
    """What this person has been asked to approve and still can: the month is not closed."""
    today = office.today(now)
    since, before = today.replace(day=1), (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    is_open = now < month_end(before, office, office.rules_on(before))
    rows = await session.scalars(
        select(Absence)
        .where(Absence.told_id == told_id, asked_for(),
               Absence.since >= (before if is_open else since))
        .order_by(Absence.since, Absence.id)
        .options(joinedload(Absence.employee))
    )  # fmt: skip
    return rows.all()
