"""The clock that can be moved."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from simulator.clock import Clock

WIB = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2026, 11, 24, 8, tzinfo=WIB)


async def test_it_runs_and_faster_if_asked() -> None:
    clock = Clock(MORNING, speed=3600)

    await asyncio.sleep(0.05)

    assert timedelta(seconds=100) < clock.now() - MORNING < timedelta(hours=1)


def test_it_stands_where_it_is_put() -> None:
    clock = Clock(MORNING, speed=0)
    assert (clock.now(), clock.now().tzinfo) == (MORNING, UTC)

    clock.advance(timedelta(minutes=30))
    assert clock.now() == MORNING + timedelta(minutes=30)
    clock.move_to_tomorrow(time(7, 30))
    assert clock.now() == datetime(2026, 11, 25, 7, 30, tzinfo=WIB)
    clock.move_to(datetime(2026, 12, 1, 9))  # noqa: DTZ001  (the wall clock's)
    assert clock.now() == datetime(2026, 12, 1, 9, tzinfo=WIB)


def test_a_change_of_speed_moves_nothing() -> None:
    clock = Clock(MORNING, speed=0)
    clock.speed = 60
    clock.speed = 0

    assert clock.now() - MORNING < timedelta(minutes=1)


def test_it_does_not_run_backwards_and_is_not_naive() -> None:
    clock = Clock()
    with pytest.raises(ValueError, match="backwards"):
        clock.speed = -1
    with pytest.raises(ValueError, match="no time zone"):
        Clock(datetime(2026, 11, 24))  # noqa: DTZ001
