"""Somebody's day has become another: a holiday, a working day after all, or neither any more."""

from __future__ import annotations

from datetime import date

from handlers.cards import Drawing, Look, Page
from models.work.changed_days import KIND, changed_days
from models.work.days import day_of


async def draw_changed_days(look: Look) -> Drawing:
    """The card of kind "changed-days": what is so by now, in the words of what it means."""
    days = [date.fromisoformat(day) for day in look.notice.facts["days"]]
    found = await changed_days(look.session, look.to.id, days)
    if not found:
        return Drawing()
    closed = [run.last for run in found if await _is_closed(look, run.last)]
    text = look.say("changed-days", runs=found, closed=closed, agency=look.office.agency)
    return Drawing((Page(text),))


async def _is_closed(look: Look, day: date) -> bool:
    """Whether nothing can be reported of it any more: it was decided afterwards."""
    if day >= look.office.today(look.now):
        return False
    theirs = await day_of(look.session, look.to, day, now=look.now, office=look.office)
    return look.now >= theirs.window.closes_at


CARDS = {KIND: draw_changed_days}
