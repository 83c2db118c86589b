"""A post office: an outbox whose cards are whatever the test says, over the fake wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import select

from bot.drawing import Drawer
from bot.outbox import Outbox
from bot.sending import Sender
from handlers.cards import Drawing, Look, Page
from models.notices.notices import Notice
from models.notices.telling import show, tell
from tests.desk import TEXTS, Desk, Person


class Post:
    """``says`` is what the card of each subject shows; None withdraws it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.says: dict[str, str | list[str] | None] = {}
        self.waits = True
        self.rings = False
        self.until: datetime | None = None
        self.while_drawing: Callable[[], None] = lambda: None
        self.outbox = self.another_replica()

    def another_replica(self, per_second: int = 100_000) -> Outbox:
        drawer = Drawer(
            database=self.desk.database,
            office=self.desk.office,
            texts=TEXTS,
            cards={"card": self._draw, "news": self._draw},
            now=self.desk.now,
        )
        return Outbox(
            database=self.desk.database,
            drawer=drawer,
            sender=Sender(self.desk.bot),
            now=self.desk.now,
            per_second=per_second,
        )

    async def _draw(self, look: Look) -> Drawing:
        self.while_drawing()
        if look.notice.is_news:
            return Drawing((Page(str(look.notice.facts["text"])),))
        said = self.says.get(look.notice.subject or "")
        texts = [] if said is None else [said] if isinstance(said, str) else said
        data = f"x:{look.notice.id}:{look.version}"
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data=data)]]
        )
        return Drawing(
            tuple(Page(t, keyboard, [(1, look.version)], waits=self.waits) for t in texts),
            until=self.until,
            rings=self.rings,
        )

    async def shows(self, to: Person, text: str | list[str] | None, subject: str = "a", *,
                    urgent: bool = False, anew: bool = False) -> int:  # fmt: skip
        """What is so has changed; the notice's id."""
        self.says[subject] = text
        async with self.desk.database.transaction() as session:
            show(session, "card", subject, to=to.employee.id, at=self.desk.time, urgent=urgent,
                 anew=anew)  # fmt: skip
        return (await self.notice(subject)).id

    async def tells(self, to: Person, text: str, *, urgent: bool = False) -> None:
        async with self.desk.database.transaction() as session:
            tell(session, "news", to=to.employee.id, at=self.desk.time, urgent=urgent, text=text)

    async def notice(self, subject: str = "a", part: int = 0) -> Notice:
        async with self.desk.database.transaction() as session:
            found = select(Notice).where(Notice.subject == subject, Notice.part == part)
            return (await session.scalars(found)).one()

    async def delivers(self, outbox: Outbox | None = None) -> int:
        """Rounds until nothing is due; how many were delivered."""
        delivered = 0
        while more := await (outbox or self.outbox).deliver_due():
            delivered += more
        return delivered


async def until(is_so: Callable[[], bool], within: float = 5) -> None:
    """Wait until this is so; raise TimeoutError if it does not come about."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - other tasks bring it about
            await asyncio.sleep(0.005)
