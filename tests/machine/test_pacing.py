"""The pace of broadcasts: evenly, late turns are made up for, and no second holds too many."""

from __future__ import annotations

import asyncio
import time

from bot.pacing import Pacing


async def given(pacing: Pacing, many: int, held_up: float = 0.0) -> list[float]:
    """When each of many turns was given; after the first the whole process is held up."""
    clock = asyncio.get_running_loop().time
    times = []
    for number in range(many):
        await pacing.turn()
        times.append(clock())
        if number == 0:
            time.sleep(held_up)  # noqa: ASYNC251 - nobody gets to run
    return times


async def test_turns_are_even_from_the_first() -> None:
    times = await given(Pacing(100), 6)

    assert times[-1] - times[0] >= 0.045


async def test_who_asks_after_a_rest_has_nothing_to_catch_up_with() -> None:
    pacing = Pacing(100)
    await given(pacing, 1)
    await asyncio.sleep(0.1)
    times = await given(pacing, 4)

    assert times[-1] - times[0] >= 0.025


async def test_a_second_never_holds_more_however_late_they_are() -> None:
    pacing, clock = Pacing(20), asyncio.get_running_loop().time

    async def one() -> float:
        await pacing.turn()
        return clock()

    waiting = [asyncio.create_task(one()) for _ in range(26)]
    await asyncio.sleep(0)
    time.sleep(0.2)  # noqa: ASYNC251 - nobody gets to run
    times = await asyncio.gather(*waiting)

    assert times[4] - times[1] < 3 / 20  # at once: their moments had passed
    assert all(later - first >= 0.99 for first, later in zip(times, times[20:], strict=False))
