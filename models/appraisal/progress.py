"""Progress (realisasi) of indicators that nobody can count from activities: quality, time, cost.

A quantity is added up from what was approved. All else the employee says, dated and append-only;
what was said last counts, and what was said before stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.appraisal.plans import (
    Aspect,
    NotYourPlan,
    OtherStage,
    PlanVersion,
    Stage,
    WordsOfPlanTooLong,
    WorkResult,
)
from models.base import NumberedBase
from models.refusals import Refusal

MOST_WORDS = 160
Key = tuple[int, int]  # a plan's id and the result's key


class NotThePlansYear(Refusal):
    """Progress is said within the year of the plan, from its first day on."""

    is_final = True


class NothingToSay(Refusal):
    """The result has no such indicator, or its quantity is counted by itself."""

    is_final = True


class ProgressEntry(NumberedBase):
    """What was reached of one indicator by a day, in its owner's words. Never changed."""

    __tablename__ = "progress_entries"
    __table_args__ = (
        Index("ix_progress_entries_plan_id", "plan_id", "result_key", "aspect", "id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("work_plans.id"))
    result_key: Mapped[int]
    aspect: Mapped[Aspect]
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(MOST_WORDS))

    @classmethod
    def said(
        cls, version: PlanVersion, key: int, aspect: Aspect, words: str, *, by: int, at: datetime,
        today: date,
    ) -> ProgressEntry:  # fmt: skip
        """Of an agreed version, by whose plan it is, in the plan's own year."""
        check_sayable(version, key, aspect, by=by, today=today)
        fitting = " ".join(words.split())
        if len(fitting) > MOST_WORDS:
            raise WordsOfPlanTooLong(most=MOST_WORDS)
        return cls(plan_id=version.plan_id, result_key=key, aspect=aspect, at=at, words=fitting)


def check_sayable(version: PlanVersion, key: int, aspect: Aspect, *, by: int, today: date) -> None:
    """Refuse at once what could not be said in the end."""
    if version.plan.employee_id != by:
        raise NotYourPlan
    if version.stage is not Stage.AGREED:
        raise OtherStage(stage=version.stage.value)
    since = version.plan.since
    if not since <= today <= date(since.year, 12, 31):
        raise NotThePlansYear(year=since.year)
    result = version.result(key)
    if result is None or aspect not in sayable(result):
        raise NothingToSay


def sayable(result: WorkResult) -> list[Aspect]:
    """The aspects of a result whose progress is said and not counted."""
    return [one.aspect for one in result.indicators if one.aspect is not Aspect.QUANTITY]


async def said_of(
    session: AsyncSession, plan_ids: Collection[int], *, before: datetime | None = None
) -> Mapping[Key, list[ProgressEntry]]:
    """What was said last (``before`` a moment) of each indicator of these plans, by result."""
    if not plan_ids:
        return {}
    newest = select(func.max(ProgressEntry.id)).where(ProgressEntry.plan_id.in_(plan_ids))
    if before is not None:
        newest = newest.where(ProgressEntry.at < before)
    newest = newest.group_by(ProgressEntry.plan_id, ProgressEntry.result_key, ProgressEntry.aspect)
    rows = await session.scalars(select(ProgressEntry).where(ProgressEntry.id.in_(newest)))
    order = list(Aspect)
    found: dict[Key, list[ProgressEntry]] = {}
    for entry in sorted(rows, key=lambda one: order.index(one.aspect)):
        found.setdefault((entry.plan_id, entry.result_key), []).append(entry)
    return found
