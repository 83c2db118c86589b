"""Drafts: what was written and not sent, by report and day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.work.activities import Activity
from models.work.states import State

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Unsent:
    """The unsent lines of one report on one day."""

    report_id: int
    day: date | None  # None: it is still asked for
    questions: int = 0  # that are still to be answered


async def drafts_on(
    session: AsyncSession, author_id: int, days: Collection[date], *, now: datetime
) -> list[Unsent]:
    """The drafts of these days, and those of the last day and night without one."""
    return await _drafts(session, author_id, Activity.day.in_(days), now)


async def drafts_since(
    session: AsyncSession, author_id: int, since: date, until: date, *, now: datetime
) -> list[Unsent]:
    """The drafts of all days from one to another, and those of the last day without one."""
    return await _drafts(session, author_id, Activity.day.between(since, until), now)


async def _drafts(
    session: AsyncSession, author_id: int, on: ColumnElement[bool], now: datetime
) -> list[Unsent]:
    rows = await session.execute(
        select(Activity.report_id, Activity.day, Activity.questions)
        .where(Activity.author_id == author_id, Activity.state == State.DRAFT)
        .where(or_(on, and_(Activity.day.is_(None), Activity.written_at >= now - A_DAY)))
        .order_by(Activity.report_id, Activity.id)
    )
    return _summed([Unsent(report_id, day, len(asked)) for report_id, day, asked in rows])


def _summed(lines: Sequence[Unsent]) -> list[Unsent]:
    """One for each report and day, in the order they came."""
    found: dict[tuple[int, date | None], Unsent] = {}
    for one in lines:
        before = found.get((one.report_id, one.day))
        asked = one.questions + (before.questions if before else 0)
        found[one.report_id, one.day] = replace(one, questions=asked)
    return list(found.values())
