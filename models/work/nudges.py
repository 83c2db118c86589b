"""Nudges (ingatkan semua): a supervisor lets everybody be reminded who owes the day's report.

Once a day and team, which is a row, whether the supervisor asks or who stands in for them. Only
those are reminded whose hour has passed, and nobody whom the office reminded within the hour
before or will remind within the hour to come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.notices.telling import show
from models.office import MOST_REMINDERS, Office
from models.people.chats import Chat
from models.people.employees import Employee
from models.people.preferences import Preferences
from models.people.units import Unit
from models.refusals import Refusal
from models.work.activities import Activity
from models.work.duties import Duty
from models.work.open_days import REPORTED
from models.work.rings import KIND, SUBJECT

APART = timedelta(hours=1)  # of a nudge and the office's own reminder


class AlreadyNudged(Refusal):
    """The team was reminded today, and once is enough."""


class NightNow(Refusal):
    """Nobody is spoken to unasked at this hour."""


class Nudge(NumberedBase):
    """That somebody's team was reminded on a day, by them or in their place, and how many were."""

    __tablename__ = "nudges"
    __table_args__ = (UniqueConstraint("supervisor_id", "day"), Index("ix_nudges_day", "day"))

    supervisor_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    reminded: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), index=True, default=None
    )  # who asked for it; None: not noted yet in those days


@dataclass(frozen=True)
class Team:
    """Whose it is by the roster, its days as a condition on ``Duty``, and in whose words."""

    official: Employee
    days: ColumnElement[bool]
    facts: Mapping[str, Any] = field(default_factory=dict)  # of the reminder: by whom


@dataclass(frozen=True)
class Owing:
    """Somebody whose report of the day has been asked for and has not come."""

    duty: Duty
    chat: Chat | None
    wishes: Preferences | None

    @property
    def is_reached(self) -> bool:
        return self.chat is not None and self.chat.blocked_at is None

    def has_enough(self, office: Office) -> bool:
        """They want one reminder a day, which is the office's own, or none."""
        return self.wishes is not None and self.wishes.reminders(office) < MOST_REMINDERS

    def is_reminded_anyway(self, now: datetime) -> bool:
        """By the office itself, within the hour before or after."""
        rung, next_ring = self.duty.rung_at, self.duty.remind_at
        was = rung is not None and rung > now - APART
        return was or (next_ring is not None and next_ring <= now + APART)


@dataclass
class Nudged:
    """Whom a nudge reaches, and whom it leaves alone and why."""

    reminded: list[Owing] = field(default_factory=list)
    anyway: list[Owing] = field(default_factory=list)
    unreachable: list[Owing] = field(default_factory=list)
    enough: list[Owing] = field(default_factory=list)

    def __add__(self, other: Nudged) -> Nudged:
        return Nudged(
            self.reminded + other.reminded, self.anyway + other.anyway,
            self.unreachable + other.unreachable, self.enough + other.enough,
        )  # fmt: skip

    @classmethod
    def of(cls, owing: Sequence[Owing], office: Office, now: datetime) -> Nudged:
        found = cls()
        for one in owing:
            if not one.is_reached:
                found.unreachable.append(one)
            elif one.has_enough(office):
                found.enough.append(one)
            elif one.is_reminded_anyway(now):
                found.anyway.append(one)
            else:
                found.reminded.append(one)
        return found


async def owing_in(session: AsyncSession, team: Team, day: date, *, now: datetime) -> list[Owing]:
    """Who of the team owes the day's report at this hour."""
    has_reported = exists().where(
        Activity.author_id == Duty.employee_id,
        Activity.day == Duty.day,
        Activity.state.in_(REPORTED),
    )
    rows = await session.execute(
        select(Duty, Chat, Preferences)
        .outerjoin(Chat, Chat.employee_id == Duty.employee_id)
        .outerjoin(Preferences, Preferences.employee_id == Duty.employee_id)
        .where(team.days, Duty.day == day, Duty.off.is_(None), Duty.hour <= now)
        .where(~has_reported)
        .order_by(Duty.id)
    )
    return [Owing(duty, chat, wishes) for duty, chat, wishes in rows]


async def nudge_of(session: AsyncSession, supervisor: Employee, day: date) -> Nudge | None:
    return await session.scalar(
        select(Nudge).where(Nudge.supervisor_id == supervisor.id, Nudge.day == day)
    )


async def nudge_teams(
    session: AsyncSession, teams: Sequence[Team], office: Office, *, by: Employee, now: datetime
) -> Nudged:
    """Remind those of them who have not been today; refused where all have."""
    earlier: list[Nudge] = []
    whole = Nudged()
    for team in sorted(teams, key=lambda team: team.official.id):
        # Who stands in and the official at the same moment: the second sees the first.
        await session.get_one(Employee, team.official.id, with_for_update={"key_share": True})
        nudge = await nudge_of(session, team.official, office.today(now))
        if nudge is not None:
            earlier.append(nudge)
        else:
            whole += await _nudge_team(session, team, office, by, now)
    if earlier and len(earlier) == len(teams):
        raise AlreadyNudged(at=max(nudge.at for nudge in earlier))
    return whole


async def _nudge_team(
    session: AsyncSession, team: Team, office: Office, by: Employee, now: datetime
) -> Nudged:
    """Nobody to remind: it may be tried again."""
    today = office.today(now)
    owing = await owing_in(session, team, today, now=now)
    await _must_be_day(session, owing, office, now)
    nudged = Nudged.of(owing, office, now)
    taken = await _take(session, [one.duty.id for one in nudged.reminded], now)
    nudged.reminded = [one for one in nudged.reminded if one.duty.id in taken]
    for one in nudged.reminded:
        show(session, KIND, SUBJECT, to=one.duty.employee_id, at=now, anew=True,
             facts=dict(team.facts))  # fmt: skip
    if taken:
        session.add(Nudge(supervisor_id=team.official.id, day=today, at=now,
                          reminded=len(taken), by_id=by.id))  # fmt: skip
    return nudged


async def _must_be_day(
    session: AsyncSession, owing: Sequence[Owing], office: Office, now: datetime
) -> None:
    today = office.today(now)
    for unit_id in {one.duty.unit_id for one in owing}:
        unit = await session.get(Unit, unit_id) if unit_id else None
        if office.is_quiet(now, office.rules_on(today, unit.codes if unit else ())):
            raise NightNow


async def _take(session: AsyncSession, duty_ids: Sequence[int], now: datetime) -> set[int]:
    """The conditional UPDATE is the lock: what the office has just rung is not ours."""
    taken = await session.scalars(
        update(Duty)
        .where(Duty.id.in_(duty_ids))
        .where(or_(Duty.rung_at.is_(None), Duty.rung_at <= now - APART))
        .where(or_(Duty.remind_at.is_(None), Duty.remind_at > now + APART))
        .values(rung_at=now)
        .returning(Duty.id)
        .execution_options(synchronize_session=False)
    )
    return set(taken)
