"""Being away, in words: "izin sakit", "besok saya cuti", "cuti tahunan 1-5 desember"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from handlers.reading.ailing import somebody_else, unwell_words
from handlers.reading.coming import Period, is_half_read, period_at, since_at
from handlers.reading.found import Page
from handlers.reading.message import page_of
from handlers.reading.tokens import END, words
from models.office import Office
from models.work.absence_kinds import MAY_REPORT, NAMED, OF_LEAVE, AbsenceKind

_LONGEST = 5  # words of a kind's name
_PERMISSION, _LEAVE = words("izin ijin permission"), words("cuti leave")
_IN_ENGLISH = {
    "annual leave": AbsenceKind.ANNUAL_LEAVE,
    "annual": AbsenceKind.ANNUAL_LEAVE,
    "long leave": AbsenceKind.LONG_LEAVE,
    "maternity leave": AbsenceKind.MATERNITY_LEAVE,
    "urgent leave": AbsenceKind.URGENT_LEAVE,
    "unpaid leave": AbsenceKind.UNPAID_LEAVE,
    "sick leave": AbsenceKind.SICK,
    "sick": AbsenceKind.SICK,
    "ill": AbsenceKind.SICK,
    "duty travel": AbsenceKind.DUTY_TRAVEL,
    "study leave": AbsenceKind.STUDY,
}
_KINDS = NAMED | _IN_ENGLISH
_ELSEWHERE = (*MAY_REPORT, *OF_LEAVE, AbsenceKind.STUDY)
_COUNTED = words("hari hr days day minggu pekan weeks week bulan bln months month")
_A_WHOLE = words("seminggu sepekan sebulan setahun")
_NEAR = timedelta(days=5 * 366)
_SAY_NOTHING = words(
    """
    saya sy aku mohon minta mau akan ingin sedang lagi pak bu bapak ibu maaf selamat pagi siang
    sore dari mulai tanggal untuk karena pada hari masuk kerja kantor ijin izin cuti nihil tidak
    tdk gak ga gk nggak ngga bisa dulu ya kak abang mas mbak libur , . - ! krn sejak
    i am i'm im is be will on leave permission please sorry sir madam for from since of the my work
    office cannot can't not come coming feeling so today dan and
    """
)
_ALONE = words("cuti izin ijin sakit nihil libur cltn diklat leave sick ill")
_WHITHER, _LONGEST_PLACE = words("ke di to in"), 4  # words
_MYSELF = words("saya sy aku i i'm im")
_DENIABLE = _ALONE | words("dinas tugas demam")
_NOT = words("tidak tdk gak ga gk nggak ngga bukan belum not")  # "saya tidak sakit"
_PAIRS = (
    ("dinas", "luar"),
    ("tugas", "belajar"),
    ("duty", "travel"),
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
    ``may_be``: words of illness alone, without a word that it is one's own: it may be work.
    """

    kind: AbsenceKind | None
    period: Period | None
    only: bool
    is_leave: bool = False
    is_unclear: bool = False
    may_be: bool = False


@dataclass
class _Found:
    """The words in their order, and what was taken out of them."""

    spelt: list[str]
    kinds: list[AbsenceKind] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    is_half_read: bool = False  # more days were said than make one period
    rest: list[str] = field(default_factory=list)

    @property
    def is_both(self) -> bool:
        """Work elsewhere and leave at once: which it is has to be asked."""
        works = {kind in MAY_REPORT for kind in self.kinds}
        return len(works) == 2 or (True in works and bool(_LEAVE & set(self.rest)))

    @property
    def kind(self) -> AbsenceKind | None:
        """The first that was named."""
        return self.kinds[0] if self.kinds and not self.is_both else None

    @property
    def is_absence(self) -> bool:
        """A word that says that somebody does not come."""
        return bool(set(_PAIRS) & set(pairwise(self.spelt)))

    @property
    def is_denied(self) -> bool:
        return any(a in _NOT and b in _DENIABLE for a, b in pairwise(self.spelt))

    @property
    def whither(self) -> set[str]:
        """Ke Jambi, di Kantor Gubernur: where somebody travels to, at the end."""
        starts = [i for i, word in enumerate(self.rest) if word in _WHITHER]
        place = self.rest[starts[0] :] if starts else []
        return set(place) if len(place) <= _LONGEST_PLACE else set()

    @property
    def counted(self) -> set[str]:
        """How many days, or weeks or months."""
        told = [(a, b) for a, b in pairwise(self.rest) if a.isdecimal() and b in _COUNTED]
        return {word for pair in told for word in pair} | (set(self.rest) & _A_WHOLE)

    @property
    def idle(self) -> set[str]:
        """The rest, without numbers of days that are not all understood."""
        numbers = {word for word in self.rest if word.isdecimal()} if self.is_half_read else set()
        return set(self.rest) - numbers


def read_away(text: str, said_at: datetime, office: Office) -> ReadAway:
    """Kind and days, each None where it was not said; days are those to come."""
    page = page_of(text, said_at, office)
    found = _found(page)
    unwell, others = unwell_words(found.spelt), somebody_else(found.spelt)
    is_ill = bool(unwell) or found.kind is AbsenceKind.SICK
    rest = set(found.rest)
    kind = AbsenceKind.SICK if unwell and found.kind is None else found.kind
    if is_ill and others:
        kind = None
    is_leave = kind is None and not found.is_both and bool(_LEAVE & rest)
    if kind is None and not is_leave and not found.is_both and _PERMISSION & rest:
        kind = AbsenceKind.PERMISSION
    counted = found.counted
    is_one = len(found.periods) == 1 and not counted and not found.is_half_read
    is_clear = is_one and _is_near(found.periods[0], said_at.date())
    told = found.is_absence or bool(_PERMISSION & rest)
    is_own = told or (bool(_MYSELF & rest) and not others)
    is_travel = kind in MAY_REPORT  # "diklat 3 hari" may tell of work
    idle = found.idle if is_travel else found.idle - counted
    if (is_leave or kind in _ELSEWHERE) and is_clear and found.periods[0][0] > page.today:
        idle -= found.whither  # what is to come is no report
    nothing_else = idle - unwell - others <= _SAY_NOTHING and not found.is_denied
    is_said = found.is_absence or bool(_ALONE & set(found.spelt)) or bool(unwell)
    sure = is_own if unwell else told if others else True
    return ReadAway(
        kind=kind,
        period=found.periods[0] if is_clear else None,
        only=is_said and nothing_else and sure,
        is_leave=is_leave,
        is_unclear=not is_clear and bool(found.periods or counted),
        may_be=bool(unwell) and nothing_else and not sure and not others,
    )


def _found(page: Page) -> _Found:
    found = _Found([token.text for token in page.tokens[: page.tokens.index(END)]])
    past = AbsenceKind.SICK in {_KINDS.get(word) for word in found.spelt} or bool(
        unwell_words(found.spelt)
    )
    i = 0
    while i < len(found.spelt):
        length = _kind_at(found.spelt, i)
        if length:
            found.kinds.append(_KINDS[" ".join(found.spelt[i : i + length])])
            i += length
            continue
        days = since_at(page, i, past=past) or period_at(page, i)
        if days is not None:
            found.is_half_read |= is_half_read(page, i, days[1])
            found.periods.append(days[0])
            i = days[1]
            continue
        found.rest.append(found.spelt[i])
        i += 1
    return found


def read_days(text: str, said_at: datetime, office: Office) -> Period | None:
    """The days alone, as an answer to which."""
    return read_away(text, said_at, office).period


def _is_near(period: Period, today: date) -> bool:
    """A year that was mistyped is no day to come."""
    return all(abs(day - today) < _NEAR for day in period)


def _kind_at(spelt: list[str], i: int) -> int:
    """How many words from here on name a kind; 0 for none."""
    for length in range(_LONGEST, 0, -1):
        if " ".join(spelt[i : i + length]) in _KINDS and i + length <= len(spelt):
            return length
    return 0
