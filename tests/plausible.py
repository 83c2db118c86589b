"""Facts that fit any text: a word, a number, a list, a row, whatever a template makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from jinja2 import Environment, meta, nodes

WHAT = "Ani <b>&Putri"  # must be escaped wherever it is said
TYPED: dict[str, object] = {
    "day": date(2026, 11, 24),
    "days": date(2026, 11, 24),
    "weekday": date(2026, 11, 24),
    "month": date(2026, 11, 1),
    "clock": time(8, 30),
    "moment": datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
    "duration": 150,
    "amount": Decimal("12.5"),
    "plural": 12,
    "honoured": ("2", WHAT),
}


class Fact(str):
    """A plausible fact: a list has two of it, a row of a list as many as the text takes apart.

    ``holds``: whether it is there at all. ``equals``: what it says to every ``==``.
    """

    holds: bool
    equals: bool
    row: int | None

    def __new__(cls, *, holds: bool, equals: bool, row: int | None = None) -> Fact:
        made = super().__new__(cls, WHAT)
        made.holds, made.equals, made.row = holds, equals, row
        return made

    def __bool__(self) -> bool:
        return self.holds

    def __eq__(self, other: object) -> bool:
        return self.equals

    def __ne__(self, other: object) -> bool:
        return not self.equals

    def __hash__(self) -> int:
        return hash(WHAT)

    def __gt__(self, other: object) -> bool:
        return self.holds

    def __lt__(self, other: object) -> bool:
        return self.holds

    def __add__(self, other: object) -> Any:
        return 2

    def __sub__(self, other: object) -> int:
        return 2

    def __iter__(self) -> Iterator[Any]:
        return iter([self] * (self.row or 2) if self.holds else [])

    def __getitem__(self, key: object) -> Any:
        return str(self)[key] if isinstance(key, slice) else self

    def __getattr__(self, name: str) -> Fact:
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def facts_for(text: nodes.Template, *, holds: bool, equals: bool) -> dict[str, object]:
    """Everything that a text speaks of."""
    rows = {
        loop.iter.name: len(loop.target.items)
        for loop in text.find_all(nodes.For)
        if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Tuple)
    }
    facts: dict[str, object] = dict.fromkeys(
        meta.find_undeclared_variables(text), Fact(holds=holds, equals=equals)
    )
    for name, size in rows.items():
        facts[name] = [Fact(holds=holds, equals=equals, row=size)] * (2 if holds else 0)
    return facts


def lenient(environment: Environment) -> Environment:
    """The same, with filters that take a Fact for what they expect."""
    for name, typed in TYPED.items():
        environment.filters[name] = _taking(environment.filters[name], typed)
    return environment


def _taking(filter_: Callable[..., str], typed: object) -> Callable[..., str]:
    def taking(*values: object) -> str:
        return filter_(*(typed if isinstance(value, Fact) else value for value in values))

    return taking
