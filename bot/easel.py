"""Pictures are drawn in a process of their own, of low priority, one after another.

typst lets nobody else run while it works, and Friday's round is thousands of pictures: drawn in
this process they would hold up every turn. The other one ends with its standard input, so also
when this one is killed.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parents[1]
NICE = 10
LENGTH = 4  # bytes that say how long the rest is
DRAWN, FAILED = b"+", b"-"


class CannotDraw(Exception):
    """What the drawing itself raised, by its type's name."""


class Easel:
    """``draw`` takes what can be pickled: a function of a module, and plain data."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, picture: Callable[[], bytes]) -> bytes:
        """A process that is gone is a lost connection (OSError): it begins anew at the next one."""
        async with self._one_at_a_time:
            try:
                return await self._ask(await self._begun(), pickle.dumps(picture))
            except asyncio.IncompleteReadError as error:
                await self._end()
                raise ConnectionResetError from error
            except (OSError, asyncio.CancelledError):  # its next answer would be somebody else's
                await self._end()
                raise

    async def close(self) -> None:
        async with self._one_at_a_time:
            await self._end()

    async def _begun(self) -> Process:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.easel", stdin=PIPE, stdout=PIPE, cwd=HERE
            )
        return self._process

    async def _ask(self, process: Process, question: bytes) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(len(question).to_bytes(LENGTH, "big") + question)
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(LENGTH), "big")
        answer = await process.stdout.readexactly(length)
        if answer[:1] == FAILED:
            raise CannotDraw(answer[1:].decode())
        return answer[1:]

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


def draw_until_closed() -> None:
    """The other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the bot's to hear
    os.nice(NICE)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while length := asked.read(LENGTH):
        question = asked.read(int.from_bytes(length, "big"))
        try:
            answer = DRAWN + pickle.loads(question)()
        except Exception as error:  # noqa: BLE001 - said to whoever asked
            answer = FAILED + type(error).__name__.encode()
        answers.write(len(answer).to_bytes(LENGTH, "big") + answer)
        answers.flush()


if __name__ == "__main__":
    draw_until_closed()
