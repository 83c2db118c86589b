"""Planned results as people write them: "Memproses kenaikan pangkat, 1200 berkas, 95-100%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from models.appraisal.plans import Aspect, Indicator

MOST_OF_A_TARGET = 200
GREATEST = Decimal(10) ** 11

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_AT_LEAST = r"minimal|min|paling sedikit|sekurang-kurangnya|setidaknya|≥|>=|at least"
_AT_MOST = r"maksimal|maks|max|paling lambat|paling lama|paling banyak|≤|<=|at most|within"
_TARGET = re.compile(
    rf"(?:target\s+)?(?P<least>{_AT_LEAST})?(?P<most>{_AT_MOST})?\s*(?P<money>rp\.?)?\s*"
    rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|s\.?d\.?|sampai)\s*(?P<high>{_NUMBER}))?\s*"
    r"(?P<times>ribu|juta|miliar|milyar)?\s*(?P<unit>%|[^\W\d_][^\d,;:]{0,38})?",
    re.IGNORECASE,
)
_TIMES = {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9}
_PER = re.compile(
    r"\s*(?:setahun|per tahun|dalam setahun|sebulan|per bulan|a year|/\s*(?:tahun|thn|year))\s*$",
    re.IGNORECASE,
)
_OF_TIME = {"hari", "minggu", "bulan", "triwulan", "jam", "menit", "hari kerja", "days", "months"}
_QUALITY = {"%", "persen", "percent"}
_PARTS = re.compile(r"[;\n:]|,(?!\d)|\s-\s")


@dataclass(frozen=True)
class Target:
    """What is to be reached, in words, and as a number or a range if it says one."""

    words: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None

    @property
    def aspect(self) -> Aspect:
        """What such a unit is of, most likely."""
        if self.unit in _QUALITY:
            return Aspect.QUALITY
        if self.unit == "rupiah":
            return Aspect.COST
        return Aspect.TIME if self.unit in _OF_TIME else Aspect.QUANTITY

    def as_indicator(self, aspect: Aspect | None = None, what: str = "") -> Indicator:
        return Indicator(aspect=aspect or self.aspect, what=what, target=self.words, low=self.low,
                         high=self.high, unit=self.unit)  # fmt: skip


def read_target(text: str) -> Target:
    """ "1.200 berkas" is a number with its unit; what says no number is kept as words."""
    words = " ".join(text.split())[:MOST_OF_A_TARGET]
    found = _TARGET.fullmatch(_PER.sub("", words))
    return _numbered(found, words) if found else Target(words)


def read_result(text: str) -> tuple[str, list[Target]]:
    """The words of a result, and the targets written behind it."""
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    targets = [target for part in parts[1:] if (target := read_target(part)).unit is not None]
    known = {target.words for target in targets}
    return ", ".join(part for part in parts if " ".join(part.split()) not in known), targets


def _numbered(found: re.Match[str], words: str) -> Target:
    low, high = _number(found["low"]), _number(found["high"] or found["low"])
    shift = Decimal(10) ** _TIMES.get((found["times"] or "").lower(), 0)
    low, high = low * shift, high * shift
    if high >= GREATEST:
        return Target(words)
    unit = "rupiah" if found["money"] else _unit(found["unit"])
    return Target(words, None if found["most"] else low, None if found["least"] else high, unit)


def _number(written: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        written = written.replace(".", "")
    return Decimal(written.replace(",", "."))


def _unit(written: str | None) -> str | None:
    unit = (written or "").strip().strip(".")
    return (unit if unit.isupper() else unit.lower()) or None
