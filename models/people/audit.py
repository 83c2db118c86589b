"""The audit (jejak akses): who saw, took out or changed what is kept of whom. Append-only.

People are named by NIP and name, not by a key: an entry outlives whoever it speaks of, and never
stands in the way of taking an import back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, String, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.people.employees import Employee

WHOLE_OFFICE = ""


class Act(StrEnum):
    """What was done."""

    EXPORTED = "exported"  # a month, as a workbook
    IMPORTED = "imported"  # a roster
    UNDONE = "undone"  # an import taken back
    SAW_DAY = "saw-day"  # opened from the team's list
    SAW_YEAR = "saw-year"  # opened from the unit's predicates: somebody's year, or the list
    TOOK_OWN = "took-own"
    INVITED = "invited"  # one person, or a unit's sheet
    LET_GO = "let-go"  # a Telegram account, by the agency
    SET_DAY = "set-day"  # a special day, by chat
    TOOK_DAY_BACK = "took-day-back"
    PUT_RIGHT = "put-right"  # what somebody said was wrong
    LEFT_AS_IT_IS = "left"


# "2026-12-04 office Akreditasi", or of days in a row "2026-12-04/2026-12-07 office Akreditasi".
OF_A_DAY = (Act.SAW_DAY, Act.SET_DAY, Act.TOOK_DAY_BACK)


class AuditEntry(NumberedBase):
    """One act; of a person, of a unit and all below it, or of the whole office."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_about_nip", "about_nip", "at"),
        Index("ix_audit_entries_unit", "unit", "at"),
        Index("ix_audit_entries_at", "at"),
    )

    at: Mapped[datetime]
    act: Mapped[Act]
    by_nip: Mapped[str | None] = mapped_column(String(18))  # None: at the machine's keyboard
    by_name: Mapped[str] = mapped_column(String(120))
    about_nip: Mapped[str | None] = mapped_column(String(18), default=None)
    about_name: Mapped[str | None] = mapped_column(String(120), default=None)
    unit: Mapped[str | None] = mapped_column(String(40), default=None)  # its code; "" is the office
    what: Mapped[str] = mapped_column(String(255), default="")

    @property
    def day(self) -> date | None:
        """The day that was looked at, or set."""
        if self.act not in OF_A_DAY:
            return None
        try:
            return date.fromisoformat(self.what[:10])
        except ValueError:
            return None

    @property
    def until(self) -> date | None:
        """The last of several days that were set at once."""
        last = self.what.split(" ", 1)[0].partition("/")[2]
        return date.fromisoformat(last) if last and self.day is not None else None

    @property
    def words(self) -> str:
        """What else was said of it: a file, a period, a count, a special day's name."""
        if self.day is None:
            return self.what
        return self.what.split(" ", 2)[2] if self.what.count(" ") > 1 else ""


def note(
    session: AsyncSession, act: Act, *, by: Employee | str, at: datetime,
    about: Employee | None = None, unit: str | None = None, what: str = "",
) -> None:  # fmt: skip
    """Write one entry; ``by`` is a name where somebody sits at the machine itself."""
    nip, name = (None, by) if isinstance(by, str) else (by.nip, by.name)
    session.add(
        AuditEntry(
            at=at,
            act=act,
            by_nip=nip,
            by_name=name[:120],
            about_nip=about.nip if about else None,
            about_name=about.name if about else None,
            unit=unit,
            what=what[:255],
        )
    )


async def last_of(session: AsyncSession, act: Act, about: Employee) -> datetime | None:
    """When this was last done to what is kept of somebody."""
    return await session.scalar(
        select(AuditEntry.at)
        .where(AuditEntry.about_nip == about.nip, AuditEntry.act == act)
        .order_by(AuditEntry.at.desc())
        .limit(1)
    )


async def audit_of(
    session: AsyncSession, person: Employee, codes: Sequence[str], *, most: int, skip: int = 0
) -> Sequence[AuditEntry]:
    """The latest that concerns a person who has worked in units of these codes, newest first."""
    of_units = and_(AuditEntry.unit.in_([WHOLE_OFFICE, *codes]), AuditEntry.about_nip.is_(None))
    rows = await session.scalars(
        select(AuditEntry)
        .where(or_(AuditEntry.about_nip == person.nip, of_units))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(most)
        .offset(skip)
    )
    return rows.all()
