"""Spreadsheets that admins send are read, checked and applied outside the turn, row by row.

Only the lease holder does. The bytes are fetched once and kept with the errand for a day: what
*Terapkan* applies is what was shown, whether Telegram can be reached then or not. Reading and
writing workbooks is left to the pictures' process; a file that ends it ends nothing else.
"""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.database import Database
from bot.easel import CannotDraw
from bot.errand_words import Shown, shown
from bot.rosters import Order, Roster, apply_roster, as_facts, undo_roster, why_not
from bot.rounds import Rounds, download
from bot.sending import Draw, in_a_thread
from config.texts import Texts
from handlers.documents.sheets import sheets_as_bytes
from models.notices.telling import show
from models.office import Office
from models.people.administering import tree_of
from models.people.audit import WHOLE_OFFICE
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
from models.people.importing.checking import Wishes
from models.people.importing.columns import NoRoster, Sheet
from models.people.importing.plan import Plan
from models.people.importing.standing import Standing, office_as_it_stands
from models.people.imports import Import, last_import, one_at_a_time
from models.refusals import Refusal

log = structlog.get_logger()


class NoSuchRoster(Refusal):
    """The file has no columns for NIP and name."""


class NotReadable(Refusal):
    """The file cannot be read as a spreadsheet."""


class NotTheLastImport(Refusal):
    """Another roster has been applied since: only the last one is taken back."""


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
class Asker:
    """Who asks, and what of the office is theirs."""

    admin: Employee
    within: str | None  # a unit's code; None: the whole office

    @property
    def wishes(self) -> Wishes:
        return Wishes(unit=self.within, within=self.within, by=self.admin.nip)

    @property
    def audited(self) -> str:
        return self.within or WHOLE_OFFICE


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
        roster = await self._read(wanted, content)
        if wanted.progress is Step.APPLYING:
            plan, asker, is_done = await self._apply(wanted, roster)
            if is_done:
                return
        else:
            async with self._database.transaction() as session:
                asker = await self._asker(session, wanted)
                standing = await office_as_it_stands(session)
            plan = await self._plan(roster, standing, asker)
        say = self._texts.in_language(asker.admin.language)
        has_changed = wanted.progress is Step.APPLYING
        found = await asyncio.to_thread(shown, roster, plan, say, has_changed=has_changed)
        await self._show(wanted, found, content)

    async def _fetch(self, wanted: Wanted) -> bytes:
        found = await download(self._bot, wanted.file_id, check_size)
        if found is None:
            raise ErrandTooLarge(most=LARGEST // MEGABYTE)
        return found

    async def _read(self, wanted: Wanted, content: bytes) -> Roster:
        try:
            read = await self._draw(partial(sheets_as_bytes, wanted.name, content))
        except CannotDraw:
            raise NotReadable from None
        if not read:
            raise NotReadable
        sheets: Sequence[Sheet] = pickle.loads(read)
        try:
            return await asyncio.to_thread(Roster.of, wanted.name, sheets)
        except NoRoster:
            raise NoSuchRoster from None

    async def _apply(self, wanted: Wanted, roster: Roster) -> tuple[Plan, Asker, bool]:
        """Apply what was shown; whether that could be. The office waits for no other import."""
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            await one_at_a_time(session)
            asker = await self._asker(session, wanted)
            standing = await office_as_it_stands(session)
            plan = await self._plan(roster, standing, asker)
            order = Order(apply=True, skip_wrong=bool(errand and errand.without_wrong))
            is_as_shown = errand is not None and errand.fingerprint == plan.fingerprint()
            if errand is None or not is_as_shown or why_not(plan, order, len(standing.people)):
                return plan, asker, errand is None
            now = self._now()
            done = await apply_roster(
                session, roster, plan, self._office, by=asker.admin, at=now, unit=asker.audited
            )
            moved = len(done.kept.get("activities", {}).get("changed", ()))
            errand.finish(done, moved=moved)
            self._tell(session, errand)
        return plan, asker, True

    async def _plan(self, roster: Roster, standing: Standing, asker: Asker) -> Plan:
        today = self._office.today(self._now())
        return await asyncio.to_thread(roster.check, standing, today=today, wishes=asker.wishes)

    async def _show(self, wanted: Wanted, found: Shown, content: bytes) -> None:
        checked = await self._draw(found.copy) if found.copy else None
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is None:
                return
            errand.show(
                found.fingerprint, found.facts, content=content, checked=checked, at=self._now()
            )
            self._tell(session, errand, anew=True)

    # Taking back

    async def _undo(self, wanted: Wanted) -> None:
        async with self._database.transaction() as session:
            errand = await _still_claimed(session, wanted)
            if errand is None:
                return
            await one_at_a_time(session)
            asker = await self._asker(session, wanted)
            done = await self._last(session, errand)
            found = await undo_roster(
                session, done, self._office, by=asker.admin, at=self._now(), unit=asker.audited
            )
            if found:
                errand.stand([as_facts(one) for one in found])
            else:
                errand.be_undone()
            self._tell(session, errand)

    async def _last(self, session: AsyncSession, errand: Errand) -> Import:
        last = await last_import(session)
        if last is None or last.id != errand.import_id:
            raise NotTheLastImport
        return last

    # What it comes to

    async def _asker(self, session: AsyncSession, wanted: Wanted) -> Asker:
        """Whoever is no admin any more is refused, whatever they once sent."""
        errand = await session.get_one(Errand, wanted.errand_id)
        admin = await session.get_one(Employee, errand.employee_id)
        top = await tree_of(session, admin, today=self._office.today(self._now()))
        return Asker(admin, top.code if top else None)

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


async def _still_claimed(session: AsyncSession, wanted: Wanted) -> Errand | None:
    """None: we were too slow, and it has been taken over."""
    errand = await session.get(
        Errand, wanted.errand_id, with_for_update=True, options=[undefer(Errand.content)]
    )
    return errand if errand is not None and errand.due == wanted.until else None
