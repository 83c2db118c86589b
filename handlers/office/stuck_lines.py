"""A line for each of those with whom work waits in vain, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.turn import named
from models.work.stuck import Sort, Stuck, Why

Say = Callable[..., str]


def stuck_line(say: Say, one: Stuck) -> str:
    return say(
        "stuck-line",
        person=named(one.who),
        reports=one.of.get(Sort.REPORT, 0),
        leave=one.of.get(Sort.LEAVE, 0),
        corrections=one.of.get(Sort.CORRECTION, 0),
        why=one.why.value,
    )


def what_to_do(say: Say, found: Sequence[Stuck]) -> str:
    """For each reason that there is, once; empty where there is none."""
    whys = {one.why for one in found}
    return say("stuck-what-to-do", whys=[why.value for why in Why if why in whys])
