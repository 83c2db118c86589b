"""What a unit's admin is told: an official is away, and nobody above or beside them can decide."""

from __future__ import annotations

from handlers.cards import Drawing, Look, Page
from handlers.turn import named
from models.people.employees import Employee
from models.work.stuck import Sort, stuck_with
from models.work.telling_admins import STUCK


async def draw_stuck_reviewer(look: Look) -> Drawing:
    """The card of kind "stuck-reviewer"; it goes when somebody can decide again."""
    official = await look.session.get_one(Employee, int(look.notice.subject or 0))
    of = await stuck_with(look.session, official, look.office, now=look.now)
    if not of:
        return Drawing()
    text = look.say(
        "stuck-reviewer",
        who=named(official),
        waiting=of.get(Sort.REPORT, 0),
        asked=of.get(Sort.LEAVE, 0),
        corrections=of.get(Sort.CORRECTION, 0),
    )
    return Drawing((Page(text),))


CARDS = {STUCK: draw_stuck_reviewer}
