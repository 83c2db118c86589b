"""Preferences (cara sendiri): what somebody chose for themself, as far as the office allows."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.office import Office


class Preferences(Base):
    """One person's own way; without a row everything is as the office has it."""

    __tablename__ = "preferences"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    pictures: Mapped[bool] = mapped_column(default=True)  # else the same in words only
    earlier_days: Mapped[bool] = mapped_column(default=True)  # reminded of them for their own sake
    supervisor_too: Mapped[bool] = mapped_column(default=True)  # a second reminder, by a nudge

    def is_reminded_of_earlier_days(self, office: Office) -> bool:
        return self.earlier_days or not office.own_way.may_skip_earlier_days


async def preferences_of(session: AsyncSession, employee_id: int) -> Preferences:
    """Theirs, or the office's way, which is not kept."""
    found = await session.get(Preferences, employee_id)
    return found or Preferences(employee_id=employee_id)


async def own_preferences(session: AsyncSession, employee_id: int) -> Preferences:
    """Theirs, to be changed."""
    found = await preferences_of(session, employee_id)
    session.add(found)
    return found
