"""``make bench``: speed and memory, each beside a baseline of the same run.

``python -m tests.bench flow load`` runs some; each has a process of its own, since memory and
start-up are among what is measured.
"""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from importlib import import_module

from tests.bench.figures import MISSED, short

BENCHES = (
    "reading", "people", "start", "week", "flow", "growth", "broadcast", "load", "month",
    "likeness", "linking", "recap",
)  # fmt: skip


def main(names: list[str]) -> int:
    """The exit code: 0 also when an aim is missed, since other work on the machine may do that."""
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.")
        return 2
    ended = {name: _in_its_own_process(name) for name in names or BENCHES}
    missed = [name for name, code in ended.items() if code == MISSED]
    broken = [name for name, code in ended.items() if code not in (0, MISSED)]
    print(f"\nAims missed: {', '.join(missed) or 'none'}. Broken: {', '.join(broken) or 'none'}.")
    return 1 if broken else 0


def _in_its_own_process(name: str) -> int:
    code = f"from tests.bench.__main__ import run_one; run_one({name!r})"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def run_one(name: str) -> None:
    """Run a bench here; end with ``MISSED`` if it missed an aim."""
    module = import_module(f"tests.bench.{name}")
    print(f"\n== {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
    result = getattr(module, f"bench_{name}")()
    if inspect.iscoroutine(result):
        asyncio.run(result)
    sys.exit(MISSED if short() else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
