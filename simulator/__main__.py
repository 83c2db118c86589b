"""python -m simulator: a Telegram of one's own, until interrupted."""

from __future__ import annotations

import argparse
import asyncio

from simulator.flood import FloodLimits
from simulator.server import serving
from simulator.telegram import TOKEN, Telegram


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN, help="the bot's token; another one is a 401")
    parser.add_argument("--flood", action="store_true", help="limit how fast the bot may send")
    parser.add_argument("--strict", action="store_true", help="refuse fields Telegram lacks")
    parser.add_argument("--keep", type=int, help="messages kept of each chat (default: all)")
    with asyncio.Runner() as runner:
        try:
            runner.run(serve(parser.parse_args()))
        except KeyboardInterrupt:
            return


async def serve(asked: argparse.Namespace) -> None:
    flood = FloodLimits() if asked.flood else None
    telegram = Telegram(token=asked.token, flood=flood, strict=asked.strict, keep=asked.keep)
    async with serving(telegram, asked.host, asked.port) as url:
        print(f"Telegram: {url}, and for the bot: token {telegram.token}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
