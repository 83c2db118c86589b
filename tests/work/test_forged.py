"""Forged buttons: whatever a tap says, it is refused in words, traced, and changes nothing."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, get_type_hints

import pytest

import bot.dispatcher
from handlers.cards import Press
from models.machine import Trace
from models.work.activities import Activity
from models.work.states import State
from tests.desk import TEXTS, Desk, Person

NOT_YOURS = TEXTS.say("id", "refused-not-your-card")
NO_SUCH_BUTTON = TEXTS.say("id", "refused-no-such-button")

assert bot.dispatcher.CONVERSATIONS, "all buttons are known once the conversations are"


def buttons(kind: type[Press] = Press) -> list[type[Press]]:
    below = [one for child in kind.__subclasses__() for one in buttons(child)]
    return sorted([kind, *below] if kind is not Press else below, key=lambda k: k.__prefix__)


def forged(kind: type[Press], notice: int) -> str:
    """The button as it would look on this notice's card."""
    hints = get_type_hints(kind)
    values = {name: _any_value(hints[name]) for name in kind.model_fields}
    if "period" in values:
        values["period"] = "2026-Q4"
    return kind(**{**values, "notice": notice, "version": 1}).pack()


def _any_value(kind: Any) -> object:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return {int: 1, bool: True, str: "2026-11-24", date: date(2026, 11, 24)}.get(kind)


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-09.00 rapat koordinasi; 09.00-10.00 apel pagi")
    await tom.taps("Kirim")
    return mia, tom


async def test_an_activity_that_the_card_never_showed(desk: Desk) -> None:
    """One's own card, and the number of somebody else's activity."""
    mia, _ = await mia_and_tom(desk)
    zul = await desk.hires("Zul")
    eve = await desk.hires("Eve", supervisor=zul)
    await eve.says("08.00-09.00 input data")
    await eve.taps("Kirim")
    _, notice, version, *_ = mia.button("Setujui semua")[0].split(":")

    assert await mia.sends_tap(f"yes:{notice}:{version}:3", mia.card) == NOT_YOURS
    assert await desk.count(Trace, Trace.chat_id == mia.chat_id) == 1
    assert await desk.count(Activity, Activity.state == State.SUBMITTED) == 3


@pytest.mark.parametrize(
    "data",
    ["x", "yes", "yes:1", "yes:-1:1:0", "yes:99999999999999999999:1:0", "yes:1:1:0:0:0",
     "yes:١:1:0", "do:1:1:drop table:1", "me:1:1", "\x00", ":" * 64],
)  # fmt: skip
async def test_a_button_of_nobodys_making(desk: Desk, data: str) -> None:
    _, tom = await mia_and_tom(desk)
    toast = await tom.sends_tap(data, tom.card)

    assert toast in (NO_SUCH_BUTTON, NOT_YOURS, TEXTS.say("id", "refused-link-forgotten"))
    assert await desk.count(Trace) == (toast != TEXTS.say("id", "refused-link-forgotten"))
    assert await desk.faults() == []
