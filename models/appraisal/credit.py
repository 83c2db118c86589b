"""Angka kredit: what a year's predicate is worth to a functional official (jabatan fungsional)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.appraisal.ratings import Predicate
from models.appraisal.rounding import to_hundredths


class Level(StrEnum):
    """Jenjang of a functional post; whoever has none collects no credit."""

    BEGINNER = "beginner"  # Pemula
    SKILLED = "skilled"  # Terampil
    PROFICIENT = "proficient"  # Mahir
    OVERSEER = "overseer"  # Penyelia
    FIRST = "first"  # Ahli Pertama
    YOUNG = "young"  # Ahli Muda
    MIDDLE = "middle"  # Ahli Madya
    MAIN = "main"  # Ahli Utama


NAMES = {
    "pemula": Level.BEGINNER,
    "terampil": Level.SKILLED,
    "mahir": Level.PROFICIENT,
    "penyelia": Level.OVERSEER,
    "ahli pertama": Level.FIRST,
    "ahli muda": Level.YOUNG,
    "ahli madya": Level.MIDDLE,
    "ahli utama": Level.MAIN,
}
# "Perawat Terampil", "Dokter Ahli Muda pada Puskesmas …"; but no "Kepala Seksi Tenaga Terampil …".
WHERE = r"(?=\s*(?:$|[.,;(/–-]|pada\b|di\b))"  # the level ends here; what follows is the place
LEVEL = re.compile(
    rf"\b(ahli\s+(?:pertama|muda|madya|utama))\b|\b(pemula|terampil|mahir|penyelia)\b{WHERE}",
    re.IGNORECASE,
)
LEADS = re.compile(r"(?:kepala|sekretaris|ketua)\b", re.IGNORECASE)  # skilled workers, perhaps

PERCENT: Mapping[Predicate, int] = {
    Predicate.VERY_GOOD: 150,
    Predicate.GOOD: 100,
    Predicate.NEEDS_IMPROVEMENT: 75,
    Predicate.POOR: 50,
    Predicate.VERY_POOR: 25,
}

# Per year. Ahli Pertama is printed in Peraturan BKN 3/2023; the others an office checks in its
# office.toml before it relies on them.
COEFFICIENTS: dict[Level, Decimal] = {
    Level.BEGINNER: Decimal("3.75"),
    Level.SKILLED: Decimal("5"),
    Level.PROFICIENT: Decimal("12.5"),
    Level.OVERSEER: Decimal("25"),
    Level.FIRST: Decimal("12.5"),
    Level.YOUNG: Decimal("25"),
    Level.MIDDLE: Decimal("37.5"),
    Level.MAIN: Decimal("50"),
}


def level_of(position: str) -> Level | None:
    """The level that a post's name says; none where credit does not apply."""
    found = LEVEL.search(position.strip())
    if found is None or (found[2] and LEADS.match(position.strip())):
        return None
    return NAMES[" ".join(found[0].lower().split())]


def credit(predicate: Predicate, *, coefficient: Decimal, months: int = 12) -> Decimal:
    """Angka kredit of so many whole months (1 to 12), rounded once to two decimals.

    PermenPANRB 1/2023 and Peraturan BKN 3/2023: months/12 x percent x coefficient.
    """
    if not 1 <= months <= 12:
        raise ValueError("a year has one to twelve months")
    return to_hundredths(Fraction(months * PERCENT[predicate], 1200) * Fraction(coefficient))
