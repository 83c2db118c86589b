"""How a rule's caller says that somebody is to see something. It is written down at the commit.

Wishes wait in the session until ``write_down``, which the transaction calls last: ten changes of
one card are one row, and rows are always taken in the same order, so two turns never deadlock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.notices.notices import Notice, Urgency

WISHES, URGENT = "wishes", "urgent"


@dataclass(order=True)
class Wish:
    """One row to be made or changed: a card when it has a subject, news when it has none."""

    employee_id: int
    kind: str
    subject: str
    at: datetime
    urgent: bool
    facts: dict[str, Any] | None = field(compare=False, default=None)
    chat_id: int | None = field(compare=False, default=None)
    anew: bool = field(compare=False, default=False)


def show(session: AsyncSession, kind: str, subject: object, *, to: int, at: datetime,
         urgent: bool = False, anew: bool = False,
         facts: dict[str, Any] | None = None) -> None:  # fmt: skip
    """What is so has changed: the card of this kind and subject is to be drawn anew.

    ``anew``: as a new message, whatever stands further up.
    """
    _wishes(session).append(Wish(to, kind, str(subject), at, urgent, facts, anew=anew))


def tell(session: AsyncSession, kind: str, *, to: int, at: datetime, urgent: bool = False,
         **facts: Any) -> None:  # fmt: skip
    """News: said once, with facts that never change. Facts are JSON."""
    _wishes(session).append(Wish(to, kind, "", at, urgent, facts))


def tell_chat(session: AsyncSession, kind: str, *, chat_id: int, at: datetime,
              **facts: Any) -> None:  # fmt: skip
    """News for a chat that belongs to nobody any more."""
    _wishes(session).append(Wish(0, kind, "", at, True, facts, chat_id))


async def redraw(
    session: AsyncSession, kind: str, subject: object, *, to: ColumnElement[bool], at: datetime
) -> None:
    """What is so has changed for these people (a condition on ``Notice.employee_id``).

    ``subject`` None: whatever the cards of this kind are about.

    Only what stands on a screen is drawn anew: what was never shown, or is on its way, is drawn
    as things are when it is sent.
    """
    await session.flush()
    await session.execute(
        update(Notice)
        .where(Notice.kind == kind, to)
        .where(true() if subject is None else Notice.subject == str(subject))
        .where(Notice.message_id.is_not(None))
        .values(
            wanted=Notice.wanted + 1,
            due=case((Notice.due < at, Notice.due), else_=literal(at, Notice.due.type)),
        )
        .execution_options(synchronize_session=False)
    )


async def write_down(session: AsyncSession) -> None:
    """Write the wishes as rows; the urgent ones' ids are left in ``session.info``."""
    wishes = session.info.pop(WISHES, [])
    if not wishes:
        return
    await session.flush()
    urgent = session.info.setdefault(URGENT, [])
    for wish in _one_per_card(wishes):
        notice_id = await _write(session, wish)
        if wish.urgent:
            urgent.append(notice_id)


def _wishes(session: AsyncSession) -> list[Wish]:
    wishes: list[Wish] = session.info.setdefault(WISHES, [])
    return wishes


def _one_per_card(wishes: list[Wish]) -> list[Wish]:
    cards: dict[tuple[int, str, str], Wish] = {}
    for wish in wishes:
        if not wish.subject:
            continue
        key = (wish.employee_id, wish.kind, wish.subject)
        before = cards.get(key)
        if before is not None:
            wish.urgent |= before.urgent
            wish.anew |= before.anew
            wish.facts = before.facts if wish.facts is None else wish.facts
        cards[key] = wish
    return [wish for wish in wishes if not wish.subject] + [cards[key] for key in sorted(cards)]


async def _write(session: AsyncSession, wish: Wish) -> int:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    urgency = Urgency.NOW if wish.urgent else Urgency.SOON
    row = insert(Notice).values(
        employee_id=wish.employee_id or None,
        chat_id=wish.chat_id,
        kind=wish.kind,
        subject=wish.subject or None,
        part=0,
        facts=wish.facts or {},
        urgency=urgency,
        made_at=wish.at,
        due=wish.at,
        wanted=1,
        drawn=0,
        shown={},
        seen={},
        attempts=0,
        waits=False,
    )
    changes: dict[str, Any] = {
        "wanted": Notice.wanted + 1,
        "due": case((Notice.due < wish.at, Notice.due), else_=literal(wish.at, Notice.due.type)),
        "urgency": urgency,
        "attempts": 0,
    }
    if wish.anew:
        changes["sent_at"] = None
    if wish.facts is not None:
        changes["facts"] = wish.facts
    upsert = row.on_conflict_do_update(
        index_elements=["employee_id", "kind", "subject", "part"], set_=changes
    ).returning(Notice.id)
    return (await session.execute(upsert)).scalar_one()
