"""The week is summed up on each person's last working day of it, at the office's hour.

Every owed day comes due once; only then is it known whether it is the last one of its week: a
holiday or a leave may have moved that since the days were made. One that comes late, on another
day or at night, is dropped: ``/minggu`` says it all at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.telling import show
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Role
from models.people.postings import Posting
from models.people.units import Unit
from models.work.duties import Duty
from models.work.stand_ins import StandIn, acting_on
from models.work.tips import tips_for
from models.work.weeks import View, Week

KIND = "week"


@dataclass(frozen=True)
class SummedUp:
    """What a round came to."""

    looked_at: int
    own: int
    groups: int
    dropped: int


async def sum_up_weeks(
    session: AsyncSession, office: Office, *, now: datetime, most: int = 25
) -> SummedUp:
    """Take some of the days whose hour has come; none looked at: nothing was due."""
    duties = await _take(session, now, most)
    timely = await _timely(session, duties, office, now)
    today = office.today(now)
    week = Week.of(today)
    ending = await _ending(session, timely, today, week)
    leaders = await _leaders(session, ending, week)
    for employee_id, tip in (await tips_for(session, ending)).items():
        show_week(session, employee_id, View.OWN, week, at=now, tip=tip)
    for employee_id, view in leaders.items():
        show_week(session, employee_id, view, week, at=now)
    deputies = await _deputies(session, ending, today)
    for employee_id in deputies:
        show_week(session, employee_id, View.IN_PLACE, week, at=now)
    groups = len(leaders) + len(deputies)
    return SummedUp(len(duties), len(ending), groups, len(duties) - len(timely))


def show_week(
    session: AsyncSession, to: int, view: View, week: Week, *, at: datetime, urgent: bool = False,
    tip: str | None = None,
) -> None:  # fmt: skip
    """As a new message, whatever stands further up: one card a week and view."""
    facts = {"view": view.value, "monday": week.monday.isoformat(), **({"tip": tip} if tip else {})}
    subject = f"{view}:{week.monday}"
    show(session, KIND, subject, to=to, at=at, urgent=urgent, anew=True, facts=facts)


async def _take(session: AsyncSession, now: datetime, most: int) -> Sequence[Duty]:
    due = select(Duty.id).where(Duty.week_at <= now).order_by(Duty.week_at, Duty.id).limit(most)
    taken = await session.scalars(
        update(Duty)
        .where(Duty.id.in_(due.scalar_subquery()), Duty.week_at <= now)
        .values(week_at=None)
        .returning(Duty)
        .execution_options(synchronize_session=False)
    )
    return taken.all()


async def _timely(
    session: AsyncSession, duties: Sequence[Duty], office: Office, now: datetime
) -> list[int]:
    """Whose hour came today, by day, and who still owes it."""
    today = office.today(now)
    of_today = [duty for duty in duties if duty.day == today and duty.is_owed]
    quiet: dict[int | None, bool] = {}
    for unit_id in {duty.unit_id for duty in of_today}:
        unit = await session.get(Unit, unit_id) if unit_id else None
        rules = office.rules_on(today, unit.codes if unit else ())
        quiet[unit_id] = office.is_quiet(now, rules)
    return [duty.employee_id for duty in of_today if not quiet[duty.unit_id]]


async def _ending(
    session: AsyncSession, employee_ids: Sequence[int], today: date, week: Week
) -> list[int]:
    """Those who owe no further day of the week, and have a chat."""
    another = exists().where(
        Duty.employee_id == Chat.employee_id,
        Duty.off.is_(None),
        Duty.day > today,
        Duty.day <= week.sunday,
    )
    rows = await session.scalars(
        select(Chat.employee_id)
        .where(Chat.employee_id.in_(employee_ids), Chat.blocked_at.is_(None), ~another)
        .order_by(Chat.employee_id)
    )
    return [employee_id for employee_id in rows if employee_id is not None]


async def _leaders(
    session: AsyncSession, employee_ids: Sequence[int], week: Week
) -> dict[int, View]:
    """Who leads a team, or a unit: the wider of both."""
    supervisors = await session.scalars(
        select(Posting.supervisor_id)
        .join(Duty, Duty.posting_id == Posting.id)
        .where(Posting.supervisor_id.in_(employee_ids))
        .where(Duty.day.between(week.monday, week.sunday))
        .distinct()
    )
    heads = await session.scalars(
        select(Employee.id).where(Employee.id.in_(employee_ids), Employee.role == Role.UNIT_HEAD)
    )
    found = dict.fromkeys((found for found in supervisors if found is not None), View.TEAM)
    return found | dict.fromkeys(heads, View.UNIT)


async def _deputies(
    session: AsyncSession, employee_ids: Sequence[int], today: date
) -> Sequence[int]:
    """Who stands in for somebody today."""
    rows = await session.scalars(
        select(StandIn.deputy_id)
        .where(StandIn.deputy_id.in_(employee_ids), acting_on(today, today))
        .distinct()
        .order_by(StandIn.deputy_id)
    )
    return rows.all()
