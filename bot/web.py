"""The other way in, and what operators look at: webhook, /healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select

from bot.database import Database
from bot.errors import description
from bot.inbox import receive
from bot.metrics import INBOX_AGE, INBOX_WAITING, NOTICES_AGE, NOTICES_DUE
from models.machine import Incoming
from models.notices.notices import Notice

PATH = "/telegram"
LONGEST_BODY = 1024 * 1024  # an update is a few kilobytes
WRITTEN_WITHIN = 10.0  # seconds: nginx and Telegram wait longer
READ_WITHIN = 5.0  # seconds that a body may take: who sends it drop by drop is let go
ANSWERS_WITHIN = 5.0  # seconds that the database may take before it counts as away
LAG_ALLOWED = 120.0  # seconds that the oldest update may wait before we are not ready

log = structlog.get_logger()


class Web:
    """Handlers over one database; ``app`` puts them together."""

    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        secret: str | None = None,
    ) -> None:
        self._database = database
        self._now = now
        self._wake = wake
        self._secret = secret

    def app(self) -> web.Application:
        app = web.Application(client_max_size=LONGEST_BODY)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/readyz", self.readyz)
        app.router.add_get("/metrics", self.metrics)
        if self._secret is not None:
            app.router.add_post(PATH, self.webhook)
        return app

    async def webhook(self, request: web.Request) -> web.Response:
        """200 only when the update is written down; otherwise Telegram sends it again."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if self._secret is None or not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(READ_WITHIN):
                update = await _update_in(request)
        except TimeoutError:
            return web.Response(status=408)
        if update is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(WRITTEN_WITHIN), self._database.transaction() as session:
                await receive(session, [update], at=self._now())
        except Exception as error:  # noqa: BLE001 - not written down, so not confirmed
            log.warning("webhook_not_written", fault=description(error))
            return web.Response(status=503)
        self._wake()
        return web.Response()

    async def healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(self, _request: web.Request) -> web.Response:
        """The database answers and nobody has been waiting for long."""
        try:
            lag = await self._measure()
        except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready
            log.warning("not_ready", fault=description(error))
            return web.Response(status=503, text="the database does not answer\n")
        if lag > LAG_ALLOWED:
            return web.Response(status=503, text=f"the oldest update waits {lag:.0f} s\n")
        return web.Response(text="ready\n")

    async def metrics(self, _request: web.Request) -> web.Response:
        try:
            await self._measure()
        except Exception as error:  # noqa: BLE001 - the counters are wanted most of all just now
            log.warning("not_measured", fault=description(error))
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _measure(self) -> float:
        """Look at the queues; return how long the oldest update waits, in seconds."""
        now = self._now()
        async with asyncio.timeout(ANSWERS_WITHIN), self._database.transaction() as session:
            waiting, oldest = (
                await session.execute(
                    select(func.count(), func.min(Incoming.received_at)).where(
                        Incoming.done_at.is_(None)
                    )
                )
            ).one()
            due, longest = (
                await session.execute(
                    select(func.count(), func.min(Notice.due)).where(Notice.due <= now)
                )
            ).one()
        lag = (now - oldest).total_seconds() if oldest else 0.0
        INBOX_WAITING.set(waiting)
        INBOX_AGE.set(lag)
        NOTICES_DUE.set(due)
        NOTICES_AGE.set((now - longest).total_seconds() if longest else 0.0)
        return lag


async def _update_in(request: web.Request) -> Mapping[str, Any] | None:
    """The update in a request's body; None if there is none that could be written down."""
    try:
        update = await request.json()
        number = update["update_id"]
    except (KeyError, TypeError, ValueError):
        return None
    return update if isinstance(number, int) and 0 <= number < 2**63 else None
