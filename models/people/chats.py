"""Chats: where somebody writes to us, and at which step of a conversation they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, Json
from models.people.employees import Employee, Language

STEP_LASTS = timedelta(minutes=15)


class Chat(Base):
    """A private chat, locked while one of its updates is handled: its turns are in order."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)  # Telegram's
    employee_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), unique=True, default=None
    )
    bound_at: Mapped[datetime | None] = mapped_column(default=None)
    language: Mapped[Language | None] = mapped_column(default=None)  # of a stranger's Telegram
    blocked_at: Mapped[datetime | None] = mapped_column(default=None)
    paced_until: Mapped[datetime | None] = mapped_column(default=None)  # by ``Pace``
    slowed_at: Mapped[datetime | None] = mapped_column(default=None)  # told so, in this flood

    step: Mapped[str | None] = mapped_column(String(60), default=None)
    step_facts: Mapped[dict[str, Any]] = mapped_column(Json, default_factory=dict)
    step_at: Mapped[datetime | None] = mapped_column(default=None)
    asked: Mapped[int | None] = mapped_column(default=None)  # message id of the step's question

    def bind(self, employee: Employee, *, at: datetime) -> None:
        self.employee_id = employee.id
        self.bound_at = at
        self.blocked_at = None
        self._forget_the_step()

    def release(self) -> None:
        """Another account takes over, or the agency says so: this chat is a stranger's again."""
        self.employee_id = None
        self.bound_at = None
        self._forget_the_step()

    def _forget_the_step(self) -> None:
        """With what was said on the way to it: it is another person's from now on."""
        self.step, self.step_facts, self.step_at, self.asked = None, {}, None, None

    def step_now(
        self,
        *,
        at: datetime,
        message_id: int | None = None,
        replying_to: int | None = None,
        replied_at: datetime | None = None,
    ) -> str | None:
        """The step that a message sent now belongs to: a fresh one, or the one it replies to.

        A reply to something older than the question is an answer to something else, and so is
        what was written before a question that was long in coming. A question that is not known
        to have arrived (the process may have ended before it was sent) is answered by a reply
        only: nobody's own report becomes somebody's reason. ``replied_at`` is when the bot said
        what is replied to: if Telegram's answer was lost, the question was asked twice.
        """
        if self.step is None or self.step_at is None:
            return None
        if replying_to is not None and self.asked is not None and replying_to <= self.asked:
            is_asked_twice = replied_at is not None and replied_at >= _second(self.step_at)
            return self.step if replying_to == self.asked or is_asked_twice else None
        if message_id is not None and self.asked is not None and message_id < self.asked:
            return None
        if replying_to is None and self.asked is None:
            return None
        return self.step if at - self.step_at <= STEP_LASTS else None

    def may_have_asked(self, message_id: int) -> bool:
        """Whether the step's question may be this message: it came twice, or it is not known."""
        return self.asked is None or message_id <= self.asked


def _second(moment: datetime) -> datetime:
    """As Telegram tells it."""
    return moment.replace(microsecond=0)


class Reach(StrEnum):
    """Whether somebody can be told something just now."""

    REACHED = "reached"
    NOT_JOINED = "not-joined"
    BLOCKED = "blocked"
    NOBODY = "nobody"


async def reach(session: AsyncSession, person: Employee | None) -> Reach:
    if person is None:
        return Reach.NOBODY
    chat = await chat_of(session, person.id)
    if chat is None:
        return Reach.NOT_JOINED
    return Reach.REACHED if chat.blocked_at is None else Reach.BLOCKED


async def chat_of(session: AsyncSession, employee_id: int) -> Chat | None:
    return await session.scalar(select(Chat).where(Chat.employee_id == employee_id))
