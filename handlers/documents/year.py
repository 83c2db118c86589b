"""The year as a picture: what ``year.typ`` is told, in the words of its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from handlers.documents.typesetting import picture
from handlers.documents.week import STACKED, Picture, hours_of, said
from handlers.turn import Say
from models.work.figures import Figures

A_FULL_MONTH = 6_000  # minutes; a fuller one makes every line shorter
MOST_RESULTS = 6


@dataclass(frozen=True)
class ResultLine:
    """A planned result, and what went into it."""

    what: str
    minutes: int
    activities: int
    told: Sequence[str] = ()  # what was said of its indicators


def year_picture(
    say: Say, name: str, year: int, whole: Figures, months: Sequence[Figures],
    results: Sequence[ResultLine], predicate: str | None,
) -> Picture:  # fmt: skip
    """A line a month: days reported of those owed, and minutes by where they stand."""
    facts = {
        "range": said(say, "year-name", year=year),
        "name": name,
        "tiles": [
            [f"{len(whole.reported)}/{len(whole.owed)}",
             said(say, "week-days-reported")],
            [said(say, "week-all-hours", hours=round(hours_of(whole.minutes))),
             said(say, "week-time")],
            [said(say, "week-count", count=whole.activities), said(say, "week-activities")],
        ],
        "most": max([A_FULL_MONTH, *(one.minutes for one in months)]),
        "months": [
            {
                "name": said(say, "year-month", first=date(year, number, 1)),
                "days": f"{len(one.reported)}/{len(one.owed)}" if one.owed else "–",
                "parts": {state.value: one.minutes_in(state) for state in STACKED},
            }
            for number, one in enumerate(months, 1)
        ],
        "legend": [
            [state.value, said(say, f"week-{state.value}", count=whole.count(state))]
            for state in reversed(STACKED)
            if whole.count(state)
        ],
        "results": [
            [one.what, said(say, "year-result", hours=hours_of(one.minutes),
                            activities=one.activities), said(say, "paper-told", told=one.told)]
            for one in results[:MOST_RESULTS]
        ],
        "results_head": said(say, "year-results"),
        "foot": said(say, "year-predicate", predicate=predicate) if predicate else "",
    }  # fmt: skip
    return partial(picture, "year", facts)
