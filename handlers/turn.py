"""What a handler is given and what it gives back.

A handler may ask by name for: ``session``, ``office``, ``me`` (the bound employee; None for a
stranger), ``chat`` (its locked row), ``now`` (what lateness is judged by), ``said_at`` (what
"kemarin" is relative to), ``say``, ``state`` (the conversation's step) and what aiogram gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from aiogram.filters import BaseFilter
from aiogram.methods import TelegramMethod

from models.people.employees import Employee
from models.refusals import Refusal

Reply = TelegramMethod[Any] | Sequence[TelegramMethod[Any]] | None


class Say(Protocol):
    """The words of a key, in the language of the person spoken to."""

    def __call__(self, key: str, **facts: object) -> str: ...


class Known(BaseFilter):
    """Only for those who have joined."""

    async def __call__(self, _event: object, me: Employee | None = None) -> bool:
        return me is not None


class NotForYou(Refusal):
    """A button or command of somebody else's role."""


def named(person: Employee) -> tuple[str, str]:
    """Somebody as the texts' ``honoured`` filter wants them: "Bu Mia Lestari"."""
    return person.sex.value, person.short_name
