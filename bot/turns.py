"""OneTurn: one update, one transaction, four outcomes. WhoseTurn: whose, when, in which words."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database, is_absence, is_passing
from bot.errors import description
from bot.inbox import finish, next_waiting
from bot.metrics import TURN_SECONDS, TURNS
from bot.replies import Replies, refused
from bot.steps import step_of
from config.texts import Texts
from handlers.cards import pressed, refresh
from handlers.turn import Say, Turn
from models.machine import Incoming, Outcome
from models.notices.telling import URGENT, tell_chat
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Language
from models.refusals import Refusal

SECONDS_A_TURN = 10
TRIES = 3
BACKOFF = 0.05  # seconds, doubled with each try

log = structlog.get_logger()


@dataclass
class WhoseTurn:
    """What a handler is told about the update: plain values, safe to use after a rollback."""

    update: Update
    chat_id: int
    employee_id: int | None
    say: Say
    turn: Turn

    @classmethod
    async def of(
        cls,
        session: AsyncSession,
        chat: Chat,
        incoming: Incoming,
        *,
        bot: Bot,
        office: Office,
        texts: Texts,
    ) -> WhoseTurn:
        update = Update.model_validate(json.loads(incoming.body or "{}"), context={"bot": bot})
        me = await session.get(Employee, chat.employee_id) if chat.employee_id else None
        said_at, now = _times(update, incoming.received_at)
        say = texts.in_language(_language(update, chat, me))
        state = step_of(chat, update, now)
        turn = Turn(session, office, chat, me, now, said_at, say, texts.in_language, state)
        return cls(update, chat.id, chat.employee_id, say, turn)


def _language(update: Update, chat: Chat, me: Employee | None) -> str:
    """What the person chose, else what their Telegram speaks."""
    if me is not None:
        return me.language
    if chat.language is not None:
        return chat.language
    code = getattr(getattr(update.event, "from_user", None), "language_code", None) or "id"
    return Language.ENGLISH if code.startswith("en") else Language.INDONESIAN


def _times(update: Update, received_at: datetime) -> tuple[datetime, datetime]:
    """(said_at, now): a tap has no date of its own, so it counts from when we received it."""
    message = update.message or update.edited_message
    if message is None:
        return received_at, received_at
    said_at = message.date.astimezone(UTC)
    if update.edited_message is None or message.edit_date is None:
        return said_at, said_at
    return said_at, datetime.fromtimestamp(message.edit_date, UTC)


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
        now: Callable[[], datetime],
        deliver: Callable[[Sequence[int]], Awaitable[None]],
    ) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._bot = bot
        self._office = office
        self._texts = texts
        self._replies = replies
        self._now = now
        self._deliver = deliver
        self._began = now()
        self._again: Counter[int] = Counter()
        self._counted: set[int] = set()

    async def take_one(self) -> bool:
        """Handle the oldest update of a chat that is free; say whether there was one."""
        turn = _Running()
        started = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(SECONDS_A_TURN):
                await self._run(turn)
            await self._count_if_left_over(turn)
        except Exception as error:  # noqa: BLE001 - the machine must outlive every fault
            await self._end_badly(turn, error)
        if turn.update_id is None:
            return False
        if turn.outcome is not None:
            self._again.pop(turn.update_id, None)
            TURNS.labels(turn.outcome).inc()
            TURN_SECONDS.observe(asyncio.get_running_loop().time() - started)
            await self._replies.send(turn.replies, turn.whose)
            await self._deliver(turn.urgent)
        return True

    async def _run(self, turn: _Running) -> None:
        async with self._database.transaction() as session:
            waiting = await next_waiting(session)
            if waiting is None:
                return
            chat, incoming = waiting
            turn.update_id = incoming.update_id
            if self._is_left_over(incoming):
                return
            if incoming.attempts > TRIES:
                self._set_aside(session, incoming, "it ended the process")
                turn.outcome = Outcome.FAULT
            else:
                await self._handle(turn, session, chat, incoming)
        turn.urgent = session.info.get(URGENT, [])

    async def _handle(
        self, turn: _Running, session: AsyncSession, chat: Chat, incoming: Incoming
    ) -> None:
        whose = turn.whose = await WhoseTurn.of(
            session, chat, incoming, bot=self._bot, office=self._office, texts=self._texts
        )
        answer = await self._dispatcher.feed_update(
            self._bot,
            whose.update,
            turn=whose.turn,
            state=whose.turn.state,
            raw_state=await whose.turn.state.get_state(),
        )
        turn.replies = _as_list(answer)
        finish(incoming, Outcome.DONE, at=self._now())
        turn.outcome = Outcome.DONE

    def _is_left_over(self, incoming: Incoming) -> bool:
        """From before our start, and perhaps what ended it: it is counted before it is tried."""
        return incoming.received_at < self._began and incoming.update_id not in self._counted

    async def _count_if_left_over(self, turn: _Running) -> None:
        if turn.update_id is None or turn.outcome is not None:
            return
        self._counted.add(turn.update_id)
        async with self._database.transaction() as session:
            incoming = await session.get_one(Incoming, turn.update_id)
            incoming.attempts += 1

    async def _end_badly(self, turn: _Running, error: Exception) -> None:
        turn.outcome, turn.replies = None, []  # whatever it was about to say did not happen
        if isinstance(error, Refusal) and turn.whose is not None:
            await self._refuse(turn, error)
        elif is_absence(error) or turn.update_id is None:
            log.warning("database_away", fault=description(error))
            await asyncio.sleep(1)
        elif is_passing(error) and self._again[turn.update_id] < TRIES:
            self._again[turn.update_id] += 1
            await asyncio.sleep(BACKOFF * 2 ** self._again[turn.update_id])
        else:
            await self._keep_fault(turn, description(error))

    async def _refuse(self, turn: _Running, refusal: Refusal) -> None:
        """Everything was rolled back; this small transaction writes what must be left behind."""
        assert turn.whose is not None
        async with self._database.transaction() as session:
            session.add_all(refusal.leaves)
            await _refresh_card(session, turn.whose, self._now())
            incoming = await session.get_one(Incoming, turn.update_id)
            finish(incoming, Outcome.REFUSED, at=self._now())
        turn.replies = [refused(turn.whose.update, refusal, turn.whose.say)]
        turn.outcome = Outcome.REFUSED
        turn.urgent = session.info.get(URGENT, [])

    async def _keep_fault(self, turn: _Running, trouble: str) -> None:
        log.error("fault", update=turn.update_id, trouble=trouble)
        async with self._database.transaction() as session:
            incoming = await session.get_one(Incoming, turn.update_id)
            self._set_aside(session, incoming, trouble)
        turn.outcome = Outcome.FAULT
        turn.urgent = session.info.get(URGENT, [])

    def _set_aside(self, session: AsyncSession, incoming: Incoming, trouble: str) -> None:
        finish(incoming, Outcome.FAULT, at=self._now(), trouble=trouble)
        tell_chat(session, "apology", chat_id=incoming.chat_id, at=self._now())


async def _refresh_card(session: AsyncSession, whose: WhoseTurn, at: datetime) -> None:
    tap = whose.update.callback_query
    notice_id = pressed(tap.data) if tap else None
    if notice_id is not None and whose.employee_id is not None:
        await refresh(session, notice_id, whose.employee_id, at)


@dataclass
class _Running:
    """A turn under way, as far as it got."""

    update_id: int | None = None
    whose: WhoseTurn | None = None
    outcome: Outcome | None = None
    replies: list[TelegramMethod[Any]] = field(default_factory=list)
    urgent: Sequence[int] = ()


def _as_list(answer: object) -> list[TelegramMethod[Any]]:
    """aiogram itself would drop a list silently: sending replies is ours."""
    if answer is None or answer is UNHANDLED:
        return []
    return list(answer) if isinstance(answer, Sequence) else [answer]  # type: ignore[list-item]
