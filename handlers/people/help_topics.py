"""What help there is, and for whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.employees import Employee
from models.work.digests import reviews
from models.work.weeks import unit_headed_by


class Topic(StrEnum):
    """A page of /bantuan."""

    HOME = "home"
    EXAMPLES = "examples"
    WHY = "why"
    REVIEWING = "reviewing"
    UNIT = "unit"
    ADMIN = "admin"
    COMMANDS = "commands"


async def topics_for(
    session: AsyncSession, person: Employee, office: Office, *, now: datetime
) -> list[Topic]:
    """By role; nobody is bothered with what they cannot do."""
    topics = [Topic.HOME, Topic.EXAMPLES, Topic.WHY]
    if await reviews(session, person, office, now=now):
        topics.append(Topic.REVIEWING)
    if await unit_headed_by(session, person, office.today(now)) is not None:
        topics.append(Topic.UNIT)
    if person.is_admin:
        topics.append(Topic.ADMIN)
    return [*topics, Topic.COMMANDS]
