"""The webhook: in order, until it is answered, with the secret, and as its info tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import Message, Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from simulator.people import Person
from simulator.telegram import Telegram

Take = Callable[[Update], Awaitable[web.Response]]


class Ear:
    """A bot's web server: what it was told, and how it answers."""

    def __init__(self) -> None:
        self.heard: list[Update] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []  # what the next answers are; 200 when there are none
        self.pause = 0.0
        self.busy = self.busiest = 0
        self._told = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        await asyncio.sleep(self.pause)
        self.busy -= 1
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.heard.append(Update.model_validate(await request.json()))
            self._told.set()
        return web.Response(status=status)

    @property
    def texts(self) -> list[str | None]:
        return [update.message.text for update in self.heard if update.message]

    async def until(self, count: int) -> None:
        """Wait until so many updates were taken."""
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                self._told.clear()
                await self._told.wait()


async def listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


@pytest.fixture
def ear(telegram: Telegram) -> Ear:
    telegram.webhook.backoff = (0.01, 0.02)
    return Ear()


@pytest.fixture
async def hook(ear: Ear) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", ear.take)
    async for address in listening(app):
        yield address


async def test_updates_are_posted_in_order_with_the_secret(
    bot: Bot, ani: Person, ear: Ear, hook: str
) -> None:
    ani.says("sebelum")
    await bot.set_webhook(hook, secret_token="rahasia-1")
    ani.says("sesudah")
    await ear.until(2)

    assert ear.texts == ["sebelum", "sesudah"]
    assert ear.secrets == ["rahasia-1"] * 2
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_what_is_not_taken_is_tried_again_and_keeps_its_place(
    bot: Bot, ani: Person, ear: Ear, hook: str
) -> None:
    ear.statuses = [500, 404, 200]
    await bot.set_webhook(hook)
    ani.says("satu")
    ani.says("dua")
    await ear.until(2)

    assert ear.texts == ["satu", "dua"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"
    assert info.last_error_date is not None


async def test_a_bot_that_is_away_is_told_of_when_it_is_back(
    telegram: Telegram, bot: Bot, ani: Person, ear: Ear, hook: str
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    ani.says("halo")
    await asyncio.sleep(0.05)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (1, "Connection refused")

    await bot.set_webhook(hook)
    await ear.until(1)


async def test_different_chats_do_not_wait_for_each_other_beyond_the_connections(
    telegram: Telegram, bot: Bot, ear: Ear, hook: str
) -> None:
    ear.pause = 0.03
    await bot.set_webhook(hook, max_connections=3)
    for number in range(6):
        person = telegram.person(f"Pegawai {number}")
        person.says("satu")
        person.says("dua")
    await ear.until(12)

    assert ear.busiest == 3
    for person in telegram.people.values():
        said = [u.message.text for u in ear.heard if u.message and u.message.chat.id == person.id]
        assert said == ["satu", "dua"]


async def test_an_update_can_be_posted_twice(
    telegram: Telegram, bot: Bot, ani: Person, ear: Ear, hook: str
) -> None:
    await bot.set_webhook(hook)
    ani.says("halo")
    await ear.until(1)
    telegram.updates.repeat()
    await ear.until(2)

    assert ear.heard[0] == ear.heard[1]


async def test_polling_and_webhook_exclude_each_other(
    telegram: Telegram, bot: Bot, hook: str
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await telegram.ready()
    await bot.set_webhook(hook)

    with pytest.raises(TelegramConflictError):
        await asyncio.wait_for(poll, 2)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


@pytest.mark.parametrize(
    ("address", "secret"), [("ftp://x", "a"), ("https://x", "ä"), ("", "a" * 257)]
)
async def test_a_wrong_webhook_is_refused(bot: Bot, address: str, secret: str) -> None:
    with pytest.raises(TelegramBadRequest):
        await bot.set_webhook(address, secret_token=secret)


async def test_aiograms_own_handler_may_answer_with_a_call(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        return message.answer(f"<b>{message.text}</b>")

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False).register(app, path="/hook")
    async for address in listening(app):
        await bot.set_webhook(address)
        ani.says("halo")
        await ani.hears("halo")
        await bot.delete_webhook()

    assert [call.method for call in telegram.sent] == ["setWebhook", "sendMessage", "deleteWebhook"]
