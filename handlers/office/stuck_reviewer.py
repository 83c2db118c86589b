"""What a unit's admin is told: an official is away, and nobody above or beside them can decide."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.cards import Drawing, Look, Page
from handlers.turn import named
from models.people.employees import Employee
from models.work.acting import Ways
from models.work.activities import Activity
from models.work.requests_away import requests_to
from models.work.states import State
from models.work.telling_admins import STUCK


async def draw_stuck_reviewer(look: Look) -> Drawing:
    """The card of kind "stuck-reviewer"; it goes when somebody can decide again."""
    official = await look.session.get_one(Employee, int(look.notice.subject or 0))
    waiting = await look.session.scalar(
        select(func.count()).where(
            Activity.reviewer_id == official.id, Activity.state == State.SUBMITTED
        )
    )
    ways = Ways(look.session, look.office, look.office.today(look.now))
    acting = await ways.acting(official, author_id=0)
    asked = len(await requests_to(look.session, official.id, look.office, look.now))
    if not (waiting or asked) or not acting.is_stuck:
        return Drawing()
    text = look.say("stuck-reviewer", who=named(official), waiting=waiting, asked=asked)
    return Drawing((Page(text),))


CARDS = {STUCK: draw_stuck_reviewer}
