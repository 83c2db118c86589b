"""Days said in words: tadi, kemarin, dua hari yang lalu, senin lalu, semalam, besok."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.reading.clocks import part_at
from handlers.reading.dates import DATE_WORDS, date_at
from handlers.reading.found import FoundDay, Page, PartOfDay, Weight
from handlers.reading.joining import UNTIL
from handlers.reading.numbers import number_at
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.weekdays import WEEKDAYS

_SPELLINGS = {
    name: word
    for word, names in {
        "kemarin": "kemaren kmrn kmren kmarin kemrin kmaren kemarn kmrin kamarin",
        "kemarin lusa": "kemarinlusa kemarenlusa",
        "tadi": "td tdi",
        "hari": "hr hri",
        "yang": "yg",
        "besok": "bsk besuk bsok esok",
        "nanti": "ntar ntr nnti",
        "lalu": "lalau",
        "semalam": "smlm semalem smalam",
        "minggu": "mggu mgg pekan",
        "bulan": "bln",
    }.items()
    for name in names.split()
}
_JOINS = UNTIL | words("- dan &")
_LAST = words("lalu kemarin")
_FUTURE = words("besok lusa nanti")
_VAGUE = words("minggu bulan")
_NUMBERS_OF_DAYS = {"sehari": 1, "seminggu": 7, "sepekan": 7}
_DAYS = {"hari": 1, "minggu": 7}
_LONGEST_AGO = 31


def day_at(page: Page, i: int) -> FoundDay | None:
    """The day that begins at this token, in words or as a date."""
    word = _spelt(page.tokens, i)
    if word in _READERS:
        return _READERS[word](page, i)
    if word in WEEKDAYS:
        return _weekday_at(page, i, Weight.IN_PLACE)
    return _days_ago_at(page, i) or date_at(page, i)


def _spelt(tokens: Sequence[Token], i: int) -> str:
    text = tokens[i].text
    return _SPELLINGS.get(text, text)


def _today_at(page: Page, i: int) -> FoundDay | None:
    """Hari ini; and "hari" before a weekday makes it the day wherever it stands."""
    if page.tokens[i + 1].text == "ini":
        return _day(page, i, i + 2, 0)
    weekday = i + 2 if page.tokens[i + 1].text in ("/", ":") else i + 1
    if page.tokens[weekday].text in WEEKDAYS:
        found = _weekday_at(page, weekday, Weight.ALWAYS)
        found.first = i
        return found
    return None


def _tadi_at(page: Page, i: int) -> FoundDay:
    part = part_at(page.tokens, i + 1)
    if part and part[0] is PartOfDay.NIGHT:
        return _last_night(page, i, part[1])
    return _day(page, i, part[1] if part else i + 1, 0)


def _last_night_at(page: Page, i: int) -> FoundDay:
    return _last_night(page, i, i + 1)


def _last_night(page: Page, i: int, after: int) -> FoundDay:
    found = _day(page, i, after, 1)
    found.last_night = True
    return found


def _yesterday_at(page: Page, i: int) -> FoundDay:
    following = _spelt(page.tokens, i + 1)
    if following in ("lusa", "dulu"):
        return _day(page, i, i + 2, 2)
    part = part_at(page.tokens, i + 1)
    if part and part[0] is PartOfDay.NIGHT:
        return _last_night(page, i, part[1])
    return _day(page, i, part[1] if part else i + 1, 1)


def _future_at(page: Page, i: int) -> FoundDay:
    """Besok, nanti sore: nobody has done it yet; but "lusa kemarin" was."""
    following = _spelt(page.tokens, i + 1)
    if _spelt(page.tokens, i) == "lusa" and following == "kemarin":
        return _day(page, i, i + 2, 2)
    after = i + 2 if following in _FUTURE else i + 1
    part = part_at(page.tokens, after)
    return _asked(page, i, part[1] if part else after)


def _part_at(page: Page, i: int) -> FoundDay | None:
    """Pagi ini, sore tadi."""
    part = part_at(page.tokens, i)
    if part is None:
        return None
    following = _spelt(page.tokens, part[1])
    if following == "tadi" and part[0] is PartOfDay.NIGHT:
        return _last_night(page, i, part[1] + 1)
    return _day(page, i, part[1] + 1, 0) if following in ("ini", "tadi") else None


def _night_at(page: Page, i: int) -> FoundDay | None:
    """Malam minggu kemarin is the evening before that Sunday."""
    weekday = WEEKDAYS.get(page.tokens[i + 1].text)
    if weekday is None:
        return _part_at(page, i)
    last = i + 3 if _spelt(page.tokens, i + 2) == "yang" else i + 2
    if _spelt(page.tokens, last) not in _LAST:
        return None
    return _day(page, i, last + 1, (page.today.weekday() - weekday) % 7 + 1, Weight.IN_PLACE)


def _vague_at(page: Page, i: int) -> FoundDay | None:
    """Minggu lalu, minggu depan; "minggu" is also Sunday."""
    following = _spelt(page.tokens, i + 1)
    if following in _LAST:
        return _in_last_week(page, i, i + 2)
    if following in ("depan", "ini"):
        return _asked(page, i, i + 2)
    if _spelt(page.tokens, i) == "minggu" and page.tokens[i].text in WEEKDAYS:
        return _weekday_at(page, i, Weight.IN_PLACE)
    return None


def _in_last_week(page: Page, i: int, after: int) -> FoundDay:
    """The days of last week are few enough to be offered; those of a month are not."""
    days: tuple[date, ...] = ()
    if _spelt(page.tokens, i) == "minggu":
        monday = page.today - timedelta(days=page.today.weekday() + 7)
        days = tuple(monday + timedelta(days=n) for n in range(7))
    return FoundDay(i, after, None, Weight.IN_PLACE, days)


def _days_ago_at(page: Page, i: int) -> FoundDay | None:
    """Dua hari yang lalu; of "2 minggu lalu" the day is only likely."""
    tokens = page.tokens
    if tokens[i].kind is Kind.NUMBER and _spelt(tokens, i + 1) not in _DAYS:
        return None
    if tokens[i].text in _NUMBERS_OF_DAYS:
        count, unit, each = _NUMBERS_OF_DAYS[tokens[i].text], i, 1
    else:
        number = number_at(tokens, i)
        if number is None or number.value != int(number.value):
            return None
        count, unit = int(number.value), number.after
        each = _DAYS.get(_spelt(tokens, unit), 0)
    after = unit + 2 if _spelt(tokens, unit + 1) == "yang" else unit + 1
    if _spelt(tokens, after) != "lalu" or not 0 < count * each <= _LONGEST_AGO:
        return None
    if each == 7 or count == 7:
        return _asked(page, i, after + 1, page.today - timedelta(days=count * each))
    return _day(page, i, after + 1, count)


def _weekday_at(page: Page, i: int, weight: Weight) -> FoundDay:
    """The latest such day; a date that follows says which."""
    tokens = page.tokens
    if (span := _weekdays_at(page, i)) is not None:
        return span
    after = i + 1
    if (part := part_at(tokens, after)) is not None:
        after = part[1]
    if (dated := _dated_at(page, i, after)) is not None:
        return dated
    back = (page.today.weekday() - WEEKDAYS[tokens[i].text]) % 7
    return _which(page, i, after, back, weight)


def _which(page: Page, i: int, after: int, back: int, weight: Weight) -> FoundDay:
    """Senin lalu, senin yang lalu, senin minggu lalu, senin depan."""
    tokens = page.tokens
    following = _spelt(tokens, after)
    if following == "minggu" and _spelt(tokens, after + 1) in _LAST:
        monday = page.today.weekday() + 7
        return _day(page, i, after + 2, monday - WEEKDAYS[tokens[i].text], weight)
    if following == "depan":
        return _asked(page, i, after + 1)
    last = after + 1 if following == "yang" else after
    if _spelt(tokens, last) in _LAST:
        return _day(page, i, last + 1, back or 7, weight)
    return _day(page, i, after + 1 if following in ("ini", "tadi") else after, back, weight)


def _weekdays_at(page: Page, i: int) -> FoundDay | None:
    """Senin-jumat, senin dan selasa: several days, each is offered."""
    tokens = page.tokens
    if tokens[i + 1].text not in _JOINS or tokens[i + 2].text not in WEEKDAYS:
        return None
    first, last = WEEKDAYS[tokens[i].text], WEEKDAYS[tokens[i + 2].text]
    count = (last - first) % 7 + 1
    end = page.today - timedelta(days=(page.today.weekday() - last) % 7)
    days = [end - timedelta(days=n) for n in reversed(range(count))]
    if tokens[i + 1].text in ("dan", "&"):
        days = [days[0], days[-1]]
    return FoundDay(i, i + 3, None, Weight.IN_PLACE, tuple(days))


def _dated_at(page: Page, i: int, after: int) -> FoundDay | None:
    """Senin, 23 November 2026; when the two do not agree, both are offered."""
    tokens = page.tokens
    number = after + 1 if tokens[after].text in (",", "/", "(") else after
    dated = date_at(page, number)
    if dated is None:
        return None
    after = dated.after + (tokens[number - 1].text == "(" and tokens[dated.after].text == ")")
    found = FoundDay(i, after, dated.day, Weight.AT_A_CLAUSE_END, dated.options)
    if dated.day is not None and dated.day.weekday() != WEEKDAYS[tokens[i].text]:
        back = (page.today.weekday() - WEEKDAYS[tokens[i].text]) % 7
        found.day, found.options = None, (dated.day, page.today - timedelta(days=back))
    return found


def _day(page: Page, i: int, after: int, back: int, weight: Weight = Weight.ALWAYS) -> FoundDay:
    return FoundDay(i, after, page.today - timedelta(days=back), weight)


def _asked(page: Page, i: int, after: int, *likely: date) -> FoundDay:
    """A day that is not over, or not certain."""
    options = likely or (page.today, page.today - timedelta(days=1))
    return FoundDay(i, after, None, Weight.IN_PLACE, options)


_READERS = {
    "hari": _today_at,
    "tadi": _tadi_at,
    "semalam": _last_night_at,
    "kemarin": _yesterday_at,
    **dict.fromkeys(_FUTURE, _future_at),
    **dict.fromkeys(("subuh", "pagi", "siang", "sore"), _part_at),
    "malam": _night_at,
    **dict.fromkeys(_VAGUE, _vague_at),
}
BEGINS = frozenset((*_READERS, *_SPELLINGS, *WEEKDAYS, *_NUMBERS_OF_DAYS)) | DATE_WORDS
