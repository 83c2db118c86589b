"""Reports (laporan): one message of one person, with the activities read from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BigId, NumberedBase


class Report(NumberedBase):
    """What was written in one message. The message itself can be found again by its number."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index("ix_reports_author_id_written_at", "author_id", "written_at"),
    )

    author_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    chat_id: Mapped[int] = mapped_column(BigId)
    message_id: Mapped[int]
    album: Mapped[str | None] = mapped_column(String(64), default=None)  # media_group_id
    written_at: Mapped[datetime]
    text: Mapped[str]
    lead: Mapped[str] = mapped_column(Text, default="")  # what earlier messages said of it
