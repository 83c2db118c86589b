"""Faults on order, and the flood limits."""

import time

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from simulator.faults import Fault
from simulator.flood import Flood, FloodLimits, Rate
from simulator.people import Person
from simulator.telegram import Telegram


@pytest.mark.parametrize(
    ("fault", "error", "why"),
    [
        (Fault.blocked(), TelegramForbiddenError, "bot was blocked by the user"),
        (Fault.bad_request("chat not found"), TelegramBadRequest, "chat not found"),
        (Fault.server_error(), TelegramServerError, "Internal Server Error"),
        (Fault.server_error(502), TelegramServerError, "Bad Gateway"),
        (Fault.dropped(), TelegramNetworkError, "disconnected|reset"),
    ],
)
async def test_a_fault_happens_once_and_before_anything_else(
    telegram: Telegram, bot: Bot, ani: Person, fault: Fault, error: type[Exception], why: str
) -> None:
    telegram.faults.arm(fault, method="sendMessage")

    with pytest.raises(error, match=why):
        await bot.send_message(ani.id, "satu")
    await bot.send_message(ani.id, "dua")

    assert [message.text for message in ani.received] == ["dua"]


async def test_an_answer_can_be_lost_after_the_deed(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    telegram.faults.arm(Fault.lost_answer())

    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ani.id, "satu")

    assert ani.sees == "satu"


async def test_a_fault_keeps_to_its_method_chat_and_number(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    tom = telegram.person("Tom")
    tom.starts()
    armed = telegram.faults.arm(Fault.blocked(), method="sendMessage", chat_id=tom.id, times=2)

    await bot.send_message(ani.id, "halo")
    for _ in range(2):
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(tom.id, "halo")
    await bot.send_message(tom.id, "halo")

    assert armed.happened == 2
    assert list(telegram.faults) == []


async def test_a_fault_can_happen_by_chance_until_it_is_disarmed(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    armed = telegram.faults.arm(Fault.server_error(), times=None, chance=0.5)

    for _ in range(20):
        try:
            await bot.send_message(ani.id, "halo")
        except TelegramServerError:
            continue
    telegram.faults.disarm()
    await bot.send_message(ani.id, "selesai")

    assert 0 < armed.happened < 20
    assert len(ani.received) == 21 - armed.happened


async def test_a_slow_call_takes_its_time(telegram: Telegram, bot: Bot, ani: Person) -> None:
    telegram.faults.arm(Fault.slow(0.1), method="getMe")
    started = time.monotonic()

    await bot.get_me()

    assert time.monotonic() - started >= 0.1


async def test_too_many_requests_stop_the_whole_bot(
    telegram: Telegram, bot: Bot, ani: Person, url: str
) -> None:
    tom = telegram.person("Tom")
    tom.starts()
    telegram.faults.arm(Fault.too_many(30), chat_id=ani.id)

    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(ani.id, "halo")
    assert refusal.value.retry_after == 30

    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(tom.id, "halo")
    async with aiohttp.ClientSession() as http:
        body = {"chat_id": tom.id, "text": "halo"}
        async with http.post(f"{url}/bot{telegram.token}/sendMessage", json=body) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "30")
            assert await response.json() == {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 30",
                "parameters": {"retry_after": 30},
            }


async def test_the_flood_limit_of_a_chat_is_its_own(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    telegram.flood = Flood(FloodLimits(overall=None, chat=Rate(2, 60), group=None))
    tom = telegram.person("Tom")
    tom.starts()

    await bot.send_message(ani.id, "satu")
    await bot.send_message(ani.id, "dua")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(ani.id, "tiga")
    await bot.send_message(tom.id, "satu")

    assert 50 < refusal.value.retry_after <= 60


async def test_the_overall_flood_limit_stops_everything(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    telegram.flood = Flood(FloodLimits(overall=Rate(2, 1), chat=None, group=None))

    await bot.send_message(ani.id, "satu")
    await bot.send_message(ani.id, "dua")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(ani.id, "tiga")

    assert len(ani.received) == 2
