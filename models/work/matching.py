"""Which line of an edited message was which before: the same, at the same place, or most alike."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from models.work.written import Written

ALIKE = 0.5  # how much of two lines must agree to be one line that moved and changed
ONCE_MORE = 0.9  # and to be one that had vanished
SAME_PLACE = 0.25  # what standing at the same place is worth
SAME_TIME = 0.3  # and being of the same day and hours


def match(
    before: Sequence[Written], after: Sequence[Written], *, vanished: Sequence[Written] = ()
) -> list[int | None]:
    """For each line of ``after`` the place it had in ``before``; None for one that is new.

    Places from ``len(before)`` on are those of ``vanished``, which may be written once more.
    Whatever is not named has vanished. A line that stayed as it was is never taken for another,
    however lines were moved, put in or taken out around it.
    """
    known = [*before, *vanished]
    found = _unchanged(known, after)
    gone = set(range(len(known))) - set(found.values())
    new = set(range(len(after))) - found.keys()
    likely = [
        (-alike, old, place)
        for old in gone
        for place in new
        if (alike := _likely(known, after, old, place, lines=len(before))) is not None
    ]
    for _, old, place in sorted(likely):
        if old in gone and place in new:
            found[place] = old
            gone.remove(old)
            new.remove(place)
    return [found.get(place) for place in range(len(after))]


def likeness(one: Written, other: Written) -> float:
    """From 0 to 1: how much of the words agrees, and whether it is the same day and time."""
    # Word by word: letter by letter, forty lines that all changed take four times as long.
    mine, theirs = one.what.casefold().split(), other.what.casefold().split()
    words = SequenceMatcher(None, mine, theirs, autojunk=False)
    same_time = {"day", "time"}.isdisjoint(one.changed_since(other))
    return words.ratio() * (1 - SAME_TIME) + (SAME_TIME if same_time else 0)


def _unchanged(before: Sequence[Written], after: Sequence[Written]) -> dict[int, int]:
    """The lines that are as they were: at their place, else wherever they stand first."""
    found: dict[int, int] = {}
    for place, (old, words) in enumerate(zip(before, after, strict=False)):
        if old == words:
            found[place] = place
    for place, words in enumerate(after):
        if place in found:
            continue
        taken = set(found.values())
        same = (old for old, it in enumerate(before) if it == words and old not in taken)
        if (first := next(same, None)) is not None:
            found[place] = first
    return found


def _likely(
    before: Sequence[Written], after: Sequence[Written], old: int, place: int, *, lines: int
) -> float | None:
    """How likely these two are one line; None if they are not."""
    alike = likeness(before[old], after[place])
    if old == place and old < lines:
        return alike + SAME_PLACE
    return alike if alike >= (ALIKE if old < lines else ONCE_MORE) else None
