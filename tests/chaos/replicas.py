"""The bot as it is run: processes that are killed, frozen, and started again as systemd would."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.chaos.waiting import until

ROOT = Path(__file__).parent.parent.parent
RESTARTED_AFTER = 0.5  # seconds
ENDS_WITHIN = 10.0


class Replica:
    """One ``python -m bot run``, begun anew whenever it ends."""

    def __init__(self, name: str, log: Path, environment: dict[str, str]) -> None:
        self.name = name
        self.log = log
        self.port = free_port()
        self.ended_by_itself = 0
        self._environment = {**_bare_environment(), **environment, "LISTEN_PORT": str(self.port)}
        self._process: asyncio.subprocess.Process | None = None
        self._may_start = asyncio.Event()
        self._may_start.set()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

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

    async def up(self, within: float = 60) -> None:
        if not await until(self.is_up, within, look=0.2):
            raise TimeoutError(f"replica {self.name} does not come up; its log is {self.log}")

    def kill(self, *, for_good: bool = False) -> bool:
        """SIGKILL: it gets no chance to do anything. Say whether it was alive."""
        if for_good:
            self._may_start.clear()
        was_running = self.is_running
        if was_running:
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
        if self._process is None or self._process.returncode is not None:
            return
        self._signal(signal.SIGINT)
        try:
            await asyncio.wait_for(self._process.wait(), ENDS_WITHIN)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self._process.wait()

    def _signal(self, number: int) -> None:
        assert self._process is not None, "it has been started"
        if self._process.returncode is None:
            self._process.send_signal(number)

    async def _keep(self) -> None:
        while True:
            await self._may_start.wait()
            with self.log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot", "run"),
                    cwd=ROOT,
                    env=self._environment,
                    stderr=log,
                    stdout=log,
                )
            if await self._process.wait() != -signal.SIGKILL:
                self.ended_by_itself += 1
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


def _bare_environment() -> dict[str, str]:
    """Nothing of the caller's settings: a real token must never come in here."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
