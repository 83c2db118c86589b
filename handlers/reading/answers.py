"""Answers in words to a question about one part: a day, a time, a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from models.office import Office


@dataclass(frozen=True, slots=True)
class ReadTime:
    """When and how long, as far as an answer says it."""

    start: time | None
    end: time | None
    minutes: int | None


def read_day(text: str, said_at: datetime, office: Office) -> date | None:
    """ "kemarin", "tgl 20", "senin", "18/11": a day that is not in the future, or None."""
    return None


def read_time(text: str, office: Office) -> ReadTime | None:
    """ "2 jam", "90 menit", "8-10", "jam 8 sampai 10", "jam 8 selama 2 jam", or None."""
    return None


def read_quantity(text: str, office: Office) -> tuple[Decimal, str] | None:
    """ "12 berkas", or None."""
    return None
