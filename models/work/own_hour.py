"""A reminder at an hour of one's own: the duties that are made already follow it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office, Rules
from models.people.preferences import Preferences
from models.work.duties import Duty
from models.work.making_duties import AHEAD, of_people, write_duties

A_DAY = timedelta(days=1)


async def move_reminders(
    session: AsyncSession, wishes: Preferences, office: Office, rules: Rules, *, now: datetime
) -> date:
    """Let the hour hold, and say from which day on.

    Today stays as it was if it has rung, or if the new hour has passed: nobody is reminded by
    having chosen an hour, nor loses the reminder that was to come.
    """
    today = office.today(now)
    hour = wishes.reminder_at or rules.reminds_at(today, ramadan=office.is_ramadan(today))
    duty = await session.scalar(
        select(Duty).where(Duty.employee_id == wishes.employee_id, Duty.day == today)
    )
    is_over = office.at(today, hour) <= now or (duty is not None and duty.rung_at is not None)
    first = today + A_DAY if is_over else today
    await write_duties(
        session, office, since=first, until=today + AHEAD, at=now,
        whose=of_people([wishes.employee_id]),
    )  # fmt: skip
    return first
