"""Recaps as a workbook: a row a person, a row for what went into each result, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.documents.recap import approved_words, period_name, said, share_words
from handlers.documents.streaming import CLOCK, DAY, SHARE, StreamedWorkbook
from models.appraisal.naming_results import Key, NamedResult
from models.appraisal.recaps import Recap, in_order
from models.appraisal.recaps_by_name import Person
from models.office import Office
from models.work.activities import Activity, State
from models.work.periods import Period

if TYPE_CHECKING:
    pass  # it would bring the whole of aiogram along


class RecapWorkbook(StreamedWorkbook):
    """One person's, a unit's or the whole office's; ``add_activity`` is for one person's."""

    WIDE = {  # noqa: RUF012
        "recap": {0: 28, 1: 20, 2: 30, 3: 30},
        "results": {0: 28, 1: 20, 3: 60, 6: 40},
        "done": {3: 60, 4: 40},
    }

    def add(self, person: Person, recap: Recap, results: dict[Key, NamedResult]) -> None:
        percent = (recap.minutes / recap.target, SHARE) if recap.target else None
        self._write(
            "recap", person.name, person.nip, person.unit, person.position, recap.owed,
            recap.reported, recap.on_time, recap.target, recap.minutes, percent, recap.activities,
            recap.approved, recap.waiting, recap.returned, recap.approved_minutes, recap.evidence,
            recap.corrected,
        )  # fmt: skip
        for share, result in in_order(recap.shares, results):
            self._write(
                "results", person.name, person.nip, result.number if result else None,
                share_words(self._say, share, result), share.activities, share.minutes,
                approved_words(self._say, share),
            )  # fmt: skip

    def add_activity(self, activity: Activity, result: NamedResult | None) -> None:
        a = activity
        state = self._said("export-state", state=State(a.state).value, closed=False)
        self._write(
            "done", (a.day, DAY), (a.start, CLOCK), (a.end, CLOCK), a.what,
            result.what if result else None, a.quantity, a.unit, a.minutes, state,
        )  # fmt: skip

    def explain(self, period: Period, office: Office, **facts: object) -> None:
        """The last sheet: what the columns mean, for which period, and when it was made."""
        name = period_name(self._say, period)
        self._explain(said(self._say, "recap-about", name=name, office=office.name, **facts))
