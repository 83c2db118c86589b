"""One replica, put together: what fills the in-box, what empties it, what speaks, what ticks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.types import LinkPreviewOptions
from aiohttp import web

from bot.bell import Bell
from bot.clock import Clock, open_years
from bot.database import Database, is_passing
from bot.dispatcher import CARDS, menu, the_dispatcher
from bot.drawing import Drawer
from bot.easel import Easel
from bot.errands import Errands
from bot.errors import description
from bot.fetching import Fetching
from bot.inbox import ALLOWED
from bot.lease import LeaseKeeper
from bot.neighbours import AnotherOffice, Neighbours
from bot.outbox import Outbox
from bot.polling import Polling
from bot.reading_ratings import ReadingRatings
from bot.replies import Replies
from bot.sending import Sender
from bot.shelf import Shelf
from bot.turns import OneTurn, Running
from bot.web import PATH, Web
from config.settings import Settings
from config.texts import LANGUAGES, the_texts
from models.office import Office
from models.people.pace import Pace

REST = 1.0  # seconds until a worker looks by itself: another replica may have left something
ANSWERS_AT_ONCE = 64  # turns whose answers are on their way; a slow chat must not hold up turns
INTRODUCED_EVERY = 5.0  # seconds between two tries
GIVING_UP = 3.0  # seconds that handing the lease over may take
GRACE = 15.0  # seconds for what is under way when the process is told to end

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
    """Everything one process runs, until ``stop``."""

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
        self.texts = the_texts(office.timezone)
        self.database = Database(settings.database_url)
        self.lease = LeaseKeeper(self.database)
        self.neighbours = Neighbours(self.database, office)
        self.username = ""  # until Telegram says it
        self._bell = Bell()
        self._easel = Easel()
        self._answers = asyncio.Semaphore(ANSWERS_AT_ONCE)
        self._stopping = asyncio.Event()
        drawer = Drawer(
            database=self.database, office=office, texts=self.texts, cards=CARDS, now=now,
            evidence=settings.evidence_folder, username=lambda: self.username,
        )  # fmt: skip
        self.outbox = Outbox(
            database=self.database,
            drawer=drawer,
            sender=Sender(bot, self._easel.draw),
            now=now,
            per_second=settings.notices_per_second,
        )
        self.fetching = Fetching(
            database=self.database,
            bot=bot,
            office=office,
            shelf=Shelf(settings.evidence_folder),
            now=now,
            wake_outbox=self.outbox.wake,
        )
        self.reading_ratings = ReadingRatings(
            database=self.database, bot=bot, office=office, texts=self.texts, now=now,
            wake_outbox=self.outbox.wake, away=self._easel.draw,
        )  # fmt: skip
        self.errands = Errands(
            database=self.database,
            bot=bot,
            office=office,
            texts=self.texts,
            now=now,
            wake_outbox=self.outbox.wake,
            draw=self._easel.draw,
        )
        self.turns = OneTurn(
            database=self.database,
            dispatcher=the_dispatcher(),
            bot=bot,
            office=office,
            texts=self.texts,
            replies=Replies(bot, self.database, now),
            pace=Pace(settings.chat_at_once, timedelta(seconds=settings.chat_seconds)),
            now=now,
            deliver=self.outbox.deliver,
        )

    def stop(self) -> None:
        """Take nothing new; ``run`` returns when what is under way is finished."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped, then leave the lease to the others. Cancelling cuts turns off."""
        await self._agree()
        await open_years(self.database, self.office, self.now())
        await self.lease.begin()
        is_introduced = await self._introduced()
        scheduler = self._clock().start()
        try:
            async with self._listening(), asyncio.timeout(None) as grace:
                await self._run_until_stopped(grace, is_introduced)
        except TimeoutError:
            log.warning("not_finished_in_time")
        finally:
            scheduler.shutdown(wait=False)
            await self._leave()
        if self.neighbours.differ:
            raise AnotherOffice

    async def _agree(self) -> None:
        try:
            await self.neighbours.agree()
        except AnotherOffice:
            await self._close()
            raise

    async def _stop_if_neighbours_differ(self) -> None:
        await self.neighbours.watch()
        self.stop()

    async def _run_until_stopped(self, grace: asyncio.Timeout, is_introduced: bool) -> None:
        async with asyncio.TaskGroup() as group:
            cut_off = [
                group.create_task(self.lease.run()),
                group.create_task(self._hear(is_introduced)),
                group.create_task(self._stop_if_neighbours_differ()),
            ]
            group.create_task(self.outbox.run(lambda: self.lease.is_held))
            group.create_task(self.fetching.run(lambda: self.lease.is_held))
            group.create_task(self.reading_ratings.run(lambda: self.lease.is_held))
            group.create_task(self.errands.run(lambda: self.lease.is_held))
            for _ in range(self.settings.turns_at_once):
                group.create_task(self._work(group))
            await self._stopping.wait()
            grace.reschedule(asyncio.get_running_loop().time() + GRACE)
            self.outbox.stop()
            self.fetching.stop()
            self.reading_ratings.stop()
            self.errands.stop()
            for task in cut_off:
                task.cancel()

    def _clock(self) -> Clock:
        return Clock(
            database=self.database,
            office=self.office,
            now=self.now,
            wake_outbox=self.outbox.wake,
            may_tick=lambda: self.lease.is_held,
        )

    async def _leave(self) -> None:
        try:
            async with asyncio.timeout(GIVING_UP):
                await self.lease.give_up()
                await self.neighbours.leave()
        except Exception as error:  # noqa: BLE001 - it runs out by itself
            log.warning("lease_not_given_up", fault=description(error))
        await self._close()

    async def _close(self) -> None:
        await self._easel.close()
        await self.bot.session.close()
        await self.database.close()

    async def _work(self, group: asyncio.TaskGroup) -> None:
        """One of several workers: handle what waits, then rest until something comes."""
        while not self._stopping.is_set():
            turn = await self._handle_one()
            if turn is None:
                await self._bell.heard(within=REST)
            else:
                self._bell.ring()  # perhaps there is more: one of the others looks
                await self._answers.acquire()
                group.create_task(self._answer(turn))

    async def _handle_one(self) -> Running | None:
        try:
            return await self.turns.handle_one()
        except Exception as error:  # noqa: BLE001 - a worker must outlive every fault
            _complain("turn_not_ended", error)
            return None

    async def _answer(self, turn: Running) -> None:
        try:
            await self.turns.answer(turn)
        except Exception as error:  # noqa: BLE001 - the turn itself is safe
            _complain("answer_fault", error)
        finally:
            self._answers.release()
            self._bell.ring()  # the chat is free again

    async def _hear(self, is_introduced: bool) -> None:
        """Tell Telegram where we listen, however often it takes; then listen."""
        while not is_introduced:
            await asyncio.sleep(INTRODUCED_EVERY)
            is_introduced = await self._introduced()
        if not self.settings.webhook_url:
            polling = Polling(
                bot=self.bot, database=self.database, now=self.now, wake=self._bell.ring
            )
            await polling.run(lambda: self.lease.is_held)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        """The web side: health and metrics always, the webhook if there is one."""
        secret = self.settings.webhook_secret
        app = Web(
            database=self.database,
            now=self.now,
            wake=self._bell.ring,
            secret=secret.get_secret_value() if secret and self.settings.webhook_url else None,
        ).app()
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.settings.listen_host, self.settings.listen_port)
            await site.start()
            yield
        finally:
            await runner.cleanup()

    async def _introduced(self) -> bool:
        """Whether Telegram has heard of us; a token that it does not know is the operator's."""
        try:
            await self._introduce()
        except TelegramUnauthorizedError:
            raise
        except AiogramError as error:
            log.warning("not_introduced", error=type(error).__name__)
            return False
        return True

    async def _introduce(self) -> None:
        """Tell Telegram where we listen and what the menu offers; it is told anew at each start."""
        self.username = (await self.bot.me()).username or ""
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


def _complain(event: str, error: Exception) -> None:
    level = log.warning if is_passing(error) else log.error
    level(event, fault=description(error))
