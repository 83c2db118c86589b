"""Links to the plan that were changed after approval: a trace of each, append-only.

The words and the decision stay as they are, and what counts towards a target moves: so it is
written down who moved it from which result to which, and whoever had approved it sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.people.employees import Employee


class Link(StrEnum):
    """How it came to serve a planned result (RHK), or not to; None: nobody has asked."""

    SUGGESTED = "suggested"  # from the words; sent as it stands, it counts
    CHOSEN = "chosen"
    TASK = "task"  # tugas dari atasan
    APART = "apart"  # belum ditautkan, by the author's own tap


@dataclass(frozen=True)
class Served:
    """A planned result by its key, a task from the superior, or nothing."""

    link: Link | None
    plan_id: int | None
    key: int | None

    @property
    def what(self) -> tuple[int | None, int] | bool:
        """The same for the same thing served, whoever said so."""
        return (self.plan_id, self.key) if self.key is not None else self.link is Link.TASK


class LinkChange(NumberedBase):
    """What an approved activity served before, and since."""

    __tablename__ = "link_changes"
    __table_args__ = (Index("ix_link_changes_approved_by_id", "approved_by_id", "at"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True, init=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))
    at: Mapped[datetime]
    link_before: Mapped[Link | None]
    plan_before_id: Mapped[int | None] = mapped_column(ForeignKey("work_plans.id"), index=True)
    key_before: Mapped[int | None]
    link: Mapped[Link | None]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("work_plans.id"), index=True)
    result_key: Mapped[int | None]

    @classmethod
    def of(
        cls, before: Served, after: Served, *, by: int, approved_by: int | None, at: datetime
    ) -> LinkChange:  # fmt: skip
        return cls(
            by_id=by, approved_by_id=approved_by, at=at, link_before=before.link,
            plan_before_id=before.plan_id, key_before=before.key, link=after.link,
            plan_id=after.plan_id, result_key=after.key,
        )  # fmt: skip


async def changed_after(
    session: AsyncSession, approver: Employee, *, since: datetime, until: datetime
) -> Sequence[tuple[Employee, int]]:
    """Who changed how many links of what this person had approved, by name."""
    rows = await session.execute(
        select(LinkChange.by_id, func.count(LinkChange.activity_id.distinct()))
        .where(LinkChange.approved_by_id == approver.id)
        .where(LinkChange.at >= since, LinkChange.at < until)
        .group_by(LinkChange.by_id)
    )
    counts = {row[0]: row[1] for row in rows}
    if not counts:
        return []
    people = await session.scalars(select(Employee).where(Employee.id.in_(counts)))
    found = [(person, counts[person.id]) for person in people]
    return sorted(found, key=lambda one: (one[0].name.casefold(), one[0].id))
