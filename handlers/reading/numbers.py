"""Numbers, in digits and in words: 12, 1.250, 2,5, dua belas, seratus dua puluh."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from handlers.reading.tokens import Kind, Token

_ONES = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
NUMBER_WORDS = frozenset(_ONES) | frozenset(_WHOLE)
_TIMES = {"puluh": 10, "ratus": 100, "ribu": 1000}
_THOUSANDS = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|[1-9]\d{0,2}(?:,\d{3})+)\Z")
_DECIMAL = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?\Z")


class Number(NamedTuple):
    """A number and the token after it."""

    value: Decimal
    after: int


def number_at(tokens: Sequence[Token], i: int) -> Number | None:
    """A number that counts something; "1 (satu)" is one, as in official letters."""
    token = tokens[i]
    if token.kind is Kind.WORD:
        return words_at(tokens, i)
    if token.kind is not Kind.NUMBER:
        return None
    value = in_digits(token.text)
    if value is None:
        return None
    if tokens[i + 1].text == "ribu":
        return Number(value * 1000, i + 2)
    return Number(value, _past_the_same_in_words(tokens, i + 1))


@lru_cache(maxsize=1024)
def in_digits(text: str) -> Decimal | None:
    """A number as Indonesians write it: points part thousands, a comma (or a point) decimals."""
    if _THOUSANDS.match(text):
        return Decimal(text.replace(",", "") if "." not in text else _plain(text))
    if _DECIMAL.match(text):
        return Decimal(text.replace(",", "."))
    return None


def _plain(text: str) -> str:
    return text.replace(".", "").replace(",", ".")


def _past_the_same_in_words(tokens: Sequence[Token], i: int) -> int:
    if tokens[i].text == "(" and (inside := words_at(tokens, i + 1)):
        return inside.after + 1 if tokens[inside.after].text == ")" else i
    return i


def words_at(tokens: Sequence[Token], i: int) -> Number | None:
    """A number in words, read from its largest part to its smallest."""
    value = 0
    below = 1_000_000
    start = i
    while (part := _part_at(tokens, i)) and part.value < below:
        value += int(part.value)
        below = 1 if part.value < 20 else 10 ** (len(str(part.value)) - 1)
        i = part.after
    return Number(Decimal(value), i) if i > start else None


def _part_at(tokens: Sequence[Token], i: int) -> Number | None:
    word = tokens[i].text
    if word in _WHOLE:
        return Number(Decimal(_WHOLE[word]), i + 1)
    if word not in _ONES:
        return None
    if tokens[i + 1].text == "belas":
        return Number(Decimal(10 + _ONES[word]), i + 2)
    times = _TIMES.get(tokens[i + 1].text)
    return Number(Decimal(_ONES[word] * (times or 1)), i + 2 if times else i + 1)
