"""A Telegram of one's own for each test, and the bots and people that use it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import telegram as ptb
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from simulator.people import Person
from simulator.server import serving
from simulator.telegram import Telegram
from tests.browser import browser, laptop, laptop_page, phone_screen  # noqa: F401


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """The state; whatever a client sends must be known to Telegram."""
    telegram = Telegram()
    yield telegram
    assert telegram.unknown_fields == []


@pytest.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with serving(telegram) as url:
        yield url


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[AiohttpSession]:
    """One for all tests: aiogram takes a quarter of a second to close it."""
    session = AiohttpSession()
    yield session
    await session.close()


@pytest.fixture
def bot(telegram: Telegram, url: str, session: AiohttpSession) -> Bot:
    session.api = TelegramAPIServer.from_base(url)
    return Bot(telegram.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))


@pytest.fixture
async def second_client(telegram: Telegram, url: str) -> AsyncIterator[ptb.Bot]:
    """python-telegram-bot: a client that shares no code with the simulator."""
    address, files = f"{url}/bot", f"{url}/file/bot"
    async with ptb.Bot(telegram.token, base_url=address, base_file_url=files) as client:
        yield client


@pytest.fixture
def ani(telegram: Telegram) -> Person:
    """Somebody who has started the bot, whose START the bot has yet to hear."""
    person = telegram.person("Ani", "Lestari", username="ani_lestari")
    person.starts()
    telegram.updates.drop()
    return person
