"""The teams that somebody may let be reminded: their own, or those of whom they stand in for."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.turn import named
from handlers.work.behalf import Behalf, place_of
from models.people.employees import Employee
from models.work.nudges import Team
from models.work.stand_ins import StandIn, places_of
from models.work.weeks import of_team, of_teams_in_place


async def teams_led(
    session: AsyncSession, me: Employee, today: date, *, acting: bool
) -> list[Team]:
    """What the reminder says of who reminds goes with each; none: they stand in for nobody."""
    by = list(named(me))
    if not acting:
        return [Team(me, of_team(me), {"by": by})]
    return [
        Team(
            place.official,
            of_teams_in_place([place], me),
            {"by": by, "behalf": await _behalf(session, place, today)},
        )
        for place in await places_of(session, me, today=today)
    ]


async def _behalf(session: AsyncSession, place: StandIn, today: date) -> Behalf:
    told = await place_of(session, place, today=today)
    return Behalf(capacity=told["capacity"], official=told["official"], position=told["position"])
