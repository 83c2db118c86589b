"""The webhook: every update is posted to the bot until it answers 2xx, each chat's in order."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING

from aiogram.types import WebhookInfo
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from simulator.calls import carry_out
from simulator.decoding import read_response
from simulator.errors import ApiError, ConnectionDropped
from simulator.shown import as_json
from simulator.updates import Queued

if TYPE_CHECKING:
    from simulator.telegram import Telegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Where updates are posted to, if anywhere; ``url`` is empty while the bot polls."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._secret = ""
        self._connections = 0
        self._slots = asyncio.Semaphore(0)
        self._lines: dict[int, deque[Queued]] = {}  # by chat: what waits for its courier
        self._couriers: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None
        self._last_error: tuple[datetime, str] | None = None
        self.url = ""
        self.backoff = (0.5, 30.0)  # seconds: before the second try, and at most
        self.timeout = 30.0

    def set(self, url: str, secret: str, connections: int) -> None:
        """Deliver there from now on; an empty address ends it."""
        self._stop()
        self.url, self._secret, self._connections = url, secret, connections
        self._slots = asyncio.Semaphore(connections)
        self._last_error = None
        for queued in self._telegram.updates.pending() if url else ():
            self.deliver(queued)

    def info(self) -> WebhookInfo:
        info = WebhookInfo(
            url=self.url,
            has_custom_certificate=False,
            pending_update_count=len(self._telegram.updates.pending()),
        )
        if allowed := self._telegram.updates.allowed:
            info = info.model_copy(update={"allowed_updates": allowed})
        if self.url:
            info = info.model_copy(update={"max_connections": self._connections})
        if self._last_error:
            date, message = self._last_error
            info = info.model_copy(update={"last_error_date": date, "last_error_message": message})
        return info

    def deliver(self, queued: Queued) -> None:
        """Put an update in its chat's line."""
        if not self.url:
            return
        line = self._lines.setdefault(queued.chat_id, deque())
        line.append(queued)
        if len(line) == 1:
            courier = asyncio.create_task(self._run(queued.chat_id, line))
            self._couriers.add(courier)
            courier.add_done_callback(self._couriers.discard)

    async def _run(self, chat_id: int, line: deque[Queued]) -> None:
        """Deliver what one chat's line holds, one after another."""
        pause, longest = self.backoff
        while line:
            async with self._slots:
                error = await self._post(line[0])
            if error is None:
                self._telegram.updates.confirm(line.popleft())
                pause = self.backoff[0]
            else:
                self._last_error = (self._telegram.clock.second(), error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, longest)
        del self._lines[chat_id]

    async def _post(self, queued: Queued) -> str | None:
        """Try once; return what went wrong, in the words getWebhookInfo has for it."""
        self._session = self._session or ClientSession(timeout=ClientTimeout(self.timeout))
        update = as_json(self._telegram.told_anew(queued.update))
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        try:
            async with self._session.post(self.url, json=update, headers=headers) as response:
                if response.status // 100 != 2:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                await self._obey(response)
        except TimeoutError:
            return "Connection timed out"
        except ClientError:
            return "Connection refused"
        return None

    async def _obey(self, response: ClientResponse) -> None:
        """Carry out the call in the bot's answer, whose result it never learns."""
        body = await read_response(response)
        if name := body.fields.pop("method", None):
            try:
                await carry_out(self._telegram, str(name), body)
            except (ApiError, ConnectionDropped):
                return

    def _stop(self) -> None:
        for courier in self._couriers:
            courier.cancel()
        self._lines = {}

    async def close(self) -> None:
        self._stop()
        await asyncio.gather(*self._couriers, return_exceptions=True)
        if self._session:
            await self._session.close()
            self._session = None
