"""Being away, in words: "izin sakit", "besok saya cuti", "cuti tahunan 1-5 desember"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from handlers.reading.coming import Period, period_at
from handlers.reading.message import page_of
from handlers.reading.tokens import END, words
from models.office import Office
from models.work.absence_kinds import MAY_REPORT, NAMED, AbsenceKind

_LONGEST = 5  # words of a kind's name
_PERMISSION, _LEAVE = "izin", "cuti"
_NEAR = timedelta(days=5 * 366)
_SAY_NOTHING = words(
    """
    saya sy aku mohon minta mau akan ingin sedang lagi pak bu bapak ibu maaf selamat pagi siang
    sore dari mulai tanggal untuk karena pada hari masuk kerja kantor ijin izin cuti nihil tidak
    tdk gak ga gk nggak ngga bisa dulu ya kak abang mas mbak libur , . - !
    """
)
_ALONE = words("cuti izin ijin sakit nihil libur cltn diklat")
_DENIABLE = _ALONE | words("dinas tugas")
_NOT = words("tidak tdk gak ga gk nggak ngga bukan belum")  # "saya tidak sakit"
_PAIRS = (
    ("dinas", "luar"),
    ("tugas", "belajar"),
    ("tidak", "masuk"),
    ("tdk", "masuk"),
    ("gak", "masuk"),
    ("ga", "masuk"),
    ("gk", "masuk"),
    ("nggak", "masuk"),
    ("ngga", "masuk"),
    ("bisa", "masuk"),
)


@dataclass(frozen=True, slots=True)
class ReadAway:
    """What was understood; ``only``: nothing else was said, so it is hardly a report.

    ``is_leave``: some cuti, but not which. ``is_unclear``: days were said, but not one period.
    """

    kind: AbsenceKind | None
    period: Period | None
    only: bool
    is_leave: bool = False
    is_unclear: bool = False


def read_away(text: str, said_at: datetime, office: Office) -> ReadAway:
    """Kind and days, each None where it was not said; days are those to come."""
    page = page_of(text, said_at, office)
    spelt = [token.text for token in page.tokens[: page.tokens.index(END)]]
    kind: AbsenceKind | None = None
    periods: list[Period] = []
    rest: list[str] = []
    i = 0
    while i < len(spelt):
        length = _kind_at(spelt, i)
        found = None if length else period_at(page, i)
        if length:
            kind, i = kind or NAMED[" ".join(spelt[i : i + length])], i + length
        elif found is not None:
            periods.append(found[0])
            i = found[1]
        else:
            rest.append(spelt[i])
            i += 1
    is_leave = kind is None and _LEAVE in rest
    if kind is None and not is_leave and {_PERMISSION, "ijin"} & set(rest):
        kind = AbsenceKind.PERMISSION
    is_said = bool(_ALONE & set(spelt)) or bool(set(_PAIRS) & set(pairwise(spelt)))
    counted = {a for a, b in pairwise(rest) if a.isdecimal() and b == "hari"}  # how many days
    is_clear = len(periods) == 1 and not counted and _is_near(periods[0], said_at.date())
    denied = any(a in _NOT and b in _DENIABLE for a, b in pairwise(spelt))
    idle = rest if kind in MAY_REPORT else set(rest) - counted  # "diklat 3 hari" may tell of work
    only = is_said and not denied and set(idle) <= _SAY_NOTHING
    period = periods[0] if is_clear else None
    return ReadAway(kind, period, only, is_leave, not is_clear and bool(periods or counted))


def read_days(text: str, said_at: datetime, office: Office) -> Period | None:
    """The days alone, as an answer to which."""
    return read_away(text, said_at, office).period


def _is_near(period: Period, today: date) -> bool:
    """A year that was mistyped is no day to come."""
    return all(abs(day - today) < _NEAR for day in period)


def _kind_at(spelt: list[str], i: int) -> int:
    """How many words from here on name a kind; 0 for none."""
    for length in range(_LONGEST, 0, -1):
        if " ".join(spelt[i : i + length]) in NAMED and i + length <= len(spelt):
            return length
    return 0
