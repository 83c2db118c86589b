"""One replica, put together: what fills the in-box, what empties it, what speaks, what ticks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import LinkPreviewOptions
from aiohttp import web

from bot.clock import Clock, open_years
from bot.database import Database, is_absence
from bot.dispatcher import CARDS, menu, the_dispatcher
from bot.drawing import Drawer
from bot.errors import description
from bot.inbox import ALLOWED
from bot.lease import LeaseKeeper
from bot.outbox import Outbox
from bot.polling import Polling
from bot.replies import Replies
from bot.sending import Sender
from bot.turns import OneTurn
from bot.web import PATH, Web
from config.settings import Settings
from config.texts import LANGUAGES, Texts
from models.office import Office

REST = 1.0  # seconds until a worker looks by itself: another replica may have left something

log = structlog.get_logger()


def utc_now() -> datetime:
    return datetime.now(UTC)


def telegram_bot(token: str, api: str) -> Bot:
    """The bot's hand: HTML everywhere, no link previews."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api), timeout=15)
    return Bot(
        token,
        session=session,
        default=DefaultBotProperties(
            parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )


class Machine:
    """Everything one process runs; ``run`` returns when it is cancelled."""

    def __init__(
        self,
        *,
        settings: Settings,
        office: Office,
        bot: Bot,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.settings = settings
        self.office = office
        self.bot = bot
        self.now = now
        self.texts = Texts(timezone=office.timezone)
        self.database = Database(settings.database_url)
        self.lease = LeaseKeeper(self.database)
        self._waiting = asyncio.Event()
        drawer = Drawer(
            database=self.database, office=office, texts=self.texts, cards=CARDS, now=now
        )
        self.outbox = Outbox(
            database=self.database,
            drawer=drawer,
            sender=Sender(bot),
            now=now,
            per_second=settings.notices_per_second,
        )
        self.turns = OneTurn(
            database=self.database,
            dispatcher=the_dispatcher(),
            bot=bot,
            office=office,
            texts=self.texts,
            replies=Replies(bot, self.database),
            now=now,
            deliver=self.outbox.deliver,
        )

    async def run(self) -> None:
        """Work until cancelled, then leave the lease to the others."""
        await open_years(self.database, self.office, self.now())
        await self.lease.try_once()
        await self._introduce()
        clock = Clock(
            database=self.database,
            office=self.office,
            now=self.now,
            wake_outbox=self.outbox.wake,
            may_tick=lambda: self.lease.is_held,
        )
        scheduler = clock.start()
        try:
            async with self._listening(), asyncio.TaskGroup() as group:
                group.create_task(self.lease.run())
                group.create_task(self.outbox.run(lambda: self.lease.is_held))
                for _ in range(self.settings.turns_at_once):
                    group.create_task(self._work())
                if not self.settings.webhook_url:
                    group.create_task(self._polling().run(lambda: self.lease.is_held))
        finally:
            scheduler.shutdown(wait=False)
            await self._leave()

    async def _leave(self) -> None:
        try:
            await self.lease.give_up()
        except Exception as error:  # noqa: BLE001 - it runs out by itself
            log.warning("lease_not_given_up", fault=description(error))
        await self.bot.session.close()
        await self.database.close()

    async def _work(self) -> None:
        """One of several workers: handle what waits, then rest until something comes."""
        while True:
            self._waiting.clear()
            try:
                if await self.turns.take_one():
                    continue
            except Exception as error:  # noqa: BLE001 - a worker must outlive every fault
                level = log.warning if is_absence(error) else log.error
                level("worker_fault", fault=description(error))
            await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(REST):
                await self._waiting.wait()
        except TimeoutError:
            return

    def _polling(self) -> Polling:
        return Polling(bot=self.bot, database=self.database, now=self.now, wake=self._waiting.set)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        """The web side: health and metrics always, the webhook if there is one."""
        secret = self.settings.webhook_secret
        app = Web(
            database=self.database,
            now=self.now,
            wake=self._waiting.set,
            secret=secret.get_secret_value() if secret and self.settings.webhook_url else None,
        ).app()
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.settings.listen_host, self.settings.listen_port)
            await site.start()
            yield
        finally:
            await runner.cleanup()

    async def _introduce(self) -> None:
        """Tell Telegram where we listen and what the menu offers; it is told anew at each start."""
        if self.settings.webhook_url:
            secret = self.settings.webhook_secret
            await self.bot.set_webhook(
                self.settings.webhook_url.rstrip("/") + PATH,
                secret_token=secret.get_secret_value() if secret else None,
                allowed_updates=ALLOWED,
                max_connections=40,
                drop_pending_updates=False,
            )
        else:
            await self.bot.delete_webhook(drop_pending_updates=False)
        await self.bot.set_my_commands(menu(self.texts, "id"))
        for language in LANGUAGES:
            await self.bot.set_my_commands(menu(self.texts, language), language_code=language)
