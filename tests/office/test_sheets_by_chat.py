"""Leave, plans and figures of units by chat: known by their headers, tried, applied, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from bot.recognising import SeveralSorts, UnknownSheet, sort_of
from handlers.documents.checked import CHANGES
from handlers.documents.sheets import sheets_in
from handlers.office.sheet_templates import TEMPLATES
from models.appraisal.context import UnitFigure
from models.appraisal.plans import PlanVersion
from models.people.employees import Employee, Role
from models.people.errands import Errand
from models.people.importing.cells import Cell
from models.people.importing.columns import Sheet
from models.people.imports import About
from models.people.units import Unit
from models.work.absences import Absence
from models.work.duties import Off
from models.work.evidence import Evidence
from tests.desk import TEXTS, Person
from tests.office.sheets import audit, cells, line, roster
from tests.people.test_asking_away import off, seen, two
from tests.work.conftest import days as days
from tests.work.days import THURSDAY, TUESDAY, WEDNESDAY, Days

LEAVE = ("NIP", "Nama", "Jenis", "Mulai", "Selesai")
PLAN = ("NIP", "RHK", "Target", "Satuan")
FIGURES = ("Kode unit", "Periode", "Kehadiran (%)")
NOT_YOURS = TEXTS.say("id", "refused-not-your-card")
Row = Sequence[str | float]


def book(**sheets: Sequence[Row]) -> bytes:
    """An XLSX; each sheet begins with its header."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return made.getvalue()


def leave(person: Person, since: date, until: date, kind: str = "Cuti tahunan") -> Row:
    return (person.employee.nip, person.employee.name, kind, f"{since:%d-%m-%Y}",
            f"{until:%d-%m-%Y}")  # fmt: skip


async def admin_and_two(days: Days) -> tuple[Person, Person, Person]:
    """An admin of the office, a superior and who works under her."""
    adi = await days.hires("Adi", sex=1, role=Role.OFFICE_ADMIN)
    return adi, *await two(days)


async def a_foreign_office(days: Days) -> tuple[Person, Unit, Person]:
    """An admin of the unit that all the others are in, another unit, and who is there."""
    uli = await days.hires("Uli", role=Role.UNIT_ADMIN)
    other = await days.opens_unit("LAIN", "Unit Lain")
    return uli, other, await days.hires("Eve Anjani", unit=other)


# What a file is about


def table(*header: str, rows: Sequence[Sequence[Cell]] = ()) -> Sheet:
    return Sheet("Lembar", [["DAFTAR"], list(header), *rows])


@pytest.mark.parametrize("about", list(About))
def test_every_empty_sheet_is_known_again(about: About) -> None:
    assert sort_of(sheets_in("x.xlsx", TEMPLATES[about]())).about is about


@pytest.mark.parametrize(
    ("sheets", "about"),
    [
        ([table("No", *LEAVE, "Jabatan", "Unit Kerja")], About.ABSENCES),
        ([table(*FIGURES)], About.INDICATORS),
        ([table(*PLAN, "Nama")], About.PLANS),
        ([table("NIP", "Nama", rows=[["1", "Mia"]]), table(*LEAVE)], About.ROSTER),
        ([table("Acara", "Tempat"), table(*LEAVE)], About.ABSENCES),
        ([table("NIP", "Nama"), Sheet(CHANGES, [LEAVE, LEAVE])], About.ROSTER),
    ],
)
def test_what_a_file_is_about_is_in_its_headers(sheets: list[Sheet], about: About) -> None:
    assert sort_of(sheets).about is about


def test_a_file_about_two_things_or_about_nothing_is_neither() -> None:
    people, away = table("NIP", "Nama", rows=[["1", "Mia"]]), table(*LEAVE, rows=[["1"]])
    with pytest.raises(SeveralSorts) as both:
        sort_of([people, away])
    assert both.value.facts == {"sorts": ["roster", "absences"]}
    with pytest.raises(SeveralSorts):
        sort_of([table(*LEAVE, "RHK")])
    with pytest.raises(UnknownSheet):
        sort_of([table("Acara", "Tempat")])


# Leave


async def test_a_list_of_leave_is_shown_applied_told_and_taken_back(days: Days) -> None:
    adi, _, tom = await admin_and_two(days)
    wrong = leave(tom, THURSDAY, THURSDAY, "Liburan")
    content = book(Cuti=[LEAVE, leave(tom, WEDNESDAY, THURSDAY), wrong])

    await adi.shows_document("kiriman.xlsx", "mohon dicatat ya", content=content)

    assert adi.sees.splitlines()[:6] == [
        "📋 kiriman.xlsx · daftar cuti, 2 baris.", "Belum ada yang diubah.", "",
        "Ketidakhadiran baru: 1", "⚠️ Baris salah: 1",
        "• baris 3, Jenis: Jenis tidak dikenal: cuti tahunan, cuti besar, cuti melahirkan, "
        "cuti saki…",
    ]  # fmt: skip
    assert adi.card.document is not None
    assert str(cells(adi.card.document[1], "Cuti")[2][-1]).startswith("Jenis tidak dikenal")
    assert await off(days, tom, WEDNESDAY) == [None]
    data, card = adi.button("Terapkan tanpa")
    assert await tom.sends_tap(data, card) == NOT_YOURS

    await adi.taps("Terapkan tanpa")

    assert adi.sees == (
        "✅ kiriman.xlsx sudah diterapkan, tanpa 1 baris yang salah.\n\n"
        "Ketidakhadiran baru: 1. Yang bersangkutan diberi tahu di chat."
    )
    assert await off(days, tom, TUESDAY, WEDNESDAY, THURSDAY) == [None, Off.ABSENCE, Off.ABSENCE]
    assert tom.sees == "Tercatat: cuti tahunan, Rab 25 Nov s.d. Kam 26 Nov."

    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan")

    assert adi.sees.startswith("↩️ kiriman.xlsx sudah dibatalkan.")
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [None, None]
    assert tom.sees.startswith("Dibatalkan: Rab 25 Nov s.d. Kam 26 Nov")
    assert [entry[:3] for entry in await audit(days)] == [
        ("imported", "Adi", ""), ("undone", "Adi", ""),
    ]  # fmt: skip
    assert await days.faults() == []


async def test_taking_a_list_back_brings_back_what_it_replaced(days: Days) -> None:
    adi, mia, tom = await admin_and_two(days)
    await tom.says("/izin cuti tahunan rabu")
    await tom.taps("Minta persetujuan")
    content = book(Cuti=[LEAVE, leave(tom, WEDNESDAY, THURSDAY)])
    await adi.shows_document("cuti.xlsx", content=content)
    assert "Menggantikan yang ditulis orangnya: 1" in adi.sees
    await adi.taps("Terapkan")
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [Off.ABSENCE, Off.ABSENCE]

    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan")

    assert await off(days, tom, WEDNESDAY, THURSDAY) == [None, None]
    assert "Setujui" in "".join(mia.buttons)
    await mia.taps("Setujui")
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [Off.ABSENCE, None]
    assert await days.faults() == []


async def test_leave_that_has_changed_since_stands_in_the_way(days: Days) -> None:
    adi, _, tom = await admin_and_two(days)
    content = book(Cuti=[LEAVE, leave(tom, WEDNESDAY, THURSDAY)])
    await adi.shows_document("cuti.xlsx", content=content)
    await adi.taps("Terapkan")
    await tom.taps("Batalkan")
    assert await off(days, tom, WEDNESDAY) == [None]

    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan")

    assert "• 1 ketidakhadiran yang sudah berubah sejak itu" in adi.sees


async def test_a_units_admin_puts_nobody_of_another_unit_on_leave(days: Days) -> None:
    _, tom = await two(days)
    uli, _, eve = await a_foreign_office(days)
    await days.begins()
    strange = list(leave(eve, WEDNESDAY, WEDNESDAY))
    strange[1] = "Bukan Namanya"
    content = book(Cuti=[LEAVE, leave(tom, WEDNESDAY, WEDNESDAY), strange])

    await uli.shows_document("cuti.xlsx", content=content)
    assert "• baris 3, NIP: Bertugas di luar unit yang Anda kelola." in uli.sees
    assert uli.card.document is not None
    assert b"Anjani" not in uli.card.document[1]
    await uli.taps("Terapkan tanpa")

    assert await off(days, tom, WEDNESDAY) == [Off.ABSENCE]
    assert await off(days, eve, WEDNESDAY) == [None]
    assert await audit(days) == [("imported", "Uli", "DINAS", "cuti.xlsx")]


# Plans and figures


async def test_plans_become_drafts_but_never_half_of_one_and_go_again(days: Days) -> None:
    adi, mia, tom = await admin_and_two(days)
    rows: list[Row] = [
        PLAN,
        (tom.employee.nip, "Memproses kenaikan pangkat", 1200, "berkas"),
        (mia.employee.nip, "Memimpin pelayanan", 12, "laporan"),
        ("", "x" * 301, 3, "dokumen"),
    ]
    await adi.shows_document("a.xlsx", content=book(SKP=rows))
    assert adi.sees.splitlines()[0] == "📋 a.xlsx · SKP, 3 baris."
    assert "Draf SKP yang dibuat: 1" in adi.sees

    await adi.taps("Terapkan tanpa")
    assert adi.sees.endswith(
        "Draf SKP: 1. Orangnya diminta memeriksa dan mengajukannya sendiri di /skp."
    )
    assert any("Draf SKP 2026 Anda" in text for text in seen(tom))
    assert not any("Draf SKP 2026 Anda" in text for text in seen(mia))

    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan")
    assert adi.sees.startswith("↩️ a.xlsx sudah dibatalkan.")
    assert await days.count(PlanVersion) == 0


async def test_a_units_admin_plans_for_nobody_elsewhere(days: Days) -> None:
    uli, _, eve = await a_foreign_office(days)
    rows: list[Row] = [PLAN, (eve.employee.nip, "Melayani", 12, "orang")]

    await uli.shows_document("skp.xlsx", content=book(SKP=rows))

    assert "• baris 2, NIP: Bertugas di luar unit yang Anda kelola." in uli.sees
    assert "Tidak ada yang akan berubah." in uli.sees
    assert uli.buttons == []


async def test_figures_of_ones_own_units_are_written_and_go_again(days: Days) -> None:
    uli, _, _ = await a_foreign_office(days)
    rows = [FIGURES, ("DINAS", "Oktober 2026", "96,5"), ("LAIN", "Oktober 2026", "90"),
            ("DINAS", "2026-10", "95")]  # fmt: skip

    await uli.shows_document("angka.xlsx", content=book(Unit=rows))
    assert uli.sees.splitlines()[3:7] == [
        "Angka baru atau berubah: 1", "⚠️ Baris salah: 2",
        "• baris 3, Kode unit: Unit ini di luar yang Anda kelola.",
        "• baris 4, Periode: Unit dan periode ini sudah ada di baris lain.",
    ]  # fmt: skip
    await uli.taps("Terapkan tanpa")
    async with days.database.transaction() as session:
        kept = [(one.unit_id, one.hundredths) for one in await days.rows(session, UnitFigure)]
    assert kept == [(days.unit.id, 9650)]

    await uli.taps("Batalkan impor")
    await uli.taps("Ya, batalkan")
    assert await days.count(UnitFigure) == 0
    assert await days.faults() == []


async def test_a_list_of_another_admins_stands_in_nobodys_way(days: Days) -> None:
    adi, mia, tom = await admin_and_two(days)
    uli = await days.hires("Uli", role=Role.UNIT_ADMIN)
    for admin, who in ((adi, tom), (uli, mia)):
        content = book(Cuti=[LEAVE, leave(who, THURSDAY, THURSDAY)])
        await admin.shows_document("cuti.xlsx", content=content)
        await admin.taps("Terapkan")

    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan")

    assert await off(days, tom, THURSDAY) == [None]
    assert await off(days, mia, THURSDAY) == [Off.ABSENCE]


# What is none, or several; and words beside a file


async def test_a_file_with_a_report_beside_it_is_its_evidence(days: Days) -> None:
    adi, mia, tom = await admin_and_two(days)
    content = roster(line(mia))

    await adi.shows_document("daftar.xlsx", "07.00-07.30 menyusun daftar", content=content)
    await tom.shows_document("daftar.xlsx", "mohon dicatat", content=content)

    assert await days.count(Errand) == 0  # his is none either: he looks after nobody
    assert await days.count(Evidence, Evidence.report_id.is_not(None)) == 2


async def test_a_file_of_two_sorts_is_taken_apart_by_whoever_sent_it(days: Days) -> None:
    adi, mia, tom = await admin_and_two(days)
    people = [("NIP", "Nama", "Jabatan"), (mia.employee.nip, "Mia Lestari", "Kepala")]
    content = book(Pegawai=people, Cuti=[LEAVE, leave(tom, WEDNESDAY, WEDNESDAY)])

    await adi.shows_document("semua.xlsx", content=content)

    assert "Isinya lebih dari satu macam: daftar pegawai, daftar cuti." in adi.sees
    assert adi.buttons == ["📎 Bukti laporan"]
    assert await days.count(Absence) == 0


async def test_empty_sheets_come_from_kantor_and_from_under_an_unknown_file(days: Days) -> None:
    adi, _, tom = await admin_and_two(days)
    await adi.says("/kantor")
    await adi.taps("Kirim lembar")
    data, card = adi.button("Daftar cuti")
    assert await tom.sends_tap(data, card) == NOT_YOURS
    await adi.taps("Daftar cuti")
    assert adi.card.document is not None
    name, content = adi.card.document
    assert (name, sort_of(sheets_in(name, content)).about) == (
        "contoh-daftar-cuti.xlsx", About.ABSENCES,
    )  # fmt: skip

    await adi.shows_document("agenda.xlsx", content=book(Agenda=[("Acara", "Tempat")]))
    await adi.taps("SKP")
    assert adi.sees.startswith("📄 Lembar kosong untuk SKP")

    async with days.database.transaction() as session:
        (await session.get_one(Employee, adi.employee.id)).role = Role.STAFF
    assert await adi.sends_tap(data, card) == TEXTS.say("id", "refused-not-for-you")
