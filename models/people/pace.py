"""The pace of one chat: whoever floods is handled later, one after another; nothing is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

from models.people.chats import Chat


@dataclass(frozen=True)
class Pace:
    """So many updates at once, then one every so often; a stranger's count several times.

    A moment on the chat's row says how far it has run ahead (the generic cell rate algorithm), so
    that all replicas together keep one pace.
    """

    at_once: int
    every: timedelta
    stranger_counts: int = 10

    def allows(self, at: datetime) -> ColumnElement[bool]:
        """The chats whose next update may be taken now, for a query."""
        return or_(Chat.paced_until.is_(None), Chat.paced_until < self._most(at))

    def count(self, chat: Chat, *, at: datetime) -> bool:
        """One more was handled; whether they must now be told that the rest comes slowly."""
        before = max(chat.paced_until or at, at)
        if before == at:
            chat.slowed_at = None  # what they sent has all been handled: the flood is over
        chat.paced_until = before + self.every * (1 if chat.employee_id else self.stranger_counts)
        if chat.slowed_at is not None or chat.paced_until < self._most(at):
            return False
        chat.slowed_at = at
        return True

    def _most(self, at: datetime) -> datetime:
        return at + self.every * self.at_once
