"""From December into January: what was done in the old year stays in the old year."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.appraisal.plans import WorkPlan
from models.work.activities import Activity
from tests.appraisal.test_copying import blocks
from tests.appraisal.test_planning import agree
from tests.appraisal.test_recap import a_team
from tests.desk import Person
from tests.work.days import Days

LAST, FIRST, MONDAY = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)


async def plans(tom: Person, mia: Person, year: int, result: str) -> None:
    await tom.says("/skp")
    await tom.taps(f"Buat SKP {year}")
    await tom.says(result)
    await agree(tom, mia)


async def test_the_last_day_is_reported_on_new_years_day_and_copied_with_its_quarter(
    days: Days,
) -> None:
    _, tom = await a_team(days)
    await days.goes_to(FIRST, "00.10")
    await tom.says("kmrn 08.00-10.00 rapat tutup tahun")
    await tom.taps("Kirim")
    await tom.says("/rekap")
    assert tom.sees.splitlines()[:2] == [
        "📊 Rekap Januari 2027", "Tidak ada hari yang wajib dilaporkan.",
    ]  # fmt: skip
    await tom.taps("Desember 2026")
    await tom.taps("Triwulan")
    assert tom.sees.splitlines()[0] == "📊 Rekap Triwulan IV 2026"
    await tom.taps("Salin ke e-Kinerja BKN")
    assert blocks(tom) == ["Kamis, 31 Desember 2026\n1. 08.00–10.00 rapat tutup tahun"]
    assert await days.faults() == []


async def test_in_january_each_day_serves_the_plan_of_its_own_year(days: Days) -> None:
    mia, tom = await a_team(days)
    await plans(tom, mia, 2026, "Memproses kenaikan pangkat, 1200 berkas")
    await days.goes_to(MONDAY, "10.00")
    await plans(tom, mia, 2027, "Memproses kenaikan pangkat, 600 berkas")
    for day in ("tgl 31 desember", "hari ini"):
        await tom.says(f"{day} 08.00-09.00 memproses kenaikan pangkat, 3 berkas")
        await tom.taps("Kirim")

    async with days.database.transaction() as session:
        served = await session.execute(
            select(Activity.day, WorkPlan.since)
            .join(WorkPlan, WorkPlan.id == Activity.plan_id)
            .order_by(Activity.day)
        )
        assert [tuple(row) for row in served] == [
            (LAST, date(2026, 1, 1)), (MONDAY, date(2027, 1, 1)),
        ]  # fmt: skip
    await tom.says("/skp")
    await tom.taps("SKP Kam 1 Jan – Kam 31 Des 2026")
    assert tom.sees.splitlines()[0] == "🎯 SKP 2026"
    assert "SKP Jum 1 Jan – Jum 31 Des 2027" in tom.buttons
