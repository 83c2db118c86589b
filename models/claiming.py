"""Claiming what is due outside turns: several replicas look, one of them has it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from models.base import NumberedBase

Row = TypeVar("Row", bound=NumberedBase)

LASTS = timedelta(minutes=3)  # a claim on a row; over after a crash


async def claim(
    session: AsyncSession, table: type[Row], due: InstrumentedAttribute[datetime | None], *,
    now: datetime, **changes: Any,
) -> Row | None:  # fmt: skip
    """Take the row that has waited longest; None: nothing is due, or others have it.

    Its ``due`` becomes the claim's end, by which whoever took it knows later that it is still
    theirs; ``changes`` are made with it.
    """
    oldest = select(table.id).where(due <= now).order_by(due, table.id).limit(1)
    taken = await session.scalars(
        update(table)
        .where(table.id == oldest.scalar_subquery(), due <= now)
        .values({due: now + LASTS, **changes})
        .returning(table)
        .execution_options(synchronize_session=False)
    )
    return taken.one_or_none()
