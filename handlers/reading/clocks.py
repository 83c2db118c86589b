"""One clock time as people write it: 08.00, jam 8 pagi, pukul setengah sembilan, 0730."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from handlers.reading.found import PartOfDay
from handlers.reading.numbers import words_at
from handlers.reading.tokens import Kind, Token

HOUR_WORDS = frozenset({"jam", "jm", "pukul", "pkl", "pk", "pkul", "pukl"})
_ZONES = frozenset({"wib", "wita", "wit"})
PARTS = {
    "pagi": PartOfDay.MORNING,
    "pg": PartOfDay.MORNING,
    "siang": PartOfDay.MIDDAY,
    "sore": PartOfDay.AFTERNOON,
    "petang": PartOfDay.AFTERNOON,
    "malam": PartOfDay.NIGHT,
    "mlm": PartOfDay.NIGHT,
    "subuh": PartOfDay.DAWN,
    "dini": PartOfDay.DAWN,
    "semalam": PartOfDay.NIGHT,
    "smlm": PartOfDay.NIGHT,
}
_PARTS_BESIDE = PARTS.keys() - {"dini", "semalam", "smlm"}  # which an hour may have after it
_ENGLISH = {"am": PartOfDay.MORNING, "pm": PartOfDay.AFTERNOON}  # right after a clock
# Which written hours up to 12 a part of the day moves to the clock's second half.
_MOVES = {
    PartOfDay.DAWN: range(0),
    PartOfDay.MORNING: range(0),
    PartOfDay.MIDDAY: range(1, 6),
    PartOfDay.AFTERNOON: range(1, 12),
    PartOfDay.NIGHT: range(5, 12),
}
_SUITS = {
    PartOfDay.DAWN: range(1, 7),
    PartOfDay.MORNING: range(1, 12),
    PartOfDay.MIDDAY: (10, 11, 12, 1, 2, 3, 4),
    PartOfDay.AFTERNOON: range(2, 8),
    PartOfDay.NIGHT: (6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4),
}
_MORE = frozenset({"lewat", "lebih"})
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[.:,](?P<minute>\d{2})(?:[.:]\d{2})?)?\Z")
_FOUR_DIGITS = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})\Z")


class Hour(NamedTuple):
    """An hour as written, before it is known which half of the day it means."""

    hour: int
    minute: int
    zeroed: bool  # written with a leading zero: on the 24-hour clock
    part: PartOfDay | None = None

    @property
    def may_move(self) -> bool:
        return not self.zeroed and 1 <= self.hour <= 12

    @property
    def as_written(self) -> int:
        """In minutes, by the part of the day if one is said."""
        hour = self.hour
        if self.part is not None:
            hour += 12 * (hour in _MOVES[self.part])
            hour -= 12 * (hour == 12 and self.part in (PartOfDay.NIGHT, PartOfDay.DAWN))
        return hour * 60 + self.minute

    @property
    def usual(self) -> int:
        """In minutes: 1 to 5 without a leading zero is the afternoon."""
        if self.part is None and self.may_move and self.hour <= 5:
            return self.as_written + 12 * 60
        return self.as_written

    def suits(self, part: PartOfDay) -> bool:
        return self.may_move and self.part is None and self.hour in _SUITS[part]


class Clock(NamedTuple):
    """An hour in the text; ``sure`` where it can be nothing else than a clock time."""

    hour: Hour
    after: int
    sure: bool
    named: bool = False  # jam, pukul


def clock_at(tokens: Sequence[Token], i: int) -> Clock | None:
    """The clock time that begins at this token."""
    number = _past_hour_words(tokens, i)
    named = number > i
    if named and (half := half_at(tokens, number)):
        return half
    hour, after = _hour_at(tokens, number, named)
    if hour is None:
        return None
    shaped = after == number + 1 and len(tokens[number].text) > 2
    if named:
        hour, after = _moved(tokens, after, hour)
    return _with_part(tokens, Clock(hour, after, sure=named or shaped, named=named))


def _past_hour_words(tokens: Sequence[Token], i: int) -> int:
    after = i
    while tokens[after].text in HOUR_WORDS or (after > i and tokens[after].text in (".", ":")):
        after += 1
    return after


def _hour_at(tokens: Sequence[Token], i: int, named: bool) -> tuple[Hour | None, int]:
    token = tokens[i]
    if token.kind is Kind.NUMBER:
        return hour_in_digits(token.text), i + 1
    spelt = words_at(tokens, i) if named else None
    if spelt and spelt.value <= 24:
        return Hour(int(spelt.value), 0, zeroed=False), spelt.after
    return None, i


def hour_in_digits(text: str) -> Hour | None:
    """08.00, 8, 0730; None for what no clock shows."""
    match = _CLOCK.match(text) or _FOUR_DIGITS.match(text)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    return Hour(hour, minute, zeroed=match["hour"].startswith("0"))


def half_at(tokens: Sequence[Token], i: int) -> Clock | None:
    """Setengah sembilan is half past eight."""
    if tokens[i].text not in ("setengah", "stengah", "stgh"):
        return None
    hour, after = _hour_at(tokens, i + 1, named=True)
    if hour is None or hour.minute or hour.hour == 0:
        return None
    half = Hour(hour.hour - 1 or 12, 30, hour.zeroed)
    return _with_part(tokens, Clock(half, after, sure=True, named=True))


def _moved(tokens: Sequence[Token], i: int, hour: Hour) -> tuple[Hour, int]:
    """Jam 8 lewat 15, jam 9 kurang seperempat."""
    sign = 1 if tokens[i].text in _MORE else -1 if tokens[i].text == "kurang" else 0
    minutes, after = _few_minutes(tokens, i + 1)
    if not sign or minutes is None or hour.minute:
        return hour, i
    moved = hour.hour * 60 + sign * minutes
    return hour._replace(hour=moved // 60, minute=moved % 60), after


def _few_minutes(tokens: Sequence[Token], i: int) -> tuple[int | None, int]:
    if tokens[i].text == "seperempat":
        return 15, i + 1
    spelt = words_at(tokens, i)
    text = str(spelt.value) if spelt else tokens[i].text
    after = spelt.after if spelt else i + 1
    if not text.isdecimal() or int(text) > 59:
        return None, i
    return int(text), after + (tokens[after].text in ("menit", "mnt"))


def _with_part(tokens: Sequence[Token], clock: Clock) -> Clock:
    """With the zone and the part of the day that may follow: 08.00 WIB, 8 pagi."""
    after, hour, sure = clock.after, clock.hour, clock.sure
    an = after + 1 if tokens[after].text == "-" and tokens[after].tight else after
    if tokens[an].text == "an" and tokens[an].tight:
        after = an + 1  # jam 8an, jam 8-an
    if tokens[after].text in _ZONES:
        after, sure = after + 1, True
    part = part_at(tokens, after) or _english_at(tokens, after)
    if part is not None:
        found, after = part
        # "3 malam" may be three nights, "8 pagi" is a clock
        hour, sure = hour._replace(part=found), sure or found is not PartOfDay.NIGHT
    if tokens[after].text in _ZONES:
        after += 1
    return Clock(hour, after, sure, clock.named)


def _english_at(tokens: Sequence[Token], i: int) -> tuple[PartOfDay, int] | None:
    part = _ENGLISH.get(tokens[i].text)
    return (part, i + 1) if part is not None else None


def part_in(tokens: Sequence[Token]) -> PartOfDay | None:
    """The part of the day that is said among these words: tadi malam."""
    return next((PARTS[token.text] for token in tokens if token.text in PARTS), None)


def part_at(tokens: Sequence[Token], i: int) -> tuple[PartOfDay, int] | None:
    """A part of the day, and the token after it."""
    word = tokens[i].text
    if word == "dini" and tokens[i + 1].text == "hari":
        return PartOfDay.DAWN, i + 2
    return (PARTS[word], i + 1) if word in _PARTS_BESIDE else None
