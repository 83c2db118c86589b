"""Durations: 2 jam, 1,5 jam, satu setengah jam, 1 jam 30 menit, sejam, 2 x 45 menit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from handlers.reading.found import FoundMinutes, Page
from handlers.reading.numbers import in_digits, words_at
from handlers.reading.times import Place, time_at
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.units import unit_at

_HOURS = words("jam jm hour hours hrs")
_MINUTES = words("menit mnt mnit minit menitan mn min mins minute minutes")
UNITS = dict.fromkeys(_HOURS, 60) | dict.fromkeys(_MINUTES, 1)
_ONE = {"sejam": 60, "semenit": 1}
_HALF = words("setengah stengah stgh 1/2 ½")
_QUARTER, _THIRD, _HALF_OF_IT = Decimal("0.25"), Decimal(1) / 3, Decimal("0.5")
_PARTS = {
    **dict.fromkeys(("seperempat", "¼"), _QUARTER),
    "sepertiga": _THIRD,
    **dict.fromkeys(("setengah", "stengah", "stgh", "½"), _HALF_OF_IT),
    "¾": 3 * _QUARTER,
}
_BEFORE = words(
    "selama slm selm selama2 durasi lama lamanya total sekitar sktr kira-kira kira2 hampir ± for"
)
_TWO_WORDS_BEFORE = {("kurang", "lebih"), ("lebih", "kurang"), ("total", "waktu")}
BEGINS = _BEFORE | {first for first, _ in _TWO_WORDS_BEFORE} | frozenset((*_ONE, *_PARTS))
_FRACTION = re.compile(r"(\d{1,2})/([234])\Z")
_MIXED = re.compile(r"(\d{1,2})[.,]([0-5]\d)\Z")
_AFTER_NOTHING = words("sekali lagi yang yg pelajaran pembelajaran kerja per")
_FEW = 5  # minutes that nobody reports
_LONGEST = 16 * 60  # more is a course's length or a service's hours, not one day's work


def minutes_at(page: Page, i: int) -> FoundMinutes | None:
    """The duration that begins at this token, with what leads it in: selama, kurang lebih."""
    tokens = page.tokens
    begin = _past_lead(tokens, i)
    found = _either_at(tokens, begin) or _times_at(tokens, begin) or _duration_at(tokens, begin)
    if found is None:
        return None
    minutes, after = found[0], _past_roughly(tokens, found[1])
    if _is_the_next_clocks(page, after - 1, minutes):
        return None
    if any(not 0 < m <= _LONGEST for m in minutes) or tokens[after].text in _AFTER_NOTHING:
        return None
    if max(minutes) < _FEW and unit_at(page, after - 1) is not None:
        return None  # 1 minutes of meeting is a document
    return FoundMinutes(i, after, minutes)


def _is_the_next_clocks(page: Page, i: int, minutes: tuple[int, ...]) -> bool:
    """Posyandu melati 3 jam 9-11: "jam" goes with what follows, unless the two agree."""
    if page.tokens[i].text not in _HOURS or page.tokens[i + 1].kind is not Kind.NUMBER:
        return False
    time = time_at(page, i, Place.HEAD)
    return time is not None and time.end is not None and time.minutes not in minutes


_Minutes = tuple[tuple[int, ...], int]


def _past_lead(tokens: Sequence[Token], i: int) -> int:
    after = i
    while after < i + 4:
        if tokens[after].text in _BEFORE:
            after += 1
        elif (tokens[after].text, tokens[after + 1].text) in _TWO_WORDS_BEFORE:
            after += 2
        elif after > i and tokens[after].text in (":", "="):
            after += 1
        else:
            break
    return after


def _past_roughly(tokens: Sequence[Token], i: int) -> int:
    """3 jam-an."""
    an = i + 1 if tokens[i].text == "-" else i
    return an + 1 if tokens[an].text == "an" and tokens[i].tight else i


def _either_at(tokens: Sequence[Token], i: int) -> _Minutes | None:
    """1-2 jam: one or the other."""
    if tokens[i].kind is not Kind.NUMBER or tokens[i + 1].text not in ("-", "sampai", "s/d"):
        return None
    low, high = in_digits(tokens[i].text), in_digits(tokens[i + 2].text)
    unit = UNITS.get(tokens[i + 3].text)
    if low is None or high is None or unit is None or tokens[i + 4].kind is Kind.NUMBER:
        return None
    return (round(low * unit), round(high * unit)), i + 4


def _times_at(tokens: Sequence[Token], i: int) -> _Minutes | None:
    """2 x 45 menit, 3 JP x 35 menit."""
    times = in_digits(tokens[i].text) if tokens[i].kind is Kind.NUMBER else None
    cross = i + 2 if tokens[i + 1].text in ("jp", "jpl") else i + 1
    if times is None or tokens[cross].text not in ("x", "×", "@"):
        return None
    each = _duration_at(tokens, cross + 1)
    return ((round(times * each[0][0]),), each[1]) if each else None


def _duration_at(tokens: Sequence[Token], i: int) -> _Minutes | None:
    """Hours, minutes, or both; "1.30 jam" may be an hour and a half or 1.3 hours."""
    if tokens[i].text in _ONE:
        return _with_rest(tokens, i + 1, Decimal(_ONE[tokens[i].text]), 60)
    amount, after = _amount_at(tokens, i)
    unit = UNITS.get(tokens[after].text)
    if unit is None and tokens[after].tight and tokens[after].text == "j":
        unit = 60
    if amount is None or unit is None:
        return None
    if unit == 60 and (mixed := _hours_and_minutes(tokens[i].text)):
        return (mixed, round(amount * 60)), after + 1
    return _with_rest(tokens, after + 1, amount * unit, unit)


def _hours_and_minutes(text: str) -> int | None:
    """1.30 or 1:45 before "jam", if two digits of minutes is what they may be."""
    match = _MIXED.match(text)
    if match is None or match[2] in ("00", "25", "50"):
        return None
    return int(match[1]) * 60 + int(match[2])


def _with_rest(tokens: Sequence[Token], i: int, minutes: Decimal, unit: int) -> _Minutes:
    """An hour may go on: 1 jam 30 menit, satu jam setengah, 2 jam lebih 15 menit."""
    if unit == 60 and tokens[i].text in _HALF and tokens[i + 1].text not in UNITS:
        return (round(minutes + 30),), i + 1
    more = i + 1 if tokens[i].text in ("dan", "lebih", "lewat") else i
    rest, after = _amount_at(tokens, more)
    if unit == 1 or rest is None or rest >= 60:
        return (round(minutes),), i
    if tokens[after].text in _MINUTES or (tokens[after].text == "m" and tokens[i - 1].tight):
        return (round(minutes + rest),), after + 1
    ends = tokens[after].kind in (Kind.MARK, Kind.LINE, Kind.END)
    if ends and len(tokens[i].text) == 2 and tokens[i].text.isdecimal():  # 1 jam 30
        return (round(minutes + rest),), after
    return (round(minutes),), i


def _amount_at(tokens: Sequence[Token], i: int) -> tuple[Decimal | None, int]:
    """2; 1,5; dua; satu setengah; 1 1/2; 2½; tiga perempat; setengah."""
    token = tokens[i]
    if token.text in _PARTS:
        return _PARTS[token.text], i + 1
    if token.text == "tiga" and tokens[i + 1].text == "perempat":
        return 3 * _QUARTER, i + 2
    if token.kind is Kind.NUMBER and (fraction := _fraction(token.text)) is not None:
        return fraction, i + 1
    whole, after = _whole_at(tokens, i)
    if whole is None:
        return None, i
    following = tokens[after]
    part = _PARTS.get(following.text)
    if part is None and following.kind is Kind.NUMBER:
        part = _fraction(following.text)
    return (whole + part, after + 1) if part else (whole, after)


def _whole_at(tokens: Sequence[Token], i: int) -> tuple[Decimal | None, int]:
    if tokens[i].kind is Kind.NUMBER:
        hours, _, minutes = tokens[i].text.partition(":")
        whole, rest = in_digits(hours), in_digits(minutes)
        return (whole + rest / 60 if whole is not None and rest else whole), i + 1
    spelt = words_at(tokens, i)
    return (spelt.value, spelt.after) if spelt else (None, i)


def _fraction(text: str) -> Decimal | None:
    """1/2, and 2½ as one sign with its number."""
    if match := _FRACTION.match(text):
        return Decimal(match[1]) / int(match[2])
    if len(text) > 1 and text[-1] in _PARTS and text[:-1].isdecimal():
        return int(text[:-1]) + _PARTS[text[-1]]
    return None
