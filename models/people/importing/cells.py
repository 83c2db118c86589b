"""Cells of a roster as people type them: NIP, dates, grades, kinds, patterns, roles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeAlias, TypeVar

from models.office import Pattern
from models.people.employees import Kind, Role
from models.people.nip import WrongNip, tidy_nip

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

T = TypeVar("T")

EXACT = 2**53  # a spreadsheet's number keeps 15 digits: the 18 of a NIP are lost
EMPTY = {"", "-", "–", "—", "n/a", "tidak ada", "nihil"}
MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september",
    "oktober", "november", "desember",
)  # fmt: skip
ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
)  # fmt: skip
RANKED = {f"{roman}/{letter}" for roman in ROMAN[:4] for letter in "abcd"} | {"IV/e"}

KINDS: dict[str, Kind] = {
    "pns": Kind.PNS, "pegawai negeri sipil": Kind.PNS,
    "cpns": Kind.CPNS, "calon pns": Kind.CPNS, "calon pegawai negeri sipil": Kind.CPNS,
    "pppk": Kind.PPPK, "p3k": Kind.PPPK, "pppk penuh waktu": Kind.PPPK,
    "pppk paruh waktu": Kind.PPPK_PARTTIME, "p3k paruh waktu": Kind.PPPK_PARTTIME,
    "pppk pw": Kind.PPPK_PARTTIME, "p3k pw": Kind.PPPK_PARTTIME, "pppkpw": Kind.PPPK_PARTTIME,
}  # fmt: skip
PATTERNS: dict[str, Pattern | None] = {
    "5": Pattern.FIVE_DAYS, "5 hari": Pattern.FIVE_DAYS, "5 hari kerja": Pattern.FIVE_DAYS,
    "lima hari": Pattern.FIVE_DAYS, "lima hari kerja": Pattern.FIVE_DAYS,
    "6": Pattern.SIX_DAYS, "6 hari": Pattern.SIX_DAYS, "6 hari kerja": Pattern.SIX_DAYS,
    "enam hari": Pattern.SIX_DAYS, "enam hari kerja": Pattern.SIX_DAYS,
    "shift": Pattern.SHIFTS, "sif": Pattern.SHIFTS, "bergilir": Pattern.SHIFTS,
    "ikut unit": None, "sesuai unit": None,
}  # fmt: skip
ROLES: dict[str, Role] = {
    "pegawai": Role.STAFF, "staf": Role.STAFF,
    "kepala unit": Role.UNIT_HEAD, "pimpinan unit": Role.UNIT_HEAD, "pimpinan": Role.UNIT_HEAD,
    "tim kinerja": Role.PERFORMANCE_TEAM, "tim pengelola kinerja": Role.PERFORMANCE_TEAM,
    "admin unit": Role.UNIT_ADMIN, "admin opd": Role.UNIT_ADMIN,
    "admin kantor": Role.OFFICE_ADMIN, "admin bkpsdm": Role.OFFICE_ADMIN,
    "admin kepegawaian": Role.OFFICE_ADMIN,
}  # fmt: skip


class Unreadable(Exception):
    """A cell that cannot be taken as it is; ``because`` names the text that says why."""

    def __init__(self, because: str, **facts: object) -> None:
        super().__init__(because)
        self.because = because
        self.facts = facts


def words(cell: Cell) -> str:
    """A cell's text with single spaces; a whole number without its ".0", no cell as "".

    What was copied from a page brings signs along that nobody sees.
    """
    if isinstance(cell, str):
        kinds = [(sign, unicodedata.category(sign)) for sign in cell]
        seen = (" " if kind == "Cc" else sign for sign, kind in kinds if kind != "Cf")
        return " ".join("".join(seen).split())
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def said(cell: Cell) -> str:
    """A cell's text; "-" and its like are nothing."""
    text = words(cell)
    return "" if text.casefold() in EMPTY else text


def read_nip(cell: Cell, *, today: date) -> str:
    """18 digits. A number is refused: the spreadsheet has already rounded its last digits."""
    text = said(cell)
    if not text:
        raise Unreadable("nip-missing")
    is_rounded = isinstance(cell, int | float) and abs(cell) >= EXACT
    if is_rounded or re.fullmatch(r"[\d.,]+[eE]\+?\d+", text):
        raise Unreadable("nip-rounded")
    try:
        nip = tidy_nip(text)
    except WrongNip as wrong:
        raise Unreadable(f"nip-{wrong.facts['because']}") from None
    if int(nip[8:12]) > today.year:
        raise Unreadable("nip-appointed")
    return nip


def read_supervisor(cell: Cell, *, today: date) -> str | None:
    """A supervisor's NIP, alone or with a name beside it; None: nobody stands above."""
    text = said(cell)
    if not text:
        return None
    inside = re.search(r"(?<!\d)\d{18}(?!\d)", text)
    try:
        return read_nip(inside.group() if inside else cell, today=today)
    except Unreadable as why:
        raise Unreadable(f"supervisor-{why.because}", **why.facts) from None


def read_text(cell: Cell, *, most: int) -> str:
    """Words that must be there, at most so many characters."""
    text = said(cell)
    if not text:
        raise Unreadable("empty")
    if len(text) > most:
        raise Unreadable("too-long", most=most)
    return text


def read_date(cell: Cell, *, today: date) -> date | None:
    """TMT: a date cell, 1-2-2026, 2026-02-01 or 1 Februari 2026; not after today."""
    if not said(cell):
        return None
    found = _date(cell)
    if found is None or found.year < 1950:
        raise Unreadable("date")
    if found > today:
        raise Unreadable("date-future", today=today)
    return found


def _date(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):  # a date that lost its format: days since 30 December 1899
        return date(1899, 12, 30) + timedelta(days=int(cell)) if 1e4 < cell < 1e5 else None
    return _written_date(said(cell).lower())


def _written_date(text: str) -> date | None:
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 00:00:00)?", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})[-/.\s]+(\d{1,2}|[a-z]{3,})[-/.\s]+(\d{4})", text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), _month(month), int(day))
    except ValueError:
        return None


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    short = {"agt": 8, "agu": 8, "nop": 11, "pebruari": 2, "nopember": 11, "peb": 2}
    if written in short:
        return short[written]
    found = [n for n, name in enumerate(MONTHS, 1) if name.startswith(written)]
    return found[0] if len(found) == 1 else 0


def read_grade(cell: Cell) -> str | None:
    """Golongan/ruang: III/a for "Penata Muda (IIIa)", IX for "9" or "Golongan IX"; or None."""
    text = said(cell)
    if not text:
        return None
    ranked = re.search(r"\b(IV|I{1,3})\s*[/.,\-]?\s*([a-eA-E])\)?$", text)
    grade = f"{ranked[1]}/{ranked[2].lower()}" if ranked else _contract_grade(text)
    if grade not in RANKED and grade not in ROMAN:
        raise Unreadable("grade")
    return grade


def _contract_grade(text: str) -> str:
    last = text.split()[-1].strip("()").upper()
    is_number = last.isdigit() and 1 <= int(last) <= len(ROMAN)
    return ROMAN[int(last) - 1] if is_number else last


def read_kind(cell: Cell) -> Kind | None:
    """Status kepegawaian; None where the cell is empty."""
    return _one_of(KINDS, cell, "kind") if said(cell) else None


def read_pattern(cell: Cell) -> Pattern | None:
    """Pola kerja; None: the unit's own."""
    return _one_of(PATTERNS, cell, "pattern") if said(cell) else None


def read_role(cell: Cell) -> Role:
    """Peran di bot; an empty cell is no role."""
    return _one_of(ROLES, cell, "role") if said(cell) else Role.STAFF


def _one_of(meanings: Mapping[str, T], cell: Cell, because: str) -> T:
    text = re.sub(r"[^a-z0-9]+", " ", words(cell).lower()).strip()
    if text not in meanings:
        raise Unreadable(because)
    return meanings[text]
