"""A routine day: what somebody did before, as far as it may well be what they did today.

Nothing of it is ever sent by itself: it becomes drafts on the ordinary card.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from zlib import crc32

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.work.activities import Activity
from models.work.states import State
from models.work.written import Written

LOOKS_BACK = timedelta(weeks=8)
WEEKS = 6  # of a weekday's days, how many are looked at
MOST_USED = 5
REPEATED = (State.SUBMITTED, State.APPROVED)
GONE = (State.CANCELLED, State.REJECTED)


@dataclass(frozen=True)
class Past:
    """What was sent on each day, in the order it was done."""

    days: dict[date, tuple[Written, ...]]

    @classmethod
    def of(cls, done: Iterable[Written]) -> Past:
        days: defaultdict[date, list[Written]] = defaultdict(list)
        for words in done:
            if words.day is not None:
                days[words.day].append(words)
        return cls({day: tuple(sorted(found, key=_clock)) for day, found in days.items()})

    def last_day(self, before: date) -> date | None:
        """The last day with a report."""
        return max((day for day in self.days if day < before), default=None)

    def usual_on(self, weekday: int, before: date) -> tuple[Written, ...]:
        """What was done on most of the last such weekdays, and on two at least; newest words."""
        days = sorted(d for d in self.days if d < before and d.weekday() == weekday)[-WEEKS:]
        least = max(2, len(days) // 2 + 1)
        newest: dict[str, Written] = {}
        seen: defaultdict[str, int] = defaultdict(int)
        for day in days:
            for key, words in {plainly(words.what): words for words in self.days[day]}.items():
                newest[key] = words
                seen[key] += 1
        usual = [words for key, words in newest.items() if seen[key] >= least]
        return tuple(sorted(usual, key=_clock))

    def most_used(self, most: int = MOST_USED) -> tuple[Written, ...]:
        """What was done most often, and twice at least; the more recent of two that tie."""
        days: defaultdict[str, list[Written]] = defaultdict(list)
        for day in sorted(self.days):
            for words in self.days[day]:
                days[plainly(words.what)].append(words)
        often = [found for found in days.values() if len(found) > 1]
        often.sort(key=lambda found: (len(found), found[-1].day), reverse=True)
        return tuple(found[-1] for found in often[:most])


def plainly(what: str) -> str:
    """The words without what differs by chance: case, marks and spaces."""
    return " ".join(re.findall(r"\w+", what.casefold()))


def key_of(words: Written) -> int:
    """A number for the words, small enough for a button."""
    return crc32(plainly(words.what).encode())


@dataclass(frozen=True)
class Repeated:
    """The same on another day, times as then, as far as that day may have it by now."""

    drafts: tuple[Written, ...]
    not_yet: int = 0  # begin only later on that day: what is reported has been done

    @classmethod
    def of(
        cls, done: Sequence[Written], *, on: date, there: Sequence[Written], clock: time
    ) -> Repeated:
        """``there`` is what the day has already, which is not doubled; ``clock`` is its hour."""
        known = {(plainly(words.what), words.start) for words in there}
        wanted = [words for words in done if (plainly(words.what), words.start) not in known]
        begun = [words for words in wanted if words.start is None or words.start <= clock]
        drafts = tuple(replace(words, day=on) for words in begun)
        return cls(drafts, not_yet=len(wanted) - len(begun))


def _clock(words: Written) -> tuple[bool, time]:
    return words.start is None, words.start or time.min


async def past_of(session: AsyncSession, employee_id: int, *, today: date) -> Past:
    """The last weeks before today, without what was refused or taken back."""
    return Past.of(
        await _written(
            session,
            employee_id,
            Activity.day.between(today - LOOKS_BACK, today - timedelta(days=1)),
            Activity.state.in_(REPEATED),
        )
    )


async def written_on(session: AsyncSession, employee_id: int, day: date) -> list[Written]:
    """What a day has already, drafts included."""
    return await _written(session, employee_id, Activity.day == day, Activity.state.not_in(GONE))


async def _written(
    session: AsyncSession, employee_id: int, *which: ColumnElement[bool]
) -> list[Written]:
    columns = [getattr(Activity, name) for name in Written.__dataclass_fields__]
    rows = await session.execute(
        select(*columns).where(Activity.author_id == employee_id, *which).order_by(Activity.id)
    )
    return [Written(*row) for row in rows]
