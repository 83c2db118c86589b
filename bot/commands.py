"""What the commands of ``python -m bot`` do; imported only by the one that is called."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError

from bot.logs import set_up_logs
from bot.machine import Machine, telegram_bot, utc_now
from bot.plainly import CannotRun
from bot.preparing import make_folder as make_folder
from bot.preparing import prepare as prepare
from config.settings import Settings
from models.office import Office


def run_bot(settings: Settings, office: Office, now: Callable[[], datetime] = utc_now) -> None:
    """Run one replica until it is stopped."""
    if settings.bot_token is None:
        raise CannotRun("BOT_TOKEN is not set: ask @BotFather for one, or try `make demo`.")
    if settings.webhook_url and settings.webhook_secret is None:
        raise CannotRun("WEBHOOK_URL is set, so WEBHOOK_SECRET is needed too.")
    secret = settings.webhook_secret
    if secret is not None and not re.fullmatch("[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise CannotRun("WEBHOOK_SECRET must be 16 to 256 letters, digits, _ or -.")
    set_up_logs(settings.log_level)
    try:
        asyncio.run(_run(settings, office, settings.bot_token.get_secret_value(), now))
    except (TelegramUnauthorizedError, TokenValidationError):
        raise CannotRun("Telegram does not know this BOT_TOKEN; @BotFather can tell it.") from None


async def _run(settings: Settings, office: Office, token: str, now: Callable[[], datetime]) -> None:
    await prepare(settings)
    bot = telegram_bot(token, settings.telegram_api)
    await run_until_told(Machine(settings=settings, office=office, bot=bot, now=now))


async def run_until_told(machine: Machine) -> None:
    """Run until SIGTERM or Ctrl-C; what is under way is finished first."""
    with suppress(NotImplementedError):  # Windows has no such signals: there it is cut off
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, machine.stop)
    await machine.run()
