"""A plan written down: on both engines, in one transaction, and again without a change."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from models.people.employees import Employee, Role
from models.people.importing.cells import Cell
from models.people.imports import Import
from models.people.invitations import Invitation, invite
from models.people.postings import Posting
from models.people.units import Unit
from models.work.duties import Duty
from models.work.making_duties import write_duties
from tests.desk import OFFICE
from tests.people.importing.office import HEADER, MIA, SARI, TOM, import_rows, row

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1)
UNIT = "Dinas Contoh > Sekretariat > Subbagian Umum > Tim Satu"


async def postings(database: Database, nip: str) -> list[tuple[str, str | None, date, date | None]]:
    """(position, supervisor's name, since, until), from the earliest on."""
    async with database.transaction() as session:
        rows = await session.scalars(
            select(Posting)
            .join(Employee, Employee.id == Posting.employee_id)
            .where(Employee.nip == nip)
            .order_by(Posting.since)
        )
        names = dict((await session.execute(select(Employee.id, Employee.name))).all())
        return [(p.position, names.get(p.supervisor_id or 0), p.since, p.until) for p in rows]


async def test_people_units_and_postings_are_written_together(database: Database) -> None:
    rows = [[*row(MIA, unit=UNIT), "admin unit"], [*row(TOM, unit="Dinas Contoh"), ""]]
    _, done = await import_rows(database, rows, at=NOON, header=(*HEADER, "Peran"))

    assert done is not None
    assert done.counts == {
        "added": 2, "corrected": 0, "moved": 0, "ended": 0, "units_added": 4, "units_changed": 0,
    }  # fmt: skip
    async with database.transaction() as session:
        units = {unit.id: unit for unit in await session.scalars(select(Unit))}
        mia = await session.scalar(select(Employee).where(Employee.nip == MIA))
    assert mia is not None
    own = units[mia.administers_id or 0]
    assert (own.path, own.name) == ("DC/DC.S/DC.S.SU/DC.S.SU.TS/", "Tim Satu")
    assert units[own.parent_id or 0].name == "Subbagian Umum"
    assert await postings(database, TOM) == [
        ("Analis", "Mia Lestari, S.E.", date(2026, 1, 1), None)
    ]


async def test_a_move_ends_the_old_posting_on_the_day_before_tmt(database: Database) -> None:
    rows = [row(MIA), row(SARI), row(TOM)]
    await import_rows(database, rows, at=NOON)
    rows[2] = row(TOM, supervisor=SARI, since="10-11-2026")
    await import_rows(database, rows, at=TOMORROW)

    assert await postings(database, TOM) == [
        ("Analis", "Mia Lestari, S.E.", date(2026, 1, 1), date(2026, 11, 9)),
        ("Analis", "Sari Dewi", date(2026, 11, 10), None),
    ]


async def test_two_imports_on_one_day_put_a_posting_right_in_place(database: Database) -> None:
    await import_rows(database, [row(MIA), row(TOM, since="")], at=NOON)
    plan, _ = await import_rows(database, [row(MIA), row(TOM, since="", grade="III/b",
                                                        position="Penata")], at=NOON)  # fmt: skip

    assert plan.moved[0].in_place
    assert await postings(database, TOM) == [
        ("Penata", "Mia Lestari, S.E.", date(2026, 11, 24), None)
    ]


async def test_the_missing_end_yesterday_and_lose_role_and_invitation(database: Database) -> None:
    header = (*HEADER, "Peran")
    rows = [[*row(MIA), ""], [*row(TOM), "admin kantor"]]
    await import_rows(database, rows, at=NOON, header=header)
    async with database.transaction() as session:
        tom = (await session.scalars(select(Employee).where(Employee.nip == TOM))).one()
        await invite(session, [tom], OFFICE, at=NOON)

    await import_rows(database, rows[:1], at=TOMORROW, header=header)
    assert (await postings(database, TOM))[0][3] is None
    await import_rows(database, rows[:1], at=TOMORROW, header=header, end_missing=True)
    assert (await postings(database, TOM))[0][3] == date(2026, 11, 24)
    async with database.transaction() as session:
        tom = (await session.scalars(select(Employee).where(Employee.nip == TOM))).one()
        invitation = (await session.scalars(select(Invitation))).one()
    assert (tom.role, invitation.withdrawn_at) == (Role.STAFF, TOMORROW)


async def test_only_a_units_own_people_can_be_missing_from_its_roster(database: Database) -> None:
    rows = [row(MIA, unit="Dinas A"), row(TOM, unit="Dinas A > Bidang"), row(SARI, unit="Dinas B")]
    await import_rows(database, rows, at=NOON)

    plan, _ = await import_rows(database, rows[:1], at=TOMORROW, end_missing=True, unit="DA")
    assert [person.nip for person in plan.ended] == [TOM]


async def test_a_unit_that_moves_takes_its_tree_along(database: Database) -> None:
    codes = ("NIP", "Nama", "Jabatan", "Kode unit")
    people: list[Sequence[Cell]] = [(MIA, "Mia", "Staf", "TU")]
    before = [("A", "Dinas A", ""), ("B", "Dinas B", ""), ("PKM", "Puskesmas", "A"),
              ("TU", "Tata Usaha", "PKM")]  # fmt: skip
    await import_rows(database, people, at=NOON, header=codes, units=before)
    after = [*before[:2], ("PKM", "Puskesmas Kota", "B"), before[3]]
    await import_rows(database, people, at=TOMORROW, header=codes, units=after)

    async with database.transaction() as session:
        units = {unit.code: unit for unit in await session.scalars(select(Unit))}
    assert units["TU"].path == "B/PKM/TU/"
    assert (units["PKM"].name, units["PKM"].parent_id) == ("Puskesmas Kota", units["B"].id)
    assert units["B"].contains(units["TU"])
    assert not units["A"].contains(units["TU"])


async def test_days_made_ahead_follow_whoever_moves_or_leaves(database: Database) -> None:
    header = (*HEADER, "Pola kerja")
    rows = [[*row(MIA), ""], [*row(TOM), ""], [*row(SARI), ""]]
    await import_rows(database, rows, at=NOON, header=header)
    async with database.transaction() as session:
        await write_duties(
            session, OFFICE, since=date(2026, 11, 23), until=date(2026, 11, 30), at=NOON
        )
    rows = [[*row(MIA), ""], [*row(TOM, position="Penata"), "6 hari"]]
    await import_rows(database, rows, at=NOON, header=header, end_missing=True)

    async with database.transaction() as session:
        found = await session.execute(
            select(Employee.nip, Duty.day, Duty.minutes > 0, Posting.position)
            .join(Duty, Duty.employee_id == Employee.id)
            .outerjoin(Posting, Posting.id == Duty.posting_id)
            .where(Duty.day.in_([date(2026, 11, 23), date(2026, 11, 28)]))
        )
        days = {(nip, day.day): (owed, position) for nip, day, owed, position in found}
    assert days == {
        (MIA, 23): (True, "Analis"),
        (MIA, 28): (False, "Analis"),
        (TOM, 23): (True, "Analis"),
        (TOM, 28): (True, "Penata"),  # a Saturday, now worked
        (SARI, 23): (True, "Analis"),
        (SARI, 28): (False, None),
    }


def a_roster(seed: int) -> list[list[Cell]]:
    """Forty people in a random tree, some of them written in odd ways."""
    chance = random.Random(seed)
    nips = [f"19860926201503{1 + n % 2}{n:03}" for n in range(1, 41)]
    rows: list[list[Cell]] = []
    for number, nip in enumerate(nips):
        below = chance.sample(["Bagian B", "Seksi C", "Tim D", "Dinas A"], chance.randint(0, 4))
        levels = [chance.choice(["Dinas A", "Badan E", "Bagian B"]), *below]
        rows.append(
            row(
                chance.choice([nip, f"'{nip}", f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"]),
                name=f"Pegawai {number}",
                kind=chance.choice(["PNS", "pppk", "CPNS", ""]),
                unit=" > ".join(levels),
                grade=chance.choice(["III/a", "IIIb", "9", "-"]),
                supervisor=chance.choice(nips[:number]) if number else "",
                since=chance.choice(["", "1 Mei 2025", "2026-11-24"]),
            )
        )
    chance.shuffle(rows)
    return rows


@pytest.mark.parametrize("seed", range(4))
async def test_importing_is_idempotent(database: Database, seed: int) -> None:
    rows = a_roster(seed)
    first, _ = await import_rows(database, rows, at=NOON)
    assert (len(first.added), first.wrong) == (40, [])

    again, done = await import_rows(database, rows, at=TOMORROW, end_missing=True)
    assert (again.changes_nothing, done) == (True, None)
    random.Random(seed + 1).shuffle(rows)
    again, done = await import_rows(database, rows, at=TOMORROW)
    assert (again.changes_nothing, done) == (True, None)
    async with database.transaction() as session:
        assert len((await session.scalars(select(Import))).all()) == 1


async def test_two_operators_at_once_are_one_after_the_other(database: Database) -> None:
    rows = [row(MIA), row(TOM)]
    both = await asyncio.gather(
        import_rows(database, rows, at=NOON), import_rows(database, rows, at=NOON)
    )

    assert sorted(len(plan.added) for plan, _ in both) == [0, 2]
