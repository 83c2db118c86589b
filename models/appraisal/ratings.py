"""Ratings and predicates: what the year's work and behaviour amount to (PermenPANRB 6/2022)."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering


@total_ordering
class Graded(Enum):
    """Grades from the worst to the best, in the order in which they are written down."""

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        order = list(type(self))
        return order.index(self) < order.index(other)


class Rating(Graded):
    """Of results (hasil kerja) or of behaviour (perilaku): against what was expected."""

    BELOW = "below"  # di bawah ekspektasi
    MEETS = "meets"  # sesuai ekspektasi
    ABOVE = "above"  # di atas ekspektasi


class Predicate(Graded):
    """Predikat kinerja pegawai."""

    VERY_POOR = "very-poor"  # Sangat Kurang
    POOR = "poor"  # Kurang, in the annex also "misconduct"
    NEEDS_IMPROVEMENT = "needs-improvement"  # Butuh Perbaikan (Cukup)
    GOOD = "good"  # Baik
    VERY_GOOD = "very-good"  # Sangat Baik


class UnitPredicate(Graded):
    """Capaian kinerja organisasi: the organisation's own predicate (PermenPANRB 6/2022)."""

    VERY_POOR = "very-poor"  # Sangat Kurang
    POOR = "poor"  # Kurang
    NEEDS_IMPROVEMENT = "needs-improvement"  # Butuh Perbaikan
    GOOD = "good"  # Baik
    EXCELLENT = "excellent"  # Istimewa

    @property
    def as_rating(self) -> Rating:
        """The rating of results of whoever leads the unit.

        SE MenPANRB 3/2023: the unit's achievement *is* its head's rating of results. How five
        predicates become three ratings is not printed there; we read Baik as what was expected.
        """
        if self is UnitPredicate.GOOD:
            return Rating.MEETS
        return Rating.ABOVE if self > UnitPredicate.GOOD else Rating.BELOW


def predicate_of(*, results: Rating, behaviour: Rating) -> Predicate:
    """One of the nine cells (kuadran) of the annex to PermenPANRB 6/2022, SE MenPANRB 3/2023.

    Bad behaviour always wins; bad results with acceptable behaviour need improvement; only the
    best in both is very good.
    """
    if behaviour is Rating.BELOW:
        return Predicate.VERY_POOR if results is Rating.BELOW else Predicate.POOR
    if results is Rating.BELOW:
        return Predicate.NEEDS_IMPROVEMENT
    return Predicate.VERY_GOOD if results is behaviour is Rating.ABOVE else Predicate.GOOD
