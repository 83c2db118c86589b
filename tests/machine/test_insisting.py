"""What was sent is written down even if the database is away for a while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy.exc import OperationalError

from bot.drawing import Drawer
from bot.outbox import Outbox
from bot.sending import How, Sender, Sent

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Locked(Exception):
    """SQLite's complaint while another process writes."""

    sqlite_errorname = "SQLITE_BUSY"


class DrawerOverALockedFile:
    """The first writes fail, as they do while somebody else holds the lock."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.written: list[Sent] = []
        self._drawn = False

    async def draw(self, notice_id: int) -> object:
        self._drawn, drawn_before = True, self._drawn
        return None if drawn_before else object()

    async def write_down(self, parcel: object, sent: Sent) -> bool:
        if len(self.written) < self.failures:
            self.failures -= 1
            raise OperationalError("", {}, Locked())
        self.written.append(sent)
        return False


class SenderThatCounts:
    """Every parcel is delivered."""

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, parcel: object) -> Sent:
        self.sent += 1
        return Sent(How.DELIVERED, message_id=1)


async def test_a_database_that_is_away_for_seconds_makes_nobody_be_told_twice() -> None:
    drawer, sender = DrawerOverALockedFile(failures=5), SenderThatCounts()
    outbox = Outbox(
        database=cast(Any, None),
        drawer=cast(Drawer, drawer),
        sender=cast(Sender, sender),
        now=lambda: NOW,
        per_second=100,
    )

    assert await outbox.deliver_one(1)

    assert sender.sent == 1
    assert drawer.written == [Sent(How.DELIVERED, message_id=1)]
