"""Attention: how long a card had been shown when it was decided. Shown to the reviewer alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_low

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.work.decisions import Decision, Verdict
from models.work.duties import Duty, Off
from models.work.revisions import Revision

JUDGING = (Verdict.APPROVED, Verdict.RETURNED, Verdict.REJECTED)
IN_TIME = 2  # working days after it was sent (H+2)
TO_READ = 2  # seconds for one activity


@dataclass(frozen=True)
class Attention:
    """How many were decided, and the seconds within which half of them were."""

    decided: int
    half_within: int | None

    @classmethod
    def of(cls, seconds: Sequence[int]) -> Attention:
        return cls(len(seconds), median_low(seconds) if seconds else None)


async def attention_of(
    session: AsyncSession, reviewer_id: int, *, since: datetime, until: datetime
) -> Attention:
    """Of one's decisions between two moments; taking one back is none."""
    rows = await session.scalars(
        select(Decision.seconds).where(
            Decision.by_id == reviewer_id,
            Decision.at >= since,
            Decision.at < until,
            Decision.seconds.is_not(None),
            Decision.verdict != Verdict.REVOKED,
        )
    )
    return Attention.of([seconds for seconds in rows if seconds is not None])


Away = tuple[datetime, datetime]  # from, until: a day on which the reviewer was not at work


@dataclass(frozen=True)
class Conduct:
    """How somebody decides: how many, how soon, and how many too soon to have been read.

    ``half_within`` counts seconds of the calendar, nights and days off included; days on which
    the reviewer is away (leave, sick, duty travel) count for nothing, as in ``in_time``.
    """

    decided: int
    half_within: int
    in_time: int  # by the second of the reviewer's own working days after it was sent
    hasty: int

    @classmethod
    def of(
        cls, decisions: Sequence[Judged], working_days: Sequence[date], away: Sequence[Away] = ()
    ) -> Conduct:
        at_once = Counter(one.at for one in decisions)
        waited = [one.waited(away) for one in decisions]
        return cls(
            decided=len(decisions),
            half_within=median_low(waited) if waited else 0,
            in_time=sum(one.working_days(working_days) <= IN_TIME for one in decisions),
            hasty=sum(one.is_hasty(at_once[one.at]) for one in decisions),
        )


@dataclass(frozen=True)
class Judged:
    """One decision beside the moment at which its words were sent."""

    at: datetime
    sent_at: datetime
    seconds: int | None
    day: date  # of the decision, on the office's clock
    sent_on: date

    def waited(self, away: Sequence[Away]) -> int:
        """Seconds from when it was sent until it was decided, the reviewer's days away left out."""
        gone = sum(
            (max(timedelta(), min(self.at, until) - max(self.sent_at, since))
             for since, until in away),
            timedelta(),
        )  # fmt: skip
        return int((self.at - self.sent_at - gone).total_seconds())

    def working_days(self, days: Sequence[date]) -> int:
        """Working days after the one it was sent on, until it was decided."""
        return bisect_right(days, self.day) - bisect_right(days, self.sent_on)

    def is_hasty(self, together: int) -> bool:
        """Less than two seconds on the screen for each that was decided with the same tap."""
        return self.seconds is not None and self.seconds < TO_READ * together


async def conduct_of(
    session: AsyncSession, reviewer_id: int, office: Office, *, since: datetime, until: datetime
) -> Conduct:
    """Of one's own decisions between two moments; two queries."""
    rows = await session.execute(
        select(Decision.at, Revision.at, Decision.seconds)
        .join(
            Revision,
            and_(
                Revision.activity_id == Decision.activity_id,
                Revision.number == Decision.revision,
            ),
        )
        .where(Decision.by_id == reviewer_id, Decision.at >= since, Decision.at < until)
        .where(Decision.verdict.in_(JUDGING))
    )
    found = [
        Judged(at, sent, seconds, office.today(at), office.today(sent))
        for at, sent, seconds in rows
    ]
    first = min((one.sent_on for one in found), default=office.today(until))
    days = await session.execute(
        select(Duty.day, Duty.off)
        .where(Duty.employee_id == reviewer_id)
        .where(or_(Duty.off.is_(None), Duty.off == Off.ABSENCE))
        .where(Duty.day.between(first, office.today(until)))
        .order_by(Duty.day)
    )
    working, away = list[date](), list[Away]()
    for day, off in days:
        if off is None:
            working.append(day)
        else:
            away.append((office.at(day, time()), office.at(day + timedelta(days=1), time())))
    return Conduct.of(found, working, away)
