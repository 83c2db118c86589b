"""Another superior from today on: a new posting, and what waits moves along."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting, posting_of
from models.people.superior_questions import SuperiorInCircle
from models.work.acting import Ways
from models.work.activities import Activity
from models.work.handing_over import hand_to, look_again
from models.work.making_duties import AHEAD, of_people, write_duties
from models.work.states import State

A_DAY = timedelta(days=1)


async def put_under(
    session: AsyncSession, employee: Employee, superior: Employee, office: Office, *, at: datetime
) -> None:
    """Let the employee work under the superior from today on; history stays where it was."""
    today = office.today(at)
    await _must_lead_up(session, employee, superior, today)
    posting = await posting_of(session, employee, today)
    if posting is None:
        raise SuperiorInCircle  # whoever has left works under nobody
    if posting.since >= today:
        posting.supervisor_id = superior.id
    else:
        _begin_anew(session, posting, superior, today)
    await session.flush()
    await write_duties(
        session, office, since=today, until=today + AHEAD, at=at,
        whose=of_people([employee.id]), because="another superior",
    )  # fmt: skip
    await _move_what_waits(session, employee, superior, office, at)


async def _must_lead_up(
    session: AsyncSession, employee: Employee, superior: Employee, today: date
) -> None:
    """The way up from the superior never comes by the employee."""
    passed: set[int] = set()
    at: int | None = superior.id
    while at is not None and at not in passed:
        if at == employee.id:
            raise SuperiorInCircle
        passed.add(at)
        posting = await posting_of(session, await session.get_one(Employee, at), today)
        at = posting.supervisor_id if posting else None


def _begin_anew(session: AsyncSession, old: Posting, superior: Employee, today: date) -> None:
    session.add(
        Posting(
            employee_id=old.employee_id, unit_id=old.unit_id, supervisor_id=superior.id,
            position=old.position, grade=old.grade, pattern=old.pattern, since=today,
            until=old.until,
        )
    )  # fmt: skip
    old.until = today - A_DAY


async def _move_what_waits(
    session: AsyncSession, author: Employee, superior: Employee, office: Office, at: datetime
) -> None:
    ways = Ways(session, office, office.today(at))
    acting = await ways.acting(superior, author_id=author.id)
    waiting = await session.scalars(
        select(Activity)
        .where(Activity.author_id == author.id, Activity.state == State.SUBMITTED)
        .options(joinedload(Activity.author))
    )
    for activity in waiting:
        await hand_to(session, activity, acting, office, at=at)
    await session.flush()
    await look_again(session, office, {superior.id}, now=at)
