"""What an office may set about appraisal, dated ``valid_from``: sources do not print it alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.appraisal.credit import COEFFICIENTS, Level
from models.appraisal.distribution import GUIDANCE, Patterns
from models.appraisal.satisfaction import FLOORS, Grade

Coefficient = Annotated[Decimal, Field(gt=0, le=1000)]
Floor = Annotated[Decimal, Field(ge=25, le=100)]

# How positions of JPT begin in a kabupaten (PP 11/2017); they plan by perspectives.
HIGH_POSITIONS = (
    "Sekretaris Daerah", "Asisten", "Staf Ahli Bupati", "Staf Ahli Wali Kota", "Sekretaris DPRD",
    "Inspektur Daerah", "Inspektur Kabupaten", "Inspektur Kota", "Kepala Dinas", "Kepala Badan",
)  # fmt: skip


class Terms(BaseModel):
    """What holds from ``valid_from`` on; a field left out is inherited from the terms before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    cadence: Literal["monthly", "quarterly"] = "quarterly"  # of evaluations, beside the year's
    objection_days: Annotated[int, Field(ge=1, le=90)] = 14  # calendar days, PP 30/2019 Art. 59
    coefficients: dict[Level, Coefficient] = COEFFICIENTS  # angka kredit of a whole year
    patterns: Patterns = GUIDANCE  # pola distribusi, by the organisation's predicate
    satisfaction_from: dict[Grade, Floor] = FLOORS  # the lowest IKM of A, B and C
    high_positions: tuple[str, ...] = HIGH_POSITIONS  # of JPT: how these positions begin

    def is_high(self, position: str) -> bool:
        """Whether a position is a JPT, as its words begin; letter case does not matter."""
        words = " ".join(position.split()).casefold()
        return any(
            words == high or words.startswith(f"{high} ")
            for high in (" ".join(one.split()).casefold() for one in self.high_positions)
        )


BEGINNING = Terms(valid_from=date(2023, 1, 1))


def terms_on(day: date, terms: Sequence[Terms]) -> Terms:
    """Later dates win; before the first date the first terms held."""
    ordered = sorted(terms, key=lambda one: one.valid_from)
    held = [one for one in ordered if one.valid_from <= day] or ordered[:1]
    merged = Terms(valid_from=held[0].valid_from)
    for one in held:
        said = {name: getattr(one, name) for name in one.model_fields_set}
        merged = merged.model_copy(update=said)
    return merged
