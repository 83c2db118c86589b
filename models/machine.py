"""What the running machine must remember: in-box, lease, brake. The office does not look here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, NumberedBase


class Outcome(StrEnum):
    """How a turn ended, for good. *Again* is no end."""

    DONE = "done"
    REFUSED = "refused"
    FAULT = "fault"


class Incoming(Base):
    """An update as Telegram sent it, written down before anything else (the in-box)."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "chat_id",
            "update_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_inbox_received_at", "received_at"),
    )

    update_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigId)
    body: Mapped[str | None] = mapped_column(Text)  # JSON; emptied when done, kept with a fault
    received_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)  # counted only after an unclean start
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = mapped_column(default=None)
    trouble: Mapped[str | None] = mapped_column(Text, default=None)  # a fault's type and our stack


class Lease(Base):
    """Which replica ticks, polls and broadcasts; times are the database's own clock (epoch s)."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[float] = mapped_column(Float)


class Brake(Base):
    """Telegram said 429: nobody sends before ``until``. One row, read by all replicas."""

    __tablename__ = "brakes"

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    until: Mapped[datetime]


class Trace(NumberedBase):
    """Something that was refused and should be seen: a forged button, somebody else's card."""

    __tablename__ = "traces"

    at: Mapped[datetime]
    chat_id: Mapped[int] = mapped_column(BigId, index=True)
    refusal: Mapped[str] = mapped_column(String(60))
