"""The week as a picture: what ``week.typ`` is told, in the words of whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from html import unescape
from typing import Any

from handlers.documents.names import LONGEST, shortened
from handlers.documents.typesetting import picture
from handlers.turn import Say
from models.work.figures import DayFigures, Figures
from models.work.states import State
from models.work.weeks import Week

Picture = Callable[[], bytes]

LINES = 30  # names on one picture, so that the last can still be read
TEAMS = 13
FEW = 14  # lines that leave room for air
A_FULL_DAY = 450  # minutes; a fuller one is drawn higher
STACKED = (State.RETURNED, State.SUBMITTED, State.APPROVED)  # from the top


@dataclass(frozen=True)
class Person:
    """One line of a team's picture."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class Team:
    """One line of a unit's picture: a supervisor's people together."""

    name: str
    people: int
    owed: int
    reported: int
    waiting: int


def own_picture(say: Say, name: str, week: Week, figures: Figures, streak: int) -> Picture:
    """A bar a day: minutes by where they stand."""
    days = shown_days(week, [figures])
    by_day = {day.day: day for day in figures.days}
    facts = _head(say, name, week, days) | {
        "shape": "own",
        "tiles": [
            [said(say, "week-of", part=len(figures.reported), whole=len(figures.owed)),
             said(say, "week-days-reported")],
            [said(say, "week-all-hours", hours=hours_of(figures.minutes)), said(say, "week-time")],
            [str(figures.activities), said(say, "week-activities")],
        ],
        "most": max([A_FULL_DAY, *(day.done.all_minutes for day in figures.days)]),
        "days": [_bar(say, by_day.get(day, DayFigures(day, owed=False)), figures) for day in days],
        "legend": [
            [state.value, said(say, f"week-{state.value}", count=figures.count(state))]
            for state in reversed(STACKED)
            if figures.count(state)
        ],
        "foot": said(say, "week-streak", count=streak) if streak > 1 else "",
    }  # fmt: skip
    return partial(picture, "week", facts)


def team_picture(say: Say, name: str, week: Week, people: Sequence[Person]) -> Picture:
    """A line a person, a mark a day; in the order of their names: nobody is ranked."""
    days = shown_days(week, [person.figures for person in people])
    figures = [person.figures for person in people]
    facts = _head(say, name, week, days) | _crowd(say, len(people), figures) | {
        "shape": "team",
        "columns": [weekday_of(say, day)[0][0] for day in days],
        "waits": said(say, "week-waits"),
        "air": 5 if len(people) <= FEW else 2,
        "rows": [
            {
                "name": shortened(person.name),
                "marks": [_mark(person.figures, day) for day in days],
                "waiting": person.figures.count(State.SUBMITTED),
            }
            for person in people[:LINES]
        ],
        "marks": [[kind, said(say, f"week-mark-{kind}")] for kind in ("reported", "open", "off")],
        "foot": _more(say, people),
    }  # fmt: skip
    return partial(picture, "week", facts)


def unit_picture(
    say: Say, name: str, week: Week, teams: Sequence[Team], figures: Sequence[Figures]
) -> Picture:
    """A line a team: how many of its owed days are in."""
    days = shown_days(week, figures)
    facts = _head(say, name, week, days) | _crowd(say, len(figures), figures) | {
        "shape": "unit",
        "air": 13 if len(teams) <= FEW else 9,
        "rows": [
            {
                "name": shortened(team.name, LONGEST + 8),
                "days": f"{team.reported}/{team.owed}",
                "share": 100 * team.reported / team.owed if team.owed else 0,
                "below": said(say, "week-team-line", people=team.people, waiting=team.waiting),
            }
            for team in teams[: TEAMS]
        ],
        "foot": _more(say, teams, TEAMS),
    }  # fmt: skip
    return partial(picture, "week", facts)


def shown_days(week: Week, figures: Sequence[Figures]) -> list[date]:
    """Monday to Friday, and what of the weekend somebody owes or worked on."""
    used = {d.day for one in figures for d in one.days if d.owed or d.is_reported}
    days = [week.monday + timedelta(days=n) for n in range(7)]
    return [day for day in days if day.weekday() < 5 or day in used]


def _head(say: Say, name: str, week: Week, days: Sequence[date]) -> dict[str, Any]:
    return {
        "range": said(say, "week-range", number=week.number, first=days[0], last=days[-1]),
        "name": name,
    }


def _crowd(say: Say, people: int, figures: Sequence[Figures]) -> dict[str, Any]:
    reported = sum(len(one.reported) for one in figures)
    owed = sum(len(one.owed) for one in figures)
    waiting = sum(one.count(State.SUBMITTED) for one in figures)
    return {
        "tiles": [
            [said(say, "week-count", count=reported), said(say, "week-of-days", count=owed)],
            [said(say, "week-count", count=people), said(say, "week-people")],
            [said(say, "week-count", count=waiting), said(say, "week-waiting")],
        ]
    }


def _bar(say: Say, day: DayFigures, figures: Figures) -> dict[str, Any]:
    minutes, coming = day.done.all_minutes, day.owed and day.day > figures.until
    is_open = day.owed and not coming and not day.is_reported
    name, number = weekday_of(say, day.day)
    return {
        "name": name,
        "date": number,
        "parts": {state.value: day.done.minutes.get(state, 0) for state in STACKED},
        "above": said(say, "week-hours", hours=hours_of(minutes)) if minutes else "",
        "note": said(say, "week-mark-open") if is_open else "" if minutes else why_off(say, day),
        "off": not day.owed,
        "coming": coming,
    }


def hours_of(minutes: int) -> float:
    return round(minutes / 60, 1)


def why_off(say: Say, day: DayFigures) -> str:
    """Why nothing is owed, in a word or two."""
    return said(say, "week-off", off=day.off.value if day.off else None, name=day.off_name)


def _mark(figures: Figures, day: date) -> str:
    found = next((d for d in figures.days if d.day == day), None)
    if found is not None and found.is_reported:
        return "reported"
    if found is None or not found.owed:
        return "off"
    return "open" if day <= figures.until else "coming"


def _more(say: Say, lines: Sequence[object], shown: int = LINES) -> str:
    return said(say, "and-more", count=len(lines) - shown) if len(lines) > shown else ""


def weekday_of(say: Say, day: date) -> tuple[str, str]:
    """ "Sen" and "23"."""
    name, number, *_ = said(say, "week-day", day=day).split()
    return name, number


def said(say: Say, key: str, **facts: object) -> str:
    # A picture is no HTML: what the texts escaped is written out again.
    return unescape(say(key, **facts))
