"""Preferences (cara sendiri): what somebody chose for themself, as far as the office allows."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.office import MOST_REMINDERS, Night, Office, Rules


class Preferences(Base):
    """One person's own way; without a row everything is as the office has it.

    Times are of the office's wall clock. The quiet hours come on top of the office's night.
    """

    __tablename__ = "preferences"
    __table_args__ = (
        Index(
            "ix_preferences_digest_at",
            "digest_at",
            sqlite_where=text("digest_at IS NOT NULL"),
            postgresql_where=text("digest_at IS NOT NULL"),
        ),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    pictures: Mapped[bool] = mapped_column(default=True)  # else the same in words only
    earlier_days: Mapped[bool] = mapped_column(default=True)  # reminded of them for their own sake
    reminders_a_day: Mapped[int] = mapped_column(default=MOST_REMINDERS)
    reminder_at: Mapped[time | None] = mapped_column(default=None)  # None: the office's hour
    quiet_from: Mapped[time | None] = mapped_column(default=None)
    quiet_until: Mapped[time | None] = mapped_column(default=None)
    digest_at: Mapped[datetime | None] = mapped_column(default=None)  # the next; None: at once

    def is_reminded_of_earlier_days(self, office: Office) -> bool:
        return self.earlier_days or not office.own_way.may_skip_earlier_days

    def reminders(self, office: Office) -> int:
        """How often a day: by their own hour, then by a nudge of the supervisor's."""
        return max(self.reminders_a_day, office.own_way.fewest_reminders)

    def gathers(self, office: Office) -> bool:
        """Whether what is to be reviewed comes to them once a day."""
        return self.digest_at is not None and office.own_way.digest_at is not None

    @property
    def night(self) -> Night | None:
        """Their own quiet hours."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until

    def rest_at(self, night: Night | None) -> None:
        self.quiet_from, self.quiet_until = night or (None, None)

    def resting(self, rules: Rules) -> Rules:
        """The rules with these quiet hours in place of the office's night."""
        if self.night is None:
            return rules
        since, until = self.night
        return rules.model_copy(update={"quiet_from": since, "quiet_until": until})

    def possible_hours(self, office: Office, rules: Rules) -> list[time]:
        """The hours at which they may be reminded: outside of both nights."""
        mine = self.resting(rules)
        return [
            hour
            for hour in office.own_way.reminder_hours
            if not rules.is_quiet(hour) and not mine.is_quiet(hour)
        ]

    def possible_nights(self, office: Office, rules: Rules) -> list[Night]:
        """The quiet hours that leave the reminder its hour."""
        hours = [self.reminder_at] if self.reminder_at else list(rules.hours_of_reminding)
        possible = []
        for since, until in office.own_way.quiet_hours:
            night = rules.model_copy(update={"quiet_from": since, "quiet_until": until})
            if not any(night.is_quiet(hour) for hour in hours):
                possible.append((since, until))
        return possible


async def preferences_of(session: AsyncSession, employee_id: int) -> Preferences:
    """Theirs, or the office's way, which is not kept."""
    found = await session.get(Preferences, employee_id)
    return found or Preferences(employee_id=employee_id)


async def own_preferences(session: AsyncSession, employee_id: int) -> Preferences:
    """Theirs, to be changed."""
    found = await preferences_of(session, employee_id)
    session.add(found)
    return found
