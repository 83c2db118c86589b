"""A fault is described by what is needed to repeat it, and by nothing that is somebody's."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiogram.exceptions import DetailedAiogramError

HOME = Path(__file__).parent.parent
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def description(error: BaseException) -> str:
    """Type, database state and our own stack. Never the text: it may hold a NIP or a message."""
    frames = [
        f"{Path(frame.filename).relative_to(HOME)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(HOME) and ".venv" not in frame.filename
    ]
    state = state_of(error)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return " < ".join([f"{kind}[{state}]" if state else kind, *reversed(frames)])


def state_of(error: BaseException) -> str:
    """SQLSTATE, or SQLite's name for it; empty where no database complained."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""


def complaint(error: DetailedAiogramError) -> str:
    """What Telegram did not like, without the words that it quotes."""
    return QUOTED.sub("…", error.message)[:200]
