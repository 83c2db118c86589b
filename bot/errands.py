"""Spreadsheets that admins send are read, checked and applied outside the turn, row by row.

Only the lease holder does. The bytes are fetched once and kept with the errand for a day: what
*Terapkan* applies is what was shown, whether Telegram can be reached then or not. Reading and
writing workbooks is left to the pictures' process; a file that ends it ends nothing else.
"""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.database import Database
from bot.easel import CannotDraw
from bot.recognising import SORTS, has_ratings, sort_of
from bot.rounds import Rounds, download
from bot.sending import Draw, in_a_thread
from bot.sheet_sorts import Asker, Shown, Sort
from config.texts import Texts
from handlers.documents.sheets import sheets_as_bytes
from models.appraisal.rating_sheets import RatingSheet
from models.notices.telling import show
from models.office import Office
from models.people.employees import Employee
from models.people.errands import (
    KIND,
    LARGEST,
    MEGABYTE,
    TRIES,
    Errand,
    ErrandLost,
    ErrandTooLarge,
    Step,
    check_size,
    forget_files,
    take_due,
)
from models.people.importing.columns import Sheet
from models.people.imports import Import, last_import, one_at_a_time
from models.refusals import Refusal

log = structlog.get_logger()


class NotReadable(Refusal):
    """The file cannot be read as a spreadsheet."""


class NotTheLastImport(Refusal):
    """Another of its sort has been applied since: only the last one is taken back."""


@dataclass(frozen=True)
class Wanted:
    """A claimed errand: what is needed to work on it, outside any transaction."""

    errand_id: int
    until: datetime  # the claim
    progress: Step
    file_id: str
    name: str
    attempts: int
    content: bytes | None


@dataclass(frozen=True)
class Sheets:
    """A file that was read, with what its sort knows to do with it."""

    sort: Sort
    tables: Any


class Errands:
    """The loop over what is due."""

    def __init__(
        self,
        *,
        database: Database,
        bot: Bot,
        office: Office,
        texts: Texts,
        now: Callable[[], datetime],
        wake_outbox: Callable[[], None],
        draw: Draw = in_a_thread,
    ) -> None:
        self._database = database
        self._bot = bot
        self._office = office
        self._texts = texts
        self._now = now
        self._wake_outbox = wake_outbox
        self._draw = draw
        rounds = Rounds("errand_failed", self.work_due, self.sweep)
        self.stop, self.run = rounds.stop, rounds.run

    async def work_due(self) -> int:
        """The one that has waited longest; say whether there was one."""
        wanted = await self._claim()
        if wanted is None:
            return 0
        await self._see_through(wanted)
        self._wake_outbox()
        return 1

    async def sweep(self) -> int:
        async with self._database.transaction() as session:
            return await forget_files(session, now=self._now())

    async def _claim(self) -> Wanted | None:
        async with self._database.transaction() as session:
            errand = await take_due(session, now=self._now())
            if errand is None:
                return None
            await session.refresh(errand, ["content"])
            assert errand.due is not None, "it has just been claimed"
            return Wanted(
                errand.id, errand.due, errand.progress, errand.file_id, errand.name,
                errand.attempts, errand.content,
            )  # fmt: skip

    async def _see_through(self, wanted: Wanted) -> None:
        try:
            if wanted.attempts > TRIES:  # each time it ended the process, or failed unforeseen
                raise ErrandLost
            if wanted.progress is Step.UNDOING:
                await self._undo(wanted)
            else:
                await self._check_or_apply(wanted)
        except Refusal as refusal:
            await self._refuse(wanted, refusal)
        except (AiogramError, ClientError, OSError, TimeoutError) as error:
            log.warning("errand_delayed", errand=wanted.errand_id, error=type(error).__name__)
            await self._put_off(wanted)

    # Checking and applying

    async def _check_or_apply(self, wanted: Wanted) -> None:
        content = wanted.content or await self._fetch(wanted)
        found = await self._read(wanted, content)
        if has_ratings(found):
            await self._give_to_ratings(wanted)
            return
        sort = sort_of(found)
        file = Sheets(sort, await asyncio.to_thread(sort.read, wanted.name, found))
        if wanted.progress is Step.APPLYING:
            shown = await self._apply(wanted, file)
        else:
            shown = await self._try(wanted, file)
        if shown is not None:
            await self._show(wanted, shown, content)

    async def _fetch(self, wanted: Wanted) -> bytes:
        found = await download(self._bot, wanted.file_id, check_size)
        if found is None:
            raise ErrandTooLarge(most=LARGEST // MEGABYTE)
        return found

    async def _read(self, wanted: Wanted, content: bytes) -> Sequence[Sheet]:
        try:
            read = await self._draw(partial(sheets_as_bytes, wanted.name, content))
        except CannotDraw:
            raise NotReadable from None
        if not read:
            raise NotReadable
        sheets: Sequence[Sheet] = pickle.loads(read)
        return sheets

    async def _try(self, wanted: Wanted, file: Sheets) -> Shown:
        """What it would do. Nobody is kept waiting while it is worked out."""
        async with self._database.transaction() as session:
            asker = await self._asker(session, wanted)
            make_plan = await file.sort.look(session, file.tables, asker)
        return await self._shown(file, await asyncio.to_thread(make_plan), asker)

    async def _apply(self, wanted: Wanted, file: Sheets) -> Shown | None:
        """Apply what was shown, and nothing else; then there is nothing to show."""
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is None:
                return None
            await one_at_a_time(session)
            asker = await self._asker(session, wanted)
            make_plan = await file.sort.look(session, file.tables, asker)
            plan = await asyncio.to_thread(make_plan)
            shown = await self._shown(file, plan, asker)
            if not errand.has_shown(shown.fingerprint, wrong=shown.facts["wrong"]):
                return replace(shown, facts={**shown.facts, "has_changed": True})
            errand.finish(await file.sort.apply(session, file.tables, plan, asker))
            self._tell(session, errand)
        return None

    async def _shown(self, file: Sheets, plan: Any, asker: Asker) -> Shown:
        say = self._texts.in_language(asker.admin.language)
        return await asyncio.to_thread(file.sort.shown, file.tables, plan, say)

    async def _show(self, wanted: Wanted, shown: Shown, content: bytes) -> None:
        checked = await self._draw(shown.copy) if shown.copy else None
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is None:
                return
            errand.show(
                shown.fingerprint, shown.facts, content=content, checked=checked, at=self._now()
            )
            self._tell(session, errand, anew=True)

    async def _give_to_ratings(self, wanted: Wanted) -> None:
        """Whoever looks after people may appraise some too: it is read and shown as ratings are."""
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is None:
                return
            session.add(
                RatingSheet(employee_id=errand.employee_id, file_id=errand.file_id,
                            file_unique_id=errand.file_unique_id, name=errand.name,
                            sent_at=errand.added_at, look_at=self._now())
            )  # fmt: skip
            self._tell(session, errand)
            await session.delete(errand)

    # Taking back

    async def _undo(self, wanted: Wanted) -> None:
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is None:
                return
            await one_at_a_time(session)
            asker = await self._asker(session, wanted)
            sort = SORTS[errand.about]
            done = await _import_of(session, errand, sort)
            found = await sort.undo(session, done, asker)
            if found:
                errand.stand(found)
            else:
                errand.be_undone()
            self._tell(session, errand)

    # What it comes to

    async def _asker(self, session: AsyncSession, wanted: Wanted) -> Asker:
        """Whoever is no admin any more is refused, whatever they once sent."""
        errand = await session.get_one(Errand, wanted.errand_id)
        admin = await session.get_one(Employee, errand.employee_id)
        return await Asker.of(session, admin, self._office, self._now())

    async def _refuse(self, wanted: Wanted, refusal: Refusal) -> None:
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is not None:
                errand.refuse(refusal.key, **refusal.facts)
                self._tell(session, errand)

    async def _put_off(self, wanted: Wanted) -> None:
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is not None and errand.put_off(at=self._now()):
                errand.refuse(ErrandLost().key)
                self._tell(session, errand)

    def _tell(self, session: AsyncSession, errand: Errand, *, anew: bool = False) -> None:
        show(session, KIND, errand.id, to=errand.employee_id, at=self._now(), urgent=True,
             anew=anew, facts={})  # fmt: skip


async def _import_of(session: AsyncSession, errand: Errand, sort: Sort) -> Import:
    done = await session.get(Import, errand.import_id)
    last = await last_import(session, sort.about) if sort.only_the_last else done
    if done is None or last is not done or done.undone_at is not None:
        raise NotTheLastImport
    return done


async def _still_claimed(session: AsyncSession, wanted: Wanted) -> Errand | None:
    """None: we were too slow, and it has been taken over."""
    errand = await session.get(
        Errand, wanted.errand_id, with_for_update=True, options=[undefer(Errand.content)]
    )
    return errand if errand is not None and errand.due == wanted.until else None
