"""Telegram's objects as the JSON that goes out."""

from __future__ import annotations

from datetime import datetime

from aiogram.methods import TelegramMethod
from aiogram.types import InputFile, TelegramObject

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def as_json(what: object) -> Json:
    """Only what was set goes out: aiogram's defaults hold sentinels, and Telegram omits nulls."""
    if isinstance(what, TelegramObject):
        shown: Json = what.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_unset=True
        )
        return shown
    if isinstance(what, TelegramMethod):
        return as_json(what.model_dump(by_alias=True, exclude_none=True, exclude_unset=True))
    if isinstance(what, dict):
        return {str(key): as_json(value) for key, value in what.items()}
    if isinstance(what, list | tuple):
        return [as_json(item) for item in what]
    return _plain(what)


def _plain(what: object) -> Json:
    if isinstance(what, datetime):
        return what.isoformat()
    if isinstance(what, InputFile):
        return f"attach://{what.filename}"
    if what is None or isinstance(what, str | int | float | bool):
        return what
    raise TypeError(f"{type(what).__name__} has no JSON")
