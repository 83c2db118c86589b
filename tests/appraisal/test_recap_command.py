"""``python -m bot recap``: PDFs and workbooks, read back by another library."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from bot.database import Database
from bot.migrating import migrate
from bot.plainly import CannotRun, the_office
from bot.recapping import Wanted, recap, write_recaps
from config.settings import Settings
from models.people.audit import WHOLE_OFFICE, Act, AuditEntry
from models.people.employees import Employee
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.periods import Period, Span
from tests.appraisal.test_planning import agree
from tests.appraisal.test_recap import a_team, is_transferred, plans, reports
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, Days


async def written(
    days: Days, out: Path, period: str = "2026-11", nip: str | None = None, unit: str | None = None
) -> list[str]:
    wanted = Wanted.named(period, nip, unit)
    paths = await write_recaps(days.database, days.office, wanted, out, now=days.time)
    return [path.name for path in paths]


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    titles, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


async def a_month(days: Days) -> tuple[Person, Person, Person]:
    mia, tom = await a_team(days)
    eko = await days.hires("Eko Lubis", supervisor=mia, sex=1)
    await days.begins()
    await plans(tom, "Memproses kenaikan pangkat, 1200 berkas")
    await reports(days, tom, MONDAY, "08.00-10.30 verifikasi kenaikan pangkat, 12 berkas")
    await mia.taps("Setujui semua")
    await reports(days, tom, TUESDAY, "08.00-12.00 apel gabungan")
    await reports(days, eko, WEDNESDAY, "kmrn 8-9 apel")
    await days.goes_to(FRIDAY, "16.20")
    return mia, tom, eko


async def test_the_offices_workbook_sums_to_what_the_chat_says(days: Days, tmp_path: Path) -> None:
    mia, tom, eko = await a_month(days)
    file = tmp_path / "rekap.xlsx"

    assert await written(days, file) == ["rekap.xlsx"]

    people, results = sheet(file, "Rekap"), sheet(file, "Menurut RHK")
    assert [row["Nama"] for row in people] == ["Eko Lubis", "Mia Lestari, S.E.", "Tom Saputra"]
    for person, row in zip((eko, mia, tom), people, strict=True):
        await person.says("/rekap")
        assert f"{row['Hari dilaporkan']:.0f} dari {row['Hari wajib']:.0f} hari" in person.sees
        theirs = [r for r in results if r["NIP"] == person.employee.nip]
        assert sum(r["Menit"] for r in theirs) == row["Menit"]
    await tom.says("/rekap")
    row = people[2]
    assert tom.sees.splitlines()[1:4] == [
        "2 dari 5 hari dilaporkan, 2 pada hari itu juga.",
        "2 kegiatan, 6 jam 30 menit dari target 25 jam (26%).",
        "1 disetujui, 1 menunggu.",
    ]
    assert [row[name] for name in ("Tepat waktu", "Kegiatan", "Menit", "Target menit",
                                   "Disetujui", "Menunggu", "Menit disetujui")] == [
        2, 2, 390, 1500, 1, 1, 150,
    ]  # fmt: skip
    assert row["Bagian target"] == pytest.approx(0.26)
    assert [(r["No. RHK"], r["Hasil yang disetujui"]) for r in results[-2:]] == [
        (1, "12 berkas"),
        ("", ""),
    ]
    assert sheet(file, "Kegiatan") == []


async def test_what_was_reached_of_each_indicator_is_what_the_chat_says(
    days: Days, tmp_path: Path
) -> None:
    mia, tom = await a_team(days)
    eko = await days.hires("Eko Lubis", supervisor=mia, sex=1)
    await days.begins()
    await plans(
        tom,
        "Memproses kenaikan pangkat, 1.200 Berkas, 95-100%",
        "Menyusun laporan, 12 laporan",
        "Menjaga arsip, tertib",
    )
    await agree(tom, mia)
    await tom.says("/skp")
    await tom.taps("Isi realisasi")
    await tom.taps("Kualitas")
    await tom.says("=97% benar")
    await plans(eko, "Melayani loket, 600 orang")  # a draft that he has proposed to nobody
    for day, count in ((MONDAY, 12), (TUESDAY, 30)):
        await reports(days, tom, day, f"08.00-10.30 verifikasi kenaikan pangkat, {count} berkas")
        await mia.taps("Setujui semua")
    await reports(days, tom, WEDNESDAY, "08.00-10.00 verifikasi kenaikan pangkat, 100 berkas")

    await written(days, tmp_path / "office.xlsx")
    await written(days, tmp_path / "tom.xlsx", nip=tom.employee.nip)
    await written(days, tmp_path / "unit.xlsx", "2026", unit="DINAS")

    names = ("No. RHK", "Aspek", "Target", "Target angka", "Satuan", "Disetujui", "Bagian target",
             "Realisasi menurut pegawai")  # fmt: skip
    realised = sheet(tmp_path / "office.xlsx", "Realisasi")
    assert [[row[name] for name in names] for row in realised] == [
        [1, "Kuantitas", "1.200 Berkas", 1200, "berkas", 42, pytest.approx(0.035), ""],
        [1, "Kualitas", "95-100%", 95, "%", "", "", "=97% benar (Sen 23 Nov)"],
        [2, "Kuantitas", "12 laporan", 12, "laporan", 0, 0, ""],
    ]
    for other in ("tom", "unit"):
        assert sheet(tmp_path / f"{other}.xlsx", "Realisasi") == realised
    results = sheet(tmp_path / "office.xlsx", "Menurut RHK")
    assert [(row["No. RHK"], row["Kegiatan"], row["Hasil yang disetujui"]) for row in results] == [
        (1, 3, "42 berkas"), (2, 0, "0 laporan"), (3, 0, ""),
    ]  # fmt: skip
    await tom.says("/rekap")
    approved = sum(row["Disetujui"] or 0 for row in realised if row["No. RHK"] == 1)
    assert [line for line in tom.sees.splitlines() if line[:1] in "🎯 "] == [
        f"🎯 RHK 1 Memproses kenaikan pangkat: 3 kegiatan, 7 jam; disetujui {approved:.0f} berkas",
        "    📈 kualitas =97% benar (Sen 23 Nov)",
        "🎯 RHK 2 Menyusun laporan: belum ada kegiatan; disetujui 0 laporan",
        "🎯 RHK 3 Menjaga arsip, tertib: belum ada kegiatan",
    ]


async def test_one_persons_workbook_holds_the_activities_and_text_stays_text(
    days: Days, tmp_path: Path
) -> None:
    _, tom, _ = await a_month(days)
    nasty = '=HYPERLINK("http://example.com","klik")'
    async with days.database.transaction() as session:
        await session.execute(update(Activity).where(Activity.minutes == 240).values(what=nasty))

    await written(days, tmp_path / "tom.xlsx", nip=tom.employee.nip)

    done = sheet(tmp_path / "tom.xlsx", "Kegiatan")
    assert [(row["Uraian kegiatan"], row["Menit"], row["Keadaan"]) for row in done] == [
        ("verifikasi kenaikan pangkat", 150, "disetujui"),
        (nasty, 240, "menunggu"),
    ]
    assert [row["Nama"] for row in sheet(tmp_path / "tom.xlsx", "Rekap")] == ["Tom Saputra"]


async def test_a_workbook_goes_onto_pages_of_its_width_with_its_titles_on_each(
    days: Days, tmp_path: Path
) -> None:
    await a_month(days)
    await written(days, tmp_path / "rekap.xlsx")

    with ZipFile(tmp_path / "rekap.xlsx") as book:
        pages = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
        names = book.read("xl/workbook.xml").decode()
    told = '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
    assert [told in page for page in pages] == [True] * 5
    assert names.count("_xlnm.Print_Titles") == 4  # what explains the others has none


async def test_a_unit_is_a_folder_of_pdfs_and_one_person_a_file(days: Days, tmp_path: Path) -> None:
    _, tom, eko = await a_month(days)
    async with days.database.transaction() as session:
        other = Unit.below(None, code="LAIN", name="Dinas Lain")
        session.add(other)
        await session.flush()
        await session.execute(
            update(Posting).where(Posting.employee_id == eko.employee.id).values(unit_id=other.id)
        )
    await days.rewrites(eko, date(2026, 11, 1), date(2026, 11, 30), "pindah")

    names = await written(days, tmp_path / "pdf", unit="dinas")
    assert [name.rsplit("-", 1)[0] for name in names] == [
        "rekap-2026-11-Mia-Lestari",
        "rekap-2026-11-Tom-Saputra",
    ]
    assert sorted(path.name for path in (tmp_path / "pdf").iterdir()) == names
    assert await written(days, tmp_path / "tom.pdf", "2026-Q4", tom.employee.nip) == ["tom.pdf"]
    assert (tmp_path / "tom.pdf").read_bytes().startswith(b"%PDF-")


async def test_a_transfer_divides_a_units_month_and_not_the_persons(
    days: Days, tmp_path: Path
) -> None:
    mia, tom, _ = await a_month(days)
    async with days.database.transaction() as session:
        session.add(Unit.below(None, code="LAIN", name="Dinas Lain"))
    await is_transferred(days, tom, WEDNESDAY, mia, unit="LAIN")

    await written(days, tmp_path / "from.xlsx", unit="DINAS")
    await written(days, tmp_path / "to.xlsx", unit="LAIN")
    await written(days, tmp_path / "tom.xlsx", nip=tom.employee.nip)

    def owed(name: str) -> list[float]:
        rows = sheet(tmp_path / name, "Rekap")
        return [row["Hari wajib"] for row in rows if row["Nama"] == "Tom Saputra"]

    assert (owed("from.xlsx"), owed("to.xlsx"), owed("tom.xlsx")) == ([2], [3], [5])


@pytest.mark.parametrize(
    ("period", "nip", "unit", "out"),
    [
        ("November", None, None, "a.xlsx"),
        ("2026-11", "1", "DINAS", "a.xlsx"),
        ("2026-11", "198600000000000000", None, "a.pdf"),
        ("2026-11", None, "NOWHERE", "folder"),
        ("2026-11", None, "DINAS", "a.pdf"),
        ("2026-11", None, None, "folder"),
    ],
)
async def test_what_cannot_be_written_is_said_and_leaves_nothing(
    days: Days, tmp_path: Path, period: str, nip: str | None, unit: str | None, out: str
) -> None:
    with pytest.raises(CannotRun):
        await written(days, tmp_path / out, period, nip, unit)

    assert os.listdir(tmp_path) in ([], ["folder"])


@pytest.mark.parametrize(
    ("month", "quarter", "year", "said"),
    [
        (None, None, None, "Which period?"),
        ("2026-11", None, "2026", "Which period?"),
        ("2026-Q4", None, None, "is no month: write it as 2026-11"),
        (None, "2026", None, "is no quarter: write it as 2026-Q4"),
        (None, None, "2026-11", "is no year: write it as 2026"),
    ],
)
def test_a_period_is_asked_for_once_and_by_its_own_name(
    month: str | None, quarter: str | None, year: str | None, said: str
) -> None:
    names = {Span.MONTH: month, Span.QUARTER: quarter, Span.YEAR: year}
    with pytest.raises(CannotRun, match=said.replace("?", r"\?")):
        Wanted.asked(names, None, None)

    assert Wanted.asked({Span.YEAR: "2026"}, None, None).period == Period.named("2026")


async def test_a_nip_may_be_written_as_it_is_printed(days: Days, tmp_path: Path) -> None:
    _, tom, _ = await a_month(days)
    nip = tom.employee.nip
    printed = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"

    assert await written(days, tmp_path / "tom.pdf", nip=printed) == ["tom.pdf"]


async def test_a_unit_without_anybody_is_said_to_be_empty_and_leaves_no_folder(
    days: Days, tmp_path: Path
) -> None:
    await a_month(days)

    with pytest.raises(CannotRun, match="Nobody has worked in DINAS in 2027-11"):
        await written(days, tmp_path / "rekap", "2027-11", unit="DINAS")
    assert os.listdir(tmp_path) == []


def test_who_was_taken_out_by_the_command_is_in_the_audit(
    tmp_path: Path,
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"
    asyncio.run(_an_office(url))
    office = the_office(Path("config/office.toml"))
    settings = Settings(database_url=url)

    recap(settings, office, Wanted.named("2026-11", NIP, None), tmp_path / "tom.pdf")
    recap(settings, office, Wanted.named("2026-11", None, "dinas"), tmp_path / "unit.xlsx")
    recap(settings, office, Wanted.named("2026", None, None), tmp_path / "office.xlsx")

    assert asyncio.run(_audited(url)) == [
        (Act.EXPORTED, NIP, None, "2026-11"),
        (Act.EXPORTED, None, "DINAS", "2026-11"),
        (Act.EXPORTED, None, WHOLE_OFFICE, "2026"),
    ]


NIP = "198609262015031001"


async def _an_office(url: str) -> None:
    await migrate(url)
    database = Database(url)
    async with database.transaction() as session:
        session.add_all([Unit.below(None, code="DINAS", name="Dinas Contoh"),
                         Employee(nip=NIP, name="Tom Saputra")])  # fmt: skip
    await database.close()


async def _audited(url: str) -> list[tuple[Act, str | None, str | None, str]]:
    database = Database(url)
    async with database.snapshot() as session:
        rows = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        found = [(one.act, one.about_nip, one.unit, one.what) for one in rows]
    await database.close()
    return found
