"""A Telegram in this process: hands updates to whoever polls, answers at once or after a while."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteWebhook,
    GetMe,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType

from bot.polling import RawUpdates
from tests.wire import Wire

KEPT = 4  # messages a chat: what is measured is the bot's memory, not the screens'
CEILING = 30  # calls a second that Telegram lets through
BOOKKEEPING = (DeleteWebhook, GetMe, SetMyCommands)


@dataclass(eq=False)
class Line(Wire):
    """A wire with a queue of updates, whose people wait for what they are about to see."""

    delay: float = 0.0  # seconds a call
    strict: bool = False  # 429 for whatever is above the ceiling
    sent: list[float] = field(default_factory=list)  # when each message was sent (loop's clock)
    refused: int = 0  # calls above the ceiling
    pictures: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._updates: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._waiting: defaultdict[int | str, list[tuple[Callable[[], bool], asyncio.Future[None]]]]
        self._waiting = defaultdict(list)

    def hands_over(self, update: Mapping[str, Any]) -> None:
        self._updates.put_nowait(update)

    async def until(self, whose: int | str, is_so: Callable[[], bool] = lambda: True) -> None:
        """Wait for a call to this chat, or for the answer to this tap, after which this is so."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[whose].append((is_so, future))
        async with asyncio.timeout(30):
            await future

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        answer: Any = await self._answer(method)
        return answer  # type: ignore[no-any-return]

    async def _answer(self, method: TelegramMethod[Any]) -> Any:
        if isinstance(method, RawUpdates):
            return await self._some_updates(method.limit)
        if isinstance(method, BOOKKEEPING):
            return True
        self._count(method)
        if self.delay:
            await asyncio.sleep(self.delay)
        answer = self._do(method)
        self._after(method)
        return answer

    async def _some_updates(self, most: int) -> list[Mapping[str, Any]]:
        found = [await self._updates.get()]
        while len(found) < most and not self._updates.empty():
            found.append(self._updates.get_nowait())
        return found

    def _count(self, method: TelegramMethod[Any]) -> None:
        """Telegram counts messages, not answers to taps."""
        if isinstance(method, AnswerCallbackQuery):
            return
        now = asyncio.get_running_loop().time()
        if self.strict and sum(at > now - 1 for at in self.sent[-CEILING:]) >= CEILING:
            self.refused += 1
            raise TelegramRetryAfter(method, "Too Many Requests", retry_after=1)
        self.sent.append(now)

    def _after(self, method: TelegramMethod[Any]) -> None:
        if isinstance(method, AnswerCallbackQuery):
            self.answers.clear()
            self._tell(method.callback_query_id)
            return
        chat_id = getattr(method, "chat_id", 0)
        screen = self.screens[chat_id]
        for shown in screen:
            self.pictures += shown.picture is not None
            shown.picture = None
        del screen[:-KEPT]
        self._tell(chat_id)

    def _tell(self, whose: int | str) -> None:
        still = []
        for is_so, future in self._waiting.pop(whose, []):
            if future.done():
                continue
            if is_so():
                future.set_result(None)
            else:
                still.append((is_so, future))
        if still:
            self._waiting[whose] = still
