"""The test world: an office whose people write, tap and see, on the real machine."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.dispatcher import CARDS, the_dispatcher
from bot.drawing import Drawer
from bot.errands import Errands
from bot.fetching import Fetching
from bot.inbox import receive
from bot.outbox import Outbox
from bot.reading_ratings import ReadingRatings
from bot.replies import Replies
from bot.sending import Sender
from bot.shelf import Shelf
from bot.turns import OneTurn
from config.texts import the_texts
from models.appraisal.rating_sheets import RatingSheet
from models.base import Moment
from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from models.office import Office, Rules
from models.people.chats import Chat
from models.people.employees import Employee, Kind, Role
from models.people.errands import Errand
from models.people.pace import Pace
from models.people.postings import Posting
from models.people.units import Unit
from models.work.evidence import Evidence
from models.work.holidays import open_year
from tests.wire import A_PDF, BOT, TOKEN, Shown, Wire

TUESDAY = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)  # 16.05 in Bungo
OFFICE = Office(
    name="Pemerintah Kabupaten Contoh",
    agency="BKPSDM Contoh",
    rules=(Rules(valid_from=date(2026, 1, 1)),),
)
TEXTS = the_texts(OFFICE.timezone)

# Whatever could be handled, delivered or fetched by now, and perhaps more.
MAY_WAIT = select(
    or_(
        exists().where(Incoming.done_at.is_(None)),
        exists().where(Notice.due <= bindparam("now", type_=Moment())),
        exists().where(Evidence.fetch_at.is_not(None)),
        exists().where(Errand.due <= bindparam("now", type_=Moment())),
        exists().where(RatingSheet.look_at <= bindparam("now", type_=Moment())),
    )
)


class Desk:
    """One office on one database, with a clock that a test moves."""

    def __init__(self, database: Database, office: Office = OFFICE) -> None:
        self.database = database
        self.office = office
        self.pace = Pace(10_000, timedelta(seconds=1))  # time stands still for whole plays
        self.time = TUESDAY
        self.wire = Wire(now=self.now)
        self.bot = Bot(TOKEN, session=self.wire, default=DefaultBotProperties(parse_mode="HTML"))
        folder = tempfile.mkdtemp(prefix="kinerja-evidence-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.shelf = Shelf(Path(folder))
        self._updates = count(500)
        self._people = count(1)
        self.restart()

    def now(self) -> datetime:
        return self.time

    def later(self, **by: float) -> None:
        self.time += timedelta(**by)

    def restart(self) -> None:
        """The process ends and begins anew: only the database and Telegram remember."""
        drawer = Drawer(self.database, self.office, TEXTS, CARDS, self.now, self.shelf.folder,
                        lambda: BOT.username or "")  # fmt: skip
        self.outbox = Outbox(
            database=self.database,
            drawer=drawer,
            sender=Sender(self.bot),
            now=self.now,
            per_second=100_000,
        )
        self.fetching = Fetching(
            database=self.database,
            bot=self.bot,
            office=self.office,
            shelf=self.shelf,
            now=self.now,
            wake_outbox=self.outbox.wake,
        )
        self.reading_ratings = ReadingRatings(
            database=self.database, bot=self.bot, office=self.office, texts=TEXTS, now=self.now,
            wake_outbox=self.outbox.wake,
        )  # fmt: skip
        self.errands = Errands(
            database=self.database,
            bot=self.bot,
            office=self.office,
            texts=TEXTS,
            now=self.now,
            wake_outbox=self.outbox.wake,
        )
        self.turns = self.another_replica()

    def another_replica(self) -> OneTurn:
        return OneTurn(
            database=self.database,
            dispatcher=the_dispatcher(),
            bot=self.bot,
            office=self.office,
            texts=TEXTS,
            replies=Replies(self.bot, self.database, self.now),
            pace=self.pace,
            now=self.now,
            deliver=self.outbox.deliver,
        )

    async def opens(self) -> None:
        """The unit everybody works in, and the year's holidays."""
        async with self.database.transaction() as session:
            self.unit = Unit.below(None, code="DINAS", name="Dinas Contoh")
            session.add(self.unit)
            await open_year(session, self.time.year)

    async def hires(
        self,
        name: str,
        supervisor: Person | None = None,
        *,
        joined: bool = True,
        sex: int = 2,
        role: Role = Role.STAFF,
        unit: Unit | None = None,
    ) -> Person:
        """A new employee, with a chat of their own if they have joined."""
        number = next(self._people)
        employee = Employee(
            nip=f"19860926201503{sex}{number:03}", name=name, kind=Kind.PNS, role=role
        )
        async with self.database.transaction() as session:
            session.add(employee)
            await session.flush()
            session.add(
                Posting(
                    employee_id=employee.id,
                    unit_id=(unit or self.unit).id,
                    supervisor_id=supervisor.employee.id if supervisor else None,
                    position="Analis Contoh",
                    since=date(2020, 1, 1),
                )
            )
            if joined:
                session.add(Chat(id=7000 + number, employee_id=employee.id, bound_at=self.time))
        return Person(self, employee, 7000 + number)

    def stranger(self) -> Person:
        number = next(self._people)
        return Person(self, Employee(nip="", name="Orang Lain"), 9000 + number)

    async def opens_unit(self, code: str, name: str, *, below: Unit | None = None) -> Unit:
        async with self.database.transaction() as session:
            unit = Unit.below(below, code=code, name=name)
            session.add(unit)
        return unit

    async def brings(self, update: Mapping[str, Any]) -> int:
        """Telegram hands an update over: it is in the in-box, and nothing more."""
        update_id = next(self._updates)
        async with self.database.transaction() as session:
            await receive(session, [{"update_id": update_id, **update}], at=self.time)
        return update_id

    async def settles(self) -> None:
        """Everything that waits is handled, everything due is delivered."""
        for _ in range(60):
            handled = await self.turns.take_one() or await self.outbox.deliver_due()
            handled = handled or await self.fetching.fetch_due() or await self.errands.work_due()
            if not handled and not await self.reading_ratings.read_one():
                return
            if not await self._may_wait():
                return
        raise AssertionError("it never comes to rest")

    async def _may_wait(self) -> bool:
        """False: there is surely nothing to do, and nobody has to be asked, one by one."""
        async with self.database.transaction() as session:
            return bool(await session.scalar(MAY_WAIT, {"now": self.time}))

    def next_update_id(self) -> int:
        return next(self._updates)

    def next_message_id(self) -> int:
        return next(self.wire.ids)

    async def count(self, table: type[Any], *conditions: Any) -> int:
        async with self.database.transaction() as session:
            query = select(func.count()).select_from(table).where(*conditions)
            return await session.scalar(query) or 0

    async def faults(self) -> list[str]:
        async with self.database.transaction() as session:
            rows = await session.scalars(
                select(Incoming.trouble).where(Incoming.outcome == Outcome.FAULT)
            )
            return [trouble or "" for trouble in rows]

    async def rows(self, session: AsyncSession, table: type[Any]) -> list[Any]:
        return list(await session.scalars(select(table).order_by(table.id)))


class Person:
    """Somebody with a phone."""

    def __init__(self, desk: Desk, employee: Employee, chat_id: int) -> None:
        self.desk = desk
        self.employee = employee
        self.chat_id = chat_id
        self.toast: str | None = None

    # What they do

    async def says(self, text: str, *, reply_to: Shown | None = None, **more: Any) -> int:
        """Write a message; its number, for editing it later."""
        message_id = self.desk.next_message_id()
        await self.brings_message(message_id, text=text, reply_to=reply_to, **more)
        return message_id

    async def edits(self, message_id: int, text: str, *, written: datetime | None = None) -> None:
        """Edit a message, which keeps the date at which it was written."""
        edited = {
            **self.message(message_id, text=text),
            "date": int((written or self.desk.time).timestamp()),
            "edit_date": int(self.desk.time.timestamp()),
        }
        await self._acts({"edited_message": edited})

    async def shows_photo(
        self, caption: str | None = None, *, album: str | None = None,
        reply_to: Shown | None = None,
    ) -> None:  # fmt: skip
        number = self.desk.next_message_id()
        photo = [
            {"file_id": f"file-{number}", "file_unique_id": f"u{number}", "width": 9, "height": 9}
        ]
        content: dict[str, Any] = {"photo": photo}
        content |= {"caption": caption} if caption else {}
        content |= {"media_group_id": album} if album else {}
        await self.brings_message(number, reply_to=reply_to, **content)

    async def shows_document(
        self, name: str, caption: str | None = None, *, content: bytes = A_PDF,
        unique: str | None = None, reply_to: Shown | None = None,
    ) -> None:  # fmt: skip
        number = self.desk.next_message_id()
        file = {
            "file_id": f"file-{number}",
            "file_unique_id": unique or f"u{number}",
            "file_name": name,
            "file_size": len(content),
        }
        self.desk.wire.files[f"file-{number}"] = content
        more = {"caption": caption} if caption else {}
        await self.brings_message(number, reply_to=reply_to, document=file, **more)

    async def brings_message(
        self, message_id: int, *, reply_to: Shown | None = None, **content: Any
    ) -> None:
        message = self.message(message_id, **content)
        if reply_to is not None:
            message["reply_to_message"] = {
                "message_id": reply_to.message_id,
                "date": int(self.desk.time.timestamp()),
                "chat": message["chat"],
                "text": reply_to.text,
            }
        await self._acts({"message": message})

    async def taps(self, label: str, *, on: Shown | None = None) -> str | None:
        """Tap the newest button whose label begins with this; what pops up in answer."""
        data, shown = self.button(label, on=on)
        return await self.sends_tap(data, shown)

    async def sends_tap(self, data: str, shown: Shown) -> str | None:
        before = len(self.desk.wire.answers)
        await self._acts(self.tap(data, shown))
        answers = self.desk.wire.answers[before:]
        self.toast = answers[0].text if answers else None
        return self.toast

    def tap(self, data: str, shown: Shown) -> dict[str, Any]:
        """The update of a tap, for tests that bring it in their own time."""
        message = self.message(shown.message_id, text=shown.text)
        return {
            "callback_query": {
                "id": str(self.desk.next_message_id()),
                "from": self._sender,
                "chat_instance": "1",
                "message": message,
                "data": data,
            }
        }

    async def blocks(self) -> None:
        await self._acts({"my_chat_member": self._membership("member", "kicked")})

    async def unblocks(self) -> None:
        await self._acts({"my_chat_member": self._membership("kicked", "member")})

    # What they see

    @property
    def screen(self) -> list[Shown]:
        return self.desk.wire.screens[self.chat_id]

    @property
    def card(self) -> Shown:
        """The newest message."""
        return self.screen[-1]

    @property
    def sees(self) -> str:
        """The newest message as a reader sees it."""
        return plain(self.card.text)

    @property
    def buttons(self) -> list[str]:
        return list(self.card.buttons)

    def button(self, label: str, *, on: Shown | None = None) -> tuple[str, Shown]:
        for shown in [on] if on else reversed(self.screen):
            for text, data in shown.buttons.items():
                if bare(text).startswith(label):
                    return data, shown
        raise AssertionError(f"no button {label!r}; there are {[s.buttons for s in self.screen]}")

    # The bare updates

    async def _acts(self, update: Mapping[str, Any]) -> None:
        await self.desk.brings(update)
        await self.desk.settles()

    @property
    def _sender(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": "X", "language_code": "id"}

    def message(self, message_id: int, **content: Any) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "date": int(self.desk.time.timestamp()),
            "chat": {"id": self.chat_id, "type": "private", "first_name": "X"},
            "from": self._sender,
            **content,
        }

    def _membership(self, before: str, after: str) -> dict[str, Any]:
        def member(status: str) -> dict[str, Any]:
            user = {"id": 1234567890, "is_bot": True, "first_name": "Kinerja"}
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": user, "status": status, **until}

        return {
            "chat": {"id": self.chat_id, "type": "private", "first_name": "X"},
            "from": self._sender,
            "date": int(self.desk.time.timestamp()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }


def plain(html: str) -> str:
    """HTML as a reader sees it."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def bare(label: str) -> str:
    """A label without the emoji that leads it."""
    return re.sub(r"^\W+", "", label)
