"""Two written hours on the 24-hour clock: which half of the day, which day, how long."""

from __future__ import annotations

from handlers.reading.clocks import Hour
from handlers.reading.found import FoundTime, PartOfDay
from handlers.reading.understood import DAY_MINUTES, clock_at

_HALF_A_DAY = DAY_MINUTES // 2
_NIGHT_SHIFT = 16 * 60  # a span over midnight is at most this long


def resolved(first: int, after: int, start: Hour, end: Hour | None) -> FoundTime:
    """The two as they are meant, and the minutes between them if they can be."""
    if end is None:
        return FoundTime(first, after, clock_at(start.usual), None, None)
    begin = _start_before(start, end)
    minutes = _minutes_to(begin, _end_after(start, end))
    stop = begin + minutes if minutes else end.usual
    return FoundTime(first, after, clock_at(begin), clock_at(stop), minutes)


def _start_before(start: Hour, end: Hour) -> int:
    """7-9 malam: the part of the day after the end is the start's too, if it can be."""
    if end.part is not None and start.suits(end.part):
        shared = start._replace(part=end.part)
        if shared.as_written < end.as_written or end.part is PartOfDay.NIGHT:
            return shared.as_written
    return start.usual


def _end_after(start: Hour, end: Hour) -> Hour:
    """Subuh jam 4-5: the part of the day before the start is the end's too, if it comes later."""
    if start.part is not None and end.suits(start.part):
        shared = end._replace(part=start.part)
        if shared.as_written > start.as_written:
            return shared
    return end


def _minutes_to(begin: int, end: Hour) -> int | None:
    """As it is usually meant; else twelve hours later; else on the next day, as a night shift."""
    stops = [end.usual]
    if end.may_move and end.part is None:
        stops.append(end.as_written + _HALF_A_DAY)
    stops.append(end.as_written + DAY_MINUTES)
    for stop in stops:
        longest = DAY_MINUTES - 1 if stop <= DAY_MINUTES else _NIGHT_SHIFT
        if 0 < stop - begin <= longest:
            return stop - begin
    return None
