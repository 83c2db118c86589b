"""A message, read: its activities, and what has to be asked."""

from __future__ import annotations

from datetime import datetime

from handlers.reading.understood import About, Question, ReadActivity, Reading, Span
from models.office import Office


def read(text: str, said_at: datetime, office: Office) -> Reading:
    """Read what somebody wrote at this moment; days are relative to it."""
    activity = ReadActivity(
        day=office.local(said_at).date(),
        start=None,
        end=None,
        minutes=None,
        quantity=None,
        unit=None,
        what=text.strip(),
        line=Span(0, len(text)),
    )
    return Reading((activity,), (Question(About.MINUTES, 0),))
