"""The process that draws: elsewhere, after everybody else, and begun anew when it is gone."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.easel import NICE, CannotDraw, Easel
from handlers.documents.sheets import sheets_as_bytes, sheets_in
from tests.office.sheets import roster


def where() -> bytes:
    return f"{os.getpid()} {os.nice(0)}".encode()


def ends_its_process() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def echo(drawn: bytes) -> bytes:
    return drawn


def fails() -> bytes:
    return b"" + bytes([1 // 0])


@pytest.fixture
async def easel() -> AsyncIterator[Easel]:
    easel = Easel()
    yield easel
    await easel.close()


async def test_it_draws_in_another_process_of_lower_priority(easel: Easel) -> None:
    first, second = [(await easel.draw(where)).split() for _ in range(2)]

    assert first == second
    assert int(first[0]) != os.getpid()
    assert int(first[1]) == min(os.nice(0) + NICE, 19)


async def test_many_at_once_each_get_their_own(easel: Easel) -> None:
    wanted = [bytes([n]) * 100_000 for n in range(5)]

    assert await asyncio.gather(*(easel.draw(partial(echo, one)) for one in wanted)) == wanted


async def test_a_drawing_that_fails_fails_alone(easel: Easel) -> None:
    with pytest.raises(CannotDraw, match="ZeroDivisionError"):
        await easel.draw(fails)

    assert await easel.draw(partial(echo, b"x")) == b"x"


async def test_a_spreadsheet_is_read_there_too(easel: Easel) -> None:
    file = roster(("198609262015032901", "Sari Dewi"), header=("NIP", "Nama"))

    read = await easel.draw(partial(sheets_as_bytes, "daftar.xlsx", file))

    assert pickle.loads(read) == sheets_in("daftar.xlsx", file)
    assert await easel.draw(partial(sheets_as_bytes, "daftar.xlsx", b"PK\x03\x04")) == b""


async def test_a_process_that_is_gone_is_begun_anew(easel: Easel) -> None:
    with pytest.raises(ConnectionResetError):
        await easel.draw(ends_its_process)

    assert await easel.draw(partial(echo, b"x")) == b"x"


async def test_nobody_gets_the_answer_to_a_question_that_was_given_up(easel: Easel) -> None:
    await easel.draw(where)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await easel.draw(partial(echo, b"given up"))

    assert await easel.draw(partial(echo, b"x")) == b"x"
