"""What an admin is shown of a roster that was checked: figures and first rows for a caption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.plainly import as_plain_text
from bot.roster_words import RosterWords
from bot.rosters import Roster, checked_copy
from models.people.importing.plan import Plan

ROWS = 4  # in the chat; the workbook has all
LONGEST = 90  # letters of one: a caption has 1,024 for everything


@dataclass(frozen=True)
class Shown:
    """A plan for its card: JSON facts, and what makes the checked copy if it is worth one."""

    fingerprint: str
    facts: dict[str, Any]
    copy: Callable[[], bytes] | None


def shown(roster: Roster, plan: Plan, say: Callable[..., str], *, has_changed: bool) -> Shown:
    """``has_changed``: it was shown before, and the office is another one since."""
    words = RosterWords(as_plain_text(say), roster.people, plan)
    lines = [clipped(words.line(remark)) for remark in plan.wrong]
    facts = {
        "entries": plan.entries,
        "counts": plan.counts(),
        "missing": len(plan.missing),
        "wrong": len({(remark.sheet, remark.row) for remark in plan.wrong}),
        "held_up": len(plan.held_up),
        "doubtful": len(plan.doubtful),
        "lines": lines[:ROWS],
        "more": len(lines[ROWS:]),
        "has_changed": has_changed,
    }
    copy = None if plan.is_spotless else checked_copy(roster, words)
    return Shown(plan.fingerprint(), facts, copy)


def clipped(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
