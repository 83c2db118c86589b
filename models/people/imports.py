"""Imports: each spreadsheet that was taken over, with what is needed to take it back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Json, NumberedBase


class About(StrEnum):
    """What an imported file was about."""

    ROSTER = "roster"
    PLANS = "plans"
    INDICATORS = "indicators"
    ABSENCES = "absences"


class Import(NumberedBase):
    """One applied roster (daftar pegawai), or another sheet of the agency's.

    When, which file, by whom, and what it changed.

    ``kept`` holds, per table, the ids that were added and the values that were there before.
    """

    __tablename__ = "imports"

    at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(255))
    by: Mapped[str] = mapped_column(String(120))  # who sat at the keyboard
    counts: Mapped[dict[str, int]] = mapped_column(Json, default_factory=dict)
    kept: Mapped[dict[str, Any]] = mapped_column(Json, default_factory=dict, deferred=True)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    about: Mapped[About] = mapped_column(default=About.ROSTER, server_default="roster")


async def last_import(session: AsyncSession, about: About = About.ROSTER) -> Import | None:
    """The last one about this that still stands."""
    return await session.scalar(
        select(Import)
        .where(Import.undone_at.is_(None), Import.about == about)
        .order_by(Import.id.desc())
        .limit(1)
    )


async def one_at_a_time(session: AsyncSession) -> None:
    """No other import or undo until this transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("LOCK TABLE imports IN SHARE ROW EXCLUSIVE MODE"))
