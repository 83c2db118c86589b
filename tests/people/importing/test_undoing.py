"""Taking the last import back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.database import Database
from models.every_table import Base
from models.people.chats import Chat
from models.people.employees import Employee
from models.people.importing.undoing import Obstacle, obstacles, take_back
from models.people.imports import last_import
from models.people.invitations import invite
from models.people.postings import Posting
from tests.desk import OFFICE, Desk
from tests.people.importing.office import BUDI, MIA, SARI, TOM, import_rows, row
from tests.people.importing.test_applying import a_roster

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
TABLES = ("units", "employees", "postings", "invitations")


async def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the roster."""
    async with database.transaction() as session:
        return {
            name: [
                tuple(found)
                for found in await session.execute(
                    select(Base.metadata.tables[name]).order_by(Base.metadata.tables[name].c.id)
                )
            ]
            for name in TABLES
        }


async def undo(database: Database, *, at: datetime = LATER) -> list[Obstacle]:
    async with database.transaction() as session:
        done = await last_import(session)
        assert done is not None
        found = await obstacles(session, done)
        if not found:
            await take_back(session, done, office=OFFICE, at=at)
        return found


async def employee(database: Database, nip: str) -> Employee:
    async with database.transaction() as session:
        return (await session.scalars(select(Employee).where(Employee.nip == nip))).one()


@pytest.mark.parametrize("seed", range(3))
async def test_an_import_taken_back_leaves_the_same_rows(database: Database, seed: int) -> None:
    await import_rows(database, a_roster(seed), at=NOON)
    before = await rows_of(database)

    plan, _ = await import_rows(database, a_roster(seed + 100)[:30], at=LATER, end_missing=True)
    assert all((plan.moved, plan.corrected, plan.ended))
    assert await rows_of(database) != before
    assert await undo(database) == []
    assert await rows_of(database) == before


async def test_undoing_again_takes_the_import_before_it_back(database: Database) -> None:
    empty = await rows_of(database)
    await import_rows(database, [row(MIA)], at=NOON)
    await import_rows(database, [row(MIA), row(TOM)], at=NOON)

    assert await undo(database) == []
    assert await undo(database) == []
    assert await rows_of(database) == empty
    async with database.transaction() as session:
        assert await last_import(session) is None


async def test_the_same_file_can_be_applied_again_after_an_undo(database: Database) -> None:
    await import_rows(database, [row(MIA), row(TOM)], at=NOON)
    await undo(database)

    plan, done = await import_rows(database, [row(MIA), row(TOM)], at=LATER)
    assert (len(plan.added), done is not None) == (2, True)


async def test_invitations_that_nobody_used_go_along(database: Database) -> None:
    await import_rows(database, [row(MIA)], at=NOON)
    mia = await employee(database, MIA)
    async with database.transaction() as session:
        await invite(session, [mia], OFFICE, at=NOON)

    assert await undo(database) == []
    assert (await rows_of(database))["invitations"] == []


async def test_who_has_joined_stops_it_and_is_named(database: Database) -> None:
    await import_rows(database, [row(MIA)], at=NOON)
    await import_rows(database, [row(MIA), row(TOM), row(SARI)], at=NOON)
    before = await rows_of(database)
    tom = await employee(database, TOM)
    async with database.transaction() as session:
        session.add(Chat(id=7, employee_id=tom.id, bound_at=NOON))

    assert await undo(database) == [Obstacle("chats", 1, ("Tom Saputra",))]
    assert await rows_of(database) == before


async def test_somebody_else_joining_stops_nothing(database: Database) -> None:
    await import_rows(database, [row(MIA)], at=NOON)
    await import_rows(database, [row(MIA), row(TOM)], at=NOON)
    mia = await employee(database, MIA)
    async with database.transaction() as session:
        session.add(Chat(id=7, employee_id=mia.id, bound_at=NOON))

    assert await undo(database) == []


async def test_what_was_changed_again_stops_it(database: Database) -> None:
    await import_rows(database, [row(MIA), row(TOM)], at=NOON)
    await import_rows(database, [row(MIA), row(TOM, name="Tom S.")], at=NOON)
    async with database.transaction() as session:
        await session.execute(update(Employee).where(Employee.nip == TOM).values(name="Tommy"))

    assert await undo(database) == [Obstacle("changed-since", 1)]


async def test_a_posting_made_by_hand_under_somebody_new_stops_it(database: Database) -> None:
    await import_rows(database, [row(MIA), row(BUDI)], at=NOON)
    await import_rows(database, [row(MIA), row(BUDI), row(SARI)], at=NOON)
    sari, budi = await employee(database, SARI), await employee(database, BUDI)
    async with database.transaction() as session:
        await session.execute(
            update(Posting).where(Posting.employee_id == budi.id).values(supervisor_id=sari.id)
        )

    assert await undo(database) == [Obstacle("postings", 1, ("Sari Dewi",))]


async def test_a_report_sent_since_by_who_moved_stops_it_and_anybody_elses_does_not(
    desk: Desk,
) -> None:
    mia = await desk.hires("Mia")
    sari = await desk.hires("Sari", supervisor=mia)
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    rows = [[tom.employee.nip, "Tom", sari.employee.nip]]
    desk.later(minutes=1)
    await import_rows(desk.database, rows, at=desk.time, header=("NIP", "Nama", "NIP atasan"))

    desk.later(minutes=1)
    await sari.says("08.00-10.00 rapat koordinasi")
    await sari.taps("Kirim")
    async with desk.database.transaction() as session:
        done = await last_import(session)
        assert done is not None
        assert await obstacles(session, done) == []
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    assert await undo(desk.database) == [Obstacle("sent-since", 1, ("Tom",))]
