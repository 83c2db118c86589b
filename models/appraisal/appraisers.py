"""Who evaluates whom (pejabat penilai kinerja), and who decides on an objection.

It is the superior by the roster; in their place a Plh or Plt (SE BKN 1/SE/I/2021 lets them assess
performance), and one level up once the superior has left. A day of leave changes nothing here.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.evaluations import Evaluation
from models.office import Office
from models.people.employees import Employee
from models.people.postings import posting_of
from models.work.acting import Ways
from models.work.stand_ins import StandIn, acting_on
from models.work.subordinates import subordinates_of, superior_of


async def appraiser_of(
    session: AsyncSession, employee: Employee, office: Office, day: date
) -> Employee | None:
    """Who evaluates the employee on a day; None: nobody is known."""
    official = await superior_of(session, employee, office, day)
    if official is None:
        return None
    ways = Ways(session, office, day)
    way = await ways.way(official)
    if way.posting is not None and way.stand_in is None:
        return official
    acting = await ways.acting(official, author_id=employee.id)
    return None if acting.is_stuck else acting.who


async def appraised_by(
    session: AsyncSession, leader: Employee, office: Office, day: date
) -> list[Employee]:
    """Whom somebody evaluates on a day, in the order of names; as a Plh or Plt, too."""
    officials = await session.scalars(
        select(Employee)
        .join(StandIn, StandIn.official_id == Employee.id)
        .where(StandIn.deputy_id == leader.id, acting_on(day, day))
    )
    found = await subordinates_of(session, leader, office, day)
    for official in officials.unique().all():
        found += await subordinates_of(session, official, office, day)
    people = {one.id: one for one in found if one.id != leader.id}
    return sorted(people.values(), key=lambda one: (one.name.casefold(), one.id))


async def who_decides(
    session: AsyncSession, evaluation: Evaluation, office: Office, today: date
) -> Employee | None:
    """The superior of whoever signed, as of that day; if they have left, of who leads by now."""
    assert evaluation.signed_at is not None, "only what was signed is objected to"
    signed_on = office.today(evaluation.signed_at)
    above = await _above(session, evaluation, office, signed_on)
    if above is not None and await posting_of(session, above, today) is not None:
        return above
    leader = await superior_of(session, evaluation.employee, office, today)
    return await superior_of(session, leader, office, today) if leader else None


async def _above(
    session: AsyncSession, evaluation: Evaluation, office: Office, day: date
) -> Employee | None:
    """Above the official where a Plh or Plt has signed, or else above whoever has."""
    signer = evaluation.appraiser
    assert signer is not None, "somebody has signed it"
    official = await superior_of(session, evaluation.employee, office, day)
    if official is not None and not official.is_same_as(signer):
        above = await superior_of(session, official, office, day)
        if above is not None and not above.is_same_as(signer):
            return above
    return await superior_of(session, signer, office, day)
