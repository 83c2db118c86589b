"""The process is killed at each named point; nothing is lost, nothing is done twice."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.lease import NAME
from models.machine import Incoming, Lease, Outcome
from models.notices.notices import Notice
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.reports import Report
from models.work.revisions import Revision
from models.work.states import State
from simulator.faults import Fault
from simulator.html import HtmlReader
from tests.desk import OFFICE, TEXTS
from tests.machine.lives import Town, eventually, town
from tests.machine.victim import POINTS

KILLED = -signal.SIGKILL
HELP = TEXTS.say("id", "help-home", agency=OFFICE.agency, reviews=False)


@pytest.fixture
async def bungo(database: Database) -> AsyncIterator[Town]:
    async with town(database) as found:
        yield found


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_any_point_nothing_is_lost_and_nothing_done_twice(
    bungo: Town, point: str
) -> None:
    tom, mia = bungo.tom, bungo.mia
    in_turn = point not in ("notice drawn", "sent, not written down")

    life = await bungo.begins(point, tom)
    bungo.armed.set()
    tom.says("08.00-10.30 rapat koordinasi pengadaan")
    assert await bungo.ends(life) == KILLED
    life = await bungo.begins(point, tom if in_turn else mia)
    await bungo.rests()
    bungo.armed.set()
    tom.taps("✅ Kirim")
    assert await bungo.ends(life) == KILLED
    life = await bungo.begins(point, mia if in_turn else tom)
    await bungo.rests()
    bungo.armed.set()
    mia.taps("✅ Setujui semua")
    assert await bungo.ends(life) == KILLED
    await bungo.begins()
    await bungo.rests()

    rows = (Report, Activity, Revision, Decision)
    assert [await bungo.count(table) for table in rows] == [1, 1, 1, 1]
    assert await bungo.count(Activity, Activity.state == State.APPROVED) == 1
    assert await bungo.count(Incoming, Incoming.outcome == Outcome.DONE) == 3
    assert await bungo.untrue_cards() == []
    heard = sum("menyetujui 1 kegiatan Anda" in (message.text or "") for message in tom.received)
    assert heard == (2 if point == "sent, not written down" else 1)


async def test_an_update_that_ends_the_process_three_times_is_set_aside(bungo: Town) -> None:
    for deaths in range(3):
        life = await bungo.begins("in the middle of a turn", bungo.tom)
        bungo.armed.set()
        if deaths == 0:
            bungo.mia.says("/bantuan")
            bungo.tom.says("08.00-09.00 yang mematikan")
            bungo.tom.says("/bantuan")
            bungo.mia.says("/bantuan")
        assert await bungo.ends(life) == KILLED
    await bungo.begins()
    await bungo.rests()

    async with bungo.database.transaction() as session:
        kept = await session.scalars(select(Incoming).where(Incoming.outcome == Outcome.FAULT))
        (deadly,) = kept.all()
    assert deadly.trouble == "it ended the process"
    assert "yang mematikan" in (deadly.body or "")
    assert await bungo.count(Incoming, Incoming.outcome == Outcome.DONE) == 3
    assert await bungo.count(Incoming, Incoming.attempts > 1) == 1  # nobody else is suspected
    assert await bungo.count(Activity) == 0
    assert sorted(message.text or "" for message in bungo.tom.received) == sorted(
        [TEXTS.say("id", "told-apology"), HtmlReader(HELP).read().text]
    )


async def test_told_to_end_it_finishes_what_is_under_way(bungo: Town) -> None:
    life = await bungo.begins()
    bungo.telegram.faults.arm(Fault.slow(0.5), method="sendMessage", chat_id=bungo.tom.id)
    bungo.tom.says("08.00-10.30 rapat koordinasi")
    await eventually(lambda: bungo.count(Activity))
    life.terminate()

    assert await bungo.ends(life) == 0
    assert len(bungo.tom.received) == 1
    assert await bungo.count(Notice, Notice.drawn == 1) == 1
    assert await bungo.count(Lease, Lease.name == NAME, Lease.until > 0) == 0
