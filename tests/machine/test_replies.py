"""When Telegram wants silence, answers wait as well, in every replica."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter, TelegramServerError
from aiogram.methods import GetMe, SendMessage, TelegramMethod

from bot.sending import Brakes
from handlers.turn import Reply, Turn
from models.machine import Brake, Incoming, Outcome
from tests.desk import Desk
from tests.machine.replica import replica, writes
from tests.machine.test_turns import Event


async def answers(event: Event, _turn: Turn) -> Reply:
    return event.answer("Sudah")


class Refusing:
    """Telegram says 429 (or worse) to the first messages; when each message was tried."""

    def __init__(self, desk: Desk, *errors: Exception) -> None:
        self.tried: list[float] = []
        self._errors = list(errors)
        desk.wire.before = self._before

    def _before(self, method: TelegramMethod[Any]) -> None:
        if isinstance(method, SendMessage):
            self.tried.append(asyncio.get_running_loop().time())
            if self._errors:
                raise self._errors.pop(0)


async def brake(desk: Desk, seconds: float) -> None:
    async with desk.database.transaction() as session:
        await Brakes.put_on(session, desk.time + timedelta(seconds=seconds))


async def test_what_another_replica_was_told_holds_for_answers_too(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    telegram = Refusing(desk)
    await brake(desk, 0.3)
    await writes(tom, "halo")
    began = asyncio.get_running_loop().time()
    await replica(desk, answers).take_one()

    (tried,) = telegram.tried
    assert tried - began >= 0.3
    assert tom.sees == "Sudah"


async def test_after_a_429_nobody_speaks_until_the_time_is_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.replies.WAITS", (0.0, 0.0))
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    telegram = Refusing(desk, TelegramRetryAfter(GetMe(), "Too Many Requests", retry_after=1))
    here, there = replica(desk, answers), replica(desk, answers)
    await writes(tom, "halo")
    await here.take_one()
    await writes(mia, "halo")
    await there.take_one()

    first, *others = telegram.tried
    assert [other - first >= 1 for other in others] == [True, True]
    assert await desk.count(Brake, Brake.until == desk.time + timedelta(seconds=1)) == 1
    assert (tom.sees, mia.sees) == ("Sudah", "Sudah")


async def test_a_silence_too_long_for_an_answer_is_kept_and_the_facts_are_safe(
    desk: Desk,
) -> None:
    tom = await desk.hires("Tom")
    telegram = Refusing(desk)
    await brake(desk, 60)
    await writes(tom, "halo")
    await replica(desk, answers).take_one()

    assert (telegram.tried, tom.screen) == ([], [])
    assert await desk.count(Incoming, Incoming.outcome == Outcome.DONE) == 1


async def test_what_may_pass_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.replies.WAITS", (0.0, 0.0, 0.0))
    tom = await desk.hires("Tom")
    telegram = Refusing(desk, *[TelegramServerError(GetMe(), "Bad Gateway")] * 2)
    await writes(tom, "halo")
    await replica(desk, answers).take_one()

    assert (len(telegram.tried), tom.sees) == (3, "Sudah")
