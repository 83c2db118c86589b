"""No turn and no ring reads a table that grows from end to end, whatever it holds by then."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.schema import CreateTable

from bot.database import Database
from bot.inbox import sweep
from models.every_table import Base
from models.people.employees import Role
from models.people.passing_rectifications import pass_some_on
from models.work.day_plans import own_hours, plans
from tests.appraisal.evaluating import assesses, opens, signs
from tests.appraisal.test_planning import agree
from tests.appraisal.test_rating_sheets import MEETS, asks, filled, put, sends
from tests.desk import Desk, Person
from tests.engines import Engines
from tests.office.sheets import newcomer, roster
from tests.office.test_sheets_by_chat import LEAVE, book
from tests.office.test_special_days import writes
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_standing_in import away

# What an office has some dozens of, the machine's own single rows, what is swept after two days.
SMALL = {
    "units", "holidays", "opened_years", "imports", "retentions", "leases", "brakes", "wrong_tries",
}  # fmt: skip
STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
COMMANDS = ("/hari_ini", "/lapor", "/batal", "/tinjau", "/minggu", "/bulan", "/rekap", "/tim",
            "/atur", "/kantor", "/tertahan", "/ulang", "/skp", "/umpan_balik", "/nilai", "/bantuan",
            "/bahasa", "/bahasa", "/data_saya")  # fmt: skip


@pytest.fixture
async def on_postgresql(both_engines: Engines) -> AsyncIterator[Database]:
    database = Database(await both_engines.empty_postgresql())
    yield database
    await database.close()


async def test_no_turn_and_no_ring_scans_a_table_that_grows(on_postgresql: Database) -> None:
    days = Days(on_postgresql)
    await days.opens()
    with asked(on_postgresql) as statements:
        await a_week(days)
    assert await days.faults() == []
    assert len(statements) > 100  # something could have been found

    scans = await scanned(on_postgresql, statements)

    assert scans == []


async def test_sheets_by_chat_scan_no_errands_and_no_absences(on_postgresql: Database) -> None:
    """A roster itself is compared with everybody."""
    desk = Desk(on_postgresql)
    await desk.opens()
    adi = await desk.hires("Adi", role=Role.OFFICE_ADMIN)
    with asked(on_postgresql) as statements:
        await adi.says("08.00-09.00 apel pagi")
        await adi.shows_document("daftar.xlsx", content=roster(newcomer(adi)))
        for label in ("Daftar untuk kantor", "Terapkan", "Batalkan impor", "Ya, batalkan impor"):
            await adi.taps(label)
    assert adi.sees.startswith("↩️ daftar.xlsx sudah dibatalkan.")
    leave = (adi.employee.nip, "", "Cuti tahunan", "26-11-2026", "")
    with asked(on_postgresql) as more:
        await adi.shows_document("cuti.xlsx", content=book(Cuti=[LEAVE, leave]))
        for label in ("Daftar untuk kantor", "Terapkan", "Batalkan impor", "Ya, batalkan impor"):
            await adi.taps(label)
        await desk.errands.sweep()
    assert adi.sees.startswith("Dibatalkan: Kam 26 Nov kembali tercatat")

    scans = await scanned(on_postgresql, statements)
    scans_of_leave = await scanned(on_postgresql, more)

    assert [scan for scan in scans if scan[0] == "errands"] == []
    assert [scan for scan in scans_of_leave if scan[0] in ("errands", "absences")] == []


async def test_telling_of_changed_days_scans_no_duties(on_postgresql: Database) -> None:
    days = Days(on_postgresql)
    await days.opens()
    ida = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    await days.begins()
    await writes(ida, "26–27 November libur, akreditasi")
    with asked(on_postgresql) as statements:
        await ida.taps("Simpan")
        days.later(minutes=6)
        await days.rings()
    assert ida.sees.startswith("🗓 Kam 26 Nov s.d. Jum 27 Nov libur bagi Anda")

    scans = await scanned(on_postgresql, statements)

    assert [scan for scan in scans if scan[0] == "duties"] == []


async def test_what_waits_with_nobody_is_found_by_an_index(on_postgresql: Database) -> None:
    days = Days(on_postgresql)
    await days.opens()
    eka = await days.hires("Eka", role=Role.UNIT_ADMIN)
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", mia, sex=1)
    await days.begins()
    await away(days, mia, MONDAY, MONDAY)
    with asked(on_postgresql) as statements:
        await tom.says("/izin cuti tahunan 14-16 des")
        await tom.taps("Minta persetujuan")
        await eka.says("/tertahan")
        await eka.says("/kantor")
    assert "⏳ Tertahan: 1" in eka.sees.splitlines()

    assert await scanned(on_postgresql, statements) == []


async def test_a_scan_would_be_noticed(on_postgresql: Database) -> None:
    by_name = "SELECT id FROM employees WHERE name = $1::VARCHAR"

    assert await scanned(on_postgresql, {by_name: ("Mia",)}) == [("employees", by_name)]


@contextmanager
def asked(database: Database) -> Iterator[dict[str, Any]]:
    """Every statement with the parameters of its first time."""
    statements: dict[str, Any] = {}

    def note(_c: object, _cursor: object, sql: str, parameters: Any, *_more: object) -> None:
        if sql.lstrip().startswith(STATEMENTS):
            statements.setdefault(
                sql, parameters[0] if isinstance(parameters, list) else parameters
            )

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def scanned(database: Database, statements: dict[str, Any]) -> list[tuple[str, str]]:
    """(table, statement) of every scan that stays when all other ways are cheaper."""
    url = database.engine.url.set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    await connection.execute("SET enable_seqscan = off")
    for table in (plans, own_hours):
        await connection.execute(str(CreateTable(table).compile(dialect=database.engine.dialect)))
    growing = {table.name for table in Base.metadata.sorted_tables} - SMALL
    found = []
    for sql, parameters in statements.items():
        told = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *parameters)
        tables = set(seq_scans(json.loads(told)[0]["Plan"]))
        found += [(table, sql) for table in sorted(tables & growing)]
    await connection.close()
    return found


def seq_scans(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for below in plan.get("Plans", []):
        yield from seq_scans(below)


# A week in which everything happens once


async def a_week(days: Days) -> None:
    ida = await days.hires("Ida Ayu", role=Role.UNIT_HEAD)
    mia = await days.hires("Mia Lestari", ida, role=Role.UNIT_ADMIN)
    tom = await days.hires("Tom Saputra", mia, sex=1)
    await days.begins()
    await days.goes_to(MONDAY, "14.30")
    await a_report_and_its_review(tom, mia)
    for person in (tom, mia, ida):
        await commands(person)
    await progress(tom, mia)
    await feedback(mia, tom)
    await dialogue(mia, tom)
    await coaching(mia, tom)
    await evaluation(tom, mia, ida)
    await reminders(days, tom, mia)
    await stand_ins(days, tom, mia)
    await agency(days, mia)
    await rectification(days, tom, mia)
    async with days.database.transaction() as session:
        await sweep(session, at=days.time)


async def a_report_and_its_review(tom: Person, mia: Person) -> None:
    await tom.says(
        "07.30-08.00 apel pagi\n08.00-10.00 rapat koordinasi, 1 notulen\n10.00-11.00 arsip"
    )
    await tom.shows_photo("foto rapat")
    await tom.taps("Kirim")
    await mia.taps("Kembalikan")
    await mia.taps("Semua")
    await mia.says("mohon dilengkapi")
    await tom.says("13.00-14.00 melayani loket, 12 orang")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await tom.says("kmrn 13.00-14.00 input data")
    await tom.taps("Buang")


async def commands(person: Person) -> None:
    for command in COMMANDS:
        await person.says(command)
    await recaps(person)
    await person.says("/tahun")
    if any("Predikat unit" in text for text in person.buttons):
        await person.taps("Predikat unit")
        await person.taps("Siapa di balik angka ini")
        await person.taps("1", on=person.card)
    await person.says("/minggu")
    for label in ("Tim saya", "Semua", "Menunggu", "Per pegawai"):
        if any(label in text for text in person.buttons):
            await person.taps(label)


async def progress(tom: Person, mia: Person) -> None:
    """A plan in own words, and what was reached; its card and the recap read it."""
    await tom.says("/skp")
    await tom.taps("Buat SKP")
    await tom.says("Mengarsipkan surat, 100 surat, 95%")
    await tom.taps("IKI kualitas")
    await tom.says("Surat yang ditemukan kembali")
    await agree(tom, mia)
    await tom.says("/skp")
    await tom.taps("Isi realisasi")
    await tom.taps("Kualitas")
    await tom.says("97%")
    await tom.says("09.00-10.00 mengarsipkan surat, 3 surat")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await tom.taps("Tautkan ke SKP")
    await tom.taps("Tugas dari atasan")
    await tom.taps("Riwayat")
    for command in ("/rekap", "/tahun"):
        await tom.says(command)
    await mia.says("/minggu")
    await mia.taps("Tim saya")


async def feedback(mia: Person, tom: Person) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom Saputra")
    await mia.taps("Sen 23 Nov")
    await mia.says("Rapatnya rapi, teruskan")
    await tom.taps("Jawab")
    await tom.says("Terima kasih, Bu")
    await mia.says("/umpan_balik")
    await mia.taps("Yang saya beri")


async def dialogue(mia: Person, tom: Person) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom Saputra")
    await mia.taps("Catat dialog")
    await mia.says("Arsip menumpuk\nsusun jadwal arsip, 24 nov")
    await tom.taps("Ya, begitu")
    await mia.says("/umpan_balik")
    await mia.taps("Dialog")


async def coaching(mia: Person, tom: Person) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom Saputra")
    await mia.taps("Catat bimbingan")
    await mia.says("Cara menata arsip")
    for _ in range(9):
        await tom.taps("Ya")
    await tom.taps("Kirim")


async def evaluation(tom: Person, mia: Person, ida: Person) -> None:
    await assesses(tom, "Triwulan III 2026")
    await signs(mia, 1, "Triwulan III 2026")
    await tom.taps("Baca")
    await mia.taps("Perbaiki")
    await mia.taps("Tanda tangani")
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    await tom.says("Dua kegiatan penting belum dihitung")
    await ida.taps("Tetap berlaku")
    await ida.says("Sudah saya baca dan saya timbang")
    for person in (tom, mia, ida):
        await person.says("/nilai")
    await assesses(mia, "Triwulan III 2026")
    await opens(ida, 1, "Triwulan III 2026")
    for _ in range(2):  # results, then a value with its special expectation
        await ida.taps("Sesuai")
    content = await asks(ida, "Triwulan III 2026")
    await sends(ida, filled(content, lambda rows: put(rows, mia, all=MEETS)))
    await ida.taps("Terapkan")
    await ida.taps("Tanda tangani")


async def recaps(person: Person) -> None:
    """One's own, to be copied too, and a subordinate's."""
    await person.says("/rekap")
    await person.taps("Triwulan")
    await person.taps("Salin ke e-Kinerja BKN")
    if "Per hari" in person.buttons:
        await person.taps("Per hari")
    await person.says("/tim")
    if any("Menunggu" in text for text in person.buttons):
        await person.taps("Menunggu")
        await person.taps("1")
        await person.taps("Rekap bulannya")


async def reminders(days: Days, tom: Person, mia: Person) -> None:
    await days.goes_to(TUESDAY, "15.30")
    await tom.taps("30 menit lagi")
    await days.goes_to(TUESDAY, "16.30")
    await tom.taps("Saya cuti / sakit / dinas luar")
    await tom.taps("Sakit")
    await mia.taps("Keberatan")
    await mia.says("tadi ikut apel")
    await tom.says("/izin cuti tahunan minggu depan")
    await tom.taps("Minta persetujuan")
    await mia.taps("Setujui")
    await tom.says("/izin")
    await tom.taps("Tidak jadi")
    await days.goes_to(WEDNESDAY, "15.30")
    await tom.taps("Lapor sekarang")
    await tom.says("08.00-09.00 apel pagi")
    await tom.taps("Kirim")
    for day in (THURSDAY, FRIDAY):
        await days.goes_to(day, "09.00")
    await days.goes_to(FRIDAY, "16.30")


async def stand_ins(days: Days, tom: Person, mia: Person) -> None:
    """One who names another for the day, and somebody who says that the roster is wrong."""
    await mia.says("/pengganti")
    await mia.taps("Catat pengganti saya")
    await mia.says("tom")
    await mia.taps("Pak Tom Saputra")
    await mia.taps("Plh")
    await mia.says("hari ini")
    await mia.says("800/1/2026")
    await mia.taps("Catat")
    await days.rings()
    await tom.says("/tim")
    await tom.says("/minggu")
    await tom.taps("Sebagai Plh/Plt")
    await mia.says("/pengganti")
    await mia.taps("Akhiri")
    await days.rings()
    await tom.taps("Salah atasan?")
    await tom.taps("Tulis namanya")
    await tom.says("ida")
    await tom.taps("Bu Ida Ayu")
    await mia.taps("Orang lain")
    await mia.says("ida")
    await mia.taps("Bu Ida Ayu")


async def agency(days: Days, mia: Person) -> None:
    """Every list of /kantor; somebody is invited, and another's account let go."""
    await days.hires("Zul Karnain", mia, sex=1, joined=False)
    await days.hires("Eve Anggraini", mia)
    for label in ("Belum bergabung", "Atasan belum ada", "Bergabung", "Bertugas"):
        await mia.says("/kantor")
        await mia.taps(label)
    await mia.says("/kantor")
    await mia.taps("Cari nama")
    await mia.says("zul")
    await mia.taps("Undang")
    await mia.says("/kantor")
    await mia.taps("Lembar undangan")
    await mia.taps("1")
    await mia.taps("Buat lembar")
    await mia.taps("Cari nama")
    await mia.says("eve")
    await mia.taps("Lepas")
    await mia.taps("Ya, lepas")
    await mia.says("/kantor")
    await mia.taps("Hari khusus")
    await mia.taps("Catat hari")
    await mia.says("libur 4 desember, akreditasi")
    await mia.taps("Simpan")
    await mia.taps("Batalkan")
    await mia.taps("Ya, batalkan")


async def rectification(days: Days, tom: Person, mia: Person) -> None:
    """Asked, taken back, asked once more, passed on where it is late, and answered."""
    for label in ("Tarik kembali", None):
        await tom.says("/data_saya")
        await tom.taps("Siapa yang melihat data saya")
        await tom.taps("Ada yang salah")
        await tom.says("Golongan saya sudah III/b")
        if label:
            await tom.taps(label)
    for later in (0, 3):
        days.later(days=later)
        async with days.database.transaction() as session:
            await pass_some_on(session, days.office, at=days.time)
    await mia.says("/kantor")
    await mia.taps("Perbaikan data")
    await mia.taps("Tidak diubah")
    await mia.says("SK-nya belum kami terima")
