"""Errands (berkas lewat chat): an admin's spreadsheet, worked on outside the turn.

    ASKED ──▶ CHECKING ──▶ SHOWN ──▶ APPLYING ──▶ DONE ──▶ UNDOING ──▶ UNDONE
      │           │        │   ▲________│          ▲__________│
      ▼           ▼        ▼     the office has     something builds on it
    EVIDENCE ◀─ REFUSED  DROPPED    changed since
CHECKING, APPLYING and UNDOING are due. The file and its checked copy are kept for a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Json, NumberedBase
from models.claiming import claim
from models.people.administering import NoLongerAdmin
from models.people.employees import Employee
from models.people.imports import About, Import
from models.refusals import Refusal

KIND = "errand"  # of its card; the subject is the errand
LASTS = timedelta(days=1)  # a file, and what a check has shown
TRIES = 8  # with growing pauses: some minutes, since somebody waits for it
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE  # bytes; a roster of eight thousand has about one


class ErrandOver(Refusal):
    """It was applied, dropped or taken back, or was shown more than a day ago."""


class ErrandUnderWay(Refusal):
    """It is being worked on already."""


class ErrandHasWrongRows(Refusal):
    """Nothing is applied beside wrong rows unless that is asked for."""


class ErrandTooLarge(Refusal):
    """More than a roster can be."""


class ErrandLost(Refusal):
    """Tried too often."""


class Step(StrEnum):
    """How far an errand has come."""

    ASKED = "asked"  # is it for the office, or evidence of a report?
    CHECKING = "checking"
    SHOWN = "shown"
    APPLYING = "applying"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"
    REFUSED = "refused"
    EVIDENCE = "evidence"


AT_WORK = (Step.CHECKING, Step.APPLYING, Step.UNDOING)


class Errand(NumberedBase):
    """One file of one admin. ``checks`` counts what was shown: a button applies exactly that."""

    __tablename__ = "errands"
    __table_args__ = (
        Index(
            "ix_errands_due",
            "due",
            "id",
            sqlite_where=text("due IS NOT NULL"),
            postgresql_where=text("due IS NOT NULL"),
        ),
        Index(
            "ix_errands_kept_until",
            "kept_until",
            sqlite_where=text("kept_until IS NOT NULL"),
            postgresql_where=text("kept_until IS NOT NULL"),
        ),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    file_id: Mapped[str] = mapped_column(String(255))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int | None]  # bytes, by Telegram
    added_at: Mapped[datetime]
    progress: Mapped[Step]
    due: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    checks: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str | None] = mapped_column(String(64), default=None)  # of the plan shown
    without_wrong: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default_factory=dict)  # for the card
    kept_until: Mapped[datetime | None] = mapped_column(default=None)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    checked: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("imports.id"), index=True, default=None
    )

    @classmethod
    def of(
        cls, admin: Employee, file_id: str, unique: str, name: str, *, size: int | None,
        report: int | None, at: datetime,
    ) -> Errand:  # fmt: skip
        """``report``: one that the file may be evidence of; then it is asked first."""
        check_size(size)
        return cls(
            employee_id=admin.id, file_id=file_id, file_unique_id=unique, name=name[-255:],
            size=size, added_at=at, progress=Step.CHECKING if report is None else Step.ASKED,
            due=at if report is None else None, facts={} if report is None else {"report": report},
        )  # fmt: skip

    # What the admin asks for

    def check(self, *, by: Employee, at: datetime) -> None:
        """It is for the office, not evidence."""
        self._must_be(Step.ASKED, by)
        self._begin(Step.CHECKING, at)

    def be_evidence(self) -> None:
        if self.progress not in (Step.ASKED, Step.REFUSED):
            raise ErrandOver
        self.progress = Step.EVIDENCE

    def apply(self, *, by: Employee, at: datetime, without_wrong: bool) -> None:
        """Terapkan: exactly what was shown."""
        self._must_be(Step.SHOWN, by)
        if self.kept_until is None or at >= self.kept_until:
            raise ErrandOver
        if self.facts["wrong"] and not without_wrong:
            raise ErrandHasWrongRows
        self.without_wrong = without_wrong
        self._begin(Step.APPLYING, at)

    def drop(self, *, by: Employee) -> None:
        self._must_be(Step.SHOWN, by)
        self.progress = Step.DROPPED

    def undo(self, *, by: Employee, at: datetime) -> None:
        self._must_be(Step.DONE, by)
        self._begin(Step.UNDOING, at)

    def may_be_undone(self, *, by: Employee) -> None:
        self._must_be(Step.DONE, by)

    # What came of it

    def show(
        self, fingerprint: str, facts: Mapping[str, Any], *, content: bytes, checked: bytes | None,
        at: datetime,
    ) -> None:  # fmt: skip
        """What it would change waits for a decision."""
        self._end(Step.SHOWN)
        self.checks += 1
        self.fingerprint, self.facts = fingerprint, dict(facts)
        self.content, self.checked, self.kept_until = content, checked, at + LASTS

    @property
    def about(self) -> About:
        """What its sheets are about; known once it has been checked."""
        return About(self.facts.get("sheet", About.ROSTER))

    def has_shown(self, fingerprint: str, *, wrong: int) -> bool:
        """Whether this is what the tap was for; wrong rows are left out only if that was said."""
        return self.fingerprint == fingerprint and (self.without_wrong or not wrong)

    def finish(self, done: Import) -> None:
        """What waits for somebody else now is said, too."""
        self._end(Step.DONE)
        self.import_id = done.id
        moved = len(done.kept.get("activities", {}).get("changed", ()))
        self.facts = {
            **self.facts, "counts": done.counts, "reviewed_by_others": moved,
            "without_wrong": self.without_wrong,
        }  # fmt: skip

    def be_undone(self) -> None:
        self._end(Step.UNDONE)

    def stand(self, obstacles: list[dict[str, Any]]) -> None:
        """It cannot be taken back; ``obstacles`` say what is in the way."""
        self._end(Step.DONE)
        self.facts = {**self.facts, "obstacles": obstacles}

    def refuse(self, why: str, **facts: Any) -> None:
        """It cannot be; ``why`` is a text's key. An import that stands, stands."""
        if self.progress is Step.UNDOING:
            self.stand([])
        else:
            self._end(Step.REFUSED)
        self.facts = {**self.facts, "why": why, "about": facts}

    def put_off(self, *, at: datetime) -> bool:
        """Try later; say whether it has been tried too often."""
        self.due = at + timedelta(seconds=2**self.attempts)
        return self.attempts >= TRIES

    def _begin(self, progress: Step, at: datetime) -> None:
        self.progress, self.due, self.attempts = progress, at, 0

    def _end(self, progress: Step) -> None:
        self.progress, self.due = progress, None

    def _must_be(self, progress: Step, by: Employee) -> None:
        if not by.is_admin:
            raise NoLongerAdmin
        if self.progress in AT_WORK:
            raise ErrandUnderWay
        if self.progress is not progress:
            raise ErrandOver


def check_size(size: int | None) -> None:
    """``size`` in bytes; None: Telegram does not say."""
    if size is not None and size > LARGEST:
        raise ErrandTooLarge(most=LARGEST // MEGABYTE)


async def take_due(session: AsyncSession, *, now: datetime) -> Errand | None:
    """Claim what has waited longest.

    The try counts before it begins, so that a file which ends the process is not tried for ever.
    """
    return await claim(session, Errand, Errand.due, now=now, attempts=Errand.attempts + 1)


async def forget_files(session: AsyncSession, *, now: datetime) -> int:
    """What was sent and what was made of it goes after a day; say of how many."""
    gone = await session.scalars(
        update(Errand)
        .where(Errand.kept_until <= now, Errand.due.is_(None))
        .values(kept_until=None, content=None, checked=None)
        .returning(Errand.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
