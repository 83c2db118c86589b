"""Gists: a few numbers for some words, which words that are much alike most likely share.

So that near-duplicates in a year of a unit's activities are found by an index and not by reading
them all. The first is of the words as they are; the others are min-wise hashes, each of the three
pieces of four letters that come first in an order of chance: texts that share nine tenths of
their pieces share one of the two nearly always, texts that share half of them hardly ever.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

PIECE = 4  # letters
SHORTEST = 20  # letters: "apel pagi" is everybody's, and says nothing
ORDERS = ((0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35), (0x27D4EB2F, 0x165667B1, 0x2545F491))

Gists = tuple[int | None, int | None, int | None]


@lru_cache(maxsize=4096)  # a unit's words come again and again
def bare(what: str) -> str:
    """The words without what makes them no others: case, marks, numbers, spaces."""
    return " ".join(re.findall(r"[^\W\d_]+", what.casefold()))


def gists_of(what: str) -> Gists:
    """None for words too short to be told apart."""
    words = bare(what)
    if len(words) < SHORTEST:
        return None, None, None
    pieces = {words[i : i + PIECE].encode() for i in range(len(words) - PIECE + 1)}
    second, third = (_first_in(pieces, orders) for orders in ORDERS)
    return crc32(words.encode()), second, third


def _first_in(pieces: set[bytes], orders: tuple[int, ...]) -> int:
    firsts = [min((crc32(piece, order), piece) for piece in pieces)[1] for order in orders]
    return crc32(b"".join(firsts))
