"""Notices are drawn and delivered: once if they are news, as they are now if they are cards."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from sqlalchemy import update

from bot.sending import Brakes
from models.machine import Brake
from models.notices.notices import Notice
from models.notices.telling import tell_chat
from models.people.chats import Chat
from tests.desk import Desk, Person
from tests.machine.post import Post, until
from tests.wire import Wire

ME = GetMe()


@pytest.fixture
async def post(desk: Desk) -> Post:
    return Post(desk)


@pytest.fixture
async def mia(desk: Desk) -> Person:
    return await desk.hires("Mia")


def texts(person: Person) -> list[str]:
    return [shown.text for shown in person.screen]


def calls(desk: Desk) -> list[type[TelegramMethod[Any]]]:
    return [type(call) for call in desk.wire.calls]


def fails(wire: Wire, error: Exception, times: int = 1, only: type[Any] = object) -> None:
    """The next calls (of this kind) end like this."""
    left = times

    def before(method: TelegramMethod[Any]) -> None:
        nonlocal left
        if left and isinstance(method, only):
            left -= 1
            raise error

    wire.before = before


class Slow:
    """Calls to a chat wait until they are let go."""

    def __init__(self, wire: Wire, chat_id: int | None = None) -> None:
        self.waiting = 0
        self.gate = asyncio.Event()
        self._original = wire.make_request
        self._chat_id = chat_id
        wire.make_request = self._make_request  # type: ignore[method-assign]

    async def _make_request(self, bot: Any, method: Any, timeout: Any = None) -> Any:  # noqa: ASYNC109
        if self._chat_id in (None, getattr(method, "chat_id", None)):
            self.waiting += 1
            await self.gate.wait()
        return await self._original(bot, method, timeout)


# News, and what is so


async def test_news_is_told_once(post: Post, mia: Person) -> None:
    await post.tells(mia, "satu")

    assert [await post.delivers() for _ in range(3)] == [1, 0, 0]
    assert texts(mia) == ["satu"]


async def test_ten_changes_in_a_minute_are_one_card(post: Post, mia: Person) -> None:
    for number in range(10):
        await post.shows(mia, f"{number + 1} kegiatan")

    assert await post.delivers() == 1
    assert texts(mia) == ["10 kegiatan"]


async def test_a_recent_card_is_edited_where_it_stands(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    post.desk.later(minutes=9)
    await post.shows(mia, "dua")
    await post.delivers()

    assert calls(post.desk) == [SendMessage, EditMessageText]
    assert texts(mia) == ["dua"]


async def test_a_card_that_should_ring_is_sent_anew_when_it_is_far_up(
    post: Post, mia: Person
) -> None:
    post.rings = True
    await post.shows(mia, "satu")
    await post.delivers()
    post.desk.later(minutes=11)
    await post.shows(mia, "dua")
    await post.delivers()

    assert calls(post.desk) == [SendMessage, SendMessage, EditMessageReplyMarkup]
    assert [(shown.text, bool(shown.buttons)) for shown in mia.screen] == [
        ("satu", False),
        ("dua", True),
    ]


async def test_a_card_that_was_settled_rings_again_when_something_comes(
    post: Post, mia: Person
) -> None:
    post.rings, post.waits = True, False
    await post.shows(mia, "semua sudah")
    await post.delivers()
    post.waits = True
    await post.shows(mia, "satu lagi")
    await post.delivers()

    assert texts(mia) == ["semua sudah", "satu lagi"]


async def test_a_card_asked_for_anew_comes_at_the_end(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    await post.shows(mia, "satu", anew=True)
    await post.delivers()

    assert [bool(shown.buttons) for shown in mia.screen] == [False, True]


async def test_a_card_is_withdrawn_when_it_is_no_longer_so(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    await post.shows(mia, None)
    await post.delivers()
    await post.shows(mia, "dua")
    await post.delivers()

    assert calls(post.desk) == [SendMessage, DeleteMessage, SendMessage]
    assert texts(mia) == ["dua"]


async def test_what_was_never_shown_needs_no_withdrawing(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.shows(mia, None)
    await post.delivers()

    assert calls(post.desk) == []


async def test_what_is_too_old_to_be_deleted_loses_its_buttons(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    error = TelegramBadRequest(ME, "Bad Request: message can't be deleted")
    fails(post.desk.wire, error, only=DeleteMessage)
    await post.shows(mia, None)
    await post.delivers()

    assert [(shown.text, shown.buttons) for shown in mia.screen] == [("satu", {})]
    assert (await post.notice()).due is None


async def test_a_card_is_looked_at_again_when_it_ceases_to_be_true(post: Post, mia: Person) -> None:
    post.until = post.desk.time + timedelta(hours=1)
    await post.shows(mia, "satu")
    await post.delivers()
    post.says["a"], post.until = "sudah ditutup", None
    before = await post.delivers()
    post.desk.later(hours=1)

    assert (before, await post.delivers()) == (0, 1)
    assert texts(mia) == ["sudah ditutup"]


async def test_a_long_card_is_several_and_a_shorter_one_takes_some_back(
    post: Post, mia: Person
) -> None:
    await post.shows(mia, ["satu", "dua", "tiga"])
    await post.delivers()
    long = texts(mia)
    await post.shows(mia, ["satu", "dua lagi"])
    await post.delivers()

    assert long == ["satu", "dua", "tiga"]
    assert texts(mia) == ["satu", "dua lagi"]


# What Telegram answers


async def test_not_modified_is_success(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    error = TelegramBadRequest(ME, "Bad Request: message is not modified: specified new …")
    fails(post.desk.wire, error)
    await post.shows(mia, "satu")
    await post.delivers()

    notice = await post.notice()
    assert (notice.due, notice.drawn, notice.trouble) == (None, 2, None)


async def test_a_card_that_was_deleted_is_sent_anew(post: Post, mia: Person) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    mia.screen.clear()
    await post.shows(mia, "dua")
    await post.delivers()

    assert texts(mia) == ["dua"]


async def test_a_400_is_kept_and_seen_and_does_not_come_back_by_itself(
    post: Post, mia: Person
) -> None:
    why = 'Bad Request: can\'t parse entities: Unsupported start tag "nip198609262015032001"'
    fails(post.desk.wire, TelegramBadRequest(ME, why))
    await post.shows(mia, "satu")
    await post.delivers()
    refused = await post.notice()
    post.desk.later(days=1)

    assert (refused.due, refused.trouble) == (
        None,
        "Bad Request: can't parse entities: Unsupported start tag …",
    )
    assert await post.delivers() == 0
    await post.shows(mia, "dua")
    await post.delivers()
    assert (texts(mia), (await post.notice()).trouble) == (["dua"], None)


async def test_blocked_sets_everything_of_that_chat_aside_and_nothing_of_others(
    post: Post, mia: Person
) -> None:
    tom = await post.desk.hires("Tom")
    forbidden = TelegramForbiddenError(ME, "Forbidden: bot was blocked by the user")
    fails(post.desk.wire, forbidden)
    await post.tells(mia, "satu")
    await post.delivers()
    await post.tells(mia, "dua")
    await post.shows(mia, "kartu")
    await post.tells(tom, "halo")

    assert await post.delivers() == 1
    assert (texts(mia), texts(tom)) == ([], ["halo"])
    assert await post.desk.count(Notice, Notice.due.is_not(None)) == 0
    assert await post.desk.count(Chat, Chat.blocked_at.is_not(None)) == 1


async def test_a_stranger_who_blocked_us_sets_no_other_stranger_aside(post: Post) -> None:
    """Their notices belong to no employee, which they must not have in common."""
    desk = post.desk
    async with desk.database.transaction() as session:
        session.add_all([Chat(id=9001), Chat(id=9002)])
    async with desk.database.transaction() as session:
        tell_chat(session, "apology", chat_id=9001, at=desk.time)
        tell_chat(session, "apology", chat_id=9002, at=desk.time)
    forbidden = TelegramForbiddenError(ME, "Forbidden: user is deactivated")
    fails(desk.wire, forbidden)
    await post.delivers()

    # They go at once, each on a connection of its own: either may be the first.
    assert sorted(len(desk.wire.screens[chat]) for chat in (9001, 9002)) == [0, 1]


async def test_whoever_has_no_chat_is_told_nothing_for_now(post: Post) -> None:
    ani = await post.desk.hires("Ani", joined=False)
    await post.tells(ani, "satu")

    assert await post.delivers() == 0
    assert await post.desk.count(Notice, Notice.due.is_not(None)) == 0


async def test_a_429_is_a_brake_for_all_replicas_and_for_urgent_ones_too(
    post: Post, mia: Person
) -> None:
    tom = await post.desk.hires("Tom")
    other = post.another_replica()
    fails(post.desk.wire, TelegramRetryAfter(ME, "Too Many Requests", retry_after=30))
    await post.tells(mia, "satu")
    await post.delivers()
    urgent = await post.shows(tom, "penting", urgent=True)
    await other.deliver([urgent])
    meanwhile = await post.delivers(other)
    post.desk.later(seconds=31)

    assert (meanwhile, texts(mia), texts(tom)) == (0, [], [])
    assert await post.delivers(other) == 2
    assert (texts(mia), texts(tom)) == (["satu"], ["penting"])


async def test_a_shorter_brake_does_not_lift_a_longer_one(post: Post, mia: Person) -> None:
    now = post.desk.time
    for seconds in (60, 5):
        async with post.desk.database.transaction() as session:
            await Brakes.put_on(session, now + timedelta(seconds=seconds))

    assert await post.desk.count(Brake, Brake.until == now + timedelta(seconds=60)) == 1


@pytest.mark.parametrize(
    "error",
    [
        TelegramServerError(ME, "Bad Gateway"),
        TelegramNetworkError(ME, "connection reset"),
        ClientDecodeError("no JSON", ValueError(), "<html>502"),
        TimeoutError(),
        ConnectionResetError(),
    ],
    ids=["5xx", "network", "a proxy's page", "timeout", "dropped"],
)
async def test_what_may_pass_is_tried_again_later_and_later(
    post: Post, mia: Person, error: Exception
) -> None:
    fails(post.desk.wire, error, times=3)
    await post.tells(mia, "satu")
    waits = []
    for _ in range(3):
        await post.delivers()
        async with post.desk.database.transaction() as session:
            notice = await session.get_one(Notice, 1)
            assert notice.due is not None
        waits.append((notice.due - post.desk.time).total_seconds())
        post.desk.time = notice.due
    await post.delivers()

    assert (waits, texts(mia)) == ([2, 4, 8], ["satu"])


async def test_an_old_card_that_keeps_its_buttons_does_not_send_the_new_one_twice(
    post: Post, mia: Person
) -> None:
    await post.shows(mia, "satu")
    await post.delivers()
    error = TelegramRetryAfter(ME, "Too Many Requests", retry_after=5)
    fails(post.desk.wire, error, only=EditMessageReplyMarkup)
    await post.shows(mia, "dua", anew=True)
    await post.delivers()
    post.desk.later(minutes=1)

    assert (await post.delivers(), texts(mia)) == (0, ["satu", "dua"])


async def test_a_card_that_cannot_be_drawn_stops_nobody_else(post: Post, mia: Person) -> None:
    tom = await post.desk.hires("Tom")
    draw = post._draw

    async def fails_for_mia(look: Any) -> Any:
        if look.to.id == mia.employee.id:
            raise KeyError("198609262015032001")
        return await draw(look)

    post._draw = fails_for_mia  # type: ignore[method-assign]
    outbox = post.another_replica()
    await post.shows(mia, "rusak", "a")
    await post.shows(tom, "utuh", "b")

    assert await post.delivers(outbox) == 1
    broken = await post.notice("a")
    assert (texts(mia), texts(tom), broken.attempts) == ([], ["utuh"], 1)
    assert (broken.trouble or "").startswith("builtins.KeyError < tests/machine/test_outbox.py:")
    for _ in range(20):
        post.desk.later(minutes=11)
        await post.delivers(outbox)
    assert (await post.notice("a")).due is None  # after ten tries it waits for a change


# Nothing is lost, nothing is told twice


async def test_a_change_while_it_is_being_sent_is_not_lost(post: Post, mia: Person) -> None:
    slow = Slow(post.desk.wire)
    await post.shows(mia, "satu")
    sending = asyncio.create_task(post.delivers())
    await until(lambda: slow.waiting == 1)
    await post.shows(mia, "dua")
    slow.gate.set()
    await sending

    assert texts(mia) == ["dua"]
    notice = await post.notice()
    assert (notice.wanted, notice.drawn, notice.due) == (2, 2, None)


async def test_two_replicas_never_deliver_the_same(post: Post, mia: Person) -> None:
    other = post.another_replica()
    for number in range(5):
        await post.tells(mia, f"{number}")
    slow = Slow(post.desk.wire)
    rounds = [asyncio.create_task(post.delivers(outbox)) for outbox in (post.outbox, other)]
    await until(lambda: slow.waiting > 0)
    slow.gate.set()
    await asyncio.gather(*rounds)

    assert sorted(texts(mia)) == ["0", "1", "2", "3", "4"]


async def test_an_urgent_one_and_the_round_never_deliver_the_same(post: Post, mia: Person) -> None:
    urgent = await post.shows(mia, "satu", urgent=True)
    slow = Slow(post.desk.wire)
    both = [
        asyncio.create_task(post.another_replica().deliver([urgent])),
        asyncio.create_task(post.outbox.deliver_due()),
    ]
    await until(lambda: slow.waiting == 1)
    slow.gate.set()
    await asyncio.gather(*both)

    assert texts(mia) == ["satu"]


async def test_what_a_dead_replica_had_taken_is_delivered_by_another(
    post: Post, mia: Person
) -> None:
    await post.shows(mia, "satu")
    await post.outbox._drawer.draw((await post.notice()).id)
    while_taken = await post.delivers()
    async with post.desk.database.transaction() as session:
        long_ago = post.desk.time - timedelta(days=99)
        await session.execute(update(Notice).values(taken_until=long_ago))

    assert (while_taken, await post.delivers(), texts(mia)) == (0, 1, ["satu"])


async def test_a_claim_is_judged_by_no_replicas_own_clock(post: Post, mia: Person) -> None:
    """One whose clock is an hour ahead would take what another is just sending."""
    await post.shows(mia, "satu")
    await post.outbox._drawer.draw((await post.notice()).id)
    post.desk.later(hours=1)

    assert await post.delivers(post.another_replica()) == 0


async def test_whoever_was_frozen_does_not_send_what_is_no_longer_theirs(
    post: Post, mia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.drawing.SENT_WITHIN", -1.0)  # as if so much time had passed
    await post.shows(mia, "satu")
    parcel = await post.outbox._drawer.draw((await post.notice()).id)
    assert parcel is not None
    sent = await post.outbox._sender.send(parcel)

    assert (sent.how.name, calls(post.desk)) == ("LATER", [])


async def test_whoever_was_too_slow_does_not_take_back_what_another_has_taken(
    post: Post, mia: Person
) -> None:
    await post.shows(mia, "satu")
    notice_id = (await post.notice()).id
    mine = await post.outbox._drawer.draw(notice_id)
    async with post.desk.database.transaction() as session:
        long_ago = post.desk.time - timedelta(days=99)
        await session.execute(update(Notice).values(taken_until=long_ago))
    theirs = await post.another_replica()._drawer.draw(notice_id)
    assert mine is not None
    assert theirs is not None
    await post.outbox._drawer.write_down(mine, await post.outbox._sender.send(mine))

    assert (await post.notice()).taken_until == theirs.taken_until


async def test_what_was_sent_is_written_down_though_the_row_was_busy(
    post: Post, mia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.BACKOFF", 0.001)
    write_down = type(post.outbox._drawer).write_down
    tries = 0

    async def busy_at_first(*args: Any) -> bool:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise TimeoutError
        return await write_down(*args)

    monkeypatch.setattr("bot.drawing.Drawer.write_down", busy_at_first)
    await post.tells(mia, "satu")

    assert (await post.delivers(), tries, texts(mia)) == (1, 3, ["satu"])


# Order and pace


async def test_one_persons_notices_come_in_order_the_urgent_first(post: Post, mia: Person) -> None:
    for number in range(5):
        await post.tells(mia, f"{number}")
    await post.tells(mia, "penting", urgent=True)
    await post.delivers()

    assert texts(mia) == ["penting", "0", "1", "2", "3", "4"]


async def test_a_slow_chat_holds_up_nobody_else(post: Post, mia: Person) -> None:
    tom = await post.desk.hires("Tom")
    slow = Slow(post.desk.wire, mia.chat_id)
    running = asyncio.create_task(post.outbox.run(lambda: True))
    await post.tells(mia, "lambat")
    post.outbox.wake()
    await until(lambda: slow.waiting == 1)
    for number in range(3):
        await post.tells(tom, f"{number}")
        post.outbox.wake()
        await until(lambda seen=number: len(tom.screen) == seen + 1)  # type: ignore[misc]
    slow.gate.set()
    post.outbox.stop()
    await running

    assert (texts(mia), texts(tom)) == (["lambat"], ["0", "1", "2"])


async def test_told_to_stop_it_finishes_what_is_under_way_and_begins_nothing(
    post: Post, mia: Person
) -> None:
    slow = Slow(post.desk.wire)
    for number in range(3):
        await post.tells(mia, f"{number}")
    running = asyncio.create_task(post.outbox.run(lambda: True))
    await until(lambda: slow.waiting == 1)
    post.outbox.stop()
    slow.gate.set()
    await running

    assert texts(mia) == ["0"]
    assert await post.desk.count(Notice, Notice.due.is_not(None)) == 2


async def test_without_the_lease_nothing_is_broadcast(post: Post, mia: Person) -> None:
    await post.tells(mia, "satu")
    running = asyncio.create_task(post.outbox.run(lambda: False))
    await asyncio.sleep(0.05)
    post.outbox.stop()
    await running

    assert texts(mia) == []


async def test_when_the_lease_is_lost_nothing_more_of_a_round_is_sent(
    post: Post, mia: Person
) -> None:
    slow = Slow(post.desk.wire)
    for number in range(3):
        await post.tells(mia, f"{number}")
    held = [True]
    running = asyncio.create_task(post.outbox.run(lambda: held[0]))
    await until(lambda: slow.waiting == 1)
    held[0] = False
    slow.gate.set()
    await until(lambda: texts(mia) == ["0"])
    await asyncio.sleep(0.05)
    sent_without = texts(mia)
    held[0] = True
    post.outbox.wake()
    await until(lambda: len(texts(mia)) == 3)
    post.outbox.stop()
    await running

    assert sent_without == ["0"]
    assert texts(mia) == ["0", "1", "2"]


async def test_what_was_drawn_when_the_lease_is_lost_is_the_successors(
    post: Post, mia: Person
) -> None:
    await post.shows(mia, "kartu")
    answers = iter([True, True, False])  # the round, before the drawing, before the sending
    running = asyncio.create_task(post.outbox.run(lambda: next(answers, False)))
    await asyncio.sleep(0.1)
    post.outbox.stop()
    await running
    not_sent = texts(mia)
    post.desk.later(seconds=3)
    await post.delivers(post.another_replica())

    assert not_sent == []
    assert texts(mia) == ["kartu"]


async def test_the_pace_has_no_burst_at_its_beginning(post: Post) -> None:
    people = [await post.desk.hires(f"P{number}") for number in range(6)]
    for person in people:
        await post.tells(person, "halo")
    outbox = post.another_replica(per_second=50)
    begun = asyncio.get_running_loop().time()
    await post.delivers(outbox)
    took = asyncio.get_running_loop().time() - begun

    assert took >= 5 / 50  # six of them, the first one at once
    assert [len(person.screen) for person in people] == [1] * 6


async def test_no_more_than_sixteen_are_in_flight(post: Post) -> None:
    people = [await post.desk.hires(f"P{number}") for number in range(20)]
    for person in people:
        await post.tells(person, "halo")
    slow = Slow(post.desk.wire)
    delivering = asyncio.create_task(post.delivers())
    await until(lambda: slow.waiting == 16)
    await asyncio.sleep(0.02)
    in_flight = slow.waiting
    slow.gate.set()

    assert (in_flight, await delivering) == (16, 20)
