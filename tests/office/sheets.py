"""Rosters as an admin makes them in Excel, and the people they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from handlers.documents.sheets import sheets_in
from models.people.audit import AuditEntry
from models.people.importing.cells import Cell
from models.people.imports import Import
from tests.desk import Desk, Person

HEADER = ("NIP", "Nama", "Status", "Unit kerja", "Jabatan", "NIP atasan", "TMT")
SARI = "198609262015032901"
SOON = (
    "📋 Saya periksa dulu berkasnya. Hasilnya sebentar lagi sampai di sini; belum ada yang berubah."
)


def roster(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    """An XLSX with one sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet("Pegawai")
        for number, row in enumerate((header, *rows)):
            page.write_row(number, 0, row)
    return made.getvalue()


def line(
    person: Person, under: Person | None = None, *, kind: str = "PNS", unit: str = "Dinas Contoh",
    position: str = "Analis Contoh", since: str = "",
) -> list[str]:  # fmt: skip
    """Somebody as they are, unless said otherwise."""
    boss = under.employee.nip if under else ""
    return [person.employee.nip, person.employee.name, kind, unit, position, boss, since]


def newcomer(under: Person, *, unit: str = "Dinas Contoh") -> list[str]:
    return [SARI, "Sari Dewi", "PNS", unit, "Arsiparis", under.employee.nip, "01-11-2026"]


def cells(content: bytes, sheet: str) -> Sequence[Sequence[Cell]]:
    [found] = [one for one in sheets_in("daftar.xlsx", content) if one.name == sheet]
    return found.rows


async def imports(desk: Desk) -> list[Import]:
    async with desk.database.transaction() as session:
        return await desk.rows(session, Import)


async def audit(desk: Desk) -> list[tuple[str, str | None, str | None, str]]:
    async with desk.database.transaction() as session:
        rows = await desk.rows(session, AuditEntry)
        return [(row.act.value, row.by_name, row.unit, row.what) for row in rows]
