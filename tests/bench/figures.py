"""How a bench prints: a figure, beside what, and whether the aim is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

MISSED = 3  # what a bench's process ends with when an aim was missed

_short_of_aim: list[str] = []


@dataclass(frozen=True)
class Aim:
    """A limit of a figure, or of its ratio to what it stands beside."""

    limit: float
    is_most: bool
    of_ratio: bool = False

    def is_met(self, value: float) -> bool:
        return value <= self.limit if self.is_most else value >= self.limit

    def __str__(self) -> str:
        unit = " ×" if self.of_ratio else ""
        return f"at {'most' if self.is_most else 'least'} {self.limit:g}{unit}"


def at_most(limit: float) -> Aim:
    return Aim(limit, is_most=True)


def at_least(limit: float) -> Aim:
    return Aim(limit, is_most=False)


def ratio_at_most(limit: float) -> Aim:
    return Aim(limit, is_most=True, of_ratio=True)


def ratio_at_least(limit: float) -> Aim:
    return Aim(limit, is_most=False, of_ratio=True)


def figure(what: str, value: float, unit: str, *, beside: tuple[str, float] | None = None,
           aim: Aim | None = None) -> None:  # fmt: skip
    """Print one line; ``beside`` is the baseline's name and its figure in the same unit."""
    line = f"  {what:<36}{_rounded(value):>9} {unit:<12}"
    ratio = 0.0
    if beside is not None:
        name, base = beside
        ratio = value / base if base else 0.0
        line += f"{_rounded(ratio):>7} × {_rounded(base)} ({name})"
    if aim is not None:
        is_met = aim.is_met(ratio if aim.of_ratio else value)
        line += f"; aim {aim}: {'met' if is_met else 'MISSED'}"
        if not is_met:
            _short_of_aim.append(what)
    print(line.rstrip(), flush=True)


def note(words: str) -> None:
    print(f"  {words}", flush=True)


def short() -> Sequence[str]:
    """The figures of this process that missed their aim."""
    return _short_of_aim


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return {f"p{n}": cuts[n - 1] * 1000 for n in (50, 95, 99)}


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
