"""The in-box: what Telegram sent, written down before anything else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.machine import Incoming, Outcome
from models.people.chats import Chat

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
    await session.execute(
        insert(Incoming).on_conflict_do_nothing(),
        [
            {
                "update_id": update["update_id"],
                "chat_id": chat_of(update),
                "body": json.dumps(update, ensure_ascii=False),
                "received_at": at,
                "attempts": 0,
            }
            for update in updates
        ],
    )


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat whose turn this update is."""
    for kind in ALLOWED:
        found = update.get(kind)
        if isinstance(found, Mapping):
            place = found.get("message") or {} if kind == "callback_query" else found
            chat = place.get("chat") or found.get("from") or {}
            return int(chat.get("id", NOBODY))
    return NOBODY


async def next_waiting(session: AsyncSession) -> tuple[Chat, Incoming] | None:
    """The oldest update whose chat nobody is handling; the chat's row stays locked.

    NO KEY: a plain FOR UPDATE would wait for everybody who only refers to the row.
    """
    chat = await session.scalar(
        select(Chat)
        .join(Incoming, Incoming.chat_id == Chat.id)
        .where(Incoming.done_at.is_(None))
        .order_by(Incoming.update_id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True, of=Chat)
    )
    if chat is None:
        return None
    # Looked up anew: another replica may have finished it just before we got the lock.
    incoming = await session.scalar(
        select(Incoming)
        .where(Incoming.chat_id == chat.id, Incoming.done_at.is_(None))
        .order_by(Incoming.update_id)
        .limit(1)
    )
    return None if incoming is None else (chat, incoming)


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
    """Forget what was done long ago: ids start anew after a quiet week. Faults stay."""
    await session.execute(
        delete(Incoming).where(
            Incoming.done_at < at - KEPT, Incoming.outcome.is_distinct_from(Outcome.FAULT)
        )
    )
