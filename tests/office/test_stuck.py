"""Plays of /tertahan: where work waits with nobody, for those who can do something about it."""

from __future__ import annotations

import pytest

from models.people.employees import Employee, Role
from models.people.units import Unit
from tests.desk import Desk, Person

NOTHING = "Tidak ada laporan atau permintaan yang tertahan."
NOT_SET = "❓ Atasannya belum diatur: lengkapi di daftar pegawai, lalu kirim lewat /kantor."
NOT_FOR_YOU = "Bagian ini bukan untuk peran Anda."


async def sends(person: Person, text: str = "08.00-09.00 apel pagi") -> None:
    await person.says(text)
    await person.taps("Kirim")


async def sees_stuck(person: Person) -> str:
    await person.says("/tertahan")
    return person.sees


async def test_the_list_names_who_is_waited_for_and_why(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    absent = await desk.hires("Mia <M>", joined=False)
    gone = await desk.hires("Zul", sex=1)
    await gone.blocks()
    tom, eve = await desk.hires("Tom", supervisor=absent), await desk.hires("Eve", supervisor=gone)
    orphan = await desk.hires("Yatim", sex=1)
    assert await sees_stuck(admin) == NOTHING
    await sends(tom, "08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi")
    await sends(eve)
    await sends(orphan)

    assert await sees_stuck(admin) == (
        "Menunggu atasan yang belum bisa menjawab\n"
        "• Bu Mia <M>: 2 kegiatan (belum bergabung)\n"
        "• Pak Zul: 1 kegiatan (memblokir bot)\n"
        "Atasan belum diatur\n"
        "• Pak Yatim: 1 kegiatan (atasannya belum diatur)\n"
        "✉️ Belum bergabung: undang lewat /kantor. Ada surat Plh atau Plt? Catat dengan "
        "/pengganti.\n"
        "🔕 Memblokir bot: mohon diingatkan untuk membuka blokirnya. "
        "Ada surat Plh atau Plt? Catat dengan /pengganti.\n" + NOT_SET
    )


async def test_what_waits_with_somebody_who_is_there_is_not_stuck(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    mia = await desk.hires("Mia")
    await sends(await desk.hires("Tom", supervisor=mia))

    assert await sees_stuck(admin) == NOTHING


@pytest.mark.parametrize("role", [Role.STAFF, Role.UNIT_HEAD, Role.PERFORMANCE_TEAM])
async def test_others_do_not_see_the_list(desk: Desk, role: Role) -> None:
    person = await desk.hires("Eve", role=role)
    await sends(await desk.hires("Tom"))

    assert await sees_stuck(person) == NOT_FOR_YOU
    await person.says("/bantuan")
    assert "/tertahan" not in person.sees


async def test_an_admin_of_a_unit_sees_the_unit_and_what_is_below_it(desk: Desk) -> None:
    health = await desk.opens_unit("DINKES", "Dinas Kesehatan")
    clinic = await desk.opens_unit("PKM", "Puskesmas", below=health)
    other = await desk.opens_unit("DINKES2", "Dinas Lain")
    for unit, name in ((health, "Ani"), (clinic, "Beni"), (other, "Cici")):
        await sends(await desk.hires(name, unit=unit))
    of_health = await desk.hires("Ida", role=Role.UNIT_ADMIN, unit=health)
    of_clinic = await desk.hires("Ika", role=Role.UNIT_ADMIN, unit=clinic)

    ani, beni = (f"• Bu {name}: 1 kegiatan (atasannya belum diatur)" for name in ("Ani", "Beni"))
    head = "Atasan belum diatur"
    assert await sees_stuck(of_health) == "\n".join((head, ani, beni, NOT_SET))
    assert await sees_stuck(of_clinic) == "\n".join((head, beni, NOT_SET))


async def test_an_admin_named_for_another_unit_sees_that_one(desk: Desk) -> None:
    clinic = await desk.opens_unit("PKM", "Puskesmas")
    await sends(await desk.hires("Ani"))
    await sends(await desk.hires("Beni", unit=clinic))
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    await names(desk, admin, clinic)

    assert await sees_stuck(admin) == (
        "Atasan belum diatur\n• Bu Beni: 1 kegiatan (atasannya belum diatur)\n" + NOT_SET
    )


async def names(desk: Desk, admin: Person, unit: Unit) -> None:
    async with desk.database.transaction() as session:
        (await session.get_one(Employee, admin.employee.id)).administers_id = unit.id


async def test_the_list_fits_into_a_message_however_many_there_are(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    for number in range(14):
        await sends(await desk.hires(f"{number:02}" + "n" * 118))

    lines = (await sees_stuck(admin)).splitlines()
    assert (len(lines), lines[-2]) == (15, "… dan 2 orang lagi.")
    assert await desk.faults() == []
