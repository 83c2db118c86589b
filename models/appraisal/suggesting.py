"""Which planned result (RHK) an activity most likely serves: by its words, and one's own history.

Words are compared by pieces of four letters, so that memverifikasi and verifikasi are much alike;
pieces that everything has count little. Pure, and a few milliseconds for a year's last activities.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from models.work.gists import bare

PIECE = 4
SURE = 0.30  # below it nothing is suggested: not linked is a legal answer
BY_WORDS = 0.8  # the plan's own words weigh less than what somebody did and linked
ONCE_MORE = 0.15  # what every further example adds, at most
SAME_UNIT = 0.08


@dataclass(frozen=True)
class Planned:
    """A result that can be served: its words with those of its indicators, and their units."""

    key: int
    words: str
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Done:
    """What was sent before, and the result it serves; None: a task, or none by choice."""

    what: str
    key: int | None


def suggest(
    what: str, unit: str | None, *, planned: Sequence[Planned], done: Sequence[Done]
) -> int | None:
    """The key of the result, or None where nothing is likely enough."""
    weights = _weights([*(one.words for one in planned), *(one.what for one in done)])
    mine = pieces(what)
    votes: dict[int | None, list[float]] = defaultdict(list)
    for one in done:
        votes[one.key].append(_likeness(mine, pieces(one.what), weights))
    scores = {key: _together(found) for key, found in votes.items()}
    for result in planned:
        by_words = BY_WORDS * _likeness(mine, pieces(result.words), weights)
        by_unit = SAME_UNIT if unit and unit.casefold() in result.units else 0.0
        scores[result.key] = max(scores.get(result.key, 0.0), by_words) + by_unit
    possible = {result.key for result in planned} | {None}
    likely = max((key for key in scores if key in possible), key=lambda k: scores[k], default=None)
    return likely if likely is not None and scores[likely] >= SURE else None


@lru_cache(maxsize=4096)  # the same words come again and again
def pieces(what: str) -> frozenset[str]:
    """Every four letters in a row, each word with the gap before it."""
    words = f" {bare(what)} "
    return frozenset(words[i : i + PIECE] for i in range(max(len(words) - PIECE + 1, 1)))


def _weights(texts: Sequence[str]) -> dict[str, float]:
    """Rare pieces tell more than those that are everywhere."""
    seen = Counter(piece for text in dict.fromkeys(texts) for piece in pieces(text))
    count = len(set(texts))
    return {piece: log(1 + count / times) ** 2 for piece, times in seen.items()}


def _likeness(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    """From 0 to 1: the cosine of the two, by weight; a piece nobody knows tells nothing."""
    shared = sum(weights[piece] for piece in one & other if piece in weights)
    mine = sum(weights.get(piece, 0.0) for piece in one)
    theirs = sum(weights.get(piece, 0.0) for piece in other)
    return shared / sqrt(mine * theirs) if shared else 0.0


def _together(likenesses: Sequence[float]) -> float:
    """The best example, and a little for the next ones."""
    best, *more = sorted(likenesses, reverse=True)[:4]
    return best + ONCE_MORE * best * sum(more) / 3
