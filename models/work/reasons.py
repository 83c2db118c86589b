"""Reasons (alasan): what somebody must say who sends back, turns down or takes away."""

from __future__ import annotations

from models.refusals import Refusal

MOST_OF_A_REASON = 1000


class ReasonTooShort(Refusal):
    """A reason that says nothing helps nobody."""


class ReasonTooLong(Refusal):
    """A reason that does not fit on a card."""


def must_say(reason: str | None, *, least: int) -> None:
    """Refuse a reason of fewer than ``least`` characters, or of too many."""
    if len((reason or "").strip()) < least:
        raise ReasonTooShort(least=least)
    must_fit(reason)


def must_fit(words: str | None) -> None:
    if len(words or "") > MOST_OF_A_REASON:
        raise ReasonTooLong(most=MOST_OF_A_REASON)
