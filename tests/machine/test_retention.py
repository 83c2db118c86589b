"""What is older than the office keeps goes, whole years at New Year, and nothing else does."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from models.every_table import Base
from models.machine import Incoming, Outcome, Trace
from models.notices.notices import Notice
from models.office import KeepYears, Kept
from models.retention import Retention, forget_some
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.reports import Report
from models.work.revisions import Revision
from models.work.states import State
from tests.desk import OFFICE, Desk, Person

NEW_YEARS_EVE = datetime(2026, 12, 31, 9, 5, tzinfo=UTC)  # 16.05 in Bungo
# What belongs to a report, a duty or a trace; the rest is the office itself, which stays.
GOES = ("activities", "decisions", "duties", "evidence", "inbox", "notices", "reports",
        "revisions", "traces")  # fmt: skip


@pytest.fixture
async def people(desk: Desk) -> tuple[Person, Person]:
    """Mia and her Tom, on the last day of 2026; work is kept two years, what was said one."""
    desk.office = OFFICE.model_copy(update={"keep_years": KeepYears(work=2, notices=1, traces=3)})
    desk.time = NEW_YEARS_EVE
    desk.restart()
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia)


async def works(mia: Person, tom: Person) -> None:
    """A day with everything: sent, returned, sent again, approved, a photo, a forged button."""
    await tom.says("08.00-09.00 rapat koordinasi")
    await tom.shows_photo()
    await tom.taps("Kirim")
    await mia.taps("Kembalikan")
    await mia.says("lampirkan notulennya")
    await tom.taps("Kirim lagi")
    await mia.taps("Setujui semua")
    await tom.sends_tap("send:999999:1", tom.card)


async def in_year(desk: Desk, year: int, people: tuple[Person, Person]) -> None:
    """Somebody writes on a working day of that January: only then does anything go."""
    desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC)
    await people[1].says("08.00-09.00 apel pagi")


async def forgets(desk: Desk) -> int:
    gone = 0
    while True:
        async with desk.database.transaction() as session:
            some = await forget_some(session, desk.office, now=desk.time)
        gone += some
        if not some:
            return gone


async def rows(desk: Desk, *names: str) -> Counter[str]:
    async with desk.database.transaction() as session:
        return Counter({
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name in names
        })  # fmt: skip


async def test_a_year_goes_as_a_whole_and_only_when_its_time_has_come(
    desk: Desk, people: tuple[Person, Person]
) -> None:
    await works(*people)
    before = await rows(desk, *GOES)
    kept: list[tuple[int, int, int]] = []
    for year in (2027, 2028, 2029, 2030):
        await in_year(desk, year, people)
        await forgets(desk)
        old = datetime(2027, 1, 1, tzinfo=UTC)
        kept.append((
            await desk.count(Decision, Decision.at < old),
            await desk.count(Notice, Notice.made_at < old, Notice.sent_at < old),
            await desk.count(Trace, Trace.at < old),
        ))  # fmt: skip

    assert min(before[name] for name in ("decisions", "revisions", "evidence", "traces")) > 0
    assert kept == [(2, before["notices"], 1), (2, 0, 1), (0, 0, 1), (0, 0, 0)]
    assert await desk.count(Report, Report.written_at < datetime(2027, 1, 1, tzinfo=UTC)) == 0
    assert await desk.count(Activity) == 3  # of 2028, 2029 and 2030


async def test_what_was_decided_in_the_next_year_goes_with_that_year(
    desk: Desk, people: tuple[Person, Person]
) -> None:
    mia, tom = people
    await tom.says("08.00-09.00 rapat koordinasi")
    await tom.taps("Kirim")
    desk.time = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)
    await mia.taps("Setujui semua")
    await in_year(desk, 2029, people)
    await forgets(desk)
    in_2029 = await desk.count(Activity, Activity.day == date(2026, 12, 31))
    await in_year(desk, 2030, people)
    await forgets(desk)

    assert (in_2029, await desk.count(Activity, Activity.day == date(2026, 12, 31))) == (1, 0)


async def test_only_a_retention_gets_past_the_triggers_and_only_as_far_as_it_says(
    desk: Desk, people: tuple[Person, Person]
) -> None:
    await works(*people)
    async with desk.database.transaction() as session:
        session.add(Retention(kind=Kept.WORK, kept_since=NEW_YEARS_EVE, began_at=NEW_YEARS_EVE))
    for kept in (Decision, Revision):
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(delete(kept))
    assert await desk.count(Decision) == 2


async def test_a_clock_that_is_years_ahead_empties_nothing(
    desk: Desk, people: tuple[Person, Person]
) -> None:
    await works(*people)
    desk.time += timedelta(days=365 * 30)

    assert await forgets(desk) == 0
    assert await desk.count(Activity, Activity.state == State.APPROVED) == 1


async def test_the_words_of_an_update_that_was_set_aside_go_too(
    desk: Desk, people: tuple[Person, Person]
) -> None:
    async with desk.database.transaction() as session:
        session.add(
            Incoming(update_id=1, chat_id=7, body="{}", received_at=desk.time, done_at=desk.time,
                     outcome=Outcome.FAULT)
        )  # fmt: skip
    await in_year(desk, 2028, people)
    await forgets(desk)

    assert await desk.count(Incoming, Incoming.outcome == Outcome.FAULT) == 0


async def test_the_clock_does_it_in_lots_and_writes_down_what_it_did(
    desk: Desk, people: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.retention.LOT", 1)
    await works(*people)
    await in_year(desk, 2029, people)
    clock = Clock(
        database=desk.database, office=desk.office, now=desk.now, wake_outbox=lambda: None,
        may_tick=lambda: True,
    )  # fmt: skip
    for _ in range(2):
        await clock.tidy()

    async with desk.database.transaction() as session:
        done = {row.kind: row for row in await desk.rows(session, Retention)}
    assert done.keys() == set(Kept)
    assert all(row.ended_at == desk.time for row in done.values())
    assert done[Kept.WORK].kept_since == datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert (await rows(desk, "decisions"))["decisions"] == 0


def test_retention_knows_whatever_refers_to_a_report() -> None:
    """A new table that does must go with it: say so in ``models/retention.py`` and here."""
    of_work = {"reports", "activities", "revisions", "decisions", "evidence"}
    of_work |= {"corrections", "correction_answers", "link_changes"}
    refer = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in of_work
    }
    assert refer <= of_work
