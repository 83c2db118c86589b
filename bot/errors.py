"""A fault is described by what is needed to repeat it, and by nothing that is somebody's."""

from __future__ import annotations

import traceback
from pathlib import Path

HOME = Path(__file__).parent.parent


def description(error: BaseException) -> str:
    """Type, SQLSTATE and our own stack. Never the text: it may hold a NIP or a message."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    frames = [
        f"{Path(frame.filename).relative_to(HOME)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(HOME) and ".venv" not in frame.filename
    ]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return " < ".join([f"{kind}[{state}]" if state else kind, *reversed(frames)])
