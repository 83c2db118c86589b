"""Refusal: the office says no, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from models.base import Base


class Refusal(Exception):
    """May not, or not now. Its words are found by the class's name; the facts fill them in.

    ``leaves`` are rows that the refusal must leave behind although everything else is undone:
    a try that counts, a trace. ``is_final``: no other words would do, so that a question which
    they were the answer to is over, and what is written next is a report again.
    """

    is_final: ClassVar[bool] = False

    def __init__(self, *, leaves: Sequence[Base] = (), **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts
        self.leaves = tuple(leaves)

    @property
    def key(self) -> str:
        """The text that says it: ``EntryWindowClosed`` is ``refused-entry-window-closed``."""
        return "refused-" + re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()
