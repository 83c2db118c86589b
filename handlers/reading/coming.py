"""Days to come: besok, senin-rabu, 3-7 des, 24 nov s/d 2 des, minggu depan."""

from __future__ import annotations

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
    if (week := _week_at(page, i)) is not None:
        return week
    first = _day_at(page, i, None)
    if first is None:
        return _in_one_month(page, i)
    since, after = first
    if page.tokens[after].text in _JOINS:
        last = _day_at(page, after + 1, since)
        if last is not None and _are_one(since, last[0], page.tokens[after].text):
            return (since, last[0]), last[1]
    return (since, since), after


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
    """2 des, 2 desember 2026, 2/12, 2026-12-02, tgl 2; or, after ``begin``, a bare 2."""
    tokens = page.tokens
    number = past_date_words(tokens, i)
    token = tokens[number]
    if token.kind is not Kind.NUMBER:
        return None
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


def _slashed(page: Page, i: int, begin: date | None) -> tuple[date, int] | None:
    parts = page.tokens[i].text.replace(".", "/").split("/")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return None
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
            return None
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
    """3-7 des: the month stands behind the last day."""
    tokens = page.tokens
    number = past_date_words(tokens, i)
    first = tokens[number]
    if first.kind is not Kind.NUMBER or not first.text.isdecimal() or len(first.text) > 2:
        return None
    if tokens[number + 1].text not in _JOINS:
        return None
    last = _date_at(page, number + 2, None)
    if last is None or not 1 <= int(first.text) <= last[0].day:
        return None
    return (last[0].replace(day=int(first.text)), last[0]), last[1]
