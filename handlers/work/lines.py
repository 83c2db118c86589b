"""Activities as lines of a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from handlers.turn import Say, in_words, named
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import Activity
from models.work.days import Day
from models.work.states import State
from models.work.written import MOST_CHARACTERS, StillAsking, Written

NO_MARKS: Mapping[str, str | None] = {"rule": None, "warning": None, "question": None}


def line(
    say: Say, number: int, activity: Activity, *, words: Written | None = None,
    reviewer: Employee | None = None, day: date | None = None, quiet: bool = False,
    closed: bool = False, marks: Mapping[str, str | None] = NO_MARKS,
) -> str:  # fmt: skip
    """One activity as HTML: time, words, minutes, quantity, and what is to be said about it.

    ``words`` are given where the row has newer ones that the reader is not to see; a ``quiet``
    line does not say that it waits. ``closed``: the month is over, and it is undecided still.
    """
    words = words or activity.written
    return say(
        "activity-line",
        **{**NO_MARKS, **marks},
        number=number,
        day=day,
        quiet=quiet,
        closed=closed,
        a=words,
        what=shortened(words.what, MOST_CHARACTERS),
        state=activity.state.value,
        note=activity.note,
        decided_at=activity.decided_at,
        reviewer=named(reviewer) if reviewer else None,
    )


def shortened(what: str, most: int = 60) -> str:
    """The beginning of some words, where all of them have no room."""
    return what if len(what) <= most else what[: most - 1].rstrip() + "…"


def rule_against(say: Say, activity: Activity, day: Day | None, now: datetime) -> str | None:
    """Why this line cannot be sent as it stands, in words; None if it can."""
    if day is None:
        return None
    try:
        activity.check(at=now, window=day.window, others=day.minutes_besides(activity))
    except StillAsking:
        return None  # it is asked, which says enough
    except Refusal as refusal:
        return in_words(say, refusal)
    return None


def warning_about(say: Say, activity: Activity, day: Day | None) -> str | None:
    """What is unusual but allowed: a long day, the same time twice."""
    if day is None or activity.minutes is None:
        return None
    other = day.overlapping(activity)
    if other is not None:
        return say("warn-overlap", what=shortened(other.what))
    total = day.minutes_besides(activity) + activity.minutes
    if total > day.window.rules.warn_minutes_a_day:
        return say("warn-long-day", day=day.day, minutes=total)
    return None


def minutes_of(activities: Iterable[Activity]) -> int:
    """What they add up to, cancelled and rejected ones left out."""
    gone = (State.CANCELLED, State.REJECTED)
    return sum(a.minutes or 0 for a in activities if a.state not in gone)
