"""The distribution pattern (pola distribusi): a warning to whoever appraises, never a block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from models.appraisal.ratings import Predicate, UnitPredicate

Percent = Annotated[int, Field(ge=0, le=100)]


class Share(BaseModel):
    """What part of a unit's employees the guidance sees in one predicate, or in several."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: tuple[Predicate, ...] = Field(min_length=1)
    at_least: Percent = 0
    at_most: Percent = 100
    some: bool = False  # somebody at least, however few
    mostly: bool = False  # more than in any other predicate, or as many

    def is_kept(self, counts: Mapping[Predicate, int]) -> bool:
        part = self.part(counts)
        if not self.at_least <= part <= self.at_most or (self.some and not part):
            return False
        others = (count for predicate, count in counts.items() if predicate not in self.of)
        return not self.mostly or self._count(counts) >= max(others, default=0)

    def part(self, counts: Mapping[Predicate, int]) -> Fraction:
        """How much it is, in exact percent."""
        return Fraction(100 * self._count(counts), sum(counts.values()))

    def _count(self, counts: Mapping[Predicate, int]) -> int:
        return sum(counts.get(predicate, 0) for predicate in self.of)


Pattern = Sequence[Share]
Patterns = dict[UnitPredicate, tuple[Share, ...]]

ONLY = Predicate
GUIDANCE: Patterns = {
    UnitPredicate.EXCELLENT: (Share(of=(ONLY.VERY_GOOD,), mostly=True, at_most=70),),
    UnitPredicate.GOOD: (
        Share(of=(ONLY.GOOD,), mostly=True, at_most=70),
        Share(of=(ONLY.NEEDS_IMPROVEMENT, ONLY.POOR), some=True),
    ),
    UnitPredicate.NEEDS_IMPROVEMENT: (
        Share(of=(ONLY.NEEDS_IMPROVEMENT,), at_least=60),
        Share(of=(ONLY.VERY_GOOD,), at_most=10),
    ),
    UnitPredicate.POOR: (
        Share(of=(ONLY.POOR,), at_least=60),
        Share(of=(ONLY.NEEDS_IMPROVEMENT,), at_least=10),
        Share(of=(ONLY.VERY_GOOD,), at_most=10),
    ),
    UnitPredicate.VERY_POOR: (
        Share(of=(ONLY.VERY_POOR,), at_least=60),
        Share(of=(ONLY.POOR, ONLY.NEEDS_IMPROVEMENT), at_least=10),
        Share(of=(ONLY.VERY_GOOD,), at_most=0),
    ),
}


@dataclass(frozen=True)
class Departure:
    """A share that is not as the guidance has it, and how much it is: exact percent."""

    share: Share
    part: Fraction


def departures(pattern: Pattern, predicates: Iterable[Predicate]) -> Iterator[Departure]:
    """Where a unit's predicates leave the pattern of SE MenPANRB 3/2023.

    It is a consideration of whoever appraises and binds nobody, so this only tells. Of a single
    employee, or of nobody, there is no distribution.
    """
    counts = Counter(predicates)
    if counts.total() < 2:
        return
    for share in pattern:
        if not share.is_kept(counts):
            yield Departure(share, share.part(counts))
