"""Strangers cost almost nothing: a few statements, no lasting row, few answers."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import event, func, select

from bot.inbox import KEPT, receive, sweep
from models.every_table import Base
from models.machine import Incoming, Outcome
from models.people.chats import Chat
from models.people.invitations import WrongTry
from models.people.pace import Pace
from tests.desk import Desk, Person


async def rows(desk: Desk) -> Counter[str]:
    """How many rows each table has."""
    async with desk.database.transaction() as session:
        return Counter({
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        })  # fmt: skip


async def statements(desk: Desk, person: Person, text: str) -> list[str]:
    """What one message asks the database, from the in-box to the answer."""
    seen: list[str] = []

    def remember(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement.split()[0])

    engine = desk.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    try:
        await desk.brings({"message": person.message(desk.next_message_id(), text=text)})
        await desk.turns.take_one()
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    return [word for word in seen if word != "BEGIN"]


async def test_a_strangers_message_is_six_statements_and_two_rows(desk: Desk) -> None:
    before = await rows(desk)
    asked = await statements(desk, desk.stranger(), "halo")

    assert asked == ["INSERT", "INSERT", "SELECT", "SELECT", "UPDATE", "UPDATE"]
    assert await rows(desk) - before == {"chats": 1, "inbox": 1}


async def test_what_strangers_send_leaves_nothing_behind(desk: Desk) -> None:
    """Messages, codes, forged buttons: after two days it is as if they had never been here."""
    tom = await desk.hires("Tom")
    before = await rows(desk)
    for _ in range(5):
        stranger = desk.stranger()
        await stranger.says("halo")
        await stranger.sends_tap("send:1:1", stranger.card)
        for _ in range(7):
            await stranger.says("/start apa-saja")
        await stranger.shows_photo()
    grown = await rows(desk) - before
    async with desk.database.transaction() as session:
        await sweep(session, at=desk.time + KEPT + timedelta(hours=1))

    assert grown == {"chats": 5, "inbox": 50, "wrong_tries": 25}
    assert await rows(desk) == before
    assert await desk.count(Chat, Chat.employee_id == tom.employee.id) == 1


async def test_a_stranger_who_floods_is_answered_six_times_and_then_every_ten_seconds(
    desk: Desk,
) -> None:
    desk.pace = Pace(at_once=60, every=timedelta(seconds=1))
    desk.restart()
    stranger = desk.stranger()
    for _ in range(20):
        await desk.brings({"message": stranger.message(desk.next_message_id(), text="halo")})
    await desk.settles()
    at_once = len(stranger.screen)
    for _ in range(60):
        desk.later(seconds=1)
        await desk.settles()

    assert (at_once, len(stranger.screen)) == (7, 13)  # one of them: that it goes slowly


async def test_whoever_writes_while_being_forgotten_is_heard(desk: Desk) -> None:
    """The chat's row goes just before the update comes in: the next sweep makes it again."""
    async with desk.database.transaction() as session:
        session.add(
            Incoming(update_id=9, chat_id=9009, body='{"update_id": 9}', received_at=desk.time)
        )
    unheard = await desk.turns.take_one()
    async with desk.database.transaction() as session:
        await sweep(session, at=desk.time)

    assert (unheard, await desk.turns.take_one()) == (False, True)
    assert await desk.count(Incoming, Incoming.outcome == Outcome.DONE) == 1


async def test_a_stranger_who_waits_is_not_forgotten(desk: Desk) -> None:
    stranger = desk.stranger()
    await stranger.says("halo")
    desk.time += KEPT + timedelta(hours=1)
    async with desk.database.transaction() as session:
        await receive(session, [{"update_id": 7, "message": stranger.message(7)}], at=desk.time)
        await sweep(session, at=desk.time)

    assert await desk.count(Chat, Chat.id == stranger.chat_id) == 1
    assert await desk.count(WrongTry) == 0
