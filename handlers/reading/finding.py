"""Everything that may be a day, a time, a duration or a quantity in one item of a message."""

from __future__ import annotations

from handlers.reading import days, durations, politeness, rests, times
from handlers.reading.clocks import part_in
from handlers.reading.dates import dashed_date_at
from handlers.reading.farewells import closing_at
from handlers.reading.found import (
    Found,
    FoundDay,
    FoundMinutes,
    FoundQuantity,
    FoundTime,
    Page,
    PartOfDay,
)
from handlers.reading.joining import SEQUENCE
from handlers.reading.names import clock_shaped, name_at
from handlers.reading.numbers import NUMBER_WORDS
from handlers.reading.quantities import quantity_at
from handlers.reading.times import Place
from handlers.reading.titles import title_at
from handlers.reading.tokens import Kind, Token, words

# Any other word begins nothing, and most words are others.
_BEGINS = NUMBER_WORDS | durations.BEGINS | days.BEGINS | times.BEGINS | rests.BEGINS
_MARK, _WORD, _TAKEN = range(3)
_MARKS_THAT_SAY = words("± $")


class Line:
    """An item, what was found in it, and which of its tokens are still words."""

    def __init__(self, page: Page, first: int, after: int) -> None:
        self.page = page
        self.tokens = page.tokens
        self.first = first
        self.after = after
        self.found: list[Found] = []
        self.measures: list[FoundTime | FoundMinutes] = []  # of those
        self.last_time: FoundTime | None = None
        self.quantities: dict[int, FoundQuantity] = {}  # by their first token
        self.title = range(0)  # "laporan kegiatan": words after all, if no others come
        self.closes = False  # with thanks and farewell: what follows is a signature
        self._states = bytearray(map(_state, page.tokens[first:after]))

    def take(self, first: int, after: int) -> None:
        """These tokens are read: no words."""
        after = min(after, self.after)
        self._states[first - self.first : after - self.first] = bytes([_TAKEN]) * (after - first)

    def give_back(self, first: int, after: int) -> None:
        """These tokens are words after all."""
        for i in range(first, after):
            self._states[i - self.first] = _state(self.tokens[i])

    def word_in(self, first: int, after: int) -> int | None:
        """The first word from ``first`` on, before ``after``."""
        at = self._states.find(_WORD, first - self.first, max(after - self.first, 0))
        return at + self.first if at >= 0 else None

    @property
    def is_timed(self) -> bool:
        return bool(self.measures)

    def is_word(self, i: int) -> bool:
        return self._states[i - self.first] == _WORD

    def is_taken(self, i: int) -> bool:
        return self._states[i - self.first] == _TAKEN


def _state(token: Token) -> int:
    return _WORD if token.kind in (Kind.WORD, Kind.NUMBER) else _MARK


def read_line(page: Page, first: int, after: int) -> Line:
    """Go through an item once, from left to right."""
    line = Line(page, first, after)
    i = first
    while i < after:
        i = _step(line, i)
    if line.title and line.is_timed and line.word_in(first, after) is None:
        line.give_back(line.title.start, line.title.stop)
    return line


def _step(line: Line, i: int) -> int:
    """Read what begins at this token; the token to go on with."""
    tokens = line.tokens
    if tokens[i].kind is Kind.MARK and tokens[i].text not in _MARKS_THAT_SAY:
        return i + 1
    if (after := _politeness(line, i)) > i or (after := name_at(line.page, i)) > i:
        return min(after, line.after)
    if (after := _rest_at(line, i)) > i:
        return after
    found = _found_at(line, i)
    if found is None or found.after > line.after:
        return i + 1
    rest = _rest_after(line, found) if isinstance(found, FoundTime) else None
    if rest is not None:
        return _rest(line, rest)
    _keep(line, found)
    return found.after


def _keep(line: Line, found: Found) -> None:
    line.found.append(found)
    if isinstance(found, FoundQuantity):
        line.quantities[found.first] = found
        return
    line.take(found.first, found.after)
    if isinstance(found, FoundDay):
        return
    line.measures.append(found)
    if isinstance(found, FoundTime):
        line.last_time = found


def _rest_at(line: Line, i: int) -> int:
    """Istirahat 12-13, or "ishoma" alone."""
    after = rests.past_rest(line.tokens, i)
    if after == i:
        return i
    if (rest := rests.rest_from(line.page, i, after)) is not None:
        return _rest(line, rest)
    if i == line.first and after >= line.after:
        line.take(i, after)
        return after
    return i


def _rest_after(line: Line, time: FoundTime) -> FoundTime | None:
    """12-13 istirahat; but where words come first, its name may lead the next time in."""
    name_leads = line.word_in(line.first, time.first) is not None and not _times_first(line)
    return rests.rest_after(line.page, time, name_leads)


def _rest(line: Line, rest: FoundTime) -> int:
    """No activity; but in the midst of one it makes doubtful how long that was."""
    line.take(rest.first, rest.after)
    if line.last_time is not None and (worked := rests.worked(line.last_time, rest)) is not None:
        _keep(line, FoundMinutes(rest.first, rest.after, (worked,)))
    return rest.after


def _politeness(line: Line, i: int) -> int:
    if line.tokens[i].text not in politeness.BEGINS:
        return i
    after = i
    if line.word_in(line.first, i) is None:
        after = min(politeness.polite_at(line.tokens, i, head=not line.found), line.after)
        line.title = line.title or range(i, min(title_at(line.tokens, i), line.after))
    if after == i and closing_at(line.tokens, i, line.after, _parted(line, i)):
        after = line.after
        line.closes = True
    line.take(i, after)
    return after


def _parted(line: Line, i: int) -> bool:
    """Whether what stands before is no word: the line's begin, a mark, a time."""
    return i == line.first or not line.is_word(i - 1)


def _found_at(line: Line, i: int) -> Found | None:
    if line.tokens[i].kind is Kind.WORD and line.tokens[i].text not in _BEGINS:
        return None
    page = line.page
    if _may_count(line.tokens, i):
        counted = _counted_at(page, i)
        if counted is not None:
            return counted
    place = _place(line, i)
    found = days.day_at(page, i) or times.time_at(page, i, place, _part_said(line))
    if found is None and place is Place.HEAD:
        return dashed_date_at(page, i)
    return found or (_next_in_a_row(line, i) if place is Place.INSIDE else None)


def _counted_at(page: Page, i: int) -> FoundQuantity | FoundMinutes | None:
    if page.tokens[i + 1].text in durations.UNITS:
        return durations.minutes_at(page, i) or quantity_at(page, i)
    return quantity_at(page, i) or durations.minutes_at(page, i)


def _next_in_a_row(line: Line, i: int) -> FoundTime | None:
    """8-9 apel 9-10 rapat: bare numbers are hours where each time begins as another ends."""
    if line.tokens[i].kind is not Kind.NUMBER:
        return None
    found = times.time_at(line.page, i, Place.HEAD)
    if found is None or found.start is None or found.end is None:
        return None
    last = line.last_time
    if last is None or last.end is None:
        return found if times.goes_on(line.page, found) else None
    follows = last.end <= found.start if _times_first(line) else last.end == found.start
    return found if follows else None


def _may_count(tokens: list[Token], i: int) -> bool:
    """Whether a unit may follow; a clock time is often followed by the next."""
    following = tokens[i + 1]
    if tokens[i].kind is Kind.NUMBER and following.kind is Kind.NUMBER:
        return not clock_shaped(following)
    return following.kind is not Kind.LINE


def _part_said(line: Line) -> PartOfDay | None:
    """Tadi malam lembur jam 7-10: the day that was said last says which half of the clock."""
    last = line.found[-1] if line.found else None
    if not isinstance(last, FoundDay):
        return None
    return part_in(line.tokens[last.first : last.after])


def _place(line: Line, i: int) -> Place:
    """Where in a clause this is, for what may be hours only in some places."""
    if line.word_in(line.first, i) is None:
        return Place.HEAD
    before = line.tokens[_past_day(line, i) - 1].text
    if before not in SEQUENCE and before not in (",", "."):
        return Place.INSIDE
    return Place.HEAD if _times_first(line) else Place.CLAUSE


def _past_day(line: Line, i: int) -> int:
    """Rapat, selasa 9-11 zoom: a day right before leaves the place what it was."""
    last = line.found[-1] if line.found else None
    return last.first if isinstance(last, FoundDay) and last.after == i else i


def _times_first(line: Line) -> bool:
    """Whether times lead their words in: 8-9 apel, 9-10 rapat."""
    begins_with_time = bool(line.found) and isinstance(line.found[0], FoundTime)
    return begins_with_time and line.word_in(line.first, line.found[0].first) is None
