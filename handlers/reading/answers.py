"""Answers in words to a question about one part: a day, a time, a quantity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from handlers.reading.drafts import draft_of
from handlers.reading.finding import Line, read_line
from handlers.reading.found import FoundDay
from handlers.reading.message import page_of
from handlers.reading.parts import Part
from handlers.reading.quantities import counted_at
from handlers.reading.settling import length_of
from handlers.reading.tokens import END
from models.office import Office

_FEWEST_MINUTES = 15  # a bare number below is as likely hours


@dataclass(frozen=True, slots=True)
class ReadTime:
    """When and how long, as far as an answer says it; never all None."""

    start: time | None
    end: time | None
    minutes: int | None


def read_day(text: str, said_at: datetime, office: Office) -> date | None:
    """A day that is not in the future: "kemarin", "tgl 20", "20", "senin", "18/11"."""
    if re.fullmatch(r"\s*\d{1,2}\s*", text):
        text = f"tgl {text}"
    line = _line(text, said_at, office)
    return next((found.day for found in line.found if isinstance(found, FoundDay)), None)


def read_time(text: str, said_at: datetime, office: Office) -> ReadTime | None:
    """Any of "2 jam", "90 menit", "90", "8-10", "jam 8 sampai 10", "jam 8 selama 2 jam"."""
    if re.fullmatch(r"\s*\d{2,3}\s*", text) and int(text) >= _FEWEST_MINUTES:
        text = f"{text} menit"
    line = _line(text, said_at, office)
    draft = draft_of(Part(line, line.first, line.after, tuple(line.found)))
    length = length_of(draft, draft.times[0] if draft.times else None)
    if length.start is None and length.end is None and length.minutes is None:
        return None
    return ReadTime(length.start, length.end, length.minutes)


def read_quantity(text: str, said_at: datetime, office: Office) -> tuple[Decimal, str] | None:
    """A number and its unit: "12 berkas"; here any word may be the unit."""
    page = page_of(text, said_at, office)
    for i in range(page.tokens.index(END)):
        if (counted := counted_at(page, i)) is not None:
            return counted.quantity, counted.unit
    return None


def _line(text: str, said_at: datetime, office: Office) -> Line:
    page = page_of(text, said_at, office)
    return read_line(page, 0, page.tokens.index(END))
