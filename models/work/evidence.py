"""Evidence (bukti dukung): photos, documents and links that come with a report.

    WAITS (fetch_at) ──▶ KEPT (file)       on the office's own disk
          ▲  │      └──▶ REFUSED           by what its bytes are
          └──┘ later     LOST              tried too often: Telegram alone still has it
A link is nothing to be fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.claiming import claim
from models.notices.telling import show
from models.work.activities import Activity
from models.work.files import File
from models.work.states import State

TRIES = 20  # with growing pauses: about half a day
LONGEST_PAUSE = timedelta(hours=1)


class EvidenceKind(StrEnum):
    """What Telegram called it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    LINK = "link"


class Evidence(NumberedBase):
    """One piece, by Telegram's file id until it is kept; a link by its address."""

    __tablename__ = "evidence"
    __table_args__ = (
        Index(
            "ix_evidence_fetch_at",
            "fetch_at",
            "id",
            sqlite_where=text("fetch_at IS NOT NULL"),
            postgresql_where=text("fetch_at IS NOT NULL"),
        ),
    )

    author_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(
        ForeignKey("reports.id"), index=True, default=None
    )
    kind: Mapped[EvidenceKind]
    file_id: Mapped[str] = mapped_column(String(255), default="")  # empty for a link
    file_unique_id: Mapped[str] = mapped_column(String(64), index=True, default="")
    name: Mapped[str | None] = mapped_column(String(255), default=None)
    link: Mapped[str | None] = mapped_column(Text, default=None)
    album: Mapped[str | None] = mapped_column(String(64), default=None)
    added_at: Mapped[datetime]

    fetch_at: Mapped[datetime | None] = mapped_column(default=None)  # when to try (again)
    attempts: Mapped[int] = mapped_column(default=0)
    kept_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True, default=None)
    refused: Mapped[str | None] = mapped_column(String(60), default=None)  # the refusal's key

    @property
    def same(self) -> str:
        """What two pieces have in common that are one."""
        return self.link or self.file_unique_id

    @property
    def is_missing(self) -> bool:
        """It should be on our disk by now, and is not."""
        return self.attempts > 0 and self.kept_id is None and self.refused is None

    @property
    def can_be_seen(self) -> bool:
        """A document is shown once its bytes have been looked at; photos are Telegram's own."""
        if self.kind is EvidenceKind.DOCUMENT:
            return self.kept_id is not None
        return self.refused is None

    def keep(self, file: File) -> None:
        self.kept_id, self.fetch_at = file.id, None

    def refuse(self, key: str) -> None:
        self.refused, self.fetch_at = key, None

    def put_off(self, *, at: datetime) -> bool:
        """Try later; say whether it is lost, having been tried too often."""
        self.attempts += 1
        pause = min(timedelta(seconds=2 ** min(self.attempts, 12)), LONGEST_PAUSE)
        self.fetch_at = at + pause if self.attempts < TRIES else None
        return self.fetch_at is None


@dataclass(frozen=True)
class Attached:
    """What came with some reports: each piece once, and nothing that was refused."""

    pieces: tuple[Evidence, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Evidence]) -> Attached:
        seen: set[object] = {None}
        once = []
        for piece in rows:
            marks = {piece.same, piece.kept_id}
            if piece.refused is None and marks & seen <= {None}:
                once.append(piece)
                seen |= marks
        return cls(tuple(once))

    @property
    def count(self) -> int:
        return len(self.pieces)

    @property
    def missing(self) -> int:
        """How many are not on our disk although they should be."""
        return sum(piece.is_missing for piece in self.pieces)


async def attached_to(session: AsyncSession, report_ids: Sequence[int]) -> Attached:
    rows = await session.scalars(
        select(Evidence).where(Evidence.report_id.in_(report_ids)).order_by(Evidence.id)
    )
    return Attached.of(rows)


async def take_due(session: AsyncSession, *, now: datetime) -> Evidence | None:
    """Claim what has waited longest to be fetched."""
    return await claim(session, Evidence, Evidence.fetch_at, now=now)


async def kept_before(session: AsyncSession, evidence: Evidence) -> File | None:
    """The file that somebody sent before, by Telegram's own word for the same content."""
    return await session.scalar(
        select(File)
        .join(Evidence, Evidence.kept_id == File.id)
        .where(Evidence.file_unique_id == evidence.file_unique_id)
        .limit(1)
    )


async def show_cards(session: AsyncSession, evidence: Evidence, *, at: datetime) -> None:
    """What became of it is to be seen by the author, and by whoever reviews."""
    if evidence.report_id is None:
        return
    show(session, "report", evidence.report_id, to=evidence.author_id, at=at)
    rows = await session.execute(
        select(Activity.reviewer_id, Activity.day)
        .where(Activity.report_id == evidence.report_id, Activity.state == State.SUBMITTED)
        .distinct()
    )
    for reviewer_id, day in rows:
        if reviewer_id is not None:
            show(session, "review", f"{evidence.author_id}:{day}", to=reviewer_id, at=at)


async def let_go(session: AsyncSession, *, most: int) -> list[File]:
    """Files whose evidence retention has taken away; their rows go, and they are to go too."""
    used = exists().where(Evidence.kept_id == File.id)
    gone = list(await session.scalars(select(File).where(~used).order_by(File.id).limit(most)))
    for file in gone:
        await session.delete(file)
    return gone
