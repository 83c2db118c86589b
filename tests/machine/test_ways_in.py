"""Two ways in: polling and webhook confirm only what has been written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiohttp.test_utils import TestClient, TestServer

from bot.database import Database
from bot.machine import telegram_bot
from bot.polling import Polling
from bot.web import LONGEST_BODY, PATH, Web
from models.machine import Incoming
from simulator.faults import Fault
from simulator.people import Person
from simulator.server import serving
from simulator.telegram import Telegram
from tests.desk import Desk
from tests.machine.lives import ended

AWAY = "postgresql+asyncpg://nobody@127.0.0.1:9/nothing"
SECRET = "rahasia-ä"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def now() -> datetime:
    return datetime.now(UTC)


# Polling


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    yield telegram
    assert telegram.unknown_fields == []


@pytest.fixture
async def bot(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr("bot.polling.LONG_POLL", 0)
    async with serving(telegram) as url:
        bot = telegram_bot(telegram.token, url)
        yield bot
        await bot.session.close()


@pytest.fixture
def ani(telegram: Telegram) -> Person:
    ani = telegram.person("Ani")
    ani.chat.started = True
    return ani


def polling(bot: Bot, database: Database, wake: Callable[[], None] = lambda: None) -> Polling:
    return Polling(bot=bot, database=database, now=now, wake=wake)


async def test_only_what_is_written_down_is_confirmed(
    desk: Desk, telegram: Telegram, bot: Bot, ani: Person
) -> None:
    rung = 0

    def ring() -> None:
        nonlocal rung
        rung += 1

    poll = polling(bot, desk.database, ring)
    ani.says("satu")
    ani.says("dua")
    came = await poll.poll_once()
    unconfirmed = len(telegram.updates.pending())
    ani.says("tiga")
    await poll.poll_once()

    assert (came, rung, unconfirmed, len(telegram.updates.pending())) == (2, 2, 2, 1)
    assert await desk.count(Incoming) == 3


async def test_with_the_database_away_nothing_is_confirmed_and_nothing_lost(
    desk: Desk, telegram: Telegram, bot: Bot, ani: Person
) -> None:
    database = Database(AWAY)
    poll = polling(bot, database)
    ani.says("satu")
    waits = [await poll._poll_safely() for _ in range(3)]
    poll._database = desk.database
    waits.append(await poll._poll_safely())
    await database.close()

    assert (waits, len(telegram.updates.pending())) == ([1.0, 1.0, 1.0, 0.0], 1)
    assert await desk.count(Incoming) == 1


async def test_an_offset_is_not_kept_longer_than_it_is_needed(
    desk: Desk, telegram: Telegram, bot: Bot, ani: Person
) -> None:
    """After a quiet week the next id is any number, perhaps a smaller one."""
    poll = polling(bot, desk.database)
    ani.says("satu")
    await poll.poll_once()
    after = await poll.poll_once()
    telegram.updates._next_id = 5
    ani.says("dua")
    await poll.poll_once()

    assert (after, len(telegram.updates.pending())) == (0, 1)
    assert await desk.count(Incoming, Incoming.update_id == 5) == 1


async def test_a_replica_that_lost_the_lease_keeps_no_offset(
    desk: Desk, bot: Bot, ani: Person
) -> None:
    poll = polling(bot, desk.database)
    ani.says("satu")
    await poll.poll_once()
    running = asyncio.create_task(poll.run(lambda: False))
    await asyncio.sleep(0.01)
    await ended(running)

    assert poll._offset is None


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (Fault.too_many(7), 7.0),
        (Fault.server_error(502), 2.0),
        (Fault.dropped(), 2.0),
    ],
    ids=["429", "502", "dropped"],
)
async def test_polling_rests_when_telegram_says_so(
    desk: Desk, telegram: Telegram, bot: Bot, fault: Fault, wait: float
) -> None:
    telegram.faults.arm(fault, method="getUpdates")

    assert await polling(bot, desk.database)._poll_safely() == wait


async def test_polled_elsewhere_it_does_not_fight(
    desk: Desk, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def conflict(*_args: object, **_more: object) -> None:
        raise TelegramConflictError(None, "terminated by other getUpdates")  # type: ignore[arg-type]

    monkeypatch.setattr(Bot, "__call__", conflict)

    assert await polling(bot, desk.database)._poll_safely() == 5.0


METRICS = (
    'kinerja_turns_total{outcome="done"}',
    'kinerja_turn_seconds_bucket{le="0.1",outcome="done"}',
    "kinerja_inbox_waiting ",
    "kinerja_inbox_oldest_seconds ",
    "kinerja_notices_due ",
    "kinerja_notices_oldest_seconds ",
    'kinerja_sends_total{result="delivered"}',
    'kinerja_ring_late_seconds_bucket{le="60.0"}',
    "kinerja_slowed_total ",
)

# Webhook


@asynccontextmanager
async def web(
    database: Database, secret: str | None = SECRET, at: Callable[[], datetime] = now
) -> AsyncIterator[TestClient]:  # type: ignore[type-arg]
    app = Web(database=database, now=at, wake=lambda: None, secret=secret).app()
    async with TestClient(TestServer(app)) as client:
        yield client


UPDATE = {"update_id": 7, "message": {"chat": {"id": 7001}, "text": "halo"}}
HEADERS = {HEADER: SECRET}


async def test_200_means_written_down_and_a_repeat_is_seen_as_one(desk: Desk) -> None:
    async with web(desk.database) as client:
        answers = [await client.post(PATH, json=UPDATE, headers=HEADERS) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert await desk.count(Incoming) == 1


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "falsch"}, {HEADER: "ü"}])
async def test_without_the_secret_nothing_is_read(headers: dict[str, str]) -> None:
    async with web(Database(AWAY)) as client:
        answer = await client.post(PATH, data=b"{", headers=headers)

    assert answer.status == 401


async def test_without_a_webhook_there_is_no_such_page() -> None:
    async with web(Database(AWAY), secret=None) as client:
        assert (await client.post(PATH, json=UPDATE)).status == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"{}", b"\xff", b'{"update_id": "x"}', b'{"update_id": null}',
     b'{"update_id": 1e400}', b'{"update_id": 99999999999999999999}'],
)  # fmt: skip
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    async with web(Database(AWAY)) as client:
        answer = await client.post(PATH, data=body, headers=HEADERS)

    assert answer.status == 400


async def test_a_body_has_a_limit() -> None:
    async with web(Database(AWAY)) as client:
        answer = await client.post(PATH, data=BytesIO(b"x" * (LONGEST_BODY + 1)), headers=HEADERS)

    assert answer.status == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_there_is_one_way_to_bring_an_update(method: str) -> None:
    async with web(Database(AWAY)) as client:
        assert (await client.request(method, PATH, headers=HEADERS)).status == 405


async def test_a_form_is_no_update() -> None:
    async with web(Database(AWAY)) as client:
        answer = await client.post(PATH, data={"update_id": "7"}, headers=HEADERS)

    assert answer.status == 400


async def test_whoever_sends_drop_by_drop_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.READ_WITHIN", 0.1)

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" "
            await asyncio.sleep(0.05)

    async with web(Database(AWAY)) as client:
        answer = await client.post(PATH, data=drops(), headers=HEADERS)

    assert answer.status == 408


async def test_a_database_that_hangs_is_not_waited_for_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.WRITTEN_WITHIN", 0.1)

    async def hangs(*_args: object, **_more: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr("bot.web.receive", hangs)
    async with web(desk.database) as client:
        answer = await client.post(PATH, json=UPDATE, headers=HEADERS)

    assert answer.status == 503


async def test_the_metrics_show_what_operators_need(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    await mia.says("/bantuan")
    async with web(desk.database, at=desk.now) as client:
        shown = await (await client.get("/metrics")).text()

    assert {name for name in METRICS if f"\n{name}" not in shown} == set()


async def test_with_the_database_away_telegram_is_asked_to_come_again() -> None:
    database = Database(AWAY)
    async with web(database) as client:
        statuses = [
            (await client.post(PATH, json=UPDATE, headers=HEADERS)).status,
            (await client.get("/readyz")).status,
            (await client.get("/healthz")).status,
            (await client.get("/metrics")).status,
        ]
    await database.close()

    assert statuses == [503, 503, 200, 200]


async def test_ready_means_that_nobody_has_been_waiting_for_long(desk: Desk) -> None:
    async with web(desk.database, at=desk.now) as client:
        await client.post(PATH, json=UPDATE, headers=HEADERS)
        soon = await client.get("/readyz")
        desk.later(minutes=3)
        late = await client.get("/readyz")
        why = await late.text()
        metrics = await (await client.get("/metrics")).text()

    assert (soon.status, late.status) == (200, 503)
    assert why == "the oldest update waits 180 s\n"
    assert "\nkinerja_inbox_waiting 1.0\n" in metrics
