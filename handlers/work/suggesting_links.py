"""New drafts are linked to the plan (SKP) as far as their words say; without one, quietly not."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.turn import Turn
from models.appraisal.finding_plans import plans_of, version_in_force
from models.appraisal.history_of_links import done_for, planned_in
from models.appraisal.suggesting import suggest
from models.work.activities import Activity
from models.work.link_changes import Link

ITS_OWN = (Link.CHOSEN, Link.TASK, Link.APART)  # somebody has said so


async def suggest_links(turn: Turn, activities: Sequence[Activity]) -> None:
    """For each what it most likely serves, unless somebody said so; one query without a plan."""
    today = turn.office.today(turn.now)
    for plan in await plans_of(turn.session, turn.me.id):
        meant = [a for a in activities if a.link not in ITS_OWN and plan.holds_on(a.day or today)]
        version = await version_in_force(turn.session, plan.id) if meant else None
        if version is None or not version.results:
            continue
        planned, done = planned_in(version), await done_for(turn.session, plan.id)
        for activity in meant:
            key = suggest(activity.what, activity.unit, planned=planned, done=done)
            link = None if key is None else Link.SUGGESTED
            activity.serve(link, by=turn.me, plan=plan.id, key=key)
