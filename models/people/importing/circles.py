"""Circles of supervisors: whoever, going up, comes back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def circles(above: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Each circle once, from the lowest upwards; those who merely stand below one are not in it."""
    done: set[str] = set()
    for start in above:
        way: dict[str, int] = {}
        here: str | None = start
        while here is not None and here not in done and here not in way:
            way[here] = len(way)
            here = above.get(here)
        if here is not None and here in way:
            yield tuple(way)[way[here] :]
        done.update(way)
