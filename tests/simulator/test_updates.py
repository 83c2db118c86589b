"""The long poll: what is confirmed, what waits, and who may listen."""

import asyncio
import time
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from simulator.people import Person
from simulator.telegram import Telegram


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_an_offset_confirms_what_came_before(bot: Bot, ani: Person) -> None:
    for text in ("satu", "dua", "tiga"):
        ani.says(text)

    first = await bot.get_updates(limit=2)
    again = await bot.get_updates(limit=1)
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    nothing = await bot.get_updates(offset=rest[-1].update_id + 1)

    assert texts(first) == ["satu", "dua"]
    assert texts(again) == ["satu"]
    assert texts(rest) == ["tiga"]
    assert nothing == []


async def test_a_negative_offset_counts_from_the_end(bot: Bot, ani: Person) -> None:
    for text in ("satu", "dua", "tiga"):
        ani.says(text)

    assert texts(await bot.get_updates(offset=-2)) == ["dua", "tiga"]
    assert texts(await bot.get_updates()) == ["dua", "tiga"]


async def test_a_poll_waits_until_something_is_said(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await telegram.ready()
    assert not poll.done()

    ani.says("halo")

    assert texts(await asyncio.wait_for(poll, 2)) == ["halo"]


async def test_a_poll_ends_by_itself(bot: Bot, ani: Person) -> None:
    started = time.monotonic()

    assert await bot.get_updates(timeout=1) == []
    assert 0.9 < time.monotonic() - started < 3


async def test_a_second_poller_ends_the_first(telegram: Telegram, bot: Bot, ani: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await telegram.ready()
    second = asyncio.create_task(bot.get_updates(timeout=10))

    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 2)
    ani.says("halo")
    assert texts(await second) == ["halo"]


async def test_the_kinds_that_are_allowed_are_remembered(bot: Bot, ani: Person) -> None:
    await bot.get_updates(allowed_updates=["message"])
    said = ani.says("satu")
    ani.edits(said, "dua")
    ani.blocks()
    ani.unblocks()

    assert texts(await bot.get_updates()) == ["satu"]

    await bot.get_updates(offset=-1, allowed_updates=[])
    ani.edits(said, "tiga")
    last = (await bot.get_updates())[-1]
    assert last.edited_message is not None
    assert last.edited_message.text == "tiga"


async def test_updates_wait_for_a_day(telegram: Telegram, bot: Bot, ani: Person) -> None:
    ani.says("kemarin dulu")
    telegram.clock.advance(timedelta(hours=25))
    ani.says("baru saja")

    assert texts(await bot.get_updates()) == ["baru saja"]


async def test_an_update_can_come_twice(telegram: Telegram, bot: Bot, ani: Person) -> None:
    ani.says("satu")
    ani.says("dua")
    one, two = await bot.get_updates()
    assert await bot.get_updates(offset=two.update_id + 1) == []

    telegram.updates.repeat(one.update_id)

    assert await bot.get_updates(offset=two.update_id + 1) == [one]
    assert await bot.get_updates(offset=two.update_id + 1) == []
    with pytest.raises(LookupError):
        telegram.updates.repeat(7)


def test_ids_start_from_the_time() -> None:
    before = int(time.time())

    update = Telegram().updates.put(1, "message", Telegram().person("Ani").says("x"))

    assert update is not None
    assert update.update_id >= before
