"""Whoever floods is slowed and told once; what they sent is all handled; others do not wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.turns import OneTurn
from handlers.turn import NotForYou, Reply, Turn
from models.machine import Incoming
from models.people.chats import Chat
from models.people.pace import Pace
from tests.desk import TEXTS, TUESDAY, Desk, Person
from tests.machine.replica import replica, tapped, writes
from tests.machine.test_turns import Event

SECOND = timedelta(seconds=1)
SLOWED = TEXTS.say("id", "slowed")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.pace = Pace(at_once=3, every=SECOND)
    desk.restart()
    return desk


def told(person: Person) -> int:
    return [shown.text for shown in person.screen].count(SLOWED)


async def take_turns(replicas: list[OneTurn]) -> None:
    """Until nothing may be taken."""
    while any([await turns.take_one() for turns in replicas]):
        pass


# The rule


def test_a_chat_at_its_pace_is_never_slowed() -> None:
    pace, chat = Pace(at_once=3, every=SECOND), Chat(id=1, employee_id=1)

    assert not any(pace.count(chat, at=TUESDAY + n * SECOND) for n in range(100))
    assert chat.paced_until == TUESDAY + 100 * SECOND


def test_the_third_at_once_is_told_and_after_the_flood_the_next_third() -> None:
    pace, chat = Pace(at_once=3, every=SECOND), Chat(id=1, employee_id=1)
    floods = [
        [pace.count(chat, at=TUESDAY + minutes * 60 * SECOND) for _ in range(4)]
        for minutes in (0, 1)
    ]

    assert floods == [[False, False, True, False]] * 2


def test_a_strangers_count_tenfold() -> None:
    chat = Chat(id=1)
    Pace(at_once=60, every=SECOND).count(chat, at=TUESDAY)

    assert chat.paced_until == TUESDAY + 10 * SECOND


# On the machine


async def test_nothing_of_a_flood_is_lost_and_it_is_told_once(desk: Desk) -> None:
    tom, mia = await desk.hires("Tom"), await desk.hires("Mia")
    handled: list[str] = []

    async def handler(event: Event, _turn: Turn) -> Reply:
        handled.append(getattr(event, "text", ""))
        return None

    replicas = [replica(desk, handler), replica(desk, handler)]
    for number in range(8):
        await writes(tom, str(number))
    await writes(mia, "halo")
    await take_turns(replicas)
    at_once = list(handled)
    for _ in range(5):
        desk.later(seconds=1)
        await take_turns(replicas)

    assert at_once == ["0", "1", "2", "halo"]
    assert handled == [*at_once, "3", "4", "5", "6", "7"]
    assert (told(tom), told(mia)) == (1, 0)
    assert await desk.count(Incoming, Incoming.done_at.is_(None)) == 0


async def test_a_flood_of_refused_taps_is_slowed_as_well(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    refused = 0

    async def handler(event: Event, _turn: Turn) -> Reply:
        nonlocal refused
        if getattr(event, "data", None) is None:
            return event.answer("Halo")
        refused += 1
        raise NotForYou

    turns = replica(desk, handler)
    await writes(tom, "halo")
    await turns.take_one()
    for _ in range(5):
        await tapped(tom)
    for _ in range(5):
        await turns.take_one()

    assert (refused, told(tom)) == (2, 1)


async def test_a_flood_of_faults_is_slowed_as_well(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    tries = 0

    async def handler(_event: Event, _turn: Turn) -> Reply:
        nonlocal tries
        tries += 1
        raise KeyError

    turns = replica(desk, handler)
    for _ in range(5):
        await writes(tom, "halo")
    for _ in range(5):
        await turns.take_one()

    assert (tries, told(tom)) == (3, 1)


async def test_a_day_of_hurry_sends_everything(desk: Desk) -> None:
    """The real conversations: reports written faster than the pace are all there in the end."""
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    for hour in range(8, 14):
        message = tom.message(
            desk.next_message_id(), text=f"{hour:02}.00-{hour:02}.30 rapat {hour}"
        )
        await desk.brings({"message": message})
    await desk.settles()
    early = len(tom.screen)
    for _ in range(6):
        desk.later(seconds=1)
        await desk.settles()

    assert early == 4  # three cards, and that it goes slowly from here
    assert [f"rapat {hour}" in shown.text for shown in tom.screen for hour in range(8, 14)].count(
        True
    ) == 6
    assert await desk.faults() == []
