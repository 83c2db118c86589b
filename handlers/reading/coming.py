"""Days to come: besok, senin-rabu, 3-7 des, 24 nov s/d 2 des, minggu depan."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.reading.dates import DATE_WORDS, past_date_words
from handlers.reading.found import Page
from handlers.reading.joining import UNTIL
from handlers.reading.months import month_named
from handlers.reading.tokens import Kind, words
from handlers.reading.weekdays import WEEKDAYS

Period = tuple[date, date]

_AND = {"dan", "&"}
_JOINS = UNTIL | {"-"} | _AND
_WEEK = timedelta(weeks=1)
_BACK = timedelta(days=62)  # a date longer ago than that is next year's
_LONG = timedelta(days=184)  # further on, nobody means a last day whose year was not said
_WORDS = {"besok": 1, "bsk": 1, "besuk": 1, "esok": 1, "lusa": 2, "kemarin": -1, "kmrn": -1,
          "today": 0, "tomorrow": 1, "yesterday": -1}  # fmt: skip


_DAYS = WEEKDAYS | {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_MONTHS = {
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8, "aug": 8,
    "october": 10, "oct": 10, "december": 12, "dec": 12,
}  # fmt: skip
_SINCE, _FROM = words("sejak since"), words("dari mulai from starting")
_DASHED, _ISO = (
    re.compile(rf"{first}-(\d{{1,2}})-{last}\Z")
    for first, last in ((r"(\d{1,2})", r"(20\d\d)"), (r"(20\d\d)", r"(\d{1,2})"))
)


def since_at(page: Page, i: int, *, past: bool) -> tuple[Period, int] | None:
    """Sejak senin, dari kemarin: from a day that is over until today; None: it is none.

    ``past``: what is said began already, so that a weekday is the last one.
    """
    word = page.tokens[i].text
    if word not in _SINCE | _FROM:
        return None
    found = period_at(page, i + 1)
    if found is None or found[0][0] != found[0][1]:
        return None
    (day, _), after = found
    if word in _SINCE or (past and word == "dari"):
        day = _last_one(page, i + 1, day, after)
    return ((day, page.today), after) if day <= page.today else None


def _last_one(page: Page, i: int, day: date, after: int) -> date:
    """A weekday or a bare date that would be to come is the one that has been."""
    if day <= page.today:
        return day
    if any(page.tokens[place].text in _DAYS for place in (i, i + 1)) and day - _WEEK <= page.today:
        return day - _WEEK
    is_bare = page.tokens[after - 1].text == str(day.day) and page.tokens[i].text in DATE_WORDS
    before = day.replace(day=1) - timedelta(days=1)
    return before.replace(day=day.day) if is_bare and day.day <= before.day else day


def period_at(page: Page, i: int) -> tuple[Period, int] | None:
    """The days that begin at this token, and the token after them."""
    return _week_at(page, i) or _in_one_month(page, i) or _from_a_day(page, i)


def _from_a_day(page: Page, i: int) -> tuple[Period, int] | None:
    """Besok, senin-rabu, 24 nov s/d 2 des: from a day on, until itself or another."""
    first = _day_at(page, i, None)
    if first is None:
        return None
    since, after = first
    if page.tokens[after].text in _JOINS:
        last = _day_at(page, _past_join(page, after), since)
        if last is not None and _are_one(since, last[0], page.tokens[after].text):
            until, end = last
            if until - since <= _LONG or _says_year(page, end - 1):
                return (since, until), end
    return (since, since), after


def is_half_read(page: Page, first: int, after: int) -> bool:
    """5-3 des, 24, 26 des, 30 nov - 31 feb: of the days that were said these are not all."""
    tokens = page.tokens
    joined = tokens[first - 1].text in (*_JOINS, ",") and _is_short(page, first - 2)
    counts_on = _is_short(page, first - 1) and _is_short(page, first) and (
        int(tokens[first - 1].text) + 1 == int(tokens[first].text)
    )  # fmt: skip
    more_before = tokens[first].kind is Kind.NUMBER and (joined or counts_on)
    then = _past_join(page, after) if tokens[after].text in _JOINS else after
    named = _MONTHS.get(tokens[then + 1].text) or month_named(page, then + 1)
    return more_before or (then > after and _is_short(page, then) and named is not None)


def _is_short(page: Page, i: int) -> bool:
    """A number that may be the day of a month."""
    text = page.tokens[i].text
    return text.isdecimal() and len(text) <= 2


def _past_join(page: Page, i: int) -> int:
    """Past "sampai", or "sampai dengan"."""
    return i + 2 if page.tokens[i + 1].text in ("dengan", "dgn", "dg") else i + 1


def _says_year(page: Page, i: int) -> bool:
    text = page.tokens[i].text
    return (text.isdecimal() and len(text) == 4) or len(re.split("[/.]", text)) == 3


def _are_one(since: date, until: date, join: str) -> bool:
    """Besok dan lusa are one period, senin dan kamis are not."""
    return since <= until and (join not in _AND or until - since == timedelta(days=1))


def _week_at(page: Page, i: int) -> tuple[Period, int] | None:
    """Minggu depan, minggu ini: from Monday, or today, to Friday."""
    first, following = page.tokens[i].text, page.tokens[i + 1].text
    if following == "week" and first in ("next", "this"):
        first, following = "minggu", "depan" if first == "next" else "ini"
    if first not in ("minggu", "pekan") or following not in ("depan", "ini"):
        return None
    monday = page.today - timedelta(days=page.today.weekday())
    if following == "depan":
        monday += timedelta(weeks=1)
    friday = monday + timedelta(days=4)
    since = max(monday, page.today)
    return (since, max(since, friday)), i + 2


def _day_at(page: Page, i: int, begin: date | None) -> tuple[date, int] | None:
    """One day; after ``begin`` it is the first such day from then on."""
    tokens = page.tokens
    word = tokens[i].text
    if word in ("hari", "hr") and tokens[i + 1].text == "ini":
        return page.today, i + 2
    if word in _WORDS:
        return page.today + timedelta(days=_WORDS[word]), i + 1
    if word in ("hari", "hr") and tokens[i + 1].text in _DAYS:
        i, word = i + 1, tokens[i + 1].text
    if word in _DAYS:
        return _weekday_at(page, i, begin)
    return _date_at(page, i, begin)


def _weekday_at(page: Page, i: int, begin: date | None) -> tuple[date, int]:
    """The next such day, today included; with a date behind it, that one."""
    tokens = page.tokens
    comma = i + 2 if tokens[i + 1].text == "," else i + 1
    if (dated := _date_at(page, comma, begin)) is not None:
        return dated
    start = begin or page.today
    day = start + timedelta(days=(_DAYS[tokens[i].text] - start.weekday()) % 7)
    following = tokens[i + 1].text
    if following in ("lalu", "kemarin"):
        return day - timedelta(days=7), i + 2
    if following == "depan" and begin is None:
        monday = page.today + timedelta(days=7 - page.today.weekday())
        return monday + timedelta(days=_DAYS[tokens[i].text]), i + 2
    return day, i + 1


def _date_at(page: Page, i: int, begin: date | None) -> tuple[date, int] | None:
    """2 des, 2 desember 2026, 2/12, 2-12-2026, tgl 2; or, after ``begin``, a bare 2."""
    number = past_date_words(page.tokens, i)
    if page.tokens[number].kind is not Kind.NUMBER:
        return None
    return _dashed(page, number) or _written_at(page, i, number, begin)


def _written_at(page: Page, i: int, number: int, begin: date | None) -> tuple[date, int] | None:
    tokens = page.tokens
    token = tokens[number]
    if "/" in token.text or "." in token.text:
        return _slashed(page, number, begin)
    if not (token.text.isdecimal() and len(token.text) <= 2):
        return None
    month = _MONTHS.get(tokens[number + 1].text) or month_named(page, number + 1)
    if month is None:
        named = tokens[i].text in DATE_WORDS or begin is not None
        return _bare(page, int(token.text), number + 1, begin) if named else None
    year = tokens[number + 2].text
    if len(year) == 4 and year.isdecimal():
        return _made(page, int(year), month, int(token.text), number + 3)
    return _made(page, None, month, int(token.text), number + 2, begin)


def _dashed(page: Page, i: int) -> tuple[date, int] | None:
    """2-12-2026, 2026-12-02: with its year, or it would be two days."""
    written = "".join(token.text for token in page.tokens[i : i + 5])
    if match := _DASHED.match(written):
        return _made(page, int(match[3]), int(match[2]), int(match[1]), i + 5)
    if match := _ISO.match(written):
        return _made(page, int(match[1]), int(match[2]), int(match[3]), i + 5)
    return None


def _slashed(page: Page, i: int, begin: date | None) -> tuple[date, int] | None:
    parts = page.tokens[i].text.replace(".", "/").split("/")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return None
    if len(parts[0]) == 4:  # 2026/12/02
        parts.reverse()
    year = int(parts[2]) if len(parts) == 3 else None
    if year is not None and year < 100:
        year += 2000
    return _made(page, year, int(parts[1]), int(parts[0]), i + 1, begin)


def _made(
    page: Page, year: int | None, month: int, day: int, after: int, begin: date | None = None
) -> tuple[date, int] | None:
    """The day of a calendar; without a year the one that is near, or after ``begin``."""
    earliest = begin or page.today - _BACK
    for guess in (year,) if year else (earliest.year, earliest.year + 1):
        try:
            found = date(guess, month, day)
        except ValueError:
            continue  # 29 Feb may be next year's
        if year or found >= earliest:
            return found, after
    return None


def _bare(page: Page, day: int, after: int, begin: date | None) -> tuple[date, int] | None:
    """A day without its month: this month's, or the next's if it is long over."""
    earliest = begin or page.today - timedelta(days=7)
    for months in (0, 1):
        first = (earliest.replace(day=1) + timedelta(days=31 * months)).replace(day=1)
        try:
            found = first.replace(day=day)
        except ValueError:
            continue
        if found >= earliest:
            return found, after
    return None


def _in_one_month(page: Page, i: int) -> tuple[Period, int] | None:
    """3-7 des, tgl 3 s/d 7 des: the month stands behind the last day."""
    tokens = page.tokens
    number = past_date_words(tokens, i)
    first = tokens[number]
    if first.kind is not Kind.NUMBER or not first.text.isdecimal() or len(first.text) > 2:
        return None
    if tokens[number + 1].text not in _JOINS:
        return None
    last = _date_at(page, _past_join(page, number + 1), None)
    if last is None or not 1 <= int(first.text) <= last[0].day:
        return None
    since = last[0].replace(day=int(first.text))
    is_one = _are_one(since, last[0], tokens[number + 1].text)
    return ((since, last[0]), last[1]) if is_one else None
