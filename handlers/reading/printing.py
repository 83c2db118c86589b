"""An activity in one line that reads back as the same activity."""

from __future__ import annotations

from handlers.reading.understood import ReadActivity


def print_back(activity: ReadActivity) -> str:
    """For example "23/11/2026 08.00-10.00 rapat koordinasi, 1 notulen"."""
    return activity.what
