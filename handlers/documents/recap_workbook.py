"""Recaps as a workbook: a row a person, a row for what went into each result, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.documents.recap import approved_words, period_name, said, share_words
from handlers.documents.streaming import CLOCK, DAY, SHARE, StreamedWorkbook
from models.appraisal.naming_results import Key, NamedResult
from models.appraisal.planned import Aim, Planned
from models.appraisal.progress import ProgressEntry
from models.appraisal.recaps import Recap, Share, in_order
from models.appraisal.recaps_by_name import Person
from models.office import Office
from models.work.activities import Activity
from models.work.periods import Period
from models.work.states import State

NO_PLAN: Sequence[Planned] = ()
NOTHING_TOLD: Mapping[Key, Sequence[ProgressEntry]] = {}


class RecapWorkbook(StreamedWorkbook):
    """One person's, a unit's or the whole office's; ``add_activity`` is for one person's."""

    WIDE = {  # noqa: RUF012
        "recap": {0: 28, 1: 20, 2: 30, 3: 30},
        "results": {0: 28, 1: 20, 3: 60, 6: 40},
        "realised": {0: 28, 1: 20, 3: 60, 5: 40, 6: 30, 11: 40},
        "done": {3: 60, 4: 40},
    }

    def add(
        self, person: Person, recap: Recap, results: Mapping[Key, NamedResult],
        planned: Sequence[Planned] = NO_PLAN,
        told: Mapping[Key, Sequence[ProgressEntry]] = NOTHING_TOLD,
    ) -> None:  # fmt: skip
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
        shares = {(share.plan_id, share.key): share for share in recap.shares}
        for one in planned:
            key = (one.plan_id, one.key)
            if key in shares:  # a draft that nothing served is nobody's plan yet
                self._realise(person, one.aims, shares[key], results[key], told.get(key, ()))

    def _realise(
        self, person: Person, aims: Sequence[Aim], share: Share, result: NamedResult,
        told: Sequence[ProgressEntry],
    ) -> None:  # fmt: skip
        """A row an indicator: its target, what was approved, and what its owner said last."""
        said_of = {entry.aspect: entry for entry in told}
        for aim in aims:
            reached, entry = aim.reached(share.amounts), said_of.get(aim.aspect)
            part = (reached / aim.low, SHARE) if reached is not None and aim.low else None
            self._write(
                "realised", person.name, person.nip, result.number, result.what,
                said(self._say, "button-plan-aspect", aspect=aim.aspect.value), aim.what,
                aim.target, aim.least, aim.unit, reached, part,
                said(self._say, "plan-realised", words=entry.words, at=entry.at) if entry else None,
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
