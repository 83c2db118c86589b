"""Targets as people write them: a number or a range with its unit, or words alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.appraisal.plans import Aspect
from models.appraisal.targets import read_target


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "aspect"),
    [
        ("1.200 berkas", 1200, 1200, "berkas", Aspect.QUANTITY),
        ("95-100%", 95, 100, "%", Aspect.QUALITY),
        ("12 bulan", 12, 12, "bulan", Aspect.TIME),
        ("minimal 90 persen", 90, None, "persen", Aspect.QUALITY),
        ("paling lambat 3 hari kerja", None, 3, "hari kerja", Aspect.TIME),
        ("Rp 1,5 juta", 1_500_000, 1_500_000, "rupiah", Aspect.COST),
        ("12 laporan", 12, 12, "laporan", Aspect.QUANTITY),
        ("12 laporan setahun", 12, 12, "laporan", Aspect.QUANTITY),
        ("12 laporan/tahun", 12, 12, "laporan", Aspect.QUANTITY),
        ("4 Dokumen / thn", 4, 4, "dokumen", Aspect.QUANTITY),
    ],
)
def test_a_target_is_a_number_with_its_unit(
    text: str, low: int | None, high: int | None, unit: str, aspect: Aspect
) -> None:
    target = read_target(text)

    expected = [None if n is None else Decimal(n) for n in (low, high)]
    assert ([target.low, target.high], target.unit, target.aspect) == (expected, unit, aspect)
    assert target.words == text  # as it was written


def test_what_says_no_number_is_kept_as_words() -> None:
    target = read_target("sesuai pedoman")

    assert (target.words, target.low, target.high, target.unit) == (
        "sesuai pedoman", None, None, None,
    )  # fmt: skip
