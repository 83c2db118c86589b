"""An activity in one line that reads back as the same activity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from handlers.reading.quantities import PREPOSITIONS
from handlers.reading.understood import ReadActivity
from handlers.reading.units import is_everybodys


def print_back(activity: ReadActivity) -> str:
    """For example "23/11/2026 08.00-10.00: rapat koordinasi, 1 notulen"."""
    when = " ".join(_when(activity))
    what = activity.what + _apart(activity)
    return f"{when}: {what}" if when else what


def _when(activity: ReadActivity) -> Iterator[str]:
    start, end = activity.start, activity.end
    if activity.day is not None:
        yield f"{activity.day:%d/%m/%Y}"
    if start is not None and end is not None:
        yield f"{start:%H.%M}-{_end(start, end)}"
    elif start is not None:
        yield f"jam {start:%H.%M}"
    elif end is not None:
        yield f"sampai jam {end:%H.%M}"
    elif activity.minutes is not None:
        yield f"{activity.minutes} menit"


def _end(start: time, end: time) -> str:
    """Of a night shift it has to be said that 10.00 is not 22.00."""
    if end < start and 10 <= end.hour <= 12:
        return f"{end:%H.%M} {'siang' if end.hour == 12 else 'pagi'}"
    return f"{end:%H.%M}"


def _apart(activity: ReadActivity) -> str:
    """The quantity, unless the words count it themselves, in a unit that any office knows."""
    if activity.quantity is None or activity.unit is None:
        return ""
    counted = f"{activity.quantity.normalize():f} {activity.unit}".replace(".", ",")
    before, found, _ = activity.what.lower().partition(counted.lower())
    alone = PREPOSITIONS.isdisjoint(before.split()) and not any(map(str.isdigit, before))
    inline = found and alone and is_everybodys(activity.unit)
    return "" if inline else f", {counted}"
