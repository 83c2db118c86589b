"""A month as a workbook: activities with their decisions, people in figures, and what it means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handlers.documents.streaming import CLOCK, DAY, SHARE, StreamedWorkbook
from models.office import Office
from models.work.months import KeptActivity, KeptPerson
from models.work.states import State

if TYPE_CHECKING:
    from handlers.turn import Say  # it would bring the whole of aiogram along


class MonthWorkbook(StreamedWorkbook):
    """Two sheets of figures, and one that explains them."""

    WIDE = {  # noqa: RUF012
        "activities": {1: 28, 2: 20, 3: 30, 9: 60, 15: 30, 17: 60},
        "people": {0: 28, 1: 20, 3: 30},
    }

    def __init__(self, path: Path, say: Say, office: Office, *, closed: bool) -> None:
        super().__init__(path, say, office)
        self._states = {
            state: self._said("export-state", state=state.value, closed=closed) for state in State
        }
        self._closed = closed
        self._corrected = 0

    def add_activity(self, kept: KeptActivity) -> None:
        a = kept.activity
        history = [
            self._said("export-decision", at=d.at, by=by, verdict=d.verdict.value,
                       revision=d.revision, reason=d.reason,
                       capacity=d.capacity.value if d.capacity else None,
                       official=kept.officials.get(d.instead_of_id or 0))
            for d, by in kept.decisions
        ]  # fmt: skip
        self._write(
            "activities",
            (a.day, DAY), kept.author.name, kept.author.nip, kept.unit,
            (a.start, CLOCK), (a.end, CLOCK), a.minutes, a.quantity, a.unit, a.what,
            self._states[a.state], self._local(a.submitted_at), kept.reviewer, kept.decided_by,
            self._local(a.decided_at), a.note, a.revision, "\n".join(history),
            self._local(a.corrected_at),
        )  # fmt: skip

    def add_person(self, kept: KeptPerson) -> None:
        figures, posting = kept.figures, kept.posting
        self._corrected += figures.corrected
        approved = figures.minutes_in(State.APPROVED)
        self._write(
            "people",
            kept.employee.name, kept.employee.nip, kept.employee.kind.value,
            posting.unit.name if posting else None, posting.position if posting else None,
            len(figures.owed), len(figures.reported), kept.on_time, figures.activities,
            figures.minutes, approved,
            (approved / figures.minutes, SHARE) if figures.minutes else None,
            figures.corrected or None,
        )  # fmt: skip

    def explain(self, **facts: object) -> None:
        """The last sheet: what the columns mean, for which month, and when it was made."""
        words = self._said(
            "export-about", office=self._office.name, closed=self._closed,
            corrected=self._corrected, **facts,
        )  # fmt: skip
        self._explain(words)
