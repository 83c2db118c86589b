"""Many updates at once, and what came of each: what is shown is not waited for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.inbox import receive
from models.machine import Incoming, Outcome
from tests.desk import Desk


async def tries(desk: Desk, updates: Sequence[dict[str, Any]]) -> list[Outcome | None]:
    """Bring them all; what came of each."""
    numbered = [{"update_id": desk.next_update_id(), **said} for said in updates]
    async with desk.database.transaction() as session:
        await receive(session, numbered, at=desk.time)
    while await desk.turns.take_one():
        pass
    ids = [said["update_id"] for said in numbered]
    async with desk.database.transaction() as session:
        rows = await session.execute(
            select(Incoming.update_id, Incoming.outcome).where(Incoming.update_id.in_(ids))
        )
        found = {row.update_id: row.outcome for row in rows}
    return [found[update] for update in ids]
