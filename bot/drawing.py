"""Draw a notice as it is now, and write down what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database, from_now
from bot.sending import Brakes, How, Parcel, Sent
from config.texts import Texts
from handlers.cards import Cards, Drawing, Look, Page
from models.notices.notices import Notice, Urgency
from models.office import Office
from models.people.chats import Chat, chat_of
from models.people.employees import Employee, Language
from models.people.preferences import preferences_of
from models.people.unreachable import set_aside

TAKEN_FOR = timedelta(seconds=20)  # a claim on a notice; over after a crash
SENT_WITHIN = 15.0  # seconds: before the claim is over
FILE_TAKEN_FOR = timedelta(seconds=120)  # the same for a document, from a slow line
FILE_SENT_WITHIN = 110.0
TRIES = 10  # drawings that fail, before a notice is set aside
RECENT = timedelta(minutes=10)  # a card this young is still on the screen
OWN_DOING = ("report", "evidence-refused")  # the first answer to what somebody has just sent
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Drawer:
    """The two transactions around a delivery."""

    database: Database
    office: Office
    texts: Texts
    cards: Cards
    now: Callable[[], datetime]
    evidence: Path = Path("data/evidence")
    username: Callable[[], str] = str  # the bot's, as soon as it is known

    async def draw(self, notice_id: int) -> Parcel | None:
        """Take a due notice and draw it.

        None if it is somebody else's, not due, unsendable, or nobody may send anything now.
        """
        now = self.now()
        began = asyncio.get_running_loop().time()
        async with self.database.transaction() as session:
            notice = await self._take(session, notice_id, now)
            if notice is None:
                return None
            chat = await self._chat(session, notice)
            if chat is None or chat.blocked_at is not None:
                notice.due = notice.taken_until = None  # set aside until they write again
                return None
            drawing = await self._look(session, notice, chat, now)
            drawing = await _as_wished(session, notice, drawing)
            if self._disturbs(notice, chat.id, drawing, now):
                morning = await _end_of_rest(session, notice, self.office, now)
                if morning is not None:
                    notice.due, notice.taken_until = morning, None
                    return None
            await self._spread(session, notice, drawing, now)
            within = await _time_to_send(session, notice, drawing)
            return self._parcel(notice, chat.id, drawing, now, began + within)

    async def write_down(self, parcel: Parcel, sent: Sent) -> bool:
        """What became of it; say whether it has changed since and is to be drawn again.

        No change is lost, since only the version that was read is ticked.
        """
        now = self.now()
        async with self.database.transaction() as session:
            if sent.retry_after:
                await Brakes.put_on(session, now + sent.retry_after)
            notice = await session.get_one(Notice, parcel.notice_id, with_for_update=True)
            if notice.taken_until != parcel.taken_until:
                return False  # we were too slow, and another replica has taken it over
            notice.taken_until = None
            if sent.how is How.DELIVERED:
                self._tick(notice, parcel, sent, now)
                await _note_receipt(session, parcel, now)
            elif sent.how is How.BLOCKED:
                chat = await session.get_one(Chat, parcel.chat_id)
                await set_aside(session, chat, self.office, at=now)
            elif sent.how is How.REFUSED:
                notice.trouble = sent.trouble
                notice.due = None if notice.wanted == parcel.version else notice.due
            else:
                self._push_ahead(notice, now, sent.retry_after)
            return sent.how is How.DELIVERED and notice.wanted != parcel.version

    async def set_back(self, notice_id: int, trouble: str) -> None:
        """It could not be drawn: later once more, in the end not until something changes."""
        async with self.database.transaction() as session:
            notice = await session.get_one(Notice, notice_id, with_for_update=True)
            self._push_ahead(notice, self.now())
            notice.trouble = trouble[:200]
            if notice.attempts >= TRIES:
                notice.due = None

    @staticmethod
    def _push_ahead(notice: Notice, now: datetime, wait: timedelta | None = None) -> None:
        notice.attempts += 1
        wait = wait or timedelta(seconds=2 ** min(notice.attempts, 10))
        notice.due = now + min(wait, LONGEST_WAIT)

    async def _take(self, session: AsyncSession, notice_id: int, now: datetime) -> Notice | None:
        return await session.scalar(
            update(Notice)
            .where(Notice.id == notice_id, Notice.due <= now, is_free(session))
            .where(Brakes.are_off(now))
            .values(taken_until=from_now(session, TAKEN_FOR))
            .returning(Notice)
            .execution_options(synchronize_session=False)
        )

    async def _chat(self, session: AsyncSession, notice: Notice) -> Chat | None:
        if notice.employee_id is None:
            return await session.get(Chat, notice.chat_id)
        return await chat_of(session, notice.employee_id)

    async def _look(
        self, session: AsyncSession, notice: Notice, chat: Chat, now: datetime
    ) -> Drawing:
        if notice.employee_id is None:
            say = self.texts.in_language(chat.language or Language.INDONESIAN)
            return Drawing((Page(say(f"told-{notice.kind}", **notice.facts)),))
        to = await session.get_one(Employee, notice.employee_id)
        say = self.texts.in_language(to.language)
        look = Look(session, notice, to, self.office, now, say, self.evidence,
                    self.username(), say_in=self.texts.in_language)  # fmt: skip
        if notice.is_news and notice.kind not in self.cards:
            return Drawing((Page(look.say(f"told-{notice.kind}", **notice.facts)),))
        return await self.cards[notice.kind](look)

    async def _spread(
        self, session: AsyncSession, notice: Notice, drawing: Drawing, now: datetime
    ) -> None:
        """A day too long for one message is several cards; a shorter one takes some back."""
        if notice.is_news or notice.part:
            return
        others = await _other_parts(session, notice)
        for part in range(1, max(len(drawing.pages), len(others) + 1)):
            other = others.get(part)
            if other is None:
                other = Notice(
                    employee_id=notice.employee_id,
                    kind=notice.kind,
                    subject=notice.subject,
                    part=part,
                    urgency=notice.urgency,
                    made_at=now,
                    due=now,
                )
                session.add(other)
            other.facts, other.due, other.wanted = notice.facts, now, other.wanted + 1
            if notice.sent_at is None and not notice.attempts:
                other.sent_at = None  # asked for anew, as a whole

    def _parcel(
        self, notice: Notice, chat_id: int, drawing: Drawing, now: datetime, deadline: float
    ) -> Parcel:
        assert notice.taken_until is not None, "it has just been taken"
        page = drawing.pages[notice.part] if notice.part < len(drawing.pages) else None
        if page is not None:
            notice.remember(notice.wanted, [[a, r] for a, r in page.shown], at=now)
        here = notice.message_id if notice.sent_to == chat_id else None
        keeps = self._keeps(notice, drawing, now)
        return Parcel(
            notice_id=notice.id,
            version=notice.wanted,
            chat_id=chat_id,
            page=page,
            edit=here if keeps else None,
            attached=notice.attached if keeps else None,
            strip=None if keeps else here,
            until=drawing.until,
            taken_until=notice.taken_until,
            deadline=deadline,
        )

    def _keeps(self, notice: Notice, drawing: Drawing, now: datetime) -> bool:
        """Whether it stays where it stands, and no phone rings."""
        asked_anew = notice.sent_at is None
        return not asked_anew and not (drawing.rings and self._is_stale(notice, now))

    def _disturbs(self, notice: Notice, chat_id: int, drawing: Drawing, now: datetime) -> bool:
        """Whether a phone would ring that nobody holds."""
        if notice.urgency is Urgency.NOW or notice.part >= len(drawing.pages):
            return False
        if notice.kind in OWN_DOING and notice.message_id is None:
            return False
        return notice.sent_to != chat_id or not self._keeps(notice, drawing, now)

    @staticmethod
    def _is_stale(notice: Notice, now: datetime) -> bool:
        """Settled, or too far up: an edit would ring no phone."""
        return not notice.waits or notice.sent_at is None or now - notice.sent_at > RECENT

    @staticmethod
    def _tick(notice: Notice, parcel: Parcel, sent: Sent, now: datetime) -> None:
        notice.drawn = parcel.version
        notice.attempts, notice.trouble = 0, None
        notice.waits = parcel.page is not None and parcel.page.waits
        document = parcel.page.document if parcel.page is not None else None
        notice.attached = document.mark if document is not None else None
        if sent.message_id != notice.message_id or notice.sent_to != parcel.chat_id:
            notice.message_id, notice.sent_to, notice.sent_at = sent.message_id, parcel.chat_id, now
        if notice.wanted == parcel.version:
            notice.due = parcel.until


async def _note_receipt(session: AsyncSession, parcel: Parcel, now: datetime) -> None:
    """What somebody has received, where that has consequences."""
    if parcel.page is not None and parcel.page.receipt is not None:
        await parcel.page.receipt(session, now)


def is_free(session: AsyncSession) -> ColumnElement[bool]:
    """Nobody delivers it just now, or whoever did is dead."""
    over = Notice.taken_until <= from_now(session, timedelta())
    return or_(Notice.taken_until.is_(None), over)


async def _time_to_send(session: AsyncSession, notice: Notice, drawing: Drawing) -> float:
    """How many seconds it may take; for a document the claim is made longer."""
    pages = drawing.pages[notice.part : notice.part + 1]
    if all(page.document is None for page in pages):
        return SENT_WITHIN
    notice.taken_until = await session.scalar(
        update(Notice)
        .where(Notice.id == notice.id)
        .values(taken_until=from_now(session, FILE_TAKEN_FOR))
        .returning(Notice.taken_until)
        .execution_options(synchronize_session=False)
    )
    return FILE_SENT_WITHIN


async def _as_wished(session: AsyncSession, notice: Notice, drawing: Drawing) -> Drawing:
    """In words only, for whoever wants no pictures."""
    if notice.employee_id is None or not any(page.picture for page in drawing.pages):
        return drawing
    if (await preferences_of(session, notice.employee_id)).pictures:
        return drawing
    pages = tuple(replace(page, picture=None) for page in drawing.pages)
    return replace(drawing, pages=pages)


async def _end_of_rest(
    session: AsyncSession, notice: Notice, office: Office, now: datetime
) -> datetime | None:
    """When the quiet hours are over that somebody has chosen; None: they can be told now."""
    if notice.employee_id is None:
        return None
    wishes = await preferences_of(session, notice.employee_id)
    if wishes.night is None:
        return None
    rules = wishes.resting(office.rules_on(office.today(now)))
    return office.awake(now, rules) if office.is_quiet(now, rules) else None


async def _other_parts(session: AsyncSession, notice: Notice) -> dict[int, Notice]:
    rows = await session.scalars(
        select(Notice).where(
            Notice.employee_id == notice.employee_id,
            Notice.kind == notice.kind,
            Notice.subject == notice.subject,
            Notice.part > 0,
        )
    )
    return {row.part: row for row in rows}
