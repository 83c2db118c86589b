"""The month as a picture: what ``month_picture.typ`` is told, in the words of its reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from handlers.documents.typesetting import picture
from handlers.documents.week import Picture, hours_of, said, weekday_of
from handlers.turn import Say
from models.work.days_of_month import DayIs, DayOfMonth
from models.work.figures import Figures

# Besides its colour every kind of day has a sign, so that nobody needs to tell colours apart.
SIGNS = {DayIs.APPROVED: "check", DayIs.WAITING: "clock", DayIs.RETURNED: "back",
         DayIs.NOTHING: "ring"}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """How a day looks: its fill, and a drawn sign or some letters."""

    look: str
    sign: str = ""
    letters: str = ""


def month_picture(
    say: Say, name: str, first: date, days: Sequence[DayOfMonth], figures: Figures, today: date
) -> Picture:
    """A calendar from Monday to Sunday, and below it what the signs mean, with their number."""
    cells = {one.day: _cell(say, one) for one in days}
    facts = {
        "range": said(say, "month-name", first=first),
        "name": name,
        "tiles": [
            [said(say, "week-of", part=len(figures.reported), whole=len(figures.owed)),
             said(say, "week-days-reported")],
            [said(say, "week-all-hours", hours=hours_of(figures.minutes)), said(say, "week-time")],
            [str(figures.activities), said(say, "week-activities")],
        ],
        "weekdays": [weekday_of(say, _MONDAY + timedelta(days=n))[0] for n in range(7)],
        "blank": first.weekday(),
        "days": [
            vars(cells[one.day]) | {"number": one.day.day, "today": one.day == today}
            for one in days
        ],
        "legend": _legend(say, days, cells),
    }  # fmt: skip
    return partial(picture, "month_picture", facts)


_MONDAY = date(2026, 1, 5)  # any


def _cell(say: Say, one: DayOfMonth) -> Cell:
    if one.what in SIGNS:
        return Cell(one.what.value, sign=SIGNS[one.what])
    if one.what in (DayIs.AWAY, DayIs.ASKED, DayIs.HOLIDAY):
        return Cell(one.what.value, letters=said(say, "month-letters", what=one.what.value,
                                                 kind=one.kind))  # fmt: skip
    return Cell(one.what.value)


def _legend(
    say: Say, days: Sequence[DayOfMonth], cells: Mapping[date, Cell]
) -> list[dict[str, Any]]:
    """What occurs, in the order of the kinds."""
    found: Counter[tuple[DayIs, str | None]] = Counter()
    looks = {}
    for one in days:
        if cells[one.day].sign or cells[one.day].letters:
            found[one.what, one.kind] += 1
            looks[one.what, one.kind] = cells[one.day]
    order = list(DayIs)
    ordered = sorted(found, key=lambda key: (order.index(key[0]), key[1] or ""))
    return [
        vars(looks[what, kind])
        | {"words": said(say, "month-legend", what=what.value, kind=kind, count=found[what, kind])}
        for what, kind in ordered
    ]
