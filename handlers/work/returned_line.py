"""What waits once more after it was sent back: when that was, and what had been asked for."""

from __future__ import annotations

from handlers.turn import Say, named
from handlers.work.changes import INDENT
from handlers.work.lines import shortened
from models.people.employees import Employee
from models.work.returned import Returned

MOST = 200  # characters of the reason; all of it is in the history


def returned_line(
    say: Say, returned: Returned | None, *, reader: Employee, is_changed: bool
) -> str:
    """To stand below an activity's line; "" if it was not sent back."""
    if returned is None:
        return ""
    by = None if returned.by.id == reader.id else named(returned.by)
    reason = shortened(returned.reason, MOST)
    return INDENT + say(
        "review-returned", by=by, at=returned.at, reason=reason, unchanged=not is_changed
    )
