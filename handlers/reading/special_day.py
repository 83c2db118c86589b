"""A special day in words: "libur 27 November, HUT Kabupaten", "cuti bersama 24-26 desember"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.reading.coming import Period, is_half_read, period_at
from handlers.reading.found import Page
from handlers.reading.message import page_of
from handlers.reading.tokens import END, as_written, words
from models.office import Office

_OFF = words("libur diliburkan liburkan off")
_ON = words("masuk kerja buka")
_AROUND = _OFF | _ON | words("hari tetap pada untuk tanggal tgl karena , . - : ; ( )")
_NOT = words("tidak tdk gak ga bukan batal")
_JOINT = ("cuti", "bersama")  # says by itself that it is off
_FAR, _LONGEST = timedelta(days=366), timedelta(days=13)


@dataclass(frozen=True, slots=True)
class ReadSpecialDay:
    """Days in a row, what people call them, and whether they are off or working days after all."""

    day: date
    until: date  # the last one
    name: str
    is_off: bool


def read_special_day(text: str, said_at: datetime, office: Office) -> ReadSpecialDay | None:
    """None unless all three were said: off or not, a day or two weeks at most, and a name."""
    page = page_of(text, said_at, office)
    spelt = [token.text for token in page.tokens[: page.tokens.index(END)]]
    found = _day_in(page, len(spelt))
    if found is None or _NOT & set(spelt):
        return None
    (since, until), first, after = found
    if is_half_read(page, first, after):
        return None
    before, behind = range(first), range(after, len(spelt))
    says_it = bool((_OFF | _ON) & {spelt[i] for i in before})  # "masuk sabtu, kerja bakti"
    around = _AROUND - _OFF - _ON if says_it else _AROUND
    names = [*_trimmed(spelt, before, _AROUND), *_trimmed(spelt, behind, around)]
    said = [spelt[i] for i in [*before, *behind] if i not in names]
    is_off = next((word in _OFF for word in said if word in _OFF | _ON), None)
    if is_off is None and _says_joint_leave(spelt):
        is_off = True
    name = as_written(page.text, page.tokens, names).strip(" ,.-:;")
    if is_off is None or not name or until - since > _LONGEST or abs(until - page.today) > _FAR:
        return None
    return ReadSpecialDay(since, until, name[0].upper() + name[1:], is_off)


def _says_joint_leave(spelt: Sequence[str]) -> bool:
    return _JOINT in zip(spelt, spelt[1:], strict=False)


def _day_in(page: Page, end: int) -> tuple[Period, int, int] | None:
    """The first day or days that were said, and the tokens from and after which."""
    for i in range(end):
        found = period_at(page, i)
        if found is not None:
            return found[0], i, found[1]
    return None


def _trimmed(spelt: Sequence[str], where: range, around: Set[str]) -> list[int]:
    """The places of the name: without the words around it that say what sort of day it is."""
    kept = list(where)
    while kept and spelt[kept[0]] in around:
        kept.pop(0)
    while kept and spelt[kept[-1]] in around - _ON:
        kept.pop()
    return kept
