"""Activities that wait when a supervisor changes."""

from __future__ import annotations

from datetime import date

import pytest

from models.people.importing.undoing import take_back
from models.people.importing.waiting import Term, Waiting
from models.people.imports import last_import
from tests.desk import OFFICE, Desk
from tests.people.importing.office import import_rows

TOM, MIA, SARI, TOP = 1, 2, 3, 9
DAY, TODAY = date(2026, 11, 20), date(2026, 11, 24)
FROM_MIA_TO_SARI = [
    Term(MIA, date(2026, 1, 1), date(2026, 11, 22)),
    Term(SARI, date(2026, 11, 23), None),
]


def waiting(*, reviewer: int | None = MIA, day: date = DAY) -> Waiting:
    return Waiting(1, 1, TOM, reviewer, day)


@pytest.mark.parametrize(
    ("one", "moves"),
    [
        (waiting(), False),
        (waiting(day=date(2026, 11, 22)), False),
        (waiting(day=date(2026, 11, 23)), True),
        (waiting(reviewer=None), True),
        (waiting(reviewer=7), True),
    ],
)
def test_it_moves_from_the_day_of_the_change_or_when_nobody_is_there(
    one: Waiting, moves: bool
) -> None:
    changed = {TOM: date(2026, 11, 23)}

    assert one.must_move({MIA, SARI}, changed) is moves
    assert waiting(day=TODAY).must_move({MIA}, {SARI: DAY}) is False


def next_of(one: Waiting, at_work: set[int], top: int | None = None) -> int | None:
    return one.next_reviewer(FROM_MIA_TO_SARI, at_work, top, TODAY)


def test_it_goes_to_the_supervisor_of_the_day_else_of_today_else_to_the_top() -> None:
    assert next_of(waiting(), {MIA, SARI}) == MIA
    assert next_of(waiting(), {SARI}) == SARI
    assert next_of(waiting(day=TODAY), {MIA, SARI}) == SARI
    assert next_of(waiting(), set(), TOP) == TOP
    assert next_of(waiting(), set()) == SARI  # who has left, and from whom it goes up
    held = Waiting(1, 1, TOM, 7, DAY, holder=MIA)
    assert held.next_reviewer([Term(7, DAY, None)], {MIA}, TOP, TODAY) == 7


def test_it_never_goes_to_its_own_author() -> None:
    own = [Term(TOM, date(2026, 1, 1), None)]

    assert waiting().next_reviewer(own, {TOM}, TOM, TODAY) is None


async def test_a_new_supervisor_sees_what_waits_and_the_old_one_does_not(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    sari = await desk.hires("Sari")
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    ani = await desk.hires("Ani", supervisor=mia)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await ani.says("08.00-09.00 menyusun surat")
    await ani.taps("Kirim")
    assert [shown.text[:9] for shown in mia.screen] == ["<b>Pak To", "<b>Bu Ani"]

    desk.later(minutes=5)
    rows = [[tom.employee.nip, "Tom", sari.employee.nip, "24-11-2026"]]
    header = ("NIP", "Nama", "NIP atasan", "TMT")
    await import_rows(desk.database, rows, at=desk.time, header=header)
    await desk.settles()

    assert [shown.text[:9] for shown in mia.screen] == ["<b>Bu Ani"]
    assert sari.sees.startswith("Pak Tom · Sel 24 Nov")
    assert await sari.taps("Setujui semua") == "1 disetujui."
    assert "Bu Sari menyetujui" in tom.sees
    assert await mia.taps("Setujui semua") == "1 disetujui."  # Ani's is still hers
    assert "Bu Mia menyetujui" in ani.sees


async def test_what_an_undone_import_moved_goes_back(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    sari = await desk.hires("Sari")
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    desk.later(minutes=5)
    rows = [[tom.employee.nip, "Tom", sari.employee.nip]]
    await import_rows(desk.database, rows, at=desk.time, header=("NIP", "Nama", "NIP atasan"))
    await desk.settles()
    assert sari.sees.startswith("Pak Tom")

    desk.later(minutes=5)
    async with desk.database.transaction() as session:
        done = await last_import(session)
        assert done is not None
        await take_back(session, done, office=OFFICE, at=desk.time)
    await desk.settles()
    assert await mia.taps("Setujui semua") == "1 disetujui."
    assert sari.screen == []  # the card was withdrawn
