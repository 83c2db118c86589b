"""Evidence is fetched outside the turn: due rows, tried again with growing pauses.

Only the lease holder does. What the bytes are decides: kept, or refused and the author told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.rounds import Rounds, download
from bot.shelf import Shelf
from models.notices.telling import tell
from models.office import Office
from models.refusals import Refusal
from models.work.evidence import Evidence, kept_before, let_go, show_cards, take_due
from models.work.files import EvidenceTooLarge, File, check_content, check_size

AT_ONCE = 4  # files on their way
SWEPT_AT_ONCE = 200  # files a transaction

log = structlog.get_logger()


@dataclass(frozen=True)
class Wanted:
    """A claimed piece: what is needed to fetch it, outside any transaction."""

    evidence_id: int
    file_id: str
    name: str | None
    until: datetime  # the claim


@dataclass(frozen=True)
class Fetched:
    """What lies on the shelf now."""

    sha256: str
    size: int
    kind: str


class Fetching:
    """The loop over what is due."""

    def __init__(
        self,
        *,
        database: Database,
        bot: Bot,
        office: Office,
        shelf: Shelf,
        now: Callable[[], datetime],
        wake_outbox: Callable[[], None],
    ) -> None:
        self._database = database
        self._bot = bot
        self._office = office
        self._shelf = shelf
        self._now = now
        self._wake_outbox = wake_outbox
        self._shelving = asyncio.Lock()  # nothing is put on the shelf while some is taken off
        rounds = Rounds("fetching_failed", self.fetch_due, self.sweep)
        self.stop, self.run = rounds.stop, rounds.run

    async def fetch_due(self) -> int:
        """Some of what is due; say how many pieces that was."""
        pieces, wanted = await self._claim()
        await asyncio.gather(*(self._see_through(piece) for piece in wanted))
        if pieces:
            self._wake_outbox()
        return pieces

    async def _claim(self) -> tuple[int, list[Wanted]]:
        """What has waited longest; of it, what is not here already under another message."""
        pieces, wanted = 0, []
        async with self._database.transaction() as session:
            while pieces < AT_ONCE and (evidence := await take_due(session, now=self._now())):
                pieces += 1
                before = await kept_before(session, evidence)
                if before is not None:
                    evidence.keep(before)
                    continue
                assert evidence.fetch_at is not None, "it has just been claimed"
                wanted.append(
                    Wanted(evidence.id, evidence.file_id, evidence.name, evidence.fetch_at)
                )
        return pieces, wanted

    async def sweep(self) -> int:
        """What retention has left without evidence goes, from the disk before its row."""
        async with self._shelving, self._database.transaction() as session:
            gone = await let_go(session, most=SWEPT_AT_ONCE)
            for file in gone:
                await asyncio.to_thread(self._shelf.remove, file.sha256)
        return len(gone)

    async def _see_through(self, wanted: Wanted) -> None:
        try:
            content = await self._fetch(wanted)
            kind = await asyncio.to_thread(
                check_content, content, wanted.name, self._office.evidence
            )
            async with self._shelving:
                sha256 = await asyncio.to_thread(self._shelf.put, content)
                await self._keep(wanted, Fetched(sha256, len(content), kind))
        except Refusal as refusal:
            await self._refuse(wanted, refusal)
        except (AiogramError, ClientError, OSError, TimeoutError) as error:
            log.warning("evidence_delayed", evidence=wanted.evidence_id, error=type(error).__name__)
            await self._put_off(wanted)

    async def _fetch(self, wanted: Wanted) -> bytes:
        rules = self._office.evidence
        found = await download(self._bot, wanted.file_id, partial(check_size, rules=rules))
        if found is None:
            raise EvidenceTooLarge(most=rules.most_megabytes)
        return found

    async def _keep(self, wanted: Wanted, fetched: Fetched) -> None:
        async with self._database.transaction() as session:
            evidence = await _still_claimed(session, wanted)
            if evidence is None:
                return
            file = await session.scalar(select(File).where(File.sha256 == fetched.sha256))
            if file is None:
                file = File(**vars(fetched), kept_at=self._now())
                session.add(file)
                await session.flush()
            was_missing = evidence.is_missing
            evidence.keep(file)
            if was_missing:
                await show_cards(session, evidence, at=self._now())

    async def _refuse(self, wanted: Wanted, refusal: Refusal) -> None:
        async with self._database.transaction() as session:
            evidence = await _still_claimed(session, wanted)
            if evidence is None:
                return
            evidence.refuse(refusal.key)
            await self._tell(session, evidence, refusal.key, refusal.facts)
            await show_cards(session, evidence, at=self._now())

    async def _put_off(self, wanted: Wanted) -> None:
        async with self._database.transaction() as session:
            evidence = await _still_claimed(session, wanted)
            if evidence is None:
                return
            if evidence.put_off(at=self._now()):
                await self._tell(session, evidence, "evidence-lost", {})
            if evidence.attempts == 1:  # its absence is shown from now on
                await show_cards(session, evidence, at=self._now())

    async def _tell(
        self, session: AsyncSession, evidence: Evidence, why: str, facts: dict[str, object]
    ) -> None:
        tell(
            session, "evidence-refused", to=evidence.author_id, at=self._now(),
            name=evidence.name, why=why, facts=facts,
        )  # fmt: skip


async def _still_claimed(session: AsyncSession, wanted: Wanted) -> Evidence | None:
    """None: we were too slow, and it has been taken over."""
    evidence = await session.get(Evidence, wanted.evidence_id, with_for_update=True)
    return evidence if evidence is not None and evidence.fetch_at == wanted.until else None
