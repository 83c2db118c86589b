"""Attention: how long a card had been shown when it was decided. Shown to the reviewer alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.work.decisions import Decision, Verdict


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
