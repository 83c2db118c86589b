"""Who leads whom today: the superior of one, the subordinates (bawahan) of the other."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting, held_on, posting_of
from models.work.acting import official_of


async def superior_of(
    session: AsyncSession, employee: Employee, office: Office, day: date
) -> Employee | None:
    """Who leads the employee on a day (atasan langsung), by the roster; never oneself."""
    posting = await posting_of(session, employee, day)
    superior = await official_of(session, posting, office)
    return None if employee.is_same_as(superior) else superior


async def subordinates_of(
    session: AsyncSession, leader: Employee, office: Office, day: date
) -> list[Employee]:
    """Whom somebody leads on a day, in the order of names."""
    under = Posting.supervisor_id == leader.id
    if leader.nip == office.top_reviewer:
        under = or_(under, Posting.supervisor_id.is_(None))
    rows = await session.scalars(
        select(Employee)
        .join(Posting, Posting.employee_id == Employee.id)
        .where(under, held_on(day), Employee.id != leader.id)
    )
    return sorted(rows.unique(), key=lambda one: (one.name.casefold(), one.id))
