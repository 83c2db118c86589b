"""An item cut into activities, where it tells of more than one time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from handlers.reading.finding import Line
from handlers.reading.found import Found, FoundMinutes, FoundTime
from handlers.reading.joining import SEQUENCE
from handlers.reading.quantities import PREPOSITIONS
from handlers.reading.tokens import words

_JOINERS = SEQUENCE | words("dan & + serta")
_AFTER_THAT = words("setelah sesudah habis abis stlh")
_NOT_A_SEQUENCE_AFTER = words(
    """
    yang yg minggu bulan tahun hari pekan senin selasa rabu kamis jumat sabtu ahad
    """
)
_COMMAS = words(", . ; | :")


class Part(NamedTuple):
    """One activity's stretch of an item; of several times, each is an activity of these words."""

    line: Line
    first: int
    after: int
    found: tuple[Found, ...]


def parts(line: Line) -> Iterator[Part]:
    """The activities of a line: each has one time, one duration, or both."""
    if not line.is_timed or _is_one_time(line):
        yield Part(line, line.first, line.after, tuple(line.found))
        return
    measures = line.measures
    cuts = [line.first]
    told = _Told(line, line.first)
    for k, measure in enumerate(measures):
        following = measures[k + 1].first if k + 1 < len(measures) else line.after
        cut = told.cut_before(measure, following)
        if cut is not None:
            cuts.append(cut)
            told = _Told(line, cut)
        told.take(measure)
    found = iter((*line.found, None))
    one = next(found)
    for first, after in zip(cuts, [*cuts[1:], line.after], strict=True):
        inside = []
        while one is not None and one.first < after:
            inside.append(one)
            one = next(found)
        yield Part(line, first, after, tuple(inside))


def _is_one_time(line: Line) -> bool:
    """Whether one time leads in all that is said: nothing to be cut."""
    return len(line.measures) == 1 and line.word_in(line.first, line.measures[0].first) is None


class _Told:
    """What the activity under way has told of its time so far."""

    def __init__(self, line: Line, begin: int) -> None:
        self._line = line
        self._begin = begin
        self._time: FoundTime | None = None
        self._minutes: FoundMinutes | None = None
        self._first: int | None = None  # where its first time begins
        self._last = begin  # the token after its last time

    def take(self, measure: FoundTime | FoundMinutes) -> None:
        if isinstance(measure, FoundTime):
            self._time = self._time or measure
        else:
            self._minutes = self._minutes or measure
        self._first = measure.first if self._first is None else self._first
        self._last = measure.after

    def cut_before(self, measure: FoundTime | FoundMinutes, following: int) -> int | None:
        """Where the next activity begins, if this time is another's."""
        lead = self._lead(measure.first)
        if self._line.word_in(self._begin, lead) is None:
            return None
        if _sequence_in(self._line, lead, measure.first) is not None and self._has_words(lead):
            return lead
        if not self._is_told(measure, following):
            return None
        return self._cut(lead, measure, following)

    def _has_words(self, before: int) -> bool:
        return self._line.word_in(self._begin, before) is not None

    def _lead(self, i: int) -> int:
        """Before what leads a time in: commas, "lalu", "dan", a day."""
        line = self._line
        while i > self._last and _leads_in(line, i - 1):
            i -= 1
        return i

    def _is_told(self, measure: FoundTime | FoundMinutes, following: int) -> bool:
        if isinstance(measure, FoundMinutes):
            return self._minutes is not None or self._contradicts(self._time, measure, following)
        if self._time is None:
            return self._contradicts(measure, self._minutes, following)
        completes = self._time.end is None and measure.start is None
        completes |= self._time.start is None and measure.end is None
        return not completes

    def _contradicts(
        self, time: FoundTime | None, minutes: FoundMinutes | None, following: int
    ) -> bool:
        """A span and a duration that do not agree, with words of its own for each of them."""
        if time is None or minutes is None or time.minutes in (None, *minutes.minutes):
            return False
        first, second = sorted((time.first, minutes.first))
        comma = _comma_in(self._line, self._last, second)
        comma = _sequence_in(self._line, self._last, second) if comma is None else comma
        if comma is None:
            return False
        return _has_its_own_words(self._line, comma, second, following) and self._has_words(comma)

    def _cut(self, lead: int, measure: FoundTime | FoundMinutes, following: int) -> int | None:
        line, last = self._line, self._last
        if line.word_in(last, measure.first) is None or lead <= last:
            return self._cut_between_neighbours(measure, following)
        sequence = _sequence_in(line, last, measure.first)
        if sequence is not None:
            return sequence
        if self._first is None or line.word_in(self._begin, self._first) is None:
            return lead  # times come first here: 08.00 rapat, 10.00 notulen
        cut = _after_the_time(line, last, measure.first)
        if cut is None and line.word_in(measure.first, following) is not None:
            return lead
        return cut

    def _cut_between_neighbours(
        self, measure: FoundTime | FoundMinutes, following: int
    ) -> int | None:
        """08.00-12.00 & 13.00-15.00 x is x twice; a 1 jam, 2 jam b is a and b."""
        line = self._line
        if line.word_in(self._begin, self._last) is None:
            return None
        comma = _comma_in(line, self._last, measure.first)
        if comma is None:
            closed = self._is_closed() and _has_words_after(line, measure.first, following)
            return self._last if closed else None
        return comma if _has_its_own_words(line, comma, measure.first, following) else None

    def _is_closed(self) -> bool:
        """Jam 8 input data sampai jam 10: whatever follows is another's."""
        return self._first is not None and self._line.word_in(self._first, self._last) is not None


def _has_its_own_words(line: Line, comma: int, measure: int, following: int) -> bool:
    """Whether words between the comma and the time, or right after it, are this time's own."""
    return line.word_in(comma, measure) is not None or _has_words_after(line, measure, following)


def _has_words_after(line: Line, measure: int, following: int) -> bool:
    own = line.word_in(measure, following)
    return own is not None and line.tokens[own].text not in PREPOSITIONS


def _leads_in(line: Line, i: int) -> bool:
    if line.is_word(i):
        return _joins(line, i)
    return line.tokens[i].text not in (")", "]")


def _joins(line: Line, i: int) -> bool:
    text = line.tokens[i].text
    if text in _JOINERS:
        return line.tokens[i - 1].text not in _NOT_A_SEQUENCE_AFTER
    return text in ("itu", "dengan", "dgn") or (
        text in _AFTER_THAT and line.tokens[i + 1].text == "itu"
    )


def _sequence_in(line: Line, first: int, after: int) -> int | None:
    """The last "lalu" or "setelah itu" between two times."""
    for i in range(after - 1, first - 1, -1):
        text, before = line.tokens[i].text, line.tokens[i - 1].text
        then = text in SEQUENCE and before not in _NOT_A_SEQUENCE_AFTER
        if line.is_word(i) and (then or (text in _AFTER_THAT and line.tokens[i + 1].text == "itu")):
            return i
    return None


def _comma_in(line: Line, first: int, after: int) -> int | None:
    return next((i for i in range(first, after) if line.tokens[i].text in _COMMAS), None)


def _after_the_time(line: Line, first: int, after: int) -> int | None:
    """Words came first (apel 07.30-08.00, rapat 08.00-10.00): cut after what still belongs there.

    That is a quantity after a comma, and a place or a bracket up to the next comma or "dan".
    """
    i = first
    while i < after:
        end = next((k for k in range(i, after) if _parts_clauses(line, k)), after)
        if line.tokens[i].text in PREPOSITIONS or line.tokens[i].text in ("(", "["):
            return end if end < after else None
        if line.word_in(i, end) is not None and not _is_quantity(line, i, end):
            return i
        i = end + 1
    return None


def _parts_clauses(line: Line, i: int) -> bool:
    return line.tokens[i].text in _COMMAS or line.tokens[i].text in ("dan", "&")


def _is_quantity(line: Line, first: int, after: int) -> bool:
    begin = line.word_in(first, after)
    quantity = line.quantities.get(begin) if begin is not None else None
    return quantity is not None and line.word_in(quantity.after, after) is None
