"""What stands before the replicas (nginx, elsewhere): the next one is asked when one is dead."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.chaos.replicas import Replica

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Door:
    """Passes each update to one replica, in turn."""

    def __init__(self, replicas: Sequence[Replica], session: ClientSession) -> None:
        self._replicas = list(replicas)
        self._session = session

    async def enter(self, request: web.Request) -> web.Response:
        body = await request.read()
        self._replicas.append(self._replicas.pop(0))
        for replica in self._replicas:
            status = await self._ask(replica, request, body)
            if status is not None:
                return web.Response(status=status)
        return web.Response(status=502)

    async def _ask(self, replica: Replica, request: web.Request, body: bytes) -> int | None:
        headers = {"Content-Type": "application/json", SECRET: request.headers.get(SECRET, "")}
        url = f"http://127.0.0.1:{replica.port}{request.path}"
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                return answer.status
        except (ClientError, TimeoutError):
            return None


@asynccontextmanager
async def door(replicas: Sequence[Replica], port: int) -> AsyncIterator[None]:
    async with ClientSession(timeout=ClientTimeout(10)) as session:
        app = web.Application()
        app.router.add_post("/{path:.*}", Door(replicas, session).enter)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield
        finally:
            await runner.cleanup()
