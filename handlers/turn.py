"""What a handler is given and what it gives back.

Every handler may ask for ``turn`` beside what aiogram gives. It answers with one Telegram method
or several, which leave only after the commit; it never sends, and never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import ForceReply
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee
from models.refusals import Refusal

Reply = TelegramMethod[Any] | Sequence[TelegramMethod[Any]] | None


class Say(Protocol):
    """The words of a key, in the language of the person spoken to."""

    def __call__(self, key: str, **facts: object) -> str: ...


@dataclass(frozen=True)
class Turn:
    """One update being handled: whose it is, when, in which words, inside which transaction.

    ``now`` is what lateness is judged by; ``said_at`` is what "kemarin" is relative to.
    ``state`` is the conversation's step, kept on the chat's row.
    """

    session: AsyncSession
    office: Office
    chat: Chat
    who: Employee | None  # None: a stranger
    now: datetime
    said_at: datetime
    say: Say
    say_in: Callable[[str], Say]  # another language's words
    state: FSMContext

    @property
    def me(self) -> Employee:
        """Whoever has joined; handlers behind ``Known`` may rely on it."""
        assert self.who is not None, "a stranger got past the filter"
        return self.who


class Known(BaseFilter):
    """Only for those who have joined."""

    async def __call__(self, _event: object, turn: Turn) -> bool:
        return turn.who is not None


class NotForYou(Refusal):
    """A command of somebody else's role."""

    is_final = True


def in_words(say: Say, refusal: Refusal) -> str:
    """What a refusal says, where it is not raised."""
    return say(refusal.key, **refusal.facts)


def ask(turn: Turn, question: str) -> SendMessage:
    """A question whose answer is the next message, or a reply to it."""
    return SendMessage(chat_id=turn.chat.id, text=question, reply_markup=ForceReply())


def named(person: Employee) -> tuple[str, str]:
    """Somebody as the texts' ``honoured`` filter wants them: "Bu Mia Lestari"."""
    return person.sex.value, person.short_name
