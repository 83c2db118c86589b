"""Steps of a dialogue are asked about on their day: by day, on a working day, until done."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.dialogues import DialogueStep
from models.notices.telling import show
from models.office import Office
from models.work.duties import Duty

STEP = "dialogue-step"
ASKED_AT = time(9, 0)  # on the office's clock
AGAIN_AFTER = timedelta(days=3)


async def ring_steps(
    session: AsyncSession, office: Office, *, now: datetime, most: int = 25
) -> int:
    """Take some of the steps whose hour has come; say how many. The UPDATE is the lock."""
    due = (
        select(DialogueStep.id)
        .where(DialogueStep.remind_at <= now)
        .order_by(DialogueStep.remind_at, DialogueStep.id)
        .limit(most)
    )
    taken = await session.scalars(
        update(DialogueStep)
        .where(DialogueStep.id.in_(due.scalar_subquery()), DialogueStep.remind_at <= now)
        .values(remind_at=None)
        .returning(DialogueStep)
        .execution_options(synchronize_session=False)
    )
    steps = taken.all()
    for step in steps:
        await _ask(session, step, office, now)
    return len(steps)


async def _ask(session: AsyncSession, step: DialogueStep, office: Office, now: datetime) -> None:
    if step.done_at is not None:
        return
    today = office.today(now)
    day = await working_day(session, step.whose_id, today)
    is_night = office.is_quiet(now, office.rules_on(today))
    if day == today and not is_night and now >= office.at(today, ASKED_AT):
        show(session, STEP, step.id, to=step.whose_id, at=now, anew=True, facts={})
        return
    later = day if day > today or now < office.at(today, ASKED_AT) else today + timedelta(days=1)
    step.remind_at = office.at(await working_day(session, step.whose_id, later), ASKED_AT)


async def asked_at(session: AsyncSession, employee_id: int, day: date, office: Office) -> datetime:
    """When a step of this day is asked about: that morning, or that of the next working day."""
    return office.at(await working_day(session, employee_id, day), ASKED_AT)


async def working_day(session: AsyncSession, employee_id: int, day: date) -> date:
    """The day itself, or the next on which they work; where no days are made yet, the day."""
    found = await session.scalar(
        select(Duty.day)
        .where(Duty.employee_id == employee_id, Duty.day >= day, Duty.off.is_(None))
        .order_by(Duty.day)
        .limit(1)
    )
    return found or day
