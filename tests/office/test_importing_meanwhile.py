"""An import by chat while people report: nothing of theirs is lost, and what waits moves along."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.people.employees import Employee, Role
from models.people.errands import Errand, Step
from models.work.activities import Activity
from models.work.states import State
from tests.desk import Desk, Person
from tests.office.sheets import imports, line, newcomer, roster


async def work_of(desk: Desk, person: Person) -> list[tuple[str, State, str | None]]:
    """(what, state, who reviews it) of everything that somebody wrote."""
    async with desk.database.transaction() as session:
        rows = await session.execute(
            select(Activity.what, Activity.state, Employee.name)
            .join(Employee, Employee.id == Activity.reviewer_id, isouter=True)
            .where(Activity.author_id == person.employee.id)
            .order_by(Activity.id)
        )
        return [(what, state, name) for what, state, name in rows]


async def test_reports_go_on_between_the_dry_run_the_tap_and_what_follows(desk: Desk) -> None:
    adi = await desk.hires("Adi", sex=1, role=Role.OFFICE_ADMIN)
    mia, budi = await desk.hires("Mia"), await desk.hires("Budi", sex=1)
    tom, ida = await desk.hires("Tom", mia, sex=1), await desk.hires("Ida", mia)
    for person in (tom, ida):
        await person.says("08.00-09.00 apel pagi")
        await person.taps("Kirim")
    await mia.taps("Setujui", on=mia.screen[0])

    await adi.shows_document(
        "mutasi.xlsx", content=roster(line(tom, budi, since="24-11-2026"), newcomer(mia))
    )
    await tom.says("09.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await desk.brings(adi.tap(*adi.button("Terapkan")))
    await desk.turns.take_one()  # it is asked for, and not done yet
    await desk.brings({"message": tom.message(desk.next_message_id(), text="10.00-11.00 arsip")})
    await desk.brings({"message": ida.message(desk.next_message_id(), text="09.00-10.00 rekap")})
    await desk.settles()
    for person in (tom, ida):
        await person.taps("Kirim")

    assert len(await imports(desk)) == 1
    assert await work_of(desk, tom) == [
        ("apel pagi", State.APPROVED, "Mia"),
        ("rapat koordinasi", State.SUBMITTED, "Budi"),
        ("arsip", State.SUBMITTED, "Budi"),
    ]
    assert await work_of(desk, ida) == [
        ("apel pagi", State.SUBMITTED, "Mia"),
        ("rekap", State.SUBMITTED, "Mia"),
    ]
    assert "1 kegiatan yang menunggu keputusan ikut pindah ke atasan yang baru." in adi.sees
    await budi.taps("Setujui semua")
    assert [state for _, state, _ in await work_of(desk, tom)] == [State.APPROVED] * 3
    assert await desk.faults() == []


async def test_a_day_that_ends_before_the_tap_is_shown_anew(desk: Desk) -> None:
    """Without a TMT a change begins today: tomorrow it is another one."""
    adi = await desk.hires("Adi", sex=1, role=Role.OFFICE_ADMIN)
    tom = await desk.hires("Tom", adi, sex=1)
    await adi.shows_document("daftar.xlsx", content=roster(line(tom, adi, position="Penata")))
    desk.later(hours=9)
    assert desk.office.today(desk.time) == date(2026, 11, 25)

    await adi.taps("Terapkan")

    assert "Data kantor berubah" in adi.sees
    assert await imports(desk) == []
    assert await desk.count(Errand, Errand.progress == Step.SHOWN, Errand.checks == 2) == 1
