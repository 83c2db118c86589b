"""Plays of an account that passes from one to another: what was written on it stays the first's."""

from __future__ import annotations

import pytest

from models.people.chats import Chat
from models.work.activities import Activity
from models.work.evidence import Evidence
from models.work.states import State
from tests.desk import Desk, Person
from tests.wire import Shown

WRITTEN = "08.00-10.00 rapat koordinasi"


async def lent(desk: Desk) -> tuple[Person, Person, int, Shown]:
    """Tom has reported on the ward's phone, which Ani has by now; Tom's message and card."""
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", mia, sex=1)
    ani = await desk.hires("Ani", mia, joined=False)
    message = await tom.says(WRITTEN)
    card = tom.card
    async with desk.database.transaction() as session:
        chat = await session.get_one(Chat, tom.chat_id)
        chat.release()
        await session.flush()
        chat.bind(ani.employee, at=desk.time)
    return tom, Person(desk, ani.employee, tom.chat_id), message, card


async def stands(desk: Desk) -> list[tuple[int, str, State]]:
    async with desk.database.transaction() as session:
        return [(a.author_id, a.what, a.state) for a in await desk.rows(session, Activity)]


@pytest.mark.parametrize("words", [f"{WRITTEN}; 10.00-11.00 apel", "10.00-11.00 apel"])
async def test_an_edit_of_what_somebody_else_wrote_changes_nothing(desk: Desk, words: str) -> None:
    tom, ani, message, _ = await lent(desk)
    shown = len(ani.screen)

    await ani.edits(message, words)

    assert await stands(desk) == [(tom.employee.id, "rapat koordinasi", State.DRAFT)]
    assert len(ani.screen) == shown
    assert await desk.faults() == []


@pytest.mark.parametrize("to_the_card", [True, False])
async def test_a_photo_in_reply_to_somebody_elses_report_is_not_its_evidence(
    desk: Desk, to_the_card: bool
) -> None:
    _, ani, message, card = await lent(desk)

    await ani.shows_photo(reply_to=card if to_the_card else Shown(message, WRITTEN, None))

    async with desk.database.transaction() as session:
        kept = [(one.author_id, one.report_id) for one in await desk.rows(session, Evidence)]
    assert kept == [(ani.employee.id, None)]
    assert await desk.faults() == []
