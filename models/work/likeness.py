"""Likeness (kemiripan): what was reported in much the same words before. It forbids nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import CompoundSelect, Date, bindparam, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import BigId
from models.work.activities import Activity
from models.work.gists import bare
from models.work.states import State

ALIKE = 90.0  # of 100: one word in eight or so is another
LOOKS_BACK = timedelta(days=366)
CANDIDATES = 20  # the newest of those that share a gist
ASKED_BY = ("id", "author_id", "unit_id", "day", "gist_1", "gist_2", "gist_3")
TAKEN_SERIOUSLY = (State.SUBMITTED, State.APPROVED)


@dataclass(frozen=True)
class Earlier:
    """An activity that was reported before."""

    author_id: int
    day: date
    what: str


@dataclass(frozen=True)
class Alike:
    """The newest of one's own earlier days and of a colleague's, in much the same words."""

    own: Earlier | None = None
    colleagues: Earlier | None = None

    @classmethod
    def of(cls, activity: Activity, others: Iterable[Earlier]) -> Alike:
        """One's own other lines of the same day are no earlier day."""
        assert activity.day is not None, "what was sent has a day"
        words, day = bare(activity.what), activity.day
        found = [one for one in others if is_alike(words, bare(one.what)) and one.day <= day]
        own = [one for one in found if one.author_id == activity.author_id and one.day < day]
        theirs = [one for one in found if one.author_id != activity.author_id]
        return cls(max(own, key=_day, default=None), max(theirs, key=_day, default=None))

    def __bool__(self) -> bool:
        return self.own is not None or self.colleagues is not None


def is_alike(words: str, others: str) -> bool:
    return fuzz.ratio(words, others, score_cutoff=ALIKE) > 0


async def alike_to(session: AsyncSession, activities: Sequence[Activity]) -> dict[int, Alike]:
    """What resembles each of these within its unit and the year before; a query for each."""
    found = {}
    for activity in activities:
        if activity.day is None or activity.gist_1 is None:
            continue
        facts = {name: getattr(activity, name) for name in ASKED_BY}
        rows = await session.execute(_EARLIER, facts | {"since": activity.day - LOOKS_BACK})
        found[activity.id] = Alike.of(activity, {Earlier(*row) for row in rows})
    return {activity_id: alike for activity_id, alike in found.items() if alike}


def _earlier() -> CompoundSelect[Any]:
    """For each gist one's own and the colleagues', so that each is answered by its index."""
    # Plus nothing: an index of the author's days would be taken instead, and a year of them read.
    mine = Activity.author_id + 0 == bindparam("author_id", type_=BigId)
    newest = (
        select(Activity.author_id, Activity.day, Activity.what)
        .where(Activity.unit_id == bindparam("unit_id", type_=BigId))
        .where(Activity.id != bindparam("id", type_=BigId))
        .where(Activity.day.between(bindparam("since", type_=Date), bindparam("day", type_=Date)))
        .where(Activity.state.in_(TAKEN_SERIOUSLY))
        .order_by(Activity.day.desc())
        .limit(CANDIDATES)
    )
    gists = (Activity.gist_1, Activity.gist_2, Activity.gist_3)
    return union_all(
        *(
            select(newest.where(gist == bindparam(gist.key, type_=BigId), whose).subquery())
            for gist in gists
            for whose in (mine, ~mine)
        )
    )


_EARLIER = _earlier()  # put together once: that costs more than the query


def _day(one: Earlier) -> date:
    return one.day
