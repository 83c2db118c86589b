"""python -m simulator: a Telegram of one's own, until interrupted."""

from __future__ import annotations

import argparse
import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

from simulator.flood import FloodLimits
from simulator.kept import keeping
from simulator.server import serving
from simulator.telegram import TOKEN, Telegram


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN, help="the bot's token; another one is a 401")
    parser.add_argument("--flood", action="store_true", help="limit how fast the bot may send")
    parser.add_argument("--strict", action="store_true", help="refuse fields Telegram lacks")
    parser.add_argument("--data", type=Path, help="a file to keep everything in over restarts")
    parser.add_argument("--keep", type=int, help="messages kept of each chat (default: all)")
    asyncio.run(serve(parser.parse_args()))


async def serve(asked: argparse.Namespace) -> None:
    flood = FloodLimits() if asked.flood else None
    telegram = Telegram(token=asked.token, flood=flood, strict=asked.strict, keep=asked.keep)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        if asked.data:
            await stack.enter_async_context(keeping(telegram, asked.data))
        url = await stack.enter_async_context(serving(telegram, asked.host, asked.port))
        print(f"Telegram: {url}, and for the bot: token {telegram.token}", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    main()
