"""Somebody's day has become another: a holiday, a working day after all, or neither any more."""

from __future__ import annotations

from datetime import date

from handlers.cards import Drawing, Look, Page
from models.work.changed_days import KIND, changed_days


async def draw_changed_days(look: Look) -> Drawing:
    """The card of kind "changed-days": what is so by now, in the words of what it means."""
    days = [date.fromisoformat(day) for day in look.notice.facts["days"]]
    found = await changed_days(look.session, look.to.id, days)
    if not found:
        return Drawing()
    return Drawing((Page(look.say("changed-days", runs=found)),))


CARDS = {KIND: draw_changed_days}
