"""Taps on inline buttons: each waits for one answer, and not for long."""

from __future__ import annotations

import asyncio
import secrets
import time

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import Message

from simulator import limits
from simulator.errors import bad_request

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Tap:
    """One tap; ``answer`` is what the bot said to it."""

    def __init__(self, message: Message, data: str) -> None:
        self.id = str(secrets.randbits(62))
        self.message = message
        self.data = data
        self.at = time.monotonic()
        self.answer: AnswerCallbackQuery | None = None
        self._answered = asyncio.Event()

    async def answered(self, within: float = 5) -> AnswerCallbackQuery:
        """Wait until the button stops spinning; raise TimeoutError if it does not."""
        await asyncio.wait_for(self._answered.wait(), within)
        assert self.answer
        return self.answer

    def take(self, answer: AnswerCallbackQuery) -> None:
        self.answer = answer
        self._answered.set()


class Callbacks:
    """The taps that may still be answered."""

    def __init__(self) -> None:
        self.seconds: float = limits.CALLBACK_SECONDS  # real ones: nobody waits on a moved clock
        self._open: dict[str, Tap] = {}

    def add(self, tap: Tap) -> None:
        oldest = time.monotonic() - self.seconds
        while self._open and (first := next(iter(self._open.values()))).at < oldest:
            del self._open[first.id]
        self._open[tap.id] = tap

    def answer(self, call: AnswerCallbackQuery) -> None:
        """Take the bot's answer, once and in time."""
        tap = self._open.pop(call.callback_query_id, None)
        if tap is None or time.monotonic() - tap.at > self.seconds:
            raise bad_request(TOO_OLD)
        if len(call.text or "") > limits.CALLBACK_ANSWER:
            self._open[tap.id] = tap
            raise bad_request("MESSAGE_TOO_LONG")
        tap.take(call)
