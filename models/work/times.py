"""Clock times and minutes: two of them give the third."""

from __future__ import annotations

from datetime import time

DAY = 24 * 60


def timed(
    start: time | None, end: time | None, minutes: int | None
) -> tuple[time | None, time | None, int | None]:
    """(start, end, minutes) with what follows from the rest; an end before its start is next day's.

    Minutes with a start move the end: whoever says "2 jam" means that, not the end said before.
    """
    if minutes is None and start is not None and end is not None:
        minutes = (_minute(end) - _minute(start)) % DAY or None
    elif minutes is not None and start is not None and end is None:
        end = _clock(_minute(start) + minutes)
    elif minutes is not None and end is not None and start is None:
        start = _clock(_minute(end) - minutes)
    return start, end, minutes


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minute: int) -> time:
    return time(minute % DAY // 60, minute % 60)
