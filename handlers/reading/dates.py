"""Dates: 18/11, 18-11-2026, 18 november, tgl 3, 2026-11-18; and which year or month is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from handlers.reading.found import FoundDay, Page, Weight
from handlers.reading.joining import UNTIL
from handlers.reading.months import month_named
from handlers.reading.names import clock_shaped, year_shaped
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.units import unit_at
from handlers.reading.weekdays import WEEKDAYS

DATE_WORDS = words("tgl tanggal tggl tgal")
_JOINS = UNTIL | {"-"}
_AND = words("dan &")
_LAST_YEARS = timedelta(days=60)  # in January, "28 desember" is last month
_LAST_MONTHS = timedelta(days=10)  # "tgl 28" on the 5th is last month's; on the 24th it is asked
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\Z")
_FRACTION = re.compile(r"1/[234]\Z|2/3\Z|3/4\Z")
_NAMES_OF_DAYS = frozenset((*WEEKDAYS, "ini"))
_ISO = re.compile(r"(20\d\d)[/.](\d{1,2})[/.](\d{1,2})\Z")
_DAY = re.compile(r"\d{1,2}\Z")
_SEVERAL = 3  # "20 dan 21" are read as the two ends of a span
_LONGEST = 14  # days of a span that are worth offering


class _Written(NamedTuple):
    """A date as far as it is written, and the token after it."""

    day: int
    month: int | None
    year: int | None
    after: int
    last: bool = False  # "lalu", "kemarin" or "bulan lalu" follows


def date_at(page: Page, i: int) -> FoundDay | None:
    """The date, or the span of dates, that begins at this token."""
    number = past_date_words(page.tokens, i)
    if page.tokens[number].kind is not Kind.NUMBER:
        return None
    named = number > i
    if named and (several := _several_at(page, i, number)) is not None:
        return several
    written = _written_at(page, number, named)
    if (span := _span_at(page, number, written, named)) is not None:
        return _offered(page, i, span)
    if written is None:
        return None
    bare = not named and written.after == number + 1
    return _found(page, i, written, Weight.IN_PLACE if bare else Weight.AT_A_CLAUSE_END)


def dashed_date_at(page: Page, i: int) -> FoundDay | None:
    """23-11 at the head of a line, where it was not a span of hours."""
    written = _dashed(page.tokens, i, named=True)
    return _found(page, i, written, Weight.IN_PLACE) if written else None


def past_date_words(tokens: Sequence[Token], i: int) -> int:
    """Past "tgl." and the like."""
    if tokens[i].text not in DATE_WORDS:
        return i
    return i + 2 if tokens[i + 1].text in (".", ":") else i + 1


def _written_at(page: Page, i: int, named: bool) -> _Written | None:
    tokens = page.tokens
    text = tokens[i].text
    if match := _ISO.match(text):
        return _Written(int(match[3]), int(match[2]), int(match[1]), i + 1)
    if match := _SLASHED.match(text):
        return _slashed(tokens, i, match, named)
    if dashed := _dashed(tokens, i, named):
        return dashed
    if not _DAY.match(text):
        return None
    return _with_month(page, i, named)


def _slashed(tokens: Sequence[Token], i: int, match: re.Match[str], named: bool) -> _Written | None:
    """18/11, 18.11.2026; 18.11 only where a date is announced."""
    announced = "/" in match[0] and not _is_part_of_a_day(tokens, i)
    if not (announced or match[3] or named):
        return None
    year = match[3] and int(match[3])
    return _Written(int(match[1]), int(match[2]), year or None, i + 1)


def _is_part_of_a_day(tokens: Sequence[Token], i: int) -> bool:
    """1/2 hari pelatihan; but in "1/2 hari senin" the day is named twice."""
    is_day = tokens[i + 1].text in ("hari", "hr") and tokens[i + 2].text not in _NAMES_OF_DAYS
    return is_day and _FRACTION.match(tokens[i].text) is not None


def _dashed(tokens: Sequence[Token], i: int, named: bool) -> _Written | None:
    """18-11-2026, 2026-11-18; without a year (18-11) only where a date is announced."""
    if tokens[i + 1].text != "-" or not _DAY.match(tokens[i + 2].text):
        return None
    first, second = int(tokens[i].text) if tokens[i].text.isdecimal() else 0, tokens[i + 2].text
    third = tokens[i + 4] if tokens[i + 3].text == "-" else None
    if third is not None and year_shaped(tokens[i]) and _DAY.match(third.text):
        return _Written(int(third.text), int(second), first, i + 5)
    if third is not None and (year_shaped(third) or re.match(r"2\d\Z", third.text)):
        return _Written(first, int(second), int(third.text), i + 5)
    if named and third is None and int(second) <= 12 and int(second) < first:
        return _Written(first, int(second), None, i + 3)
    return None


def _with_month(page: Page, i: int, named: bool) -> _Written | None:
    """18 november 2026, tgl 18, tgl 18 bulan lalu."""
    tokens, day = page.tokens, int(page.tokens[i].text)
    month, after = _month_at(page, i + 1)
    if month is None:
        if not named or clock_shaped(tokens[i]):
            return None
        last, after = _past_last(tokens, i + 1)
        return _Written(day, None, None, after, last)
    year, after = _year_at(page, after)
    last, after = _past_last(tokens, after) if year is None else (False, after)
    return _Written(day, month, year, after, last)


def _month_at(page: Page, i: int) -> tuple[int | None, int]:
    tokens = page.tokens
    if tokens[i].text in (".", "-") and tokens[i].tight:
        i += 1
    if tokens[i].text in ("bulan", "bln") and _DAY.match(tokens[i + 1].text):
        return int(tokens[i + 1].text), i + 2
    month = month_named(page, i)
    after = i + 1
    return month, after + 1 if month and _abbreviated(tokens, i) else after


def _abbreviated(tokens: Sequence[Token], i: int) -> bool:
    """Nov. 2026: the point is the short form's, if a year follows."""
    return tokens[i + 1].text == "." and year_shaped(tokens[i + 2])


def _year_at(page: Page, i: int) -> tuple[int | None, int]:
    tokens = page.tokens
    number = i + 1 if tokens[i].text in ("'", "-", "tahun", "thn") else i
    if year_shaped(tokens[number]):
        return int(tokens[number].text), number + 1
    short = tokens[number].text
    this_year = page.today.year % 100
    if short.isdecimal() and int(short) in (this_year, this_year - 1) and len(short) == 2:
        counts = unit_at(page, number + 1) or tokens[number + 1].text in (*_JOINS, "jam", "menit")
        return (None, i) if counts else (int(short), number + 1)
    return None, i


def _past_last(tokens: Sequence[Token], i: int) -> tuple[bool, int]:
    """Tgl 20 kemarin, tgl 20 yang lalu, tgl 20 bulan lalu, tgl 20 bulan ini."""
    after = i + 1 if tokens[i].text in ("yang", "yg", "bulan", "bln") else i
    if tokens[after].text in ("lalu", "kemarin", "kmrn", "kemaren"):
        return True, after + 1
    if tokens[after].text == "ini":
        return False, after + 1
    return False, i


def _found(page: Page, i: int, written: _Written, weight: Weight) -> FoundDay | None:
    """The day meant; None where no calendar has it."""
    if written.month is None:
        return _in_this_month(page, i, written, weight)
    year = written.year or page.today.year
    if year < 100:
        year += page.today.year // 100 * 100
    day = _on(year, written.month, written.day)
    if day is None:
        return None
    if written.year is None and day > page.today:
        before = _on(year - 1, written.month, written.day)
        near = before is not None and (written.last or page.today - before <= _LAST_YEARS)
        day = before if before and near else day
    return FoundDay(i, written.after, day if day <= page.today else None, weight)


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_this_month(page: Page, i: int, written: _Written, weight: Weight) -> FoundDay | None:
    """Tgl 3: this month's; last month's if that is near; else asked."""
    if not 1 <= written.day <= 31:
        return None
    today = page.today
    this = _on(today.year, today.month, written.day)
    if this and this <= today and not (written.last and this == today):
        return FoundDay(i, written.after, this, weight)
    end_of_last = today.replace(day=1) - timedelta(days=1)
    last = _on(end_of_last.year, end_of_last.month, written.day)
    if last and (written.last or today - last <= _LAST_MONTHS):
        return FoundDay(i, written.after, last, weight)
    return FoundDay(i, written.after, None, weight, (last,) if last else ())


def _several_at(page: Page, i: int, number: int) -> FoundDay | None:
    """Tgl 20, 21 dan 23; tgl 2, 3 & 4 november: each is offered that has been."""
    tokens, days, at = page.tokens, list[int](), number
    while tokens[at].text.isdecimal() and _DAY.match(tokens[at].text):
        days.append(int(tokens[at].text))
        is_last = tokens[at - 1].text in _AND
        if is_last or tokens[at + 1].text not in _AND | {","}:
            break
        at += 3 if tokens[at + 1].text == "," and tokens[at + 2].text in _AND else 2
    if len(days) < _SEVERAL or tokens[at - 1].text not in _AND or days != sorted(set(days)):
        return None
    last = _written_at(page, at, named=True)
    if last is None or _counts_on(tokens, last.after):
        return None
    return _offering(page, i, [last._replace(day=day) for day in days])


def _offering(page: Page, i: int, written: Sequence[_Written]) -> FoundDay | None:
    found = [_found(page, i, one, Weight.AT_A_CLAUSE_END) for one in written]
    been = tuple(one.day for one in found if one is not None and one.day is not None)
    return FoundDay(i, written[-1].after, None, Weight.AT_A_CLAUSE_END, been)


def _span_at(
    page: Page, i: int, first: _Written | None, named: bool
) -> tuple[_Written, _Written] | None:
    """18-20 november, tgl 18 s/d 20, 18 nov - 20 nov, tgl 18 dan 20."""
    tokens = page.tokens
    join = first.after if first else i + 1
    if tokens[join].text not in _JOINS | _AND or not _DAY.match(tokens[i].text):
        return None
    last_number = past_date_words(tokens, join + 1)
    last = (
        _written_at(page, last_number, named) if tokens[last_number].kind is Kind.NUMBER else None
    )
    if last is None or _counts_on(tokens, last.after):
        return None
    day = int(tokens[i].text)
    month = first.month if first and first.month else last.month
    if month is None and day >= last.day:
        return None
    return _Written(day, month, last.year, join), last._replace(month=last.month or month)


def _counts_on(tokens: Sequence[Token], i: int) -> bool:
    """Tgl 23 dan 30 menit, tgl 18 - 8-10: what was read as the last day is none."""
    return tokens[i].text in _JOINS or tokens[i].text in ("jam", "menit", "mnt", "x")


def _offered(page: Page, i: int, span: tuple[_Written, _Written]) -> FoundDay | None:
    """Of several days only the writer knows which: each is offered that has been."""
    first, last = (_found(page, i, written, Weight.AT_A_CLAUSE_END) for written in span)
    if first is None or last is None:
        return None
    begin, end = first.day, last.day or page.today
    days: tuple[date, ...] = ()
    if page.tokens[span[0].after].text in _AND:
        days = tuple(one.day for one in (first, last) if one.day is not None)
    elif begin is not None and 0 <= (end - begin).days < _LONGEST:
        days = tuple(begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return FoundDay(i, last.after, None, Weight.AT_A_CLAUSE_END, days)
