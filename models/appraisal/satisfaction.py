"""Citizens' satisfaction (SKM, PermenPANRB 14/2017): nine elements, exact ninths, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from models.appraisal.rounding import to_hundredths

WORST, BEST = 1, 4  # of an answer: tidak baik … sangat baik
SCALE = 25  # from the means' 1…4 to the index's 25…100


class Element(StrEnum):
    """The nine unsur; the last two change places from source to source, so they are named."""

    REQUIREMENTS = "requirements"  # persyaratan
    PROCEDURE = "procedure"  # sistem, mekanisme, prosedur
    TIME = "time"  # waktu penyelesaian
    COST = "cost"  # biaya/tarif
    PRODUCT = "product"  # produk spesifikasi jenis pelayanan
    COMPETENCE = "competence"  # kompetensi pelaksana
    CONDUCT = "conduct"  # perilaku pelaksana
    COMPLAINTS = "complaints"  # penanganan pengaduan, saran dan masukan
    FACILITIES = "facilities"  # sarana dan prasarana


class Grade(StrEnum):
    """Mutu pelayanan: Sangat Baik, Baik, Kurang Baik, Tidak Baik."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


FLOORS: dict[Grade, Decimal] = {  # PermenPANRB 14/2017; below the last it is D
    Grade.A: Decimal("88.31"),
    Grade.B: Decimal("76.61"),
    Grade.C: Decimal("65.00"),
}


def means_of(answers: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """NRR of each element: the exact mean of the answers, one row of nine for each respondent."""
    if not answers or any(len(answer) != len(Element) for answer in answers):
        raise ValueError("every respondent answers about nine elements")
    if any(not WORST <= value <= BEST for answer in answers for value in answer):
        raise ValueError("an answer is 1, 2, 3 or 4")
    return tuple(Fraction(sum(values), len(answers)) for values in zip(*answers, strict=True))


def index_of(means: Sequence[Fraction | Decimal]) -> Decimal:
    """IKM of the nine elements' means (1…4): 25.00 to 100.00, rounded once to two decimals.

    Each element weighs an exact ninth; sheets that weigh 0.11 come out almost a point too low.
    """
    if len(means) != len(Element) or any(not WORST <= mean <= BEST for mean in means):
        raise ValueError("nine means from 1 to 4")
    total = sum((Fraction(mean) for mean in means), Fraction(0))
    return to_hundredths(total * SCALE / len(Element))


def grade_of(index: Decimal, floors: Mapping[Grade, Decimal] = FLOORS) -> Grade:
    """Mutu of an index that is already rounded to two decimals (PermenPANRB 14/2017)."""
    return next((grade for grade in Grade if index >= floors.get(grade, 0)), Grade.D)


def sample_size(population: int) -> int:
    """How many to ask (Krejcie and Morgan: chi² 3.841, P 0.5, d 0.05), as PermenPANRB 14/2017."""
    if population < 1:
        raise ValueError("nobody to ask")
    spread = Fraction("3.841") / 4
    exact = spread * population / (Fraction("0.0025") * (population - 1) + spread)
    return floor(exact + Fraction(1, 2))
