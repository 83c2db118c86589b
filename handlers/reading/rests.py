"""Rests between the work (istirahat 12.00-13.00, ishoma): no activities, whatever stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reading.clocks import HOUR_WORDS
from handlers.reading.found import FoundTime, Page
from handlers.reading.joining import SEQUENCE
from handlers.reading.quantities import PREPOSITIONS
from handlers.reading.times import Place, time_at
from handlers.reading.tokens import Kind, Token, words

BEGINS = words("istirahat istrahat ishoma isoma rehat")
_MORE = words("siang makan sholat salat shalat solat zuhur dzuhur dhuhur dulu")
_BETWEEN = words(": -")
_GOING_ON = PREPOSITIONS | words("dan & sambil serta")


def past_rest(tokens: Sequence[Token], i: int) -> int:
    """The token after the name of a rest; ``i`` where none stands here."""
    after = i + 1 if tokens[i].text in BEGINS else i
    while after > i and tokens[after].text in _MORE:
        after += 1
    return after


def rest_from(page: Page, i: int, after: int) -> FoundTime | None:
    """Istirahat 12-13: the rest whose name goes from ``i`` to ``after``, and then its time."""
    time = time_at(page, after + (page.tokens[after].text in _BETWEEN), Place.HEAD)
    if time is None or time.minutes is None or page.tokens[time.after].text in _GOING_ON:
        return None
    return FoundTime(i, time.after, time.start, time.end, time.minutes)


def rest_after(page: Page, time: FoundTime, name_leads: bool) -> FoundTime | None:
    """12.00-13.00 istirahat: the rest that begins with its time, and has no more to say."""
    name = time.after + (page.tokens[time.after].text in _BETWEEN)
    after = past_rest(page.tokens, name)
    if after == name or time.minutes is None or not _ends(page.tokens[after]):
        return None
    if name_leads and rest_from(page, name, after) is not None:
        return None
    return FoundTime(time.first, after, time.start, time.end, time.minutes)


def worked(time: FoundTime, rest: FoundTime) -> int | None:
    """Minutes of a time without the rest in its midst; None where the rest is not inside."""
    if time.start is None or time.end is None or rest.start is None or rest.end is None:
        return None
    inside = time.start <= rest.start and rest.end <= time.end
    return (time.minutes or 0) - (rest.minutes or 0) if inside else None


def _ends(token: Token) -> bool:
    """Whether nothing more is said: "istirahat dan sholat" is more, the next time is not."""
    return token.kind is not Kind.WORD or token.text in SEQUENCE or token.text in HOUR_WORDS
