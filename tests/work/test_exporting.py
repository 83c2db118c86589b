"""The month as a workbook: read back by another library, it says what the chat says."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from bot.exporting import export_month
from bot.plainly import CannotRun
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.months import Month
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, Days

NOVEMBER = Month.named("2026-11")
NEXT_MONTH = date(2026, 12, 7)


class Sheets:
    """A workbook as an independent reader sees it."""

    def __init__(self, path: Path) -> None:
        book = CalamineWorkbook.from_path(path)
        self.names = book.sheet_names
        self.activities = self._rows(book, "Kegiatan")
        self.people = self._rows(book, "Pegawai")
        self.about = [str(row[0]) for row in book.get_sheet_by_name("Keterangan").to_python()]

    @staticmethod
    def _rows(book: CalamineWorkbook, name: str) -> list[dict[str, Any]]:
        titles, *rows = book.get_sheet_by_name(name).to_python()
        return [dict(zip(map(str, titles), row, strict=True)) for row in rows]

    def sum(self, title: str, **having: str) -> float:
        rows = [r for r in self.activities if all(r[k] == v for k, v in having.items())]
        return sum(float(row[title] or 0) for row in rows)


async def exported(days: Days, path: Path, unit: str | None = None) -> Sheets:
    await export_month(
        days.database, days.office, NOVEMBER, unit, path / "month.xlsx", now=days.time
    )
    return Sheets(path / "month.xlsx")


async def a_week_of_work(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia Lestari, S.E.")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    for day, text in (
        (MONDAY, "08.00-10.30 rapat koordinasi, 1 notulen; 13-15 verifikasi 12 berkas"),
        (TUESDAY, "08.00-12.00 input data"),
        (THURSDAY, "kemarin 09.00-10.00 menyusun surat"),
    ):
        await days.goes_to(day, "15.00")
        await tom.says(text)
        await tom.taps("Kirim")
    return mia, tom


async def is_posted(days: Days, person: Person, unit: Unit) -> None:
    """From the beginning."""
    async with days.database.transaction() as session:
        await session.execute(
            update(Posting).where(Posting.employee_id == person.employee.id).values(unit_id=unit.id)
        )


async def test_the_workbook_holds_each_activity_with_its_decisions(
    days: Days, tmp_path: Path
) -> None:
    mia, tom = await a_week_of_work(days)
    await mia.taps("Setujui semua", on=mia.screen[0])
    await mia.taps("Kembalikan", on=mia.screen[1])
    await mia.says("Mohon sebutkan jumlah berkasnya")

    sheets = await exported(days, tmp_path)

    assert sheets.names == ["Kegiatan", "Pegawai", "Keterangan"]
    meeting, checking, entering, letter = sheets.activities
    assert meeting == {
        "Tanggal": date(2026, 11, 23),
        "Nama": "Tom Saputra",
        "NIP": tom.employee.nip,
        "Unit kerja": "Dinas Contoh",
        "Mulai": time(8, 0),
        "Selesai": time(10, 30),
        "Menit": 150,
        "Volume": 1,
        "Satuan": "notulen",
        "Uraian kegiatan": "rapat koordinasi",
        "Keadaan": "disetujui",
        "Dikirim": datetime(2026, 11, 23, 15, 0),  # noqa: DTZ001 - a spreadsheet's
        "Atasan": "Mia Lestari, S.E.",
        "Diputuskan oleh": "Mia Lestari, S.E.",
        "Diputuskan pada": datetime(2026, 11, 26, 15, 0),  # noqa: DTZ001
        "Alasan atau catatan": "",
        "Revisi": 1,
        "Riwayat keputusan": "Kam 26 Nov 15.00 Mia Lestari, S.E.: disetujui (revisi 1)",
        "Diperbaiki": "",
    }
    assert checking["Keadaan"] == "disetujui"
    assert (entering["Keadaan"], entering["Alasan atau catatan"]) == (
        "dikembalikan",
        "Mohon sebutkan jumlah berkasnya",
    )
    assert entering["Riwayat keputusan"] == (
        "Kam 26 Nov 15.00 Mia Lestari, S.E.: dikembalikan (revisi 1), "
        "Mohon sebutkan jumlah berkasnya"
    )
    assert (letter["Tanggal"], letter["Keadaan"]) == (date(2026, 11, 25), "menunggu")


async def test_a_person_is_one_row_with_days_owed_reported_and_on_time(
    days: Days, tmp_path: Path
) -> None:
    mia, tom = await a_week_of_work(days)
    await mia.taps("Setujui semua", on=mia.screen[0])
    await days.goes_to(FRIDAY, "16.20")

    sheets = await exported(days, tmp_path)

    by_name = {row["Nama"]: row for row in sheets.people}
    row = by_name["Tom Saputra"]
    assert row == {
        "Nama": "Tom Saputra",
        "NIP": tom.employee.nip,
        "Status": "PNS",
        "Unit kerja": "Dinas Contoh",
        "Jabatan": "Analis Contoh",
        "Hari wajib": 5,
        "Hari dilaporkan": 3,
        "Tepat waktu": 2,  # Wednesday's came on Thursday
        "Kegiatan": 4,
        "Menit": 570,
        "Menit disetujui": 270,
        "Bagian disetujui": pytest.approx(270 / 570),
        "Diperbaiki": "",
    }
    assert by_name["Mia Lestari, S.E."]["Hari dilaporkan"] == 0
    assert by_name["Mia Lestari, S.E."]["Bagian disetujui"] == ""


async def test_what_was_returned_and_sent_again_was_still_on_time(
    days: Days, tmp_path: Path
) -> None:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia)
    await days.begins()
    await days.goes_to(MONDAY, "15.00")
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Kembalikan")
    await mia.says("Rapat apa, mohon dilengkapi")
    await days.goes_to(TUESDAY, "09.00")
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")
    await tom.says("rapat koordinasi pengadaan")
    await tom.taps("Kirim lagi")

    sheets = await exported(days, tmp_path)

    (row,) = [row for row in sheets.people if row["Nama"] == "Tom Saputra"]
    assert (row["Hari dilaporkan"], row["Tepat waktu"]) == (1, 1)
    assert sheets.activities[0]["Revisi"] == 2


async def test_the_sums_are_those_of_the_chat(days: Days, tmp_path: Path) -> None:
    mia, tom = await a_week_of_work(days)
    await mia.taps("Setujui semua", on=mia.screen[0])
    await days.goes_to(FRIDAY, "16.20")
    await tom.says("/minggu")
    said = tom.sees

    sheets = await exported(days, tmp_path)

    assert "3 dari 5 hari dilaporkan: 9 jam 30 menit, 4 kegiatan." in said
    assert "2 disetujui, 2 menunggu." in said
    assert sheets.sum("Menit") == 9 * 60 + 30
    assert sheets.sum("Menit", Keadaan="disetujui") == 270
    assert sum(row["Menit"] for row in sheets.people) == sheets.sum("Menit")
    assert sum(row["Menit disetujui"] for row in sheets.people) == 270
    assert len([row for row in sheets.activities if row["Keadaan"] == "disetujui"]) == 2
    assert len([row for row in sheets.activities if row["Keadaan"] == "menunggu"]) == 2


async def test_once_the_month_is_closed_what_waits_is_not_decided(
    days: Days, tmp_path: Path
) -> None:
    await a_week_of_work(days)
    before = await exported(days, tmp_path)
    days.time = days.moment(NEXT_MONTH, "08.00")

    after = await exported(days, tmp_path)

    assert {row["Keadaan"] for row in before.activities} == {"menunggu"}
    assert {row["Keadaan"] for row in after.activities} == {"belum diputuskan"}
    assert any("Bulan ini sudah ditutup" in line for line in after.about)


async def test_text_that_looks_like_a_formula_is_text(days: Days, tmp_path: Path) -> None:
    nasty = '=HYPERLINK("http://example.com","klik")'
    await a_week_of_work(days)
    async with days.database.transaction() as session:
        await session.execute(update(Activity).values(what=nasty, quantity=Decimal("2.5")))

    sheets = await exported(days, tmp_path)

    assert {row["Uraian kegiatan"] for row in sheets.activities} == {nasty}
    assert {row["Volume"] for row in sheets.activities} == {2.5}


async def test_a_draft_is_its_authors_and_no_business_of_the_workbook(
    days: Days, tmp_path: Path
) -> None:
    tom = await days.hires("Tom Saputra")
    await days.begins()
    await days.goes_to(MONDAY, "15.00")
    await tom.says("08.00-10.00 rapat rahasia")

    sheets = await exported(days, tmp_path)

    assert sheets.activities == []
    assert [row["Hari dilaporkan"] for row in sheets.people] == [0]


async def test_a_unit_holds_its_own_people_and_those_below_it(days: Days, tmp_path: Path) -> None:
    _, tom = await a_week_of_work(days)
    async with days.database.transaction() as session:
        below = Unit.below(days.unit, code="BIDANG", name="Bidang Contoh")
        other = Unit.below(None, code="LAIN", name="Dinas Lain")
        session.add_all([below, other])
    ani = await days.hires("Ani Rahma")
    await is_posted(days, ani, below)
    eko = await days.hires("Eko Lubis")
    await is_posted(days, eko, other)
    await days.begins()
    for person in (ani, eko):
        await person.says("08.00-10.00 rapat")
        await person.taps("Kirim")

    everybody = await exported(days, tmp_path)
    dinas = await exported(days, tmp_path, "DINAS")
    bidang = await exported(days, tmp_path, "BIDANG")

    def names(sheets: Sheets) -> list[str]:
        return [row["Nama"] for row in sheets.people]

    assert names(everybody) == ["Ani Rahma", "Eko Lubis", "Mia Lestari, S.E.", "Tom Saputra"]
    assert names(dinas) == ["Ani Rahma", "Mia Lestari, S.E.", "Tom Saputra"]
    assert names(bidang) == ["Ani Rahma"]
    assert {row["Nama"] for row in dinas.activities} == {"Ani Rahma", "Tom Saputra"}
    assert "unit Bidang Contoh" in bidang.about[1]
    with pytest.raises(CannotRun, match="no unit with the code NOWHERE"):
        await exported(days, tmp_path, "NOWHERE")
    assert os.listdir(tmp_path) == ["month.xlsx"]
