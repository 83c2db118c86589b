"""What Friday's round costs: a week for everybody, pictures included, on SQLite."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import mean
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert, select

from bot.database import Database
from bot.migrating import migrate
from handlers.cards import Drawing, Look
from handlers.work.week_cards import draw_week
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.making_duties import write_duties
from models.work.reports import Report
from models.work.states import State
from models.work.summing_up import KIND
from tests.bench.figures import at_most, figure, note
from tests.work.days import FRIDAY, MONDAY, Days

TEAMS, IN_A_TEAM = 4, 30
NAMES = "Siti Nurhaliza|Muhammad Rizky|Dewi Lestari|Eko Prasetyo|Rahmawati|Hendra Saputra".split(
    "|"
)


async def bench_week() -> None:
    """CPU milliseconds a person of the whole round, beside the same round without pictures."""
    with tempfile.TemporaryDirectory(prefix="kinerja-week-") as folder:
        with_pictures = await _round(Path(folder) / "pictures.db", draw_week)
        words_only = await _round(Path(folder) / "words.db", _without_picture)
    people = TEAMS * (IN_A_TEAM + 1)
    note(f"{people} people in {TEAMS} teams, {with_pictures['messages']:.0f} messages")
    each, plain = (1000 * found["cpu"] / people for found in (with_pictures, words_only))
    figure("CPU a person, pictures included", each, "ms", beside=("words only", plain),
           aim=at_most(25))  # fmt: skip
    for name, found in (("with pictures", with_pictures), ("words only", words_only)):
        figure(name, found["messages"] / found["seconds"], "messages/s")
    sizes = with_pictures["sizes"]
    print(
        f"  pictures       {mean(sizes) / 1000:6.1f} KB on average, {max(sizes) / 1000:.1f} at most"
    )


async def _without_picture(look: Look) -> Drawing:
    drawing = await draw_week(look)
    return replace(drawing, pages=tuple(replace(p, picture=None) for p in drawing.pages))


async def _round(path: Path, draw: Callable[[Look], Any]) -> dict[str, Any]:
    """Friday, 16.15: everybody's week is summed up, drawn and sent."""
    url = f"sqlite+aiosqlite:///{path}"
    await migrate(url)
    database = Database(url)
    days = Days(database)
    await days.opens()
    await _staffed(days)
    days.outbox._drawer = replace(days.outbox._drawer, cards={KIND: draw})
    days.time = days.moment(FRIDAY, "16.15")
    seconds, cpu = perf_counter(), process_time()
    while await days.ringing.sum_up_some_weeks():
        pass
    while await days.outbox.deliver_due():
        pass
    found = {"seconds": perf_counter() - seconds, "cpu": process_time() - cpu}
    await database.close()
    shown = [shown for screen in days.wire.screens.values() for shown in screen]
    pictures = [len(one.picture) for one in shown if one.picture]
    return found | {"messages": len(shown), "sizes": pictures or [0]}


async def _staffed(days: Days) -> None:
    """Teams whose people have reported three things a day, most of them approved."""
    for t in range(TEAMS):
        head = await days.hires(f"{NAMES[t]} Harahap")
        for n in range(IN_A_TEAM):
            await days.hires(f"{NAMES[n % len(NAMES)]} {chr(65 + n % 26)}{'aeiou'[n % 5]}su", head)
    async with days.database.transaction() as session:
        await write_duties(session, days.office, since=MONDAY, until=FRIDAY, at=days.time)
        postings = list(await session.scalars(select(Posting)))
        await session.execute(insert(Report), [_report(days, p) for p in postings])
        await session.execute(
            insert(Activity), [row for p in postings for row in _activities(days, p)]
        )


def _report(days: Days, posting: Posting) -> dict[str, Any]:
    author = posting.employee_id
    return {"author_id": author, "chat_id": 1, "message_id": author, "written_at": days.time,
            "text": ""}  # fmt: skip


def _activities(days: Days, posting: Posting) -> list[dict[str, Any]]:
    author = posting.employee_id
    return [
        {
            "report_id": author,
            "author_id": author,
            "reviewer_id": posting.supervisor_id,
            "position": n,
            "day": MONDAY.replace(day=MONDAY.day + day),
            "minutes": 60 + 17 * ((author + n + day) % 9),
            "what": "rapat",
            "questions": [],
            "state": State.SUBMITTED if (author + day) % 4 == 0 else State.APPROVED,
            "written_at": days.time,
            "submitted_at": days.time,
            "revision": 1,
            "kept": 1,
            "version": 1,
        }
        for day in range(5)
        if (author + day) % 11
        for n in range(3)
    ]
