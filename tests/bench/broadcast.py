"""Six thousand notices over a slow wire, while people write and are answered."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import cycle

from sqlalchemy import func, select

from models.notices.notices import Notice
from models.notices.telling import tell
from tests.bench.figures import at_least, at_most, figure, note
from tests.bench.line import CEILING
from tests.bench.living import Living, living
from tests.desk import Person
from tests.work.days import TUESDAY

NOTICES = 6_000
TALKERS = 60  # people who write meanwhile, in turn
A_SECOND = 25  # what the bot allows itself; the rest of Telegram's 30 is for replies
REPLIES = 3  # a second, beside the notices
DELAY = 0.15  # seconds that each call takes


async def bench_broadcast(notices: int = NOTICES) -> None:
    """On PostgreSQL; the wire refuses, as Telegram does, whatever is above 30 calls a second."""
    async with living("postgresql", (TUESDAY, "13.30")) as desk:
        [(boss, people)] = await desk.staffed(1, notices - 1)
        talkers = await desk.employs(TALKERS, [])
        desk.wire.delay, desk.wire.strict = DELAY, True
        async with desk.machine(notices_per_second=A_SECOND):
            await _tell(desk, [boss, *people])
            talking = asyncio.create_task(_talk(desk, talkers))
            began = asyncio.get_running_loop().time()
            await _all_told(desk, notices)
            took = asyncio.get_running_loop().time() - began
            talking.cancel()
    note(
        f"{notices} notices, {len(desk.seconds)} replies beside them, {DELAY * 1000:.0f} ms a call"
    )
    figure("all told", took, "s", beside=("at the ceiling", notices / A_SECOND))
    share = 100 * notices / took / A_SECOND
    figure("of notices_per_second", share, "%", aim=at_least(97))
    figure("429s", desk.wire.refused, "", aim=at_most(0))
    replies = sorted(desk.seconds)
    figure("a reply meanwhile, median", 1000 * replies[len(replies) // 2], "ms",
           beside=("the wire's delay", 1000 * DELAY))  # fmt: skip
    assert CEILING > A_SECOND + REPLIES


async def _tell(desk: Living, people: list[Person]) -> None:
    """All at once, as an announcement would."""
    async with desk.database.transaction() as session:
        for person in people:
            tell(session, "apology", to=person.employee.id, at=desk.time)


async def _all_told(desk: Living, notices: int) -> None:
    async with asyncio.timeout(timedelta(minutes=10).total_seconds()):
        while await _left(desk):  # noqa: ASYNC110 - the machine tells them
            await asyncio.sleep(0.5)


async def _left(desk: Living) -> int:
    async with desk.database.transaction() as session:
        waiting = select(func.count()).where(Notice.due.is_not(None))
        return await session.scalar(waiting) or 0


async def _talk(desk: Living, talkers: list[Person]) -> None:
    async with asyncio.TaskGroup() as group:
        for person in cycle(talkers):
            group.create_task(_asks(desk, person))
            await asyncio.sleep(1 / REPLIES)


async def _asks(desk: Living, person: Person) -> None:
    answered = desk.wire.until(person.chat_id)
    await desk.timed(person.says("/bantuan"), answered)
