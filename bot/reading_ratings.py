"""Spreadsheets of ratings are fetched, read and checked outside the turn; nothing is changed yet.

Only the lease holder does. One without our mark is what it was sent as: somebody's evidence.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.easel import CannotDraw
from bot.rounds import Rounds, download
from bot.sending import Draw, in_a_thread
from config.texts import LANGUAGES, Texts
from handlers.appraisal.checking_sheets import check
from handlers.appraisal.evaluation_buttons import SHEET_BACK, SHEET_WRONG
from handlers.appraisal.rating_sheet_words import choices_in, columns_in
from handlers.documents.rating_sheet import Reading
from handlers.work.evidence import report_near
from models.appraisal.periods import Cadence, Span
from models.appraisal.rating_rows import Found, Row
from models.appraisal.rating_sheets import TRIES, RatingSheet, overtake, take_due
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import redraw, show, tell
from models.office import Office
from models.people.chats import chat_of
from models.people.employees import Employee
from models.work.evidence import Evidence, EvidenceKind, show_cards

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """A claimed sheet: what is needed to fetch it, outside any transaction."""

    sheet_id: int
    file_id: str
    until: datetime  # the claim
    attempts: int  # with this one


class ReadingRatings:
    """The loop over what was sent."""

    def __init__(
        self, *, database: Database, bot: Bot, office: Office, texts: Texts,
        now: Callable[[], datetime], wake_outbox: Callable[[], None], away: Draw = in_a_thread,
    ) -> None:  # fmt: skip
        self._database = database
        self._bot = bot
        self._office = office
        self._says = [texts.in_language(language) for language in LANGUAGES]
        self._columns = columns_in(self._says)
        self._choices = choices_in(self._says)
        self._now = now
        self._wake_outbox = wake_outbox
        self._away = away  # where a spreadsheet is taken apart
        rounds = Rounds("reading_ratings_failed", self.read_one)
        self.stop, self.run = rounds.stop, rounds.run

    async def read_one(self) -> bool:
        """The sheet that has waited longest; say whether there was one."""
        taken = await self._claim()
        if taken is None:
            return False
        if taken.attempts > TRIES:  # each time it ended the process, or failed unforeseen
            await self._put_off(taken)
        else:
            await self._see_through(taken)
        self._wake_outbox()
        return True

    async def _claim(self) -> Taken | None:
        async with self._database.transaction() as session:
            due = await take_due(session, now=self._now())
            if due is None:
                return None
            assert due.look_at is not None, "it has just been claimed"
            return Taken(due.id, due.file_id, due.look_at, due.attempts)

    async def _see_through(self, taken: Taken) -> None:
        try:
            content = await self._fetch(taken)
            read = json.loads(await self._away(Reading(content, self._columns)))
        except CannotDraw:
            read = None
        except (AiogramError, ClientError, OSError, TimeoutError) as error:
            log.warning("rating_sheet_delayed", sheet=taken.sheet_id, error=type(error).__name__)
            await self._put_off(taken)
            return
        async with self._database.transaction() as session:
            sheet = await _still_claimed(session, taken)
            if sheet is not None:
                await (self._keep(session, sheet, read) if read else self._give(session, sheet))

    async def _fetch(self, taken: Taken) -> bytes:
        found = await download(self._bot, taken.file_id)
        assert found is not None, "it is small enough to be fetched"
        return found

    async def _keep(self, session: AsyncSession, sheet: RatingSheet, read: Any) -> None:
        """Checked against the evaluations as they are now, and shown."""
        now = self._now()
        leader = await session.get_one(Employee, sheet.employee_id)
        span = Span.holding(date.fromisoformat(read["since"]), Cadence(read["cadence"]))
        rows = [Row(**row) for row in read["rows"]]
        found = await check(session, leader, span, rows, self._choices, self._office, now=now)
        sheet.read(span, [one.as_json() for one in found], _ids(found), at=now)
        for older in await overtake(session, sheet, at=now):
            await redraw(session, SHEET_BACK, older, to=Notice.employee_id == leader.id, at=now)
        await _trace_strangers(session, leader, found, now)
        show(session, SHEET_BACK, sheet.id, to=leader.id, at=now, urgent=True)
        if any(one.wrong for one in found):
            show(session, SHEET_WRONG, sheet.id, to=leader.id, at=now, urgent=True)

    async def _give(self, session: AsyncSession, sheet: RatingSheet) -> None:
        """It goes where it would have gone without us, and is fetched and looked at there."""
        piece = Evidence(author_id=sheet.employee_id, kind=EvidenceKind.DOCUMENT,
                         file_id=sheet.file_id, file_unique_id=sheet.file_unique_id,
                         name=sheet.name, added_at=sheet.sent_at, fetch_at=self._now())  # fmt: skip
        report = await report_near(session, sheet.employee_id, sheet.sent_at)
        piece.report_id = report.id if report else None
        session.add(piece)
        await session.delete(sheet)
        await session.flush()
        if report is not None:
            await show_cards(session, piece, at=self._now())
        tell(session, "rating-sheet-is-evidence", to=piece.author_id, at=self._now(), urgent=True,
             waits=report is None)  # fmt: skip

    async def _put_off(self, taken: Taken) -> None:
        async with self._database.transaction() as session:
            sheet = await _still_claimed(session, taken)
            if sheet is not None and sheet.put_off(at=self._now()):
                tell(session, "rating-sheet-lost", to=sheet.employee_id, at=self._now())


def _ids(found: list[Found]) -> list[int]:
    return [one.evaluation_id for one in found if one.evaluation_id and not one.wrong]


async def _trace_strangers(
    session: AsyncSession, leader: Employee, found: list[Found], now: datetime
) -> None:
    """Somebody's NIP in a sheet of whoever does not evaluate them should be seen."""
    chat = await chat_of(session, leader.id)
    if chat is not None and any(one.who is None for one in found):
        session.add(Trace(at=now, chat_id=chat.id, refusal="NotTheEvaluator"))


async def _still_claimed(session: AsyncSession, taken: Taken) -> RatingSheet | None:
    """None: we were too slow, and it has been taken over."""
    sheet = await session.get(RatingSheet, taken.sheet_id, with_for_update=True)
    return sheet if sheet is not None and sheet.look_at == taken.until else None
