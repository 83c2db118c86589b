"""Telegram, the replicas, and what stands before them, as long as a round lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from simulator.server import serving
from simulator.telegram import TOKEN, Telegram
from tests.chaos.door import door
from tests.chaos.replicas import Replica, free_port, kept

SECRET = "a-secret-of-the-webhook"


@asynccontextmanager
async def running(
    telegram: Telegram, database_url: str, log: Path, *, count: int, way: str = "polling",
    **settings: str,
) -> AsyncIterator[list[Replica]]:  # fmt: skip
    """So many replicas over one database, by Telegram's clock; each logs beside ``log``."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(telegram))
        environment = {"BOT_TOKEN": TOKEN, "TELEGRAM_API": url, "DATABASE_URL": database_url}
        environment |= settings
        port = free_port()
        if way == "webhook":
            environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}
        ahead = telegram.clock.now() - datetime.now(UTC)
        replicas = [
            Replica(name, log.with_name(f"{log.name}-{name}.log"), environment, ahead)
            for name in "AB"[:count]
        ]
        await stack.enter_async_context(door(replicas, port))
        await stack.enter_async_context(kept(replicas))
        await telegram.ready(120)
        yield replicas
