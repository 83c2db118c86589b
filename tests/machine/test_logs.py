"""Whatever goes wrong, the logs hold no NIP, no token and no words of anybody."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
import structlog
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import GetMe, SendMessage, TelegramMethod
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.logs import set_up_logs
from handlers.turn import Reply, Turn
from models.machine import Incoming, Outcome, Trace
from models.people.employees import Employee
from tests.desk import Desk, Person
from tests.machine.replica import replica, writes
from tests.machine.test_turns import Event
from tests.wire import TOKEN

WORDS = "rapat rahasia dengan inspektorat"


@pytest.fixture
def as_it_was() -> Iterator[None]:
    """Logs are set up for a process; the next test has its own."""
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    logging.captureWarnings(False)
    root.handlers, root.level = before, level
    logging.getLogger("apscheduler").setLevel(logging.NOTSET)
    structlog.reset_defaults()


async def breaks(desk: Desk, tom: Person) -> None:
    """A unique violation on the NIP, and a fault that quotes what was written."""
    doubled: list[IntegrityError] = []

    async def handler(event: Event, turn: Turn) -> Reply:
        if getattr(event, "text", "") == "satu":
            turn.session.add(Employee(nip=tom.employee.nip, name="Tom"))
            try:
                await turn.session.flush()
            except IntegrityError as error:
                doubled.append(error)
                raise
        raise KeyError(f"{WORDS} {TOKEN} {tom.employee.nip}")

    turns = replica(desk, handler)
    for text in ("satu", WORDS):
        await writes(tom, text)
        await turns.take_one()
    (error,) = doubled
    is_quoted = tom.employee.nip in f"{error.orig} {getattr(error.orig, 'detail', '')}"
    assert is_quoted or desk.database.is_sqlite  # what could leak is there


async def is_answered_badly(desk: Desk, tom: Person) -> None:
    """Telegram quotes the message, and the network error its address with the token."""
    errors = [
        TelegramBadRequest(GetMe(), f'Bad Request: can\'t parse "{WORDS} {tom.employee.nip}"'),
        TelegramNetworkError(GetMe(), f"https://api.telegram.org/bot{TOKEN}/sendMessage {WORDS}"),
    ]

    def before(method: TelegramMethod[object]) -> None:
        if isinstance(method, SendMessage) and errors:
            raise errors.pop(0)

    desk.wire.before = before
    await tom.says(f"08.00-09.00 {WORDS}")
    await tom.says(f"09.00-10.00 {WORDS}")
    desk.wire.before = lambda _method: None


def others_complain(secret: str) -> None:
    """Other libraries, warnings, threads, destructors, and whatever ends the process."""
    logging.getLogger("aiogram").error("Failed to fetch %s", secret)
    logging.getLogger("asyncio").error(secret, exc_info=KeyError(secret))
    warnings.showwarning(secret, UserWarning, __file__, 1)
    thread = threading.Thread(target=lambda: [][int(secret[:0] or 9)], name=secret)
    thread.start()
    thread.join()
    sys.excepthook(KeyError, KeyError(secret), None)


class Dropped:
    """Something that fails where nobody can be told."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __del__(self) -> None:
        raise KeyError(self._secret)


async def forgotten(secret: str) -> None:
    raise KeyError(secret)


@pytest.mark.usefixtures("as_it_was")
async def test_no_nip_no_token_and_no_words(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    secret = f"{WORDS} {TOKEN} {tom.employee.nip}"
    await breaks(desk, tom)
    await desk.settles()
    await tom.sends_tap(f"send:999:1:{tom.employee.nip}"[:64], tom.card)
    await tom.sends_tap("send:999:1", tom.card)
    await is_answered_badly(desk, tom)
    others_complain(secret)
    Dropped(secret)
    task = asyncio.create_task(forgotten(secret))
    await asyncio.sleep(0)
    del task
    gc.collect()
    structlog.get_logger().info("said", by_mistake=f"{TOKEN} {tom.employee.nip}")

    out, err = capsys.readouterr()
    events = {part for line in err.splitlines() for part in line.split() if "event=" in part}
    assert out == ""
    assert {"event=fault", "event=notice_refused", "event=notice_delayed", "event=aiogram",
            "event=py.warnings", "event=thread_ended", "event=unraisable", "event=asyncio",
            "event=ended", "event=said"} <= events  # fmt: skip
    assert [line for line in err.splitlines() if tells(line, tom)] == []
    assert [row for row in await troubles(desk) if tells(row, tom)] == []
    assert len(await troubles(desk)) == 2
    assert await desk.count(Trace, Trace.chat_id == tom.chat_id) == 2
    assert 'by_mistake="… …"' in err


def tells(line: str, person: Person) -> bool:
    """Whether anything of somebody stands in it."""
    return any(
        secret in line
        for secret in (person.employee.nip, TOKEN, TOKEN.split(":")[1], "rahasia", "inspektorat")
    )


async def troubles(desk: Desk) -> list[str]:
    """What is kept of the faults."""
    async with desk.database.transaction() as session:
        kept = await session.scalars(
            select(Incoming.trouble).where(Incoming.outcome == Outcome.FAULT)
        )
        return [trouble or "" for trouble in kept]
