"""The buttons of /data_saya."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from handlers.cards import Press
from handlers.turn import Turn
from models.notices.telling import show
from models.people.passing_rectifications import OWN


class SayWrong(Press, prefix="own-wrong"):
    """Ada yang salah: asks what it is."""


class TakeBack(Press, prefix="own-back"):
    """Tarik kembali."""


class ShowTrail(Press, prefix="own-trail"):
    """Siapa yang melihat data saya, page by page."""

    page: Annotated[int, Field(ge=0, le=999)] = 0


class ShowOwn(Press, prefix="own-home"):
    """Back to one's own card."""


def show_own(turn: Turn, **facts: Any) -> None:
    """One's own card, at the end of the chat."""
    show(turn.session, OWN, OWN, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts=facts)
