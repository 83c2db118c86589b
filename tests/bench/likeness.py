"""What it costs to look for near-duplicates in a unit's year, beside reading all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from models.people.employees import Employee
from models.people.units import Unit
from models.work.activities import Activity
from models.work.gists import bare, gists_of
from models.work.likeness import ALIKE, alike_to
from models.work.reports import Report
from models.work.states import State
from tests.bench.figures import at_most, figure
from tests.engines import engines

PEOPLE, DAYS, A_DAY = 40, 240, 4
TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
DOES = "verifikasi|menyusun|memeriksa|mengarsipkan|menginput|melayani".split("|")
WHAT = "berkas permohonan|laporan realisasi|surat keluar|data kependudukan|dokumen".split("|")
WHERE = "di loket pelayanan|kecamatan pelepat|untuk kepala dinas|bersama tim teknis".split("|")
MOST_MS = 5.0


async def bench_likeness() -> None:
    """Milliseconds for one activity, the query included, on both engines."""
    rows = PEOPLE * DAYS * A_DAY
    print(f"likeness: {rows} activities, a year of a unit of {PEOPLE}")
    async with engines() as found:
        for name in ("sqlite", "postgresql"):
            url = await (found.sqlite() if name == "sqlite" else found.empty_postgresql())
            database = Database(url)
            await _a_year(database)
            async with database.transaction() as session:
                ours, theirs = await _ours(session), await _all_read(session)
            await database.close()
            figure(f"{name}, one activity", median(ours), "ms",
                   beside=("all are read", median(theirs)), aim=at_most(MOST_MS))  # fmt: skip
            figure(f"{name}, the slowest of {len(ours)}", max(ours), "ms")


async def _ours(session: AsyncSession) -> list[float]:
    return [await _best_of_three(session, activity) for activity in await _newest(session)]


async def _best_of_three(session: AsyncSession, activity: Activity) -> float:
    """The machine has other things to do."""
    times = []
    for _ in range(3):
        began = perf_counter()
        found = await alike_to(session, [activity])
        times.append((perf_counter() - began) * 1000)
        assert found, "every one of them was done before"
    return min(times)


async def _all_read(session: AsyncSession) -> list[float]:
    times = []
    for activity in (await _newest(session))[:5]:
        began = perf_counter()
        rows = await session.execute(
            select(Activity.author_id, Activity.day, Activity.what).where(
                Activity.unit_id == activity.unit_id, Activity.id != activity.id
            )
        )
        words = [bare(what) for _, _, what in rows]
        process.extractOne(bare(activity.what), words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        times.append((perf_counter() - began) * 1000)
    return times


async def _newest(session: AsyncSession) -> list[Activity]:
    rows = await session.scalars(select(Activity).order_by(Activity.id.desc()).limit(50))
    return list(rows)


async def _a_year(database: Database) -> None:
    async with database.transaction() as session:
        unit = Unit.below(None, code="D", name="Dinas")
        people = [
            Employee(nip=f"198609262015031{n + 1:03}", name=f"Pegawai {n}") for n in range(PEOPLE)
        ]
        session.add_all([unit, *people])
        await session.flush()
        session.add(Report(author_id=people[0].id, chat_id=1, message_id=1, written_at=AT, text=""))
        await session.flush()
        for day in range(DAYS):
            rows = [_row(unit.id, p.id, day, n) for p in people for n in range(A_DAY)]
            await session.execute(insert(Activity), rows)


def _row(unit: int, author: int, day: int, n: int) -> dict[str, Any]:
    place = (author * 7 + day * 3 + n * 11) % 600
    what = (
        f"{DOES[place % 6]} {WHAT[place // 6 % 5]} {WHERE[place // 30 % 4]}"
        f" nomor {place % 97}, wilayah {chr(97 + place % 23) * 3}"
    )
    first, second, third = gists_of(what)
    return {
        "report_id": 1, "author_id": author, "unit_id": unit, "position": n, "what": what,
        "day": TODAY - timedelta(days=DAYS - day), "minutes": 60, "questions": [],
        "state": State.APPROVED, "written_at": AT, "submitted_at": AT, "revision": 1, "kept": 1,
        "version": 1, "gist_1": first, "gist_2": second, "gist_3": third,
    }  # fmt: skip
