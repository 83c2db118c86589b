"""The simulator as a web application, and as a server within somebody's loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from simulator import api, control, watching
from simulator.api import TELEGRAM
from simulator.telegram import Telegram

LARGEST_REQUEST = 64 * 1024 * 1024  # above Telegram's own limit, which answers in its own words


def build_app(telegram: Telegram) -> web.Application:
    """The Bot API, the control API and the page, over this state."""
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[control.own_page_only])
    app[TELEGRAM] = telegram
    for routes in (api.routes, watching.routes, control.routes):
        app.add_routes(routes)
    app.router.add_static("/page/", watching.PAGE)
    app.on_shutdown.append(_close)
    return app


@asynccontextmanager
async def serving(telegram: Telegram, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve as long as the block runs; gives the address, on a free port if none is named."""
    runner = web.AppRunner(
        build_app(telegram), access_log=None, shutdown_timeout=1, handler_cancellation=True
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _close(app: web.Application) -> None:
    await app[TELEGRAM].close()
