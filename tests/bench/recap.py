"""A whole office's year recapped, beside SQL by hand; a PDF, and the office's workbook of a month.

``RECAP_PEOPLE=6000`` is the full size: 6 million activities, 2 million days.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bot.database import Database
from bot.plainly import words
from handlers.documents.recap import recap_pdf
from models.appraisal.recaps import EVERYBODY, Recap, recaps
from models.work.periods import Period
from tests.appraisal.made import NOW, paper
from tests.bench.a_year import write_a_year
from tests.bench.figures import at_most, figure, note, ratio_at_most
from tests.bench.recap_by_hand import by_hand
from tests.desk import OFFICE
from tests.engines import ENGINES, engines

PEOPLE = int(os.environ.get("RECAP_PEOPLE", "300"))
ROUNDS = 3  # by turns, the best of each: other work on the machine slows both
MONTH, YEAR = Period.named("2026-11"), Period.named("2026")
PDFS, DONE, RESULTS = 30, 60, 5
MB = 1_000_000
# The command, and at its end the most kilobytes it held (Linux); what a parent sees of a child
# would begin with the parent's own.
WATCHED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_module("bot", run_name="__main__")
finally:
    status = open("/proc/self/status").read().splitlines()
    print(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
"""


async def bench_recap() -> None:
    """Both engines; what is compared is first checked to be the same."""
    _pdf()
    async with engines() as found:
        for engine in ENGINES:
            is_sqlite = engine == ENGINES[0]
            url = await (found.sqlite() if is_sqlite else found.empty_postgresql())
            database = Database(url, patience=3600)
            began = perf_counter()
            await write_a_year(database, OFFICE, PEOPLE)
            note(f"{engine}: a year of {PEOPLE} people, written in {perf_counter() - began:.0f} s")
            await _year(engine, database)
            await _workbooks(engine, database)
            await database.close()


def _pdf() -> None:
    say, seconds = words(OFFICE.timezone), []
    for n in range(PDFS + 1):
        printed = paper(DONE, results=RESULTS)
        for activity in printed.activities:
            activity.what += f" {n}"  # typst remembers what it has set before
        began = process_time()
        recap_pdf(say, printed, OFFICE, now=NOW)()
        seconds.append(process_time() - began)
    figure(f"CPU a PDF of {DONE} activities", 1000 * median(seconds[1:]), "ms",
           beside=("the first", 1000 * seconds[0]), aim=at_most(50))  # fmt: skip


async def _year(engine: str, database: Database) -> None:
    today = OFFICE.today(NOW)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        began = perf_counter()
        rows = await by_hand(database, YEAR.first, YEAR.last, today)
        theirs.append(perf_counter() - began)
        began = perf_counter()
        found = await _recapped(database, YEAR)
        ours.append(perf_counter() - began)
    _must_be_the_same(found, rows)
    activities = sum(one.activities for one in found.values())
    note(f"{activities} activities came in, {sum(one.owed for one in found.values())} days owed")
    figure(f"{engine}, the office's year", min(ours), "s", beside=("by hand", min(theirs)),
           aim=ratio_at_most(1.5))  # fmt: skip


async def _recapped(database: Database, period: Period) -> dict[int, Recap]:
    async with database.snapshot() as session:
        return await recaps(session, period, EVERYBODY, OFFICE, today=OFFICE.today(NOW))


def _must_be_the_same(found: dict[int, Recap], rows: Sequence[Sequence[Sequence[Any]]]) -> None:
    figures, served, attached = rows
    by_hand = {row[0]: [int(amount or 0) for amount in row[1:]] for row in figures}
    ours = {
        one.employee_id: [
            one.owed, one.reported, one.on_time, one.target, one.activities, one.minutes,
            one.approved, one.approved_minutes, one.waiting, one.returned, one.corrected,
        ]
        for one in found.values()
    }  # fmt: skip
    assert ours == by_hand
    assert sum(one.evidence for one in found.values()) == sum(row[1] for row in attached)
    shares = [share for one in found.values() for share in one.shares]
    assert sum(share.minutes for share in shares) == sum(row[6] for row in served)
    assert sum(one.minutes for one in found.values()) == sum(share.minutes for share in shares)


async def _workbooks(engine: str, database: Database) -> None:
    """The command itself, from its start to its end, in a process of its own."""
    url = database.engine.url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory(prefix="kinerja-recap-") as folder:
        seconds, month = await asyncio.to_thread(_commanded, url, MONTH, Path(folder))
        _, year = await asyncio.to_thread(_commanded, url, YEAR, Path(folder))
    figure(f"{engine}, the office's workbook", seconds, "s", aim=at_most(30))
    figure(f"{engine}, memory of it", month / MB, "MB", aim=at_most(200))
    figure(f"{engine}, memory of a year's", year / MB, "MB", beside=("a month's", month / MB),
           aim=ratio_at_most(1.1))  # fmt: skip


def _commanded(url: str, period: Period, folder: Path) -> tuple[float, int]:
    """(seconds, the most bytes it held)"""
    file = str(folder / f"{period}.xlsx")
    asked = [f"--{period.span.value}", str(period)]
    began = perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", WATCHED, "bot", "recap", *asked, "--out", file],
        env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return perf_counter() - began, 1024 * int(told.stdout.splitlines()[-1])
