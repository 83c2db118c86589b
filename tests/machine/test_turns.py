"""One update, one transaction, four outcomes: done, refused, again, fault."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from sqlite3 import OperationalError

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.orm.exc import StaleDataError

import bot.turns
from handlers.turn import NotForYou, Reply, Turn
from models.machine import Incoming, Outcome, Trace
from models.people.chats import Chat
from models.work.holidays import Holiday, HolidayKind
from tests.desk import TEXTS, Desk
from tests.machine.replica import replica, tapped, writes

Event = Message | CallbackQuery


class Asking(StatesGroup):
    """Two questions of one conversation."""

    first, second = State(), State()


class Error(Exception):
    """What asyncpg's adapter raises, with its SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def busy() -> OperationalError:
    error = OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


def by_database(orig: Exception) -> DBAPIError:
    return DBAPIError("UPDATE …", {}, orig)


def write(turn: Turn) -> None:
    """Something that must not stay when the turn does not end well."""
    turn.session.add(Holiday(day=date(2031, 1, 1), name="Tahun Baru", kind=HolidayKind.OFFICE))


async def written(desk: Desk) -> int:
    return await desk.count(Holiday, Holiday.day == date(2031, 1, 1))


async def kept(desk: Desk, update_id: int) -> Incoming:
    async with desk.database.transaction() as session:
        return await session.get_one(Incoming, update_id)


async def test_done_everything_is_committed_before_the_answer_leaves(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    at_the_answer = []

    async def handler(event: Event, turn: Turn) -> Reply:
        write(turn)
        return event.answer("Sudah")

    turns = replica(desk, handler)
    update_id = await writes(tom, "halo")
    turn = await turns.handle_one()
    at_the_answer.append((await written(desk), len(tom.screen)))
    assert turn is not None
    await turns.answer(turn)

    incoming = await kept(desk, update_id)
    assert at_the_answer == [(1, 0)]
    assert tom.sees == "Sudah"
    assert (incoming.outcome, incoming.body, incoming.attempts) == (Outcome.DONE, None, 0)


async def test_several_answers_leave_in_order(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    async def handler(event: Event, _turn: Turn) -> Reply:
        return [event.answer("satu"), event.answer("dua"), event.answer("tiga")]

    await writes(tom, "halo")
    await replica(desk, handler).take_one()

    assert [shown.text for shown in tom.screen] == ["satu", "dua", "tiga"]


async def test_refused_leaves_its_trace_and_nothing_else(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    async def handler(_event: Event, turn: Turn) -> Reply:
        write(turn)
        raise NotForYou(leaves=[Trace(at=turn.now, chat_id=turn.chat.id, refusal="NotForYou")])

    update_id = await writes(tom, "halo")
    await replica(desk, handler).take_one()

    incoming = await kept(desk, update_id)
    assert (incoming.outcome, incoming.body) == (Outcome.REFUSED, None)
    assert (await written(desk), await desk.count(Trace)) == (0, 1)
    assert tom.card.text == TEXTS.say("id", "refused-not-for-you")


async def test_a_refused_tap_is_told_on_the_button(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    async def handler(event: Event, _turn: Turn) -> Reply:
        if isinstance(event, Message):
            return event.answer("Halo")
        raise NotForYou

    turns = replica(desk, handler)
    await writes(tom, "halo")
    await turns.take_one()
    await tapped(tom)
    await turns.take_one()

    (answer,) = desk.wire.answers
    assert (answer.text, answer.show_alert) == (TEXTS.say("id", "refused-not-for-you"), True)


@pytest.mark.parametrize(
    "error",
    [
        by_database(Error("40P01")),
        by_database(Error("40001")),
        by_database(Error("57014")),
        by_database(busy()),
        StaleDataError(),
        PoolIsEmpty(),
        TimeoutError(),
    ],
    ids=["deadlock", "serialization", "cancelled", "busy", "row version", "pool", "timeout"],
)
async def test_again_what_may_pass_is_tried_anew(desk: Desk, error: Exception) -> None:
    tom = await desk.hires("Tom")
    tries = 0

    async def handler(event: Event, turn: Turn) -> Reply:
        nonlocal tries
        tries += 1
        write(turn)
        await turn.session.flush()
        if tries < 3:
            raise error
        return event.answer("Sudah")

    turns = replica(desk, handler)
    update_id = await writes(tom, "halo")
    while await turns.take_one():
        pass

    assert (tries, await written(desk), len(tom.screen)) == (3, 1, 1)
    assert (await kept(desk, update_id)).outcome is Outcome.DONE


async def test_again_is_not_for_ever(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    tries = 0

    async def handler(_event: Event, _turn: Turn) -> Reply:
        nonlocal tries
        tries += 1
        raise StaleDataError

    turns = replica(desk, handler)
    update_id = await writes(tom, "halo")
    await turns.take_one()

    assert tries == 1 + bot.turns.TRIES
    assert (await kept(desk, update_id)).outcome is Outcome.FAULT


async def test_again_waits_longer_each_time_and_nobody_takes_it_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.BACKOFF", 0.01)
    tom = await desk.hires("Tom")
    moments = []

    async def handler(_event: Event, _turn: Turn) -> Reply:
        moments.append(asyncio.get_running_loop().time())
        raise StaleDataError

    async def worker() -> None:
        for _ in range(20):
            await turns.take_one()

    turns = replica(desk, handler)
    await writes(tom, "halo")
    await asyncio.gather(worker(), worker(), worker())

    waits = [after - before for before, after in zip(moments, moments[1:], strict=False)]
    assert [wait >= 0.01 * 2**number for number, wait in enumerate(waits, 1)] == [True] * 3


async def test_a_turn_has_ten_seconds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.turns.SECONDS_A_TURN", 0.05)
    monkeypatch.setattr("bot.turns.BACKOFF", 0.001)
    tom = await desk.hires("Tom")

    async def handler(_event: Event, turn: Turn) -> Reply:
        write(turn)
        await turn.session.flush()
        await asyncio.sleep(60)
        return None

    turns = replica(desk, handler)
    update_id = await writes(tom, "halo")
    while await turns.take_one():
        pass

    assert (await kept(desk, update_id)).outcome is Outcome.FAULT
    assert await written(desk) == 0


async def test_a_fault_is_kept_and_apologised_for_and_the_others_go_on(desk: Desk) -> None:
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")

    async def handler(event: Event, turn: Turn) -> Reply:
        if isinstance(event, Message) and event.text == "rahasia 198609262015032001":
            write(turn)
            await turn.session.flush()
            raise ValueError(event.text)
        return event.answer("Sudah")

    turns = replica(desk, handler)
    faulty = await writes(tom, "rahasia 198609262015032001")
    await writes(tom, "lagi")
    await writes(mia, "halo")
    while await turns.take_one():
        pass

    incoming = await kept(desk, faulty)
    assert incoming.outcome is Outcome.FAULT
    assert re.sub(r":\d+", "", incoming.trouble or "") == (
        "builtins.ValueError"
        " < tests/machine/test_turns.py handler < tests/machine/replica.py handle"
        " < bot/turns.py _handle < bot/turns.py _run < bot/turns.py _to_an_end"
    )
    assert "rahasia 198609262015032001" in (incoming.body or "")
    assert [shown.text for shown in tom.screen] == [TEXTS.say("id", "told-apology"), "Sudah"]
    assert mia.sees == "Sudah"
    assert await written(desk) == 0


async def test_a_tap_that_ends_in_a_fault_does_not_spin_for_ever(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    async def handler(event: Event, _turn: Turn) -> Reply:
        if isinstance(event, Message):
            return event.answer("Halo")
        raise KeyError("x")

    turns = replica(desk, handler)
    await writes(tom, "halo")
    await turns.take_one()
    await tapped(tom)
    await turns.take_one()

    (answer,) = desk.wire.answers
    assert (answer.text, answer.show_alert) == (None, None)


async def test_with_the_database_away_nothing_is_decided(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.ABSENT_FOR", 0.0)
    tom = await desk.hires("Tom")
    is_away = True

    async def handler(event: Event, _turn: Turn) -> Reply:
        if is_away:
            raise by_database(Error("08006"))
        return event.answer("Sudah")

    turns = replica(desk, handler)
    update_id = await writes(tom, "halo")
    for _ in range(10):  # far more often than what merely passes is tried
        assert await turns.take_one()
    assert (await kept(desk, update_id)).done_at is None
    is_away = False
    await turns.take_one()

    assert (await kept(desk, update_id)).outcome is Outcome.DONE
    assert len(tom.screen) == 1


async def test_a_file_that_is_missing_is_a_fault_and_no_absence(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    async def handler(_event: Event, _turn: Turn) -> Reply:
        raise FileNotFoundError("font.ttf")

    turns = replica(desk, handler)
    update_id = await writes(tom, "halo")
    await turns.take_one()

    assert (await kept(desk, update_id)).outcome is Outcome.FAULT


async def test_a_refusal_is_written_once_though_another_replica_was_faster(desk: Desk) -> None:
    """Between the rollback and the trace the chat is free for a moment."""
    tom = await desk.hires("Tom")

    async def handler(_event: Event, turn: Turn) -> Reply:
        raise NotForYou(leaves=[Trace(at=turn.now, chat_id=turn.chat.id, refusal="NotForYou")])

    mine, theirs = replica(desk, handler), replica(desk, handler)
    refuse = mine._refuse

    async def refuse_late(*args: object) -> None:
        await theirs.take_one()
        await refuse(*args)  # type: ignore[arg-type]

    mine._refuse = refuse_late  # type: ignore[method-assign, assignment]
    await writes(tom, "halo")
    await mine.take_one()

    assert (await desk.count(Trace), len(tom.screen)) == (1, 1)


async def test_what_was_left_over_is_counted_before_it_is_tried(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    seen = []

    async def handler(_event: Event, turn: Turn) -> Reply:
        seen.append((await turn.session.get_one(Incoming, update_id)).attempts)
        return None

    update_id = await writes(tom, "halo")
    desk.later(seconds=1)
    turns = replica(desk, handler)
    await turns.take_one()

    incoming = await kept(desk, update_id)
    assert (seen, incoming.attempts, incoming.outcome) == ([1], 1, Outcome.DONE)


async def test_what_is_new_is_not_counted(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    async def handler(_event: Event, _turn: Turn) -> Reply:
        return None

    turns = replica(desk, handler)
    desk.later(seconds=1)
    update_id = await writes(tom, "halo")
    await turns.take_one()

    assert (await kept(desk, update_id)).attempts == 0


async def test_those_left_over_are_tried_one_at_a_time(desk: Desk) -> None:
    """Else one that ends the process would have its neighbours counted along."""
    people = [await desk.hires(name) for name in ("Tom", "Mia", "Ani")]
    under_way = most = 0

    async def handler(_event: Event, _turn: Turn) -> Reply:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.02)
        under_way -= 1
        return None

    for person in people:
        await writes(person, "halo")
    desk.later(seconds=1)
    turns = replica(desk, handler)
    for _ in people:
        await asyncio.gather(*(turns.take_one() for _ in people))

    assert (most, await desk.count(Incoming, Incoming.outcome == Outcome.DONE)) == (1, 3)


async def test_a_question_is_remembered_only_for_its_own_step(desk: Desk) -> None:
    async def handler(event: Event, turn: Turn) -> Reply:
        is_first = isinstance(event, Message) and event.text == "pertama"
        await turn.state.set_state(Asking.first if is_first else Asking.second)
        return event.answer("Mengapa?", reply_markup=ForceReply())

    async def asked() -> int | None:
        async with desk.database.transaction() as session:
            return (await session.get_one(Chat, tom.chat_id)).asked

    tom = await desk.hires("Tom")
    turns, other = replica(desk, handler), replica(desk, handler)
    await writes(tom, "pertama")
    first = await turns.handle_one()
    desk.later(seconds=5)
    await writes(tom, "kedua")
    await other.take_one()
    second_question = await asked()
    assert first is not None
    await turns.answer(first)  # late: the conversation has gone on elsewhere

    assert second_question == tom.screen[0].message_id
    assert await asked() == second_question
