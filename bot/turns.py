"""OneTurn: one update, one transaction, four outcomes (done, refused, again, fault)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database, is_absence, is_passing
from bot.errors import description
from bot.inbox import Waiting, finish, next_waiting, still_waiting
from bot.metrics import SLOWED, TURN_SECONDS, TURNS
from bot.replies import Replies, refused
from bot.steps import ask_no_more
from bot.whose import WhoseTurn
from config.texts import Texts
from handlers.cards import pressed, refresh
from models.machine import Incoming, Outcome
from models.notices.telling import URGENT, tell_chat
from models.office import Office
from models.people.pace import Pace
from models.refusals import Refusal

SECONDS_A_TURN = 10
TRIES = 3
BACKOFF = 0.05  # seconds, doubled with each try
ABSENT_FOR = 1.0  # seconds until we look whether the database is back

log = structlog.get_logger()


@dataclass
class Running:
    """A turn under way, as far as it got."""

    update_id: int | None = None
    chat_id: int | None = None
    whose: WhoseTurn | None = None
    outcome: Outcome | None = None  # None: nothing came of it yet, it is taken again
    replies: list[TelegramMethod[Any]] = field(default_factory=list)
    urgent: Sequence[int] = ()
    quiet_until: datetime | None = None  # Telegram wants silence
    is_slowed: bool = False  # whoever wrote goes too fast, and is to be told


class OneTurn:
    """Takes one waiting update and sees it through."""

    def __init__(
        self,
        *,
        database: Database,
        dispatcher: Dispatcher,
        bot: Bot,
        office: Office,
        texts: Texts,
        replies: Replies,
        pace: Pace,
        now: Callable[[], datetime],
        deliver: Callable[[Sequence[int]], Awaitable[None]],
    ) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._bot = bot
        self._office = office
        self._texts = texts
        self._replies = replies
        self._pace = pace
        self._now = now
        self._deliver = deliver
        self._began = now()
        self._busy: set[int] = set()  # chats whose turn or answer is under way here
        self._counted: set[int] = set()  # of those left over
        self._suspects = asyncio.Lock()

    async def take_one(self) -> bool:
        """Handle one update and answer it; say whether there was one."""
        turn = await self.handle_one()
        if turn is None:
            return False
        await self.answer(turn)
        return True

    async def handle_one(self) -> Running | None:
        """Handle the oldest update of a chat that is free; ``answer`` must follow."""
        turn = Running()
        started = asyncio.get_running_loop().time()
        try:
            await self._to_an_end(turn)
        except BaseException:
            self._free(turn)
            raise
        if turn.update_id is None:
            return None
        if turn.outcome is not None:
            self._counted.discard(turn.update_id)
            TURNS.labels(turn.outcome).inc()
            TURN_SECONDS.labels(turn.outcome).observe(asyncio.get_running_loop().time() - started)
        return turn

    async def answer(self, turn: Running) -> None:
        """Say what it came to, after the commit. Only then is its chat's next update taken."""
        try:
            if turn.outcome is not None:
                await self._replies.send(
                    [*turn.replies, *_slowed(turn)], turn.whose, quiet_until=turn.quiet_until
                )
                await self._deliver(turn.urgent)
        finally:
            self._free(turn)

    def _free(self, turn: Running) -> None:
        if turn.chat_id is not None:
            self._busy.discard(turn.chat_id)

    async def _to_an_end(self, turn: Running) -> None:
        for attempt in range(1, TRIES + 2):
            try:
                async with asyncio.timeout(SECONDS_A_TURN):
                    await self._run(turn)
                return
            except Exception as error:  # noqa: BLE001 - the machine must outlive every fault
                if attempt > TRIES or turn.update_id is None or not _may_pass(error):
                    await self._end_badly(turn, error)
                    return
            await asyncio.sleep(BACKOFF * 2**attempt)

    async def _run(self, turn: Running) -> None:
        turn.outcome, turn.replies = None, []  # whatever an earlier try was about to say
        async with self._database.transaction() as session:
            waiting = await self._take(turn, session)
            if waiting is None:
                return
            left_over = self._is_left_over(waiting.incoming)
            if not left_over:
                await self._handle(turn, session, waiting)
        turn.urgent = session.info.get(URGENT, [])
        if left_over:
            async with self._suspects:
                await self._try_left_over(turn, waiting.incoming.update_id)

    async def _take(self, turn: Running, session: AsyncSession) -> Waiting | None:
        """The update that was tried before, or a new one; its chat is this turn's alone."""
        if turn.update_id is not None:
            return await still_waiting(session, turn.update_id)
        await session.connection()  # may take a while, in which others become busy
        allowed = self._pace.allows(self._now())
        waiting = await next_waiting(session, besides=self._busy, allowed=allowed)
        if waiting is None or waiting.chat.id in self._busy:  # since the query was sent
            return None
        self._busy.add(waiting.chat.id)
        turn.update_id, turn.chat_id = waiting.incoming.update_id, waiting.chat.id
        turn.quiet_until = waiting.quiet_until
        return waiting

    async def _handle(self, turn: Running, session: AsyncSession, waiting: Waiting) -> None:
        whose = turn.whose = await WhoseTurn.of(
            session,
            waiting.chat,
            waiting.incoming,
            bot=self._bot,
            office=self._office,
            texts=self._texts,
        )
        if whose is not None:
            answer = await self._dispatcher.feed_update(
                self._bot,
                whose.update,
                turn=whose.turn,
                state=whose.turn.state,
                raw_state=await whose.turn.state.get_state(),
            )
            turn.replies = _as_list(answer)
        self._finish(turn, waiting, Outcome.DONE)
        turn.outcome = Outcome.DONE

    # After an unclean start

    def _is_left_over(self, incoming: Incoming) -> bool:
        """From before our start, and perhaps what ended it: it is counted before it is tried."""
        return incoming.received_at < self._began and incoming.update_id not in self._counted

    async def _try_left_over(self, turn: Running, update_id: int) -> None:
        """Count, commit, and only then try; one at a time, so that none pays for another."""
        async with self._database.transaction() as session:
            waiting = await still_waiting(session, update_id)
            if waiting is None:
                return
            waiting.incoming.attempts += 1
            # At its very first try, before the unclean start, nobody counted.
            if waiting.incoming.attempts >= TRIES:
                self._set_aside(turn, session, waiting, "it ended the process")
                turn.outcome = Outcome.FAULT
        self._counted.add(update_id)
        if turn.outcome is None:
            async with self._database.transaction() as session:
                waiting = await still_waiting(session, update_id)
                if waiting is not None:
                    await self._handle(turn, session, waiting)
        turn.urgent = session.info.get(URGENT, [])

    # When it went wrong

    async def _end_badly(self, turn: Running, error: Exception) -> None:
        turn.outcome, turn.replies = None, []
        if isinstance(error, Refusal) and turn.whose is not None:
            await self._refuse(turn, turn.whose, error)
        elif is_absence(error) or turn.update_id is None:
            level = log.warning if is_passing(error) else log.error
            level("no_update_taken", fault=description(error))
            await asyncio.sleep(ABSENT_FOR)
        else:
            await self._keep_fault(turn, turn.update_id, description(error))

    async def _refuse(self, turn: Running, whose: WhoseTurn, refusal: Refusal) -> None:
        """Everything was rolled back; this small transaction writes what must be left behind."""
        assert turn.update_id is not None
        async with self._database.transaction() as session:
            waiting = await still_waiting(session, turn.update_id)
            if waiting is None:
                return
            session.add_all(refusal.leaves)
            await _refresh_card(session, whose, self._now())
            if refusal.is_final:
                await ask_no_more(session, waiting.chat, whose.update, at=whose.turn.now)
            self._finish(turn, waiting, Outcome.REFUSED)
        turn.replies = refused(whose.update, refusal, whose.say)
        turn.outcome = Outcome.REFUSED
        turn.urgent = session.info.get(URGENT, [])

    async def _keep_fault(self, turn: Running, update_id: int, trouble: str) -> None:
        log.error("fault", update=update_id, trouble=trouble)
        async with self._database.transaction() as session:
            waiting = await still_waiting(session, update_id)
            if waiting is None:
                return
            self._set_aside(turn, session, waiting, trouble)
        turn.outcome = Outcome.FAULT
        turn.urgent = session.info.get(URGENT, [])

    def _set_aside(
        self, turn: Running, session: AsyncSession, waiting: Waiting, trouble: str
    ) -> None:
        self._finish(turn, waiting, Outcome.FAULT, trouble)
        if waiting.chat.id > 0:  # a person's; a group is not told, and nobody cannot be
            tell_chat(session, "apology", chat_id=waiting.chat.id, at=self._now())

    def _finish(
        self, turn: Running, waiting: Waiting, outcome: Outcome, trouble: str | None = None
    ) -> None:
        """However it ended, it counts: a flood of what is refused is a flood as well."""
        finish(waiting.incoming, outcome, at=self._now(), trouble=trouble)
        turn.is_slowed = self._pace.count(waiting.chat, at=self._now())


def _slowed(turn: Running) -> list[TelegramMethod[Any]]:
    if not turn.is_slowed or turn.whose is None or turn.whose.chat_id < 0:
        return []
    SLOWED.inc()
    return [SendMessage(chat_id=turn.whose.chat_id, text=turn.whose.say("slowed"))]


def _may_pass(error: Exception) -> bool:
    """Whether to try again now; a database that is away is waited for instead."""
    return is_passing(error) and not is_absence(error)


async def _refresh_card(session: AsyncSession, whose: WhoseTurn, at: datetime) -> None:
    tap = whose.update.callback_query
    notice_id = pressed(tap.data) if tap else None
    if notice_id is not None and whose.employee_id is not None:
        await refresh(session, notice_id, whose.employee_id, at)


def _as_list(answer: object) -> list[TelegramMethod[Any]]:
    """aiogram itself would drop a list silently: sending replies is ours."""
    if answer is None or answer is UNHANDLED:
        return []
    return list(answer) if isinstance(answer, Sequence) else [answer]  # type: ignore[list-item]
