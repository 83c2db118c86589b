"""The buttons of /data_saya."""

from __future__ import annotations

from typing import Any

from handlers.cards import Press
from handlers.turn import Turn
from models.notices.telling import show
from models.people.passing_rectifications import OWN


class SayWrong(Press, prefix="own-wrong"):
    """Ada yang salah: asks what it is."""


class TakeBack(Press, prefix="own-back"):
    """Tarik kembali."""


def show_own(turn: Turn, **facts: Any) -> None:
    """One's own card, at the end of the chat."""
    show(turn.session, OWN, OWN, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts=facts)
