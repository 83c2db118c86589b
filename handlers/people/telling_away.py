"""Whoever is away is told what was decided about it, by day."""

from __future__ import annotations

from typing import Any

from handlers.people.being_away import by_day_for
from handlers.turn import Turn, named
from handlers.work.behalf import behalf_of
from models.notices.telling import tell
from models.work.absences import Absence


async def tell_of(turn: Turn, absence: Absence, kind: str, **facts: Any) -> None:
    """The person, not in the night; on whose behalf it was decided is said too."""
    today = turn.office.today(turn.now)
    tell(
        turn.session,
        kind,
        to=absence.employee_id,
        at=await by_day_for(turn, absence),
        by=named(turn.me),
        behalf=await behalf_of(turn.session, absence, today=today),
        year=today.year,
        since=absence.since.isoformat(),
        until=absence.until.isoformat(),
        kind_of=absence.kind.value,
        waits=facts.pop("waits", absence.waits),
        **facts,
    )
