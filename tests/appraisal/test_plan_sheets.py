"""Plans (SKP) from the agency's spreadsheet: shown, applied, repeated, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from bot.plainly import CannotRun
from bot.plan_sheets import PLANS
from bot.sheet_imports import Outcome, import_sheet, undo_sheet, write_template
from handlers.documents.checked import NOTES
from handlers.documents.roster_template import plans_template
from handlers.documents.sheets import read_sheets
from models.appraisal.plans import Indicator, PlanVersion, WorkPlan, WorkResult
from models.people.importing.cells import words
from tests.appraisal.test_planning import agree, plans
from tests.desk import Desk, Person

HEADER = ("NIP", "Jenis", "RHK Pimpinan", "RHK", "Aspek", "IKI", "Target", "Satuan")
Cells = Sequence[str | float]
RESULTS: tuple[Cells, ...] = (
    ("", "Layanan tepat waktu", "Memproses kenaikan pangkat", "Kuantitas", "Berkas diproses",
     1200, "berkas"),
    ("", "", "", "Kualitas", "", 0.95, "%"),
    ("Tambahan", "", "Menyusun laporan", "", "", "12 laporan", ""),
)  # fmt: skip


@pytest.fixture
async def mia(desk: Desk) -> Person:
    return await desk.hires("Mia")


@pytest.fixture
async def tom(desk: Desk, mia: Person) -> Person:
    return await desk.hires("Tom", supervisor=mia, sex=1)


def a_file(folder: Path, *rows: Cells) -> Path:
    path = folder / "skp.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("SKP")
        for number, row in enumerate([("SKP 2026",), HEADER, *rows]):
            page.write_row(number, 0, row)
    return path


def toms(tom: Person, *results: Cells) -> list[Cells]:
    """The NIP stands on the first line only, as in merged cells."""
    nips = [tom.employee.nip, *[""] * (len(results) - 1)]
    return [(nip, *result) for nip, result in zip(nips, results, strict=True)]


async def imports(desk: Desk, path: Path, *, apply: bool = True) -> Outcome:
    outcome = await import_sheet(
        desk.database, desk.office, path, PLANS, apply=apply, by="tester", at=desk.time
    )
    await desk.settles()
    return outcome


async def test_a_sheet_is_shown_before_it_is_applied_and_twice_is_once(
    desk: Desk, mia: Person, tom: Person, tmp_path: Path
) -> None:
    path = a_file(tmp_path, *toms(tom, *RESULTS))
    tried = await imports(desk, path, apply=False)
    assert tried.lines[-3:] == [
        "Perubahan:", "  SKP baru: Tom (2 RHK)",
        "Belum ada yang diubah. Kalau sudah benar, jalankan lagi dengan --apply.",
    ]  # fmt: skip
    assert await desk.count(WorkPlan) == 0

    assert (await imports(desk, path)).done
    assert tom.sees.startswith("🎯 Draf SKP 2026 Anda sudah disiapkan kepegawaian.")
    again = await imports(desk, path)
    assert (again.done, again.checked.same) == (False, 1)
    assert await desk.count(PlanVersion) == 1

    await tom.says("/skp")
    assert tom.sees.splitlines()[2:8] == [
        "1. Memproses kenaikan pangkat",
        "   ↑ mendukung: Layanan tepat waktu",
        "   • Kuantitas, Berkas diproses: 1200 berkas",
        "   • Kualitas: 95 %",
        "2. Menyusun laporan (tambahan)",
        "   • Kuantitas: 12 laporan",
    ]
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Setujui")
    assert await desk.count(PlanVersion, PlanVersion.agreed_at.is_not(None)) == 1
    assert await desk.faults() == []


async def test_an_import_that_nobody_has_touched_is_taken_back_whole(
    desk: Desk, tom: Person, tmp_path: Path
) -> None:
    await imports(desk, a_file(tmp_path, *toms(tom, *RESULTS)))
    lines, is_done = await undo_sheet(desk.database, desk.office, PLANS, at=desk.time)
    assert (lines, is_done) == (["Dibatalkan: skp.xlsx yang diterapkan 24-11-2026."], True)
    left = [await desk.count(t) for t in (WorkPlan, PlanVersion, WorkResult, Indicator)]
    assert left == [0, 0, 0, 0]
    with pytest.raises(CannotRun, match="Belum ada"):
        await undo_sheet(desk.database, desk.office, PLANS, at=desk.time)


async def test_a_draft_that_its_owner_has_touched_is_neither_overwritten_nor_taken_back(
    desk: Desk, tom: Person, tmp_path: Path
) -> None:
    await imports(desk, a_file(tmp_path, *toms(tom, *RESULTS)))
    await tom.says("/skp")
    await tom.taps("Tambah RHK")
    await tom.says("Melayani konsultasi, 300 orang")
    lines, is_done = await undo_sheet(desk.database, desk.office, PLANS, at=desk.time)
    assert (lines[1:], is_done) == (["  1 draf yang sudah diubah atau diajukan orangnya"], False)
    again = await imports(desk, a_file(tmp_path, *toms(tom, *RESULTS)))
    assert [(f.row, f.because) for f in again.checked.faults] == [(3, "plans-drafted")]
    assert await desk.count(WorkResult) == 3


async def test_a_file_for_an_agreed_plan_begins_its_next_version_with_the_same_keys(
    desk: Desk, mia: Person, tom: Person, tmp_path: Path
) -> None:
    await plans(tom)
    await agree(tom, mia)
    more = await imports(desk, a_file(tmp_path, *toms(tom, *reversed(RESULTS[::2]))))
    assert more.checked.faults == []
    async with desk.database.transaction() as session:
        kept = await desk.rows(session, WorkResult)
        (plan,) = await desk.rows(session, WorkPlan)
    assert [(one.key, one.what) for one in kept] == [
        (1, "Memproses kenaikan pangkat"),
        (2, "Menyusun laporan"),
        (1, "Memproses kenaikan pangkat"),
    ]
    assert plan.last_key == 2
    assert (await undo_sheet(desk.database, desk.office, PLANS, at=desk.time))[1]
    async with desk.database.transaction() as session:
        (plan,) = await desk.rows(session, WorkPlan)
    assert (plan.last_key, await desk.count(PlanVersion)) == (1, 1)


async def test_what_is_wrong_is_coloured_and_stops_everything(
    desk: Desk, tom: Person, tmp_path: Path
) -> None:
    first = RESULTS[0]
    rows: list[Cells] = [
        *toms(tom, first),
        ("", "", "", "", "Kuantitas", "", 5, "berkas"),
        ("", "Pokok", "", "Lain", "Warna", "Indikator", "", ""),
        ("198609262015031999", *first),
        (198609262015031001, *first),
    ]
    outcome = await imports(desk, a_file(tmp_path, *rows))
    assert [(f.row, str(f.column), f.because) for f in outcome.checked.faults] == [
        (4, "aspect", "plans-aspect-twice"),
        (5, "kind", "plans-kind"),
        (5, "target", "plans-no-target"),
        (6, "nip", "plans-unknown"),
        (7, "nip", "nip-rounded"),
    ]
    assert (outcome.done, await desk.count(WorkPlan)) == (False, 0)
    (sheet, *_) = read_sheets(tmp_path / "skp-diperiksa.xlsx")
    assert words(sheet.rows[1][8]) == NOTES
    assert words(sheet.rows[5][8]) == "NIP: NIP ini tidak ada di daftar pegawai."


async def test_only_the_line_that_is_wrong_is_blamed_and_not_what_hangs_below_it(
    desk: Desk, tom: Person, tmp_path: Path
) -> None:
    first, below, _ = RESULTS
    wrong = ("", "", "Hasil kedua", "Warna", "", 5, "berkas")
    rows: list[Cells] = [
        ("123", *first), ("", *below), ("", "", "", "Lain", "", "", 3, "berkas"),
        *toms(tom, first, wrong), ("", "", "", "", "Kuantitas", "", 4, "berkas"),
    ]  # fmt: skip
    outcome = await imports(desk, a_file(tmp_path, *rows))

    assert [(f.row, str(f.column), f.because) for f in outcome.checked.faults] == [
        (3, "nip", "nip-length"),
        (7, "aspect", "plans-aspect"),
    ]


async def test_signs_that_no_keyboard_has_are_not_kept(
    desk: Desk, tom: Person, tmp_path: Path
) -> None:
    path = tmp_path / "skp.csv"
    path.write_bytes(f"NIP;RHK;Target\n{tom.employee.nip};Mela\0yani warga;12\n".encode())

    assert (await imports(desk, path)).done
    async with desk.database.transaction() as session:
        assert [one.what for one in await desk.rows(session, WorkResult)] == ["Mela yani warga"]


async def test_a_file_that_is_no_sheet_of_plans_is_refused_in_words(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "lain.csv"
    path.write_text("Nama;Umur\nTom;30\n")
    with pytest.raises(CannotRun, match="NIP dan RHK tidak ditemukan"):
        await imports(desk, path)


def test_the_template_is_a_sheet_of_plans_without_a_line(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    write_template(path, plans_template)
    titles = [words(cell) for cell in read_sheets(path)[0].rows[0]]
    assert titles == ["NIP *", "Jenis", "RHK pimpinan", "RHK *", "Aspek", "IKI", "Target",
                      "Satuan"]  # fmt: skip
    with pytest.raises(CannotRun, match="sudah ada"):
        write_template(path, plans_template)
