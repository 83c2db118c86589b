"""``make bench [ONLY=reading]``: speed and memory, each beside a baseline of the same run."""

from __future__ import annotations

import asyncio
import inspect
import sys
from importlib import import_module

BENCHES = ("reading", "people", "week")


def main(names: list[str]) -> None:
    for name in names or BENCHES:
        bench = getattr(import_module(f"tests.bench.{name}"), f"bench_{name}")
        print(f"\n== {name} ==", flush=True)
        result = bench()
        if inspect.isawaitable(result):
            asyncio.run(_finished(result))


async def _finished(result: object) -> None:
    await result  # type: ignore[misc]


if __name__ == "__main__":
    main(sys.argv[1:])
