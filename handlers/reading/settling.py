"""From drafts to activities: what follows from what was said, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from handlers.reading.drafts import Draft
from handlers.reading.found import FoundDay, FoundTime, Page
from handlers.reading.tokens import span_of
from handlers.reading.understood import (
    DAY_MINUTES,
    About,
    Option,
    Question,
    ReadActivity,
    ReadFrom,
    minute_of,
)
from models.work.times import timed

_LESSONS = ("JP", "jam pelajaran")
_LESSON_LENGTHS = (35, 40, 45)  # minutes in SD, SMP and SMA
_NIGHT_IS_OVER = time(6)


class Length(NamedTuple):
    """Start, end and minutes as far as they are certain, and the minutes they may be."""

    start: time | None
    end: time | None
    minutes: int | None
    options: tuple[Option, ...] = ()


def settle(page: Page, draft: Draft, number: int) -> list[tuple[ReadActivity, list[Question]]]:
    """The activities of a draft, one for each of its times, with their questions.

    ``number`` is the first one's place among the activities of the message.
    """
    times: Sequence[FoundTime | None] = draft.times or [None]
    return [_settled(page, draft, one, number + k) for k, one in enumerate(times)]


def _settled(
    page: Page, draft: Draft, one: FoundTime | None, number: int
) -> tuple[ReadActivity, list[Question]]:
    length = length_of(draft, one)
    day, days = _day(page, draft.day, length)
    spans = _spans(page, draft, one)
    questions = []
    if day is None:
        options = tuple(Option(day=option) for option in days)
        questions.append(Question(About.DAY, number, options, spans.day or spans.time))
    if length.minutes is None:
        span = spans.minutes or spans.time
        questions.append(Question(About.MINUTES, number, length.options, span))
    activity = ReadActivity(
        day=day,
        start=length.start,
        end=length.end,
        minutes=length.minutes,
        quantity=draft.quantity.quantity if draft.quantity else None,
        unit=draft.quantity.unit if draft.quantity else None,
        what=draft.what(page),
        line=span_of(page.tokens, draft.first, draft.after),
        read_from=spans,
    )
    return activity, questions


def _spans(page: Page, draft: Draft, one: FoundTime | None) -> ReadFrom:
    tokens, minutes, quantity = page.tokens, draft.minutes, draft.quantity
    return ReadFrom(
        day=span_of(tokens, draft.day.first, draft.day.after) if draft.day else None,
        time=span_of(tokens, one.first, one.after) if one else None,
        minutes=span_of(tokens, minutes[0].first, minutes[-1].after) if minutes else None,
        quantity=span_of(tokens, quantity.first, quantity.after) if quantity else None,
    )


def length_of(draft: Draft, one: FoundTime | None) -> Length:
    """What a time and the stated durations come to."""
    stated = _stated(draft)
    if one is None:
        return _only_stated(draft, stated)
    if one.start is not None and one.end is not None:
        return _of_a_span(one, one.start, one.end, stated)
    if len(stated) != 1:
        return Length(one.start, one.end, None, tuple(Option(minutes=m) for m in stated))
    return Length(*timed(one.start, one.end, stated[0]))


def _stated(draft: Draft) -> tuple[int, ...]:
    """The durations that were said; of several times they may be the sum."""
    stated = tuple(dict.fromkeys(m for found in draft.minutes for m in found.minutes))
    if len(draft.times) <= 1:
        return stated
    whole = sum(one.minutes or 0 for one in draft.times)
    return () if stated == (whole,) else stated


def _only_stated(draft: Draft, stated: tuple[int, ...]) -> Length:
    if len(stated) == 1:
        return Length(None, None, stated[0])
    if not stated and draft.quantity and draft.quantity.unit in _LESSONS:
        stated = tuple(round(draft.quantity.quantity * each) for each in _LESSON_LENGTHS)
    return Length(None, None, None, tuple(Option(minutes=m) for m in stated))


def _of_a_span(one: FoundTime, start: time, end: time, stated: tuple[int, ...]) -> Length:
    """A duration confirms a span; or decides between two readings of it; or contradicts it."""
    between = (minute_of(end) - minute_of(start)) % DAY_MINUTES
    if stated == (between,) or (between in stated and len(stated) > 1):
        return Length(start, end, between)
    if not stated and one.minutes is not None:
        return Length(start, end, one.minutes)
    if not stated:  # the two may have been exchanged
        return Length(start, end, None, (Option(start=end, end=start),))
    options = (between, *stated) if one.minutes is not None else stated
    return Length(start, end, None, tuple(Option(minutes=m) for m in options))


def _day(page: Page, found: FoundDay | None, length: Length) -> tuple[date | None, Sequence[date]]:
    """The day, or the days it may be; a time that is not over yet was not today's."""
    day = found.day if found else page.today
    if found is not None and day is None:
        return None, [option for option in found.options if _is_over(page, option, length)]
    if day is None:
        return None, ()
    if found and found.last_night and length.start and length.start < _NIGHT_IS_OVER:
        day += timedelta(days=1)
    if _is_over(page, day, length):
        return day, ()
    return None, (day - timedelta(days=1),)


def _is_over(page: Page, day: date, length: Length) -> bool:
    if length.start is None:
        last = minute_of(length.end) if length.end else 0
    else:
        last = minute_of(length.start) + (length.minutes or 0)
        if length.end and length.end > length.start:
            last = max(last, minute_of(length.end))
    days = (page.today - day).days
    now = days * DAY_MINUTES + page.now.hour * 60 + page.now.minute
    return last <= now
