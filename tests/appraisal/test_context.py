"""Attendance, service time and SKM of units: imported, shown beside the figures, never mixed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from bot.context_sheets import CONTEXT
from bot.sheet_imports import Outcome, import_sheet, undo_sheet
from handlers.documents.roster_template import context_template
from handlers.documents.sheets import read_sheets
from models.appraisal.context import UnitFigure
from models.appraisal.importing.context_rows import HEADERS, read_period
from models.people.employees import Role
from models.people.importing.any_table import find_any
from tests.desk import Desk

TITLES = [names[0] for names in HEADERS.values()]
MEANS = (4, 3 + 27 / 29, 3.5, 4, 4, 4, 4, 3, 3)
Cells = Sequence[str | float]


def a_file(folder: Path, *rows: Cells) -> Path:
    path = folder / "angka.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        for number, row in enumerate([TITLES, *rows]):
            page.write_row(number, 0, row)
    return path


async def imports(desk: Desk, path: Path, *, apply: bool = True) -> Outcome:
    return await import_sheet(
        desk.database, desk.office, path, CONTEXT, apply=apply, by="tester", at=desk.time
    )


async def figures(desk: Desk) -> list[tuple[str, date, int]]:
    async with desk.database.transaction() as session:
        rows = await desk.rows(session, UnitFigure)
        return [(one.kind.value, one.until, one.hundredths) for one in rows]


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2026-10", "2026-10"), ("Oktober 2026", "2026-10"), ("TW 3 2026", "2026-Q3"),
        ("Triwulan III 2026", "2026-Q3"), (2026.0, "2026"), ("", "None"),
        ("Triwulan V 2026", "None"), ("TW I 0000", "None"), ("Januari 0000", "None"),
        (datetime(2026, 10, 1), "2026-10"), ("13-2026", "None"), ("Oktobar 2026", "None"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(cell: str | float, period: str) -> None:
    assert str(read_period(cell)) == period


async def test_figures_are_shown_first_applied_once_replaced_and_taken_back(
    desk: Desk, tmp_path: Path
) -> None:
    first = a_file(tmp_path, ("dinas", "Oktober 2026", 0.965, 35))
    tried = await imports(desk, first, apply=False)
    assert tried.lines[-3:-1] == [
        "  Kehadiran: Dinas Contoh (2026-10: 96.50)",
        "  Waktu layanan: Dinas Contoh (2026-10: 35.00)",
    ]
    assert await figures(desk) == []
    assert (await imports(desk, first)).done
    again = await imports(desk, first)
    assert (again.done, again.checked.same) == (False, 2)

    assert (await imports(desk, a_file(tmp_path, ("DINAS", "2026-10", "97,25")))).done
    last = date(2026, 10, 31)
    assert await figures(desk) == [("attendance", last, 9725), ("service-time", last, 3500)]
    assert (await undo_sheet(desk.database, desk.office, CONTEXT, at=desk.time))[1]
    assert await figures(desk) == [("attendance", last, 9650), ("service-time", last, 3500)]
    assert (await undo_sheet(desk.database, desk.office, CONTEXT, at=desk.time))[1]
    assert await figures(desk) == []


async def test_what_is_wrong_is_said_cell_by_cell_and_stops_everything(
    desk: Desk, tmp_path: Path
) -> None:
    path = a_file(
        tmp_path,
        ("DINAS", "2026-10", 96),
        ("DINAS", "2026-10", 95),
        ("LAIN", "2026-10", 96),
        ("DINAS", "Desember 2026", 96),
        ("DINAS", "kemarin", 101, "lama"),
        ("DINAS", "2026-09"),
        ("DINAS", "2026", "", "", 44, 4, 4),
        ("DINAS", "2026", "", "", 44, 5, *[4] * 8),
    )
    outcome = await imports(desk, path)
    assert [(f.row, str(f.column), f.because) for f in outcome.checked.faults] == [
        (3, "period", "context-twice"),
        (4, "unit-code", "context-unit"),
        (5, "period", "context-future"),
        (6, "period", "context-period"),
        (6, "attendance", "context-bounds"),
        (6, "service-time", "context-number"),
        (7, "period", "context-nothing"),
        (8, "time", "context-nine"),
        (9, "requirements", "context-bounds"),
    ]
    assert (outcome.done, await figures(desk)) == (False, [])


async def test_numbers_are_taken_as_the_agency_writes_them_and_a_half_goes_up(
    desk: Desk, tmp_path: Path
) -> None:
    months = [f"2026-{month:02}" for month in range(1, 8)]
    shares: list[str | float] = [95.125, "95,125", "0,955", "0,95%", "95 %", 1, "100"]
    rows = [("DINAS", month, share) for month, share in zip(months, shares, strict=True)]
    times = ["1.250", "12,5", 12.345]
    rows += [("DINAS", month, "", one) for month, one in zip(months, times, strict=False)]  # type: ignore[misc]

    assert (await imports(desk, a_file(tmp_path, *rows))).done

    assert [amount for kind, _, amount in await figures(desk) if kind == "attendance"] == [
        9513, 9513, 9550, 95, 9500, 10000, 10000,
    ]  # fmt: skip
    assert [amount for kind, _, amount in await figures(desk) if kind == "service-time"] == [
        125000, 1250, 1235,
    ]  # fmt: skip


async def test_a_survey_has_no_half_respondent(desk: Desk, tmp_path: Path) -> None:
    outcome = await imports(desk, a_file(tmp_path, ("DINAS", "2026-Q3", "", "", 150.5, *MEANS)))

    assert [(str(f.column), f.because) for f in outcome.checked.faults] == [
        ("respondents", "context-whole")
    ]
    assert await figures(desk) == []


async def test_the_head_of_a_unit_sees_them_beside_the_figures_and_nobody_else_does(
    desk: Desk, tmp_path: Path
) -> None:
    head = await desk.hires("Rina", role=Role.UNIT_HEAD)
    tom = await desk.hires("Tom", supervisor=head, sex=1)
    await head.says("/minggu")
    await head.taps("Unit")
    before = head.sees
    assert "📎" not in before
    await imports(desk, a_file(tmp_path, ("DINAS", "Triwulan III 2026", 96.5, 35, 29, *MEANS)))
    await head.says("/minggu")
    await head.taps("Unit")
    assert head.sees == before + (
        "\n\n📎 Angka pendamping dari BKPSDM Contoh:\n"
        "   • Kehadiran 96,5% · Triwulan III 2026\n"
        "   • Waktu layanan 35 menit · Triwulan III 2026\n"
        "   • SKM 92,86 (mutu A) · Triwulan III 2026\n"
        "Hanya berdampingan: tidak masuk hitungan laporan. Belum melapor bukan berarti tidak hadir,"
        " dan bot tidak menghitung TPP."
    )
    await tom.says("/minggu")
    assert "📎" not in tom.sees
    assert await desk.faults() == []


def test_every_header_of_the_template_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(context_template())
    table = find_any(read_sheets(path), HEADERS, list(HEADERS))
    assert (table.sheet, list(table.entries())) == ("Unit", [])
