"""The bot as it is run: processes that are killed, frozen, and started again as systemd would.

Each is forked from a server that has imported everything, so it works again within a second of its
death: most of a round is work, and a kill meets a process that does something.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.commands import run_bot
from config.settings import Settings
from models.office import Office
from tests.chaos.waiting import until
from tests.machine.lives import PROCESSES

RESTARTED_AFTER = 0.5  # seconds
ENDS_WITHIN = 10.0
LOOK = 0.05  # seconds between two looks whether it has ended
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Life:
    """What a process is given: its environment, and how far its clock is ahead of the real one."""

    environment: dict[str, str]
    ahead: timedelta
    log: Path


def live(life: Life) -> None:
    """What ``python -m bot run`` does."""
    sys.stderr = life.log.open("a", buffering=1, encoding="utf-8")
    os.environ.clear()  # nothing of the caller's settings: a real token must never come in here
    os.environ.update(life.environment)
    settings = Settings(_env_file=None)
    office = Office.from_toml(settings.office_file)
    run_bot(settings, office, now=lambda: datetime.now(UTC) + life.ahead)


class Replica:
    """One process of the bot, begun anew whenever it ends."""

    def __init__(self, name: str, log: Path, environment: dict[str, str], ahead: timedelta) -> None:
        self.name = name
        self.log = log
        self.port = free_port()
        self.ended_by_itself = 0
        self._life = Life({**environment, "LISTEN_PORT": str(self.port)}, ahead, log)
        self._process: ForkServerProcess | None = None
        self._may_start = True
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def keep(self) -> None:
        """Start it, and start it again when it ends."""
        self._keeper = asyncio.create_task(self._keep())

    async def is_up(self) -> bool:
        """Whether its web side answers."""
        try:
            async with (
                ClientSession(timeout=ClientTimeout(2)) as session,
                session.get(f"http://127.0.0.1:{self.port}/healthz") as answer,
            ):
                return answer.status == 200
        except (ClientError, TimeoutError, OSError):
            return False

    async def up(self, within: float = 120) -> None:
        if not await until(self.is_up, within, look=0.1):
            tail = self.log.read_text(encoding="utf-8")[-1500:] if self.log.exists() else ""
            raise TimeoutError(f"replica {self.name} does not come up; its last words: {tail}")

    def kill(self, *, for_good: bool = False) -> bool:
        """SIGKILL: it gets no chance to do anything. Say whether it was alive."""
        self._may_start = self._may_start and not for_good
        was_running = self.is_running
        self._signal(signal.SIGKILL)
        return was_running

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    async def stop(self) -> None:
        """End it in good order."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        self._signal(signal.SIGINT)
        if not await until(self._has_ended, ENDS_WITHIN, look=LOOK):
            self._signal(signal.SIGKILL)
            await until(self._has_ended, ENDS_WITHIN, look=LOOK)

    def _signal(self, number: int) -> None:
        if self.is_running and self.pid is not None:
            os.kill(self.pid, number)

    async def _has_ended(self) -> bool:
        return not self.is_running

    async def _keep(self) -> None:
        while self._may_start:
            process = PROCESSES.Process(target=live, args=(self._life,), daemon=True)
            self._process = process
            await asyncio.to_thread(process.start)
            while process.is_alive():  # noqa: ASYNC110 - a process sets no event
                await asyncio.sleep(LOOK)
            self.ended_by_itself += process.exitcode != KILLED
            await asyncio.sleep(RESTARTED_AFTER)


@asynccontextmanager
async def kept(replicas: Sequence[Replica]) -> AsyncIterator[None]:
    """The replicas run as long as the block does."""
    for replica in replicas:
        replica.keep()
    try:
        await asyncio.gather(*(replica.up() for replica in replicas))
        yield
    finally:
        await asyncio.gather(*(replica.stop() for replica in replicas))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
