"""Exact fractions, rounded once and as people do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def to_hundredths(exact: Fraction) -> Decimal:
    """Two decimals; a half goes up."""
    return Decimal(floor(exact * 100 + Fraction(1, 2))).scaleb(-2)
