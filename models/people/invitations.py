"""Invitations: one-time codes that bind a chat to an employee."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BigId, NumberedBase
from models.office import Office
from models.people.employees import Employee
from models.refusals import Refusal

HOUR = timedelta(hours=1)


class WrongCode(Refusal):
    """No invitation has this code, or it is used or withdrawn."""


class CodeExpired(Refusal):
    """The code was right, but it is too old."""


class TooManyWrongCodes(Refusal):
    """Five wrong codes an hour; the next hour is better."""


class WrongTry(NumberedBase):
    """The trace of a wrong code: what the next try is counted against."""

    __tablename__ = "wrong_tries"

    chat_id: Mapped[int] = mapped_column(BigId, index=True)
    at: Mapped[datetime]


class Invitation(NumberedBase):
    """A deep link for one employee. Only the code's hash is kept; a new one ends the old one."""

    __tablename__ = "invitations"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True, default=None)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    employee: Mapped[Employee] = relationship(lazy="joined", innerjoin=True, default=None)

    def check(self, *, chat_id: int, at: datetime) -> None:
        """Whether it still opens; a refusal leaves the try behind."""
        trace = WrongTry(chat_id=chat_id, at=at)
        if self.used_at is not None or self.withdrawn_at is not None:
            raise WrongCode(leaves=[trace])
        if at >= self.expires_at:
            raise CodeExpired(leaves=[trace])

    def accept(self, *, chat_id: int, at: datetime) -> None:
        """Use the invitation up; a second use is as wrong as a code that never was."""
        self.check(chat_id=chat_id, at=at)
        self.used_at = at


def joining_link(username: str, code: str) -> str:
    """What somebody taps to join the bot of this name."""
    return f"https://t.me/{username}?start={code}"


def good_until(office: Office, at: datetime) -> date:
    """The last day of an invitation made now, to be said to people."""
    return office.local(at + timedelta(days=office.invitation_days)).date()


def hashed(code: str) -> str:
    # 96 random bits need no slow hash: nobody tries them all.
    return hashlib.sha256(code.encode()).hexdigest()


async def invite(
    session: AsyncSession, employees: Sequence[Employee], office: Office, *, at: datetime
) -> list[str]:
    """Make one code per employee, in order, and withdraw each one's earlier codes."""
    await session.execute(
        update(Invitation)
        .where(
            Invitation.employee_id.in_([employee.id for employee in employees]),
            Invitation.used_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    codes = [secrets.token_urlsafe(12) for _ in employees]
    session.add_all(
        Invitation(
            employee_id=employee.id,
            code_hash=hashed(code),
            made_at=at,
            expires_at=at + timedelta(days=office.invitation_days),
        )
        for employee, code in zip(employees, codes, strict=True)
    )
    return codes


async def invited_until(
    session: AsyncSession, employee: Employee, *, at: datetime
) -> datetime | None:
    """When the link that somebody has, and has not used, ends; None: there is none that opens."""
    return await session.scalar(
        select(func.max(Invitation.expires_at)).where(
            Invitation.employee_id == employee.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
    )


async def invitation_for(
    session: AsyncSession, code: str, chat_id: int, office: Office, *, at: datetime
) -> Invitation:
    """The invitation this code opens; the refusals leave the try behind, five an hour."""
    tries = await session.scalar(
        select(func.count())
        .select_from(WrongTry)
        .where(WrongTry.chat_id == chat_id, WrongTry.at > at - HOUR)
    )
    if (tries or 0) >= office.wrong_codes_an_hour:
        raise TooManyWrongCodes
    invitation = await session.scalar(
        select(Invitation).where(Invitation.code_hash == hashed(code))
    )
    if invitation is None:
        raise WrongCode(leaves=[WrongTry(chat_id=chat_id, at=at)])
    invitation.check(chat_id=chat_id, at=at)
    return invitation
