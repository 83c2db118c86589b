"""Activities as lines of a card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.turn import Say, named
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import Activity, State
from models.work.days import Day

LONGEST = 2500  # characters of one activity that a card shows


def line(
    say: Say, number: int, activity: Activity, *, decider: Employee | None = None, **marks: object
) -> str:
    """One activity as HTML: time, words, minutes, quantity, and what is to be said about it."""
    what = activity.what if len(activity.what) <= LONGEST else activity.what[:LONGEST] + "…"
    facts: dict[str, object] = dict.fromkeys(("rule", "warning", "question", "day", "quiet"))
    return say(
        "activity-line",
        **facts | marks,
        number=number,
        a=activity,
        what=what,
        state=activity.state.value,
        decider=named(decider) if decider else None,
    )


def rule_against(say: Say, activity: Activity, day: Day | None, now: datetime) -> str | None:
    """Why this line cannot be sent as it stands, in words; None if it can."""
    if day is None or activity.questions:
        return None  # it is asked, which says enough
    try:
        activity.check(at=now, window=day.window, others=day.minutes_besides(activity))
    except Refusal as refusal:
        return say(refusal.key, **refusal.facts)
    return None


def warning_about(say: Say, activity: Activity, day: Day | None) -> str | None:
    """What is unusual but allowed: a long day, the same time twice."""
    if day is None or activity.minutes is None:
        return None
    other = day.overlapping(activity)
    if other is not None:
        return say("warn-overlap", what=other.what[:60])
    total = day.minutes_besides(activity) + activity.minutes
    if total > day.window.rules.warn_minutes_a_day:
        return say("warn-long-day", minutes=total)
    return None


def minutes_of(activities: Iterable[Activity]) -> int:
    """What they add up to, cancelled and rejected ones left out."""
    gone = (State.CANCELLED, State.REJECTED)
    return sum(a.minutes or 0 for a in activities if a.state not in gone)
