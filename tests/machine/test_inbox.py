"""The in-box: written down before anything else, once, in order within a chat."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.inbox import NOBODY, chat_of, finish, receive, sweep
from handlers.turn import Reply, Turn
from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from models.people.chats import Chat
from tests.desk import TEXTS, Desk
from tests.machine.replica import replica, writes
from tests.machine.test_turns import Event, kept


async def silent(_event: Event, _turn: Turn) -> Reply:
    return None


async def writes_down(desk: Desk, *updates: dict[str, Any]) -> None:
    async with desk.database.transaction() as session:
        await receive(session, updates, at=desk.time)


def said(update_id: int, chat_id: Any, **more: Any) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}, **more}}


# What comes in


async def test_a_repeat_is_seen_as_one(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    handled = []

    async def handler(event: Event, _turn: Turn) -> Reply:
        handled.append(event)
        return None

    turns = replica(desk, handler)
    update = {"update_id": 7, "message": tom.message(1, text="halo")}
    await writes_down(desk, update, update)
    await turns.take_one()
    await writes_down(desk, update)
    again = await turns.take_one()

    assert (len(handled), again, await desk.count(Incoming)) == (1, False, 1)


async def test_ids_start_anew_after_a_quiet_week_and_a_kept_fault_has_one_of_them(
    desk: Desk,
) -> None:
    await writes_down(desk, said(7, 7001))
    async with desk.database.transaction() as session:
        finish(await session.get_one(Incoming, 7), Outcome.FAULT, at=desk.time, trouble="x")
    desk.later(hours=47)
    await writes_down(desk, said(7, 7001, text="a repeat"))
    soon = await kept(desk, 7)
    desk.later(days=8)
    await writes_down(desk, said(7, 7002, text="another"))
    late = await kept(desk, 7)

    assert (soon.outcome, soon.chat_id) == (Outcome.FAULT, 7001)
    assert (late.outcome, late.chat_id, late.trouble) == (None, 7002, None)


async def test_bodies_are_emptied_and_rows_swept_after_two_days_but_faults_stay(
    desk: Desk,
) -> None:
    await writes_down(desk, said(1, 7001), said(2, 7002), said(3, 7003))
    async with desk.database.transaction() as session:
        finish(await session.get_one(Incoming, 1), Outcome.DONE, at=desk.time)
        finish(await session.get_one(Incoming, 2), Outcome.FAULT, at=desk.time, trouble="x")
    bodies = [(await kept(desk, number)).body is None for number in (1, 2, 3)]
    for hours in (48, 1):
        desk.later(hours=hours)
        async with desk.database.transaction() as session:
            await sweep(session, at=desk.time)

    assert bodies == [True, False, False]
    assert await desk.count(Incoming, Incoming.update_id == 1) == 0
    assert await desk.count(Incoming) == 2


@pytest.mark.parametrize(
    ("update", "chat_id"),
    [
        ({"message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5),
        ({"edited_message": {"chat": {"id": 5}}}, 5),
        ({"my_chat_member": {"chat": {"id": -100}}}, -100),
        ({"callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}}, 5),
        ({"callback_query": {"from": {"id": 6}, "inline_message_id": "x"}}, 6),
        ({"callback_query": {"from": {"id": 6}, "message": "?"}}, 6),
        ({"poll": {"id": "1"}}, NOBODY),
        ({"message": "?"}, NOBODY),
        ({"message": {"chat": {"id": "five"}}}, NOBODY),
        ({"message": {"chat": {"id": 2**70}}}, NOBODY),
        ({"message": {"chat": None, "from": []}}, NOBODY),
        ({}, NOBODY),
    ],
)
def test_whose_turn_an_update_is(update: dict[str, Any], chat_id: int) -> None:
    assert chat_of(update) == chat_id


async def test_what_cannot_be_read_is_set_aside_and_blocks_nobody(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    await writes_down(
        desk,
        said(1, tom.chat_id, date="never"),
        {"update_id": 2, "message": "?"},
        {"update_id": 3, "poll": {"id": "1"}},
        {"update_id": 4, "message": tom.message(1, text="\ud800 \0")},
        {"update_id": 5, "message": tom.message(2, text="/bantuan")},
    )
    await desk.settles()

    outcomes = [(await kept(desk, number)).outcome for number in range(1, 6)]
    assert outcomes[:3] == [Outcome.FAULT, Outcome.DONE, Outcome.DONE]
    assert outcomes[4] is Outcome.DONE
    assert tom.screen[0].text == TEXTS.say("id", "told-apology")
    assert await desk.count(Notice, Notice.chat_id == NOBODY) == 0


async def test_a_group_is_left_and_never_apologised_to(desk: Desk) -> None:
    group = {"id": -1001, "type": "group", "title": "Kantor"}
    tom = await desk.hires("Tom")
    written = {**tom.message(1, text="halo"), "chat": group}

    async def faulty(_event: Event, _turn: Turn) -> Reply:
        raise ValueError

    await writes_down(desk, {"update_id": 1, "message": written})
    await replica(desk, faulty).take_one()

    assert (await kept(desk, 1)).outcome is Outcome.FAULT
    assert await desk.count(Notice) == 0


# Whose turn it is


async def test_one_chats_updates_are_handled_in_order(desk: Desk) -> None:
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    handled = []

    async def handler(event: Event, turn: Turn) -> Reply:
        handled.append((turn.chat.id, getattr(event, "text", None)))
        return None

    for number in range(3):
        await writes(tom, f"{number}")
        await writes(mia, f"{number}")
    turns = replica(desk, handler)
    while await turns.take_one():
        pass

    for person in (tom, mia):
        assert [text for chat, text in handled if chat == person.chat_id] == ["0", "1", "2"]


async def test_a_chats_next_update_waits_for_the_answer_to_the_one_before(desk: Desk) -> None:
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    turns = replica(desk, silent)
    first, second = await writes(tom, "satu"), await writes(tom, "dua")
    other = await writes(mia, "halo")
    taken = [await turns.handle_one() for _ in range(3)]
    assert taken[0] is not None
    await turns.answer(taken[0])
    after = await turns.handle_one()

    assert [turn and turn.update_id for turn in taken] == [first, other, None]
    assert after is not None
    assert after.update_id == second


async def test_two_replicas_handle_two_chats_at_once_and_one_chat_never(desk: Desk) -> None:
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    gate, began = asyncio.Event(), asyncio.Event()
    under_way: list[int] = []
    together: list[list[int]] = []

    async def handler(_event: Event, turn: Turn) -> Reply:
        under_way.append(turn.chat.id)
        together.append(list(under_way))
        began.set()
        await gate.wait()
        under_way.remove(turn.chat.id)
        return None

    for person in (tom, tom, mia, mia):
        await writes(person, "halo")
    replicas = [replica(desk, handler) for _ in range(4)]
    working = [asyncio.create_task(turns.take_one()) for turns in replicas]
    await began.wait()
    await asyncio.sleep(0.1)
    gate.set()
    found = await asyncio.gather(*working)
    while await replicas[0].take_one():
        pass

    most = 1 if desk.database.is_sqlite else 2
    assert max(len(chats) for chats in together) == most
    assert [sorted(chats) for chats in together if len(set(chats)) < len(chats)] == []
    assert sum(found) == (4 if desk.database.is_sqlite else 2)
    assert await desk.count(Incoming, Incoming.outcome == Outcome.DONE) == 4


async def test_a_chats_row_is_made_before_it_can_be_locked(desk: Desk) -> None:
    ani = desk.stranger()
    await asyncio.gather(*(writes(ani, f"{number}") for number in range(5)))

    assert await desk.count(Chat, Chat.id == ani.chat_id) == 1


async def test_the_oldest_update_is_the_next_one_on_whatever_day_it_came(desk: Desk) -> None:
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    handled = []

    async def handler(event: Event, turn: Turn) -> Reply:
        handled.append(turn.now)
        return None

    turns = replica(desk, handler)
    written = desk.time
    await writes(tom, "kemarin")
    desk.later(days=1)
    await writes(mia, "hari ini")
    while await turns.take_one():
        pass

    assert handled == [written, written + timedelta(days=1)]
