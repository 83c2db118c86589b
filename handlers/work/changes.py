"""What changed, in words: old → new, short, and only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from handlers.turn import Say
from handlers.work.lines import shortened
from models.work.known import Before
from models.work.written import Written

INDENT = "    "  # as all that stands below a line
AROUND = 1  # words of what stayed that are shown on either side of what changed


def changed_line(say: Say, before: Before | None, now: Written) -> str:
    """To stand below an activity's line; "" if nothing is known of it that has changed."""
    if before is None:
        return ""
    listed = changes(say, before.words, now)
    return INDENT + say("line-changed", changes=listed, approved_at=before.approved_at)


def changes(say: Say, before: Written, now: Written) -> list[tuple[str, str]]:
    """(old, new) of each part that differs."""
    old_what, new_what = apart(before.what, now.what)
    return [
        (
            say("written-part", part=part, w=before, what=old_what),
            say("written-part", part=part, w=now, what=new_what),
        )
        for part in now.changed_since(before)
    ]


def apart(one: str, other: str) -> tuple[str, str]:
    """Two wordings without the words that they begin and end with alike, but for a few."""
    mine, theirs = one.split(), other.split()
    first = max(0, _alike(mine, theirs) - AROUND)
    left, right = mine[first:], theirs[first:]
    last = max(0, _alike(left[::-1], right[::-1]) - AROUND)
    return (_cut(mine, first, last), _cut(theirs, first, last))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(words: Sequence[str], first: int, last: int) -> str:
    middle = shortened(" ".join(words[first : len(words) - last]))
    return f"{'… ' if first else ''}{middle}{' …' if last else ''}"
