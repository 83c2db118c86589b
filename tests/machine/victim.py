"""A replica in a process of its own, that may kill itself at a named point.

Production code knows nothing of this: the points are functions that are wrapped here.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from multiprocessing.synchronize import Event
from typing import Any

from aiogram import Dispatcher
from sqlalchemy.ext.asyncio import create_async_engine

import bot.machine
from bot.commands import run_until_told
from bot.dispatcher import the_dispatcher
from bot.drawing import Drawer
from bot.logs import set_up_logs
from bot.machine import Machine, telegram_bot
from bot.polling import Polling
from bot.replies import Replies
from bot.sending import Parcel
from config.settings import Settings
from config.texts import Texts
from models.work.holidays import published_for
from tests.desk import OFFICE

ANY_CHAT = -1

# What takes long at every start is done once, before the lives are forked.
the_dispatcher()
published_for(2026)
create_async_engine("postgresql+asyncpg://")
cached_texts = lru_cache(Texts)
cached_texts(timezone=OFFICE.timezone)
vars(bot.machine)["Texts"] = cached_texts


@dataclass(frozen=True)
class Life:
    """What one process is given."""

    database_url: str
    telegram_url: str
    token: str
    ahead: timedelta  # how far its clock is ahead of the real one


@dataclass(frozen=True)
class Doom:
    """Where a process ends: at this point, when it is about this chat, once it is armed."""

    point: str
    chat_id: int
    armed: Event


def _of_new_message(parcel: Parcel | None) -> int | None:
    """The chat of what is sent anew: an edit that is repeated shows nobody anything twice."""
    return parcel.chat_id if parcel and parcel.page and parcel.edit is None else None


# point: (class, function, whether it ends before the call, the chat it is about)
POINTS: dict[str, tuple[type[Any], str, bool, Callable[..., int | None]]] = {
    "in-box written": (
        Polling,
        "poll_once",
        False,
        lambda _self, *, result: ANY_CHAT if result else None,
    ),
    "in the middle of a turn": (
        Dispatcher,
        "feed_update",
        False,
        lambda _self, _bot, update, *, result, **_more: update.event.from_user.id,
    ),
    "turn committed": (
        Replies,
        "send",
        True,
        lambda _self, _replies, whose, **_more: whose and whose.chat_id,
    ),
    "notice drawn": (Drawer, "draw", False, lambda *_, result: _of_new_message(result)),
    "sent, not written down": (
        Drawer,
        "write_down",
        True,
        lambda _self, parcel, _sent, **_more: _of_new_message(parcel),
    ),
}


def live(life: Life, doom: Doom | None) -> None:
    """Run a replica until it is killed, kills itself, or is told to end."""
    set_up_logs("WARNING")
    if doom is not None:
        _set_trap(doom)
    asyncio.run(_run(life))


async def _run(life: Life) -> None:
    settings = Settings(
        _env_file=None,
        telegram_api=life.telegram_url,
        database_url=life.database_url,
        listen_port=0,
        webhook_url=None,
    )
    machine = Machine(
        settings=settings,
        office=OFFICE,
        bot=telegram_bot(life.token, life.telegram_url),
        now=lambda: datetime.now(UTC) + life.ahead,
    )
    await run_until_told(machine)


def _set_trap(doom: Doom) -> None:
    owner, name, before, chat_of = POINTS[doom.point]
    original = getattr(owner, name)

    async def trapped(*args: Any, **more: Any) -> Any:
        result = None if before else await original(*args, **more)
        chat_id = chat_of(*args, **more, result=result)
        if doom.armed.is_set() and chat_id in (doom.chat_id, ANY_CHAT):
            os.kill(os.getpid(), signal.SIGKILL)
        return await original(*args, **more) if before else result

    setattr(owner, name, trapped)
