"""Notices: whoever is to be told is told through a row.

*News* ("Bu Mia menyetujui …") has its facts in the row and is sent once. *What is so* (a report's
card, a reviewer's card) is one row per person, kind and subject: drawn from the database when it
is sent, edited in place when it changes, withdrawn when it is no longer so.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BigId, Json, NumberedBase

KEPT_SHOWINGS = 4
KEPT_SEEN = 100  # activities of which it is known when they were first shown


class Urgency(StrEnum):
    """Whether somebody is looking at the screen."""

    NOW = "now"
    SOON = "soon"


class Notice(NumberedBase):
    """Something that somebody is to see.

    ``wanted`` counts the changes of what it shows, ``drawn`` is the count that was delivered, and
    ``due`` says when to look at it again; null is: not until something changes. ``shown`` keeps
    what the last few versions offered to be decided: ``{version: [[activity, revision], …]}``.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("employee_id", "kind", "subject", "part"),
        Index(
            "ix_notices_due",
            "due",
            "id",
            sqlite_where=text("due IS NOT NULL"),
            postgresql_where=text("due IS NOT NULL"),
        ),
    )

    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    chat_id: Mapped[int | None] = mapped_column(BigId, default=None)  # instead of the employee's
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(String(60), default=None)  # None: news
    part: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default_factory=dict)
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.SOON)

    made_at: Mapped[datetime]
    due: Mapped[datetime | None]
    wanted: Mapped[int] = mapped_column(default=1)
    drawn: Mapped[int] = mapped_column(default=0)
    shown: Mapped[dict[str, Any]] = mapped_column(Json, default_factory=dict)
    seen: Mapped[dict[str, str]] = mapped_column(
        Json, default_factory=dict, server_default="{}"
    )  # {"activity:revision": when it was first shown here}
    taken_until: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)

    sent_to: Mapped[int | None] = mapped_column(BigId, default=None)  # the chat it stands in
    message_id: Mapped[int | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    attached: Mapped[str | None] = mapped_column(String(80), default=None)  # the document's mark
    waits: Mapped[bool] = mapped_column(default=False)  # what was shown waits for a decision
    trouble: Mapped[str | None] = mapped_column(String(200), default=None)

    @property
    def is_news(self) -> bool:
        return self.subject is None

    def remember(self, version: int, shown: list[list[int]], *, at: datetime) -> None:
        """Keep what a version offers to be decided, and forget versions long gone."""
        first = {f"{activity}:{revision}": at.isoformat() for activity, revision in shown}
        seen = {**first, **self.seen}
        self.seen = {pair: seen[pair] for pair in sorted(seen, key=seen.__getitem__)[-KEPT_SEEN:]}
        kept = {**self.shown, str(version): shown}
        self.shown = {key: kept[key] for key in sorted(kept, key=int)[-KEPT_SHOWINGS:]}

    def showed(self, version: int) -> list[tuple[int, int]] | None:
        """The (activity, revision) pairs that this version showed; None: too long ago."""
        found = self.shown.get(str(version))
        return None if found is None else [(activity, revision) for activity, revision in found]

    def seconds_shown(self, activity: int, revision: int, *, at: datetime) -> int | None:
        """How long this has been on the card by then; None: nobody knows any more."""
        since = self.seen.get(f"{activity}:{revision}")
        return None if since is None else int((at - datetime.fromisoformat(since)).total_seconds())
