"""The in-box: what Telegram sent, written down before anything else."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.machine import Brake, Incoming, Outcome
from models.people.chats import Chat
from models.people.invitations import WrongTry

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
KEPT = timedelta(hours=48)
NOBODY = 0  # an update without a chat still has to be looked at once


async def receive(
    session: AsyncSession, updates: Sequence[Mapping[str, Any]], *, at: datetime
) -> None:
    """Write a batch down; an update that came before is left as it is.

    The chats' rows are made along: a row that is not there cannot be locked.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    chats = sorted({chat_of(update) for update in updates})
    await session.execute(
        insert(Chat).on_conflict_do_nothing(),
        [{"id": chat, "step_facts": {}} for chat in chats],
    )
    row = insert(Incoming)
    fresh = {name: row.excluded[name] for name in ("chat_id", "body", "received_at", "attempts")}
    await session.execute(
        row.on_conflict_do_update(
            index_elements=["update_id"],
            set_={**fresh, "done_at": None, "outcome": None, "trouble": None},
            # A kept fault may have the id of another update: ids start anew after a quiet week.
            where=Incoming.done_at < at - KEPT,
        ),
        [
            {
                "update_id": update["update_id"],
                "chat_id": chat_of(update),
                "body": json.dumps(update),  # in ASCII: no database refuses it
                "received_at": at,
                "attempts": 0,
            }
            for update in updates
        ],
    )


def kind_of(update: Mapping[str, Any]) -> str | None:
    """Which of the kinds that we asked for it is; None for anything else."""
    return next((kind for kind in ALLOWED if isinstance(update.get(kind), Mapping)), None)


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat whose turn this update is. One that makes no sense must not stop the others."""
    kind = kind_of(update)
    found = update[kind] if kind else {}
    place = found.get("message") if kind == "callback_query" else found
    for chat in (_part(place, "chat"), _part(found, "from")):
        chat_id = chat.get("id")
        if isinstance(chat_id, int) and -(2**63) <= chat_id < 2**63:
            return chat_id
    return NOBODY


def _part(whole: object, name: str) -> Mapping[str, Any]:
    part = whole.get(name) if isinstance(whole, Mapping) else None
    return part if isinstance(part, Mapping) else {}


class Waiting(NamedTuple):
    """An update whose turn it is, with its chat locked."""

    chat: Chat
    incoming: Incoming
    quiet_until: datetime | None = None  # Telegram wants silence, as some replica was told


async def next_waiting(
    session: AsyncSession, besides: Collection[int] = (), allowed: ColumnElement[bool] | None = None
) -> Waiting | None:
    """The oldest update whose chat nobody is handling; the chat's row stays locked.

    ``allowed`` is a condition on ``Chat``: whoever floods must wait.
    NO KEY: a plain FOR UPDATE would wait for everybody who only refers to the row.
    """
    found = await session.execute(
        select(Chat, select(func.max(Brake.until)).scalar_subquery())
        .join(Incoming, Incoming.chat_id == Chat.id)
        .where(Incoming.done_at.is_(None), Chat.id.not_in(besides))
        .where(true() if allowed is None else allowed)
        .order_by(Incoming.update_id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True, of=Chat)
    )
    row = found.one_or_none()
    if row is None:
        return None
    chat, quiet_until = row
    # Looked up anew: another replica may have finished it just before we got the lock.
    incoming = await session.scalar(
        select(Incoming)
        .where(Incoming.chat_id == chat.id, Incoming.done_at.is_(None))
        .order_by(Incoming.update_id)
        .limit(1)
    )
    return None if incoming is None else Waiting(chat, incoming, quiet_until)


async def still_waiting(session: AsyncSession, update_id: int) -> Waiting | None:
    """The same for this very update, unless another replica has finished it meanwhile."""
    incoming = await session.get_one(Incoming, update_id)
    chat = await session.get_one(Chat, incoming.chat_id, with_for_update={"key_share": True})
    await session.refresh(incoming)
    return Waiting(chat, incoming) if incoming.done_at is None else None


def finish(
    incoming: Incoming, outcome: Outcome, *, at: datetime, trouble: str | None = None
) -> None:
    """It is done. The body goes, unless somebody has to look into it."""
    incoming.outcome = outcome
    incoming.done_at = at
    incoming.trouble = trouble
    if outcome is not Outcome.FAULT:
        incoming.body = None


async def sweep(session: AsyncSession, *, at: datetime) -> None:
    """Forget what was done long ago: ids start anew after a quiet week. Faults stay.

    Of a stranger nothing stays: neither the chat nor the codes they tried.
    """
    await session.execute(
        delete(Incoming).where(
            Incoming.received_at < at - KEPT,  # as well, of course: this is what has an index
            Incoming.done_at < at - KEPT,
            Incoming.outcome.is_distinct_from(Outcome.FAULT),
        )
    )
    await session.execute(delete(WrongTry).where(WrongTry.at < at - KEPT))
    waits = exists().where(Incoming.chat_id == Chat.id, Incoming.done_at.is_(None))
    await session.execute(
        delete(Chat).where(Chat.employee_id.is_(None), Chat.paced_until < at - KEPT, ~waits)
    )
    await _make_missing_chats(session)


async def _make_missing_chats(session: AsyncSession) -> None:
    """For a stranger who wrote at the very moment at which their chat was forgotten."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    there = exists().where(Chat.id == Incoming.chat_id)
    missing = await session.scalars(
        select(Incoming.chat_id).where(Incoming.done_at.is_(None), ~there).distinct()
    )
    if chats := [{"id": chat, "step_facts": {}} for chat in sorted(missing)]:
        await session.execute(insert(Chat).on_conflict_do_nothing(), chats)
