"""Fifty updates a second for a minute, while Friday's round draws everybody's week."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import update

from models.work.duties import Duty
from tests.bench.figures import at_least, at_most, figure, note, percentiles, ratio_at_most
from tests.bench.living import Living, living
from tests.desk import Person
from tests.work.days import FRIDAY

A_SECOND = 50  # updates
QUIET, ROUND = 20, 60  # seconds, without and with the weekly round beside
TEAMS, IN_A_TEAM = 75, 20  # as many weeks as a minute's ceiling lets through
NOTICES = 25  # a second
THINKS = 2.0  # seconds until somebody taps what they see
KB = 1024.0

Act = Callable[[], Coroutine[Any, Any, None]]


class Crowd:
    """People who report, send, and have it approved, each as soon as they see a button for it.

    Updates come at their own times, whether the last one has been answered or not.
    """

    def __init__(self, desk: Living, teams: list[tuple[Person, list[Person]]]) -> None:
        self._desk = desk
        self._new = deque((boss, person) for boss, people in teams for person in people)
        self._next: deque[tuple[float, Person, str, Act]] = deque()
        self.unanswered = 0

    async def lives(self, seconds: int) -> list[float]:
        """Seconds that each answer took."""
        self._desk.seconds.clear()
        began, acts = perf_counter(), []
        for n in range(seconds * A_SECOND):
            await asyncio.sleep(max(0.0, began + n / A_SECOND - perf_counter()))
            acts.append(asyncio.create_task(self._what_comes_next()()))
        ended = await asyncio.gather(*acts, return_exceptions=True)
        self.unanswered = sum(isinstance(end, BaseException) for end in ended)
        return self._desk.seconds

    def _what_comes_next(self) -> Act:
        if self._next and self._next[0][0] < perf_counter():
            _, person, label, act = self._next.popleft()
            if any(label in text for shown in person.screen for text in shown.buttons):
                return act
        boss, author = self._new[0]
        self._new.rotate(-1)
        return lambda: self._reports(boss, author)

    def _then(self, person: Person, label: str, act: Act) -> None:
        self._next.append((perf_counter() + THINKS, person, label, act))

    async def _reports(self, boss: Person, author: Person) -> None:
        await self._desk.report(author)
        self._then(author, "Kirim", lambda: self._sends(boss, author))

    async def _sends(self, boss: Person, author: Person) -> None:
        await self._desk.tap(author, "Kirim")
        self._then(boss, "Setujui semua", lambda: self._desk.tap(boss, "Setujui semua"))


async def bench_load() -> None:
    """On PostgreSQL, one process. Resident memory is read before and after."""
    async with living("postgresql", (FRIDAY, "13.30")) as desk:
        teams = await desk.staffed(TEAMS, IN_A_TEAM)
        await _no_reminders(desk)
        crowd = Crowd(desk, teams)
        async with desk.machine(NOTICES):
            await crowd.lives(5)
            quiet = percentiles(await crowd.lives(QUIET))
        memory = _resident()
        desk.time = desk.moment(FRIDAY, "16.15")
        desk.wire.pictures = 0
        async with desk.machine(NOTICES):
            seconds = await crowd.lives(ROUND)
        _tell(desk, crowd, quiet, seconds)
        figure("resident memory after", _resident(), "MB", beside=("before", memory),
               aim=ratio_at_most(1.1))  # fmt: skip


def _tell(desk: Living, crowd: Crowd, quiet: dict[str, float], seconds: list[float]) -> None:
    note(f"{A_SECOND} updates a second for {ROUND} s; {desk.wire.pictures} weeks drawn beside them")
    figure("answered", 100 * len(seconds) / (ROUND * A_SECOND), "%", aim=at_least(100))
    for name, ms in percentiles(seconds).items():
        figure(name, ms, "ms", beside=("without the round", quiet[name]),
               aim=at_most(100) if name == "p99" else None)  # fmt: skip
    if crowd.unanswered:
        note(f"{crowd.unanswered} had no answer within 30 s")


async def _no_reminders(desk: Living) -> None:
    """They are another hour's load."""
    async with desk.database.transaction() as session:
        await session.execute(update(Duty).values(remind_at=None, review_at=None))


def _resident() -> float:
    """Megabytes of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / KB
