"""Report, submit, approve: turns a second beside a bare aiogram echo and the same SQL, bare."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from itertools import count
from time import perf_counter

from aiogram import Bot, Dispatcher, Router
from aiogram.methods import TelegramMethod
from aiogram.types import Message, Update

from tests.bench.driver import (
    Record,
    Statement,
    ask_postgresql,
    ask_sqlite,
    connected,
    copies,
    opened,
    recording,
)
from tests.bench.figures import at_least, figure, note, percentiles
from tests.bench.line import Line
from tests.bench.living import LINE, Living, living
from tests.desk import Person
from tests.engines import ENGINES
from tests.work.days import TUESDAY, Days

TURNS = 3  # a flow
WARM = 3  # flows, before the clock runs
FLOWS = {1: 24, 8: 12}  # each, by how many go on at once
AIM = at_least(20)  # per cent of the bare driver, at eight

Team = tuple[Person, list[Person]]


async def bench_flow() -> None:
    """Both engines, one and eight at once; each figure beside the baselines of the same minutes."""
    echo = {at_once: await _echo(at_once) for at_once in FLOWS}
    for engine in ENGINES:
        for at_once, flows in FLOWS.items():
            await _compare(engine, at_once, flows, echo[at_once])


async def _compare(engine: str, at_once: int, flows: int, echo: float) -> None:
    note(f"{engine}, {at_once} at once:")
    async with living(engine, (TUESDAY, "13.30")) as desk:
        teams = await desk.staffed(at_once, WARM + flows)
        ours = await _ours(desk, teams)
    async with living(engine, (TUESDAY, "13.30")) as desk:
        driver, statements = await _driver(desk, at_once, flows)
    figure("turns", ours, "a second", beside=("bare echo", echo))
    figure("of the bare driver", 100 * ours / driver, "%", aim=AIM if at_once == 8 else None)
    note(f"  ({statements:.0f} statements a flow; bare they are {driver:.1f} turns a second)")


async def _ours(desk: Living, teams: list[Team]) -> float:
    """Turns a second of the machine: in-box, workers, outbox, on a wire that answers at once."""
    async with desk.machine():
        await asyncio.gather(*(_flows(desk, boss, people[:WARM]) for boss, people in teams))
        desk.seconds.clear()
        began = perf_counter()
        each = await asyncio.gather(*(_flows(desk, boss, people[WARM:]) for boss, people in teams))
        took = perf_counter() - began
    whole = [seconds for one in each for seconds in one]
    for what, seconds in (("a turn", desk.seconds), ("the whole flow", whole)):
        found = percentiles(seconds)
        note(f"  {what:<16}" + "".join(f"{name} {ms:6.0f} ms   " for name, ms in found.items()))
    return len(whole) * TURNS / took


async def _flows(desk: Living, boss: Person, people: list[Person]) -> list[float]:
    return [await desk.whole_flow(person, boss) for person in people]


# The same SQL


async def _driver(desk: Living, at_once: int, flows: int) -> tuple[float, float]:
    """(turns a second, statements a flow) of what one team's flows asked, by the bare driver."""
    plain = Days(desk.database)
    plain.time, plain.unit = desk.time, desk.unit
    plain.restart()
    boss = await plain.hires("Mia")
    people = [await plain.hires(f"Tom {n}", boss) for n in range(WARM + flows)]
    await plain.begins()
    url = desk.database.engine.url
    if desk.database.is_sqlite:
        path = f"{url.database}.copy"
        await desk.database.close()
        shutil.copyfile(str(url.database), path)
        asked = (await recorded(plain, boss, people)).parts()
        seconds = await _bare_sqlite(path, asked)
    else:
        await desk.database.close()
        async with copies(url, at_once) as dsns:
            asked = (await recorded(plain, boss, people)).parts()
            seconds = await _bare_postgresql(dsns, asked)
    statements = sum(len(one) for part in asked[WARM:] for one in part) / flows
    done = flows if desk.database.is_sqlite else flows * at_once
    return done * TURNS / seconds, statements


async def recorded(desk: Days, boss: Person, people: list[Person]) -> Record:
    """Flow by flow."""
    with recording(desk.database) as record:
        for author in people:
            record.mark()
            await author.says(LINE)
            await author.taps("Kirim")
            await boss.taps("Setujui semua")
    return record


async def _bare_sqlite(path: str, asked: list[list[list[Statement]]]) -> float:
    """There is one writer: many at once are no faster than one."""
    connection, writer = await opened(path), asyncio.Lock()
    for flow in asked[:WARM]:
        await ask_sqlite(connection, writer, flow)
    began = perf_counter()
    for flow in asked[WARM:]:
        await ask_sqlite(connection, writer, flow)
    took = perf_counter() - began
    await connection.close()
    return took


async def _bare_postgresql(dsns: list[str], asked: list[list[list[Statement]]]) -> float:
    connections = [await connected(dsn) for dsn in dsns]

    async def all_at_once(flows: list[list[list[Statement]]]) -> None:
        await asyncio.gather(*(_in_order(ask_postgresql, one, flows) for one in connections))

    await all_at_once(asked[:WARM])
    began = perf_counter()
    await all_at_once(asked[WARM:])
    took = perf_counter() - began
    for connection in connections:
        await connection.close()
    return took


async def _in_order(
    ask: Callable[..., Awaitable[None]], connection: object, flows: list[list[list[Statement]]]
) -> None:
    for flow in flows:
        await ask(connection, flow)


# A bare aiogram bot that says what it hears


async def _echo(at_once: int, updates: int = 400) -> float:
    """Turns a second of ``feed_update`` on the same wire: no database, no in-box, no words."""
    router = Router()

    @router.message()
    async def echo(message: Message) -> TelegramMethod[Message]:
        return message.answer(message.text or "")

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    bot = Bot("1234567890:" + "a" * 35, session=Line())
    numbers = count(1)

    async def says(times: int) -> None:
        for _ in range(times):
            update = Update.model_validate(_update(next(numbers)), context={"bot": bot})
            answer = await dispatcher.feed_update(bot, update)
            if isinstance(answer, TelegramMethod):
                await bot(answer)

    await says(20)
    began = perf_counter()
    await asyncio.gather(*(says(updates // at_once) for _ in range(at_once)))
    return updates / (perf_counter() - began)


def _update(number: int) -> dict[str, object]:
    person = {"id": 7, "is_bot": False, "first_name": "X"}
    chat = {"id": 7, "type": "private", "first_name": "X"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": LINE}
    return {"update_id": number, "message": message}
