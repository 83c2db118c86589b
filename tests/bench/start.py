"""How long the commands take until they do what they are for, beside an interpreter alone."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from simulator.server import serving
from simulator.telegram import Telegram
from tests.bench.figures import at_most, figure

TIMES = 5


async def bench_start() -> None:
    """Until the first getUpdates of ``run`` is in flight, and until ``read`` has answered."""
    bare = _seconds(["-c", "pass"])
    figure("an interpreter that does nothing", bare, "s")
    aiogram = _seconds(["-c", "import aiogram, sqlalchemy"])
    figure("python -m bot read", _seconds(["-m", "bot", "read", "kmrn jam 1-3 rapat"]), "s",
           beside=("interpreter", bare), aim=at_most(1.0))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="kinerja-start-") as folder:
        first = await _until_polling(Path(folder))
        again = median([await _until_polling(Path(folder)) for _ in range(TIMES)])
    beside = ("importing aiogram and SQLAlchemy", aiogram)
    figure("python -m bot run, first time", first, "s", beside=beside)
    figure("python -m bot run, again", again, "s", beside=beside)


def _seconds(arguments: list[str]) -> float:
    def once() -> float:
        began = perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - began

    return median(once() for _ in range(TIMES))


async def _until_polling(folder: Path) -> float:
    """On SQLite, which is brought to this version at start, and on a Telegram of our own."""
    telegram = Telegram()
    async with serving(telegram) as url:
        environment = {
            **os.environ,
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API": url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/kinerja.db",
            "LISTEN_PORT": "0",
        }
        began = perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        await telegram.ready(within=60)
        took = perf_counter() - began
        process.kill()
        await process.wait()
    return took
