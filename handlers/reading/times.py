"""Clock times and spans of them: 08.00-10.00, jam 8 sampai 10, 10-2, 08.00 selesai."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from handlers.reading import days
from handlers.reading.amounts import leads_in_work
from handlers.reading.clocks import HOUR_WORDS, PARTS, Clock, Hour, clock_at, half_at, part_in
from handlers.reading.found import FoundTime, Page, PartOfDay
from handlers.reading.hours import resolved
from handlers.reading.joining import UNTIL
from handlers.reading.months import month_named
from handlers.reading.names import year_shaped
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.understood import DAY_MINUTES
from handlers.reading.understood import clock_at as on_the_clock
from handlers.reading.units import unit_at

_JOINS = UNTIL | {"-"}
_OF_JOINS = words("dengan dgn dg")  # sampai dengan
_OPEN_ENDS = words("selesai slesai sls selesainya")
_BEFORE = words(
    "dari dr mulai mulainya sejak pada sekitar sekira skitar sktr kira-kira kira2 kisaran ±"
)
_WITH_A_PART = words("tadi td kemarin kmrn kemaren semalam smlm")
_ENDINGS = words("selesai berakhir sampai hingga s/d sampe")
BEGINS = HOUR_WORDS | _BEFORE | _ENDINGS | {p + nya for p in PARTS for nya in ("", "nya")}
# A bare span of numbers is a time only where a clause ends or one of these goes on.
_GOING_ON = words(
    """
    di d ke dgn dengan dg bersama bareng untuk utk dan lalu kemudian terus dilanjutkan dari dr
    oleh pada selama kepada kpd dlm dalam rangka hari tgl tanggal kemarin kmrn tadi
    """
)
_COUNTED_TIME = words("jam jm menit mnt detik hari hr minggu bulan bln tahun thn th x kali")
_NEAR = 8  # tokens
# Units that are work as well.
_WORK = words(
    """
    pelayanan layanan kegiatan kunjungan pemeriksaan tindakan konseling rujukan imunisasi
    persalinan panggilan konsep kontrak arsip desain video foto sampel agenda
    """
)


class Place(Enum):
    """Where in a clause a span of bare numbers stands."""

    HEAD = auto()  # before any word: hours
    CLAUSE = auto()  # after a comma or "lalu": hours, if they are office hours
    INSIDE = auto()  # after words: hours, if the clause ends there too


class _Span(NamedTuple):
    """One clock time, or two that are joined."""

    first: int
    start: Clock
    end: Clock | None
    after: int


def time_at(page: Page, i: int, place: Place, said: PartOfDay | None = None) -> FoundTime | None:
    """The time that begins at this token; ``said`` is the part of the day its day came with."""
    tokens = page.tokens
    begin = _past_lead(tokens, i if place is Place.INSIDE else _past_part(tokens, i))
    if tokens[begin].text in _ENDINGS:
        return _end_at(tokens, i, begin + 1)
    span = _span_at(page, begin)
    if span is None or not _is_time(page, begin, span, place):
        return None
    part = _part_before(tokens, begin) or said or _part_after(tokens, span.after)
    return resolved(i, span.after, _of_the(part, span.start.hour), span.end and span.end.hour)


def goes_on(page: Page, time: FoundTime) -> bool:
    """Whether the next number near by begins a span where this one ends: 7-8 rapat 8-9."""
    for i in range(time.after, time.after + _NEAR):
        if page.tokens[i].kind is Kind.END:
            break
        if page.tokens[i].kind is Kind.NUMBER:
            begins = time_at(page, i, Place.HEAD)
            return begins is not None and begins.end is not None and begins.start == time.end
    return False


def _part_before(tokens: Sequence[Token], i: int) -> PartOfDay | None:
    """Malam jam 7-9: said just before; it may stay a word (apel pagi)."""
    while tokens[i - 1].text in _BEFORE or tokens[i - 1].text in ("hari", ":", ","):
        i -= 1
    return PARTS.get(tokens[i - 1].text.removesuffix("nya"))


def _part_after(tokens: Sequence[Token], i: int) -> PartOfDay | None:
    """Jam 9-7 tadi malam."""
    return part_in(tokens[i : i + 2]) if tokens[i].text in _WITH_A_PART else None


def _of_the(part: PartOfDay | None, hour: Hour) -> Hour:
    return hour._replace(part=part) if part is not None and hour.suits(part) else hour


def _past_lead(tokens: Sequence[Token], i: int) -> int:
    """Past "dari", "mulai", "pada" and the like, if an hour follows."""
    after = i + 2 if (tokens[i].text, tokens[i + 1].text) == ("kurang", "lebih") else i
    while tokens[after].text in _BEFORE and after < i + 3:
        after += 1
    return after


def _past_part(tokens: Sequence[Token], i: int) -> int:
    """Pagi jam 8, siangnya 13.00: at the head it is the time's; "apel pagi" stays."""
    if tokens[i].text.removesuffix("nya") not in PARTS:
        return i
    return i + 2 if tokens[i + 1].text in ("hari", ":", ",") else i + 1


def _end_at(tokens: Sequence[Token], i: int, begin: int) -> FoundTime | None:
    """Sampai jam 10, selesai pukul 15.30: an end whose start is said elsewhere or not at all."""
    end = clock_at(tokens, begin)
    if end is None or not end.sure:
        return None
    return FoundTime(i, end.after, None, on_the_clock(end.hour.usual), None)


def _span_at(page: Page, i: int) -> _Span | None:
    tokens = page.tokens
    start = clock_at(tokens, i) or _half_with_an_end(tokens, i)
    if start is None:
        return None
    join = _past_join(tokens, start.after)
    if join == start.after:
        return _Span(i, start, None, start.after)
    if tokens[join].text in _OPEN_ENDS:
        return _Span(i, start._replace(sure=True), None, join + 1)
    join = _past_day(page, join)
    end = clock_at(tokens, join) or (half_at(tokens, join) if start.named else None)
    if end is None or (end.named and not start.sure):
        return _Span(i, start, None, start.after)
    return _Span(i, start, end, end.after + _says_part_again(tokens, end))


def _says_part_again(tokens: Sequence[Token], end: Clock) -> bool:
    """21.00 - 06.00 pagi tadi: which morning follows from the start."""
    return end.hour.part is not None and tokens[end.after].text in ("tadi", "td", "ini")


def _past_day(page: Page, i: int) -> int:
    """Senin jam 20.00 s/d selasa jam 07.00: a shift ends on the day it ends, if a clock follows."""
    if page.tokens[i].text not in days.BEGINS:
        return i
    day = days.day_at(page, i)
    if day is None or not page.tokens[day.after].text:
        return i
    ended = clock_at(page.tokens, day.after)
    return day.after if ended is not None and ended.sure else i


def _half_with_an_end(tokens: Sequence[Token], i: int) -> Clock | None:
    """Setengah dua sampai jam tiga; alone, "setengah dua" may be half of anything."""
    half = half_at(tokens, i)
    join = _past_join(tokens, half.after) if half else i
    named = half is not None and (tokens[join].text in HOUR_WORDS or half_at(tokens, join))
    return half if named and half and join > half.after else None


def _past_join(tokens: Sequence[Token], i: int) -> int:
    after = i
    while tokens[after].text in _JOINS and after < i + 2:
        after += 1
    if after > i and tokens[after].text in _OF_JOINS:
        after += 1
    return after


def _is_time(page: Page, i: int, span: _Span, place: Place) -> bool:
    tokens = page.tokens
    if _counts_on(page, span, place):
        return False
    if span.end is None:
        return span.start.sure and not _four_bare_digits(tokens, i, span.start)
    if _are_years(tokens, i, span):
        return False
    if span.start.sure or span.end.sure:
        return True
    return _bare_span_is_time(page, span, place)


def _counts_on(page: Page, span: _Span, place: Place) -> bool:
    """Whether the last number goes on as something else: 8-10 orang, 12.50 %, 10-12 november."""
    tokens, after = page.tokens, span.after
    last = span.end or span.start
    if last.hour.part is not None or tokens[after - 1].kind is not Kind.NUMBER:
        return False
    if tokens[after].text in _COUNTED_TIME:
        return not _begins_anew(tokens, after)
    if tokens[after].text in ("%", "persen", "°", "juta", "ribu") or month_named(page, after):
        return True
    if tokens[after].text == "/" and tokens[after].tight:
        return tokens[after + 1].kind is Kind.NUMBER
    sure = last.sure or span.start.sure
    return not sure and unit_at(page, after) is not None and not _is_work(page, span, place)


def _is_work(page: Page, span: _Span, place: Place) -> bool:
    """8-10 pelayanan KTP, 10 sampai 2 kunjungan: a unit that is work, or a span that goes down."""
    start, end = span.start.hour, span.end and span.end.hour
    goes_down = end is not None and end.hour < start.hour
    is_work = page.tokens[span.after].text in _WORK and place is not Place.INSIDE
    if start.zeroed or goes_down or is_work:
        return True
    if place is not Place.HEAD or end is None:
        return False
    return leads_in_work(page, range(span.first, span.after), start.hour, end.hour)


def _begins_anew(tokens: Sequence[Token], i: int) -> bool:
    """8-10 jam 1-3: the second "jam" is the next clock's; and "hari senin" is no count of days."""
    if tokens[i].text in HOUR_WORDS:
        return tokens[i + 1].kind is Kind.NUMBER
    return tokens[i].text in ("hari", "hr", "minggu") and tokens[i + 1].text not in ("lalu", "yang")


def _four_bare_digits(tokens: Sequence[Token], i: int, clock: Clock) -> bool:
    """2026 alone is a year or a number; 0730 alone says nothing certain."""
    return not clock.named and clock.after == i + 1 and tokens[i].text.isdecimal()


def _are_years(tokens: Sequence[Token], i: int, span: _Span) -> bool:
    return year_shaped(tokens[i]) and year_shaped(tokens[span.after - 1])


def _bare_span_is_time(page: Page, span: _Span, place: Place) -> bool:
    """8-10, 08-10, 10 sampai 2: numbers that may be hours, in a place where hours are said."""
    start, end = span.start.hour, span.end.hour if span.end else None
    found = resolved(0, 0, start, end)
    if found.minutes is None or found.start is None or end is None:
        return False
    four_digits = start.minute or end.minute or (start.zeroed and end.zeroed)
    over_midnight = found.start.hour * 60 + found.start.minute + found.minutes > DAY_MINUTES
    if over_midnight and not (start.zeroed or end.zeroed or start.hour >= 17):
        return False
    if place is Place.HEAD or four_digits:
        return True
    following = page.tokens[span.after]
    ends = following.kind is not Kind.WORD or following.text in _GOING_ON
    return (ends or place is Place.CLAUSE) and (start.hour >= 6 or start.zeroed)
