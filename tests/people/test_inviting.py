"""Who is invited, and on whose sheet."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.inviting import Chosen, Invitee, invite_people, write_sheets
from bot.plainly import CannotRun, words
from handlers.documents.sheets import read_sheets
from models.people.at_work import people_at_work
from models.people.employees import Employee
from models.people.invitations import WrongCode, invitation_for
from models.people.postings import Posting
from models.people.units import unit_by_code
from tests.desk import OFFICE, Desk
from tests.people.importing.office import import_rows

SAY = words("Asia/Jakarta")
HEADER = ("NIP", "Nama", "Unit kerja", "Jabatan", "NIP atasan")
NIPS = [f"1990010120150310{n:02}" for n in range(1, 6)]
ROWS = [
    [NIPS[0], "Ani", "Dinas Pendidikan", "Kadis", ""],
    [NIPS[1], "Budi", "Dinas Pendidikan > SMPN 1", "Guru", NIPS[0]],
    [NIPS[2], "Citra", "Dinas Pendidikan > SMPN 1 > Tata Usaha", "Staf", NIPS[1]],
    [NIPS[3], "Dedi", "Dinas Pendidikan Luar Sekolah", "Staf", NIPS[0]],
]


async def invited(desk: Desk, chosen: Chosen) -> list[Invitee]:
    return await invite_people(
        desk.database, OFFICE, chosen, username="kinerja_bot", say=SAY, at=desk.time
    )


@pytest.fixture
async def office(desk: Desk) -> Desk:
    await import_rows(desk.database, ROWS, at=desk.time, header=HEADER)
    return desk


async def test_everybody_at_work_is_invited_to_the_bot_by_unit_and_name(office: Desk) -> None:
    found = await invited(office, Chosen())

    assert [(one.name, one.unit, one.sheet.code) for one in found] == [
        ("Ani", "Dinas Pendidikan", "DP"),
        ("Budi", "SMPN 1 · Dinas Pendidikan", "DP"),
        ("Citra", "Tata Usaha · Dinas Pendidikan", "DP"),
        ("Dedi", "Dinas Pendidikan Luar Sekolah", "DPLS"),
    ]
    assert len({one.link for one in found}) == 4
    assert all(one.link.startswith("https://t.me/kinerja_bot?start=") for one in found)


async def test_a_unit_is_invited_with_all_below_it_and_nobody_beside_it(office: Desk) -> None:
    found = await invited(office, Chosen(unit="dp.smpn1"))

    assert [(one.name, one.sheet.code) for one in found] == [
        ("Budi", "DP.SMPN1"),
        ("Citra", "DP.SMPN1"),
    ]


async def test_who_has_left_is_not_invited(office: Desk) -> None:
    await import_rows(office.database, ROWS[:3], at=office.time, header=HEADER, end_missing=True)
    office.later(days=1)

    assert [one.name for one in await invited(office, Chosen())] == ["Ani", "Budi", "Citra"]
    with pytest.raises(CannotRun, match=r"1990\*+004"):
        await invited(office, Chosen(nips=(NIPS[3],)))


async def test_one_person_again_ends_that_persons_old_link_and_nobody_elses(office: Desk) -> None:
    first = {one.name: one.link.partition("=")[2] for one in await invited(office, Chosen())}
    [again] = await invited(office, Chosen(nips=(f"'{NIPS[0]}",)))

    async with office.database.transaction() as session:
        for code in (again.link.partition("=")[2], first["Budi"]):
            (await invitation_for(session, code, 1, OFFICE, at=office.time)).check(
                chat_id=1, at=office.time
            )
        with pytest.raises(WrongCode):
            await invitation_for(session, first["Ani"], 1, OFFICE, at=office.time)


async def test_who_has_joined_is_left_out_when_asked_and_not_listed(office: Desk) -> None:
    await office.hires("Eka")
    joined = [one.name for one in await invited(office, Chosen())]
    found = [one.name for one in await invited(office, Chosen(not_joined=True))]

    assert sorted(set(joined) - set(found)) == ["Eka"]
    async with office.database.transaction() as session:
        people = await people_at_work(session, office.office.today(office.time))
    until = {one.employee.name: one.invited_until for one in people if not one.has_joined}
    assert set(until) == {"Ani", "Budi", "Citra", "Dedi"}
    assert all(until.values())


async def test_an_unknown_unit_is_refused_with_one_like_it(office: Desk) -> None:
    with pytest.raises(CannotRun, match="DP.SMPN1"):
        await invited(office, Chosen(unit="DP.SMPN"))


async def test_of_two_postings_on_a_day_the_later_counts(office: Desk) -> None:
    async with office.database.transaction() as session:
        ani = (await session.scalars(select(Employee).where(Employee.nip == NIPS[0]))).one()
        other = await unit_by_code(session, "DPLS")
        assert other is not None
        session.add(
            Posting(employee_id=ani.id, unit_id=other.id, position="Plt", since=date(2026, 11, 25))
        )
    office.later(days=1)

    places = {one.name: one.position for one in await invited(office, Chosen())}
    assert (len(places), places["Ani"]) == (4, "Plt")


async def test_each_unit_at_the_top_gets_its_own_sheets(office: Desk, tmp_path: Path) -> None:
    found = await invited(office, Chosen())
    sheets = await asyncio.to_thread(
        lambda: list(write_sheets(tmp_path / "baru", found, OFFICE, date(2026, 12, 24)))
    )

    assert [(path.name, count) for path, count in sheets] == [
        ("undangan-DP.pdf", 3),
        ("undangan-DP.xlsx", 3),
        ("undangan-DPLS.pdf", 1),
        ("undangan-DPLS.xlsx", 1),
    ]
    [listed] = read_sheets(tmp_path / "baru" / "undangan-DP.xlsx")
    assert [row[:2] for row in listed.rows[1:]] == [
        ["Ani", "Kadis"],
        ["Budi", "Guru"],
        ["Citra", "Staf"],
    ]
    assert {row[4] for row in listed.rows[1:]} == {"24 Desember 2026"}
