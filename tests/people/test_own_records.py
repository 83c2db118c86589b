"""/data_saya: everything kept of somebody, of nobody else, and who looked at it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from handlers.documents.own_records import OwnRecords
from handlers.people import own_records
from models.every_table import Base
from models.people.audit import Act, AuditEntry, note
from models.people.own_records import LEFT_OUT, OwnTable, rows_of
from tests.appraisal.evaluating import a_ladder, assesses, opens, rates
from tests.desk import Desk, Person
from tests.wire import A_PDF


def unpacked(person: Person, title: str = "data-saya") -> dict[str, bytes]:
    assert person.card.document is not None
    name, content = person.card.document
    day = person.desk.office.today(person.desk.time)
    assert name == f"{title}-{day}.zip"
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files[name].decode("utf-8-sig")), delimiter=";"))


OF_NOBODY = {"inbox", "unit_achievements"}  # swept after two days; of a unit, signed by somebody


def test_every_table_about_people_is_somebodys_or_known_to_be_nobodys() -> None:
    about_people = [
        table
        for table in Base.metadata.sorted_tables
        if "chat_id" in table.c
        or any(key.column.table.name == "employees" for key in table.foreign_keys)
    ]

    assert len(about_people) > 20
    assert {table.name for table in about_people if rows_of(table, 1) is None} == OF_NOBODY


async def test_a_copy_holds_what_was_reported_decided_and_shown_and_nothing_of_others(
    desk: Desk,
) -> None:
    mia = await desk.hires("Mia Lestari")
    tom = await desk.hires("Tom Saputra", mia, sex=1)
    eve = await desk.hires("Eve Rahasia", mia)
    await eve.says("08.00-09.00 pekerjaan Eve")
    await eve.taps("Kirim")
    await tom.says("08.00-10.00 rapat koordinasi, 1 notulen")
    await tom.shows_document("notulen.pdf")
    await tom.taps("Kirim")
    await mia.taps("Kembalikan", on=mia.screen[-1])
    await mia.says("lampirkan notulennya")

    await tom.says("/data_saya")

    files = unpacked(tom)
    assert [row["Uraian"] for row in rows(files, "kegiatan.csv")] == ["rapat koordinasi"]
    assert [row["Keputusan"] for row in rows(files, "keputusan-atas-laporan-saya.csv")] == [
        "dikembalikan"
    ]
    assert [row["Atasan"] for row in rows(files, "riwayat-jabatan.csv")] == ["Mia Lestari"]
    assert [row["Perbuatan"] for row in rows(files, "jejak-akses.csv")] == [
        "salinan diambil sendiri"
    ]
    assert [content for name, content in files.items() if name.startswith("bukti/")] == [A_PDF]
    assert b"rapat koordinasi" in files["data-saya.html"]
    assert [name for name, content in files.items() if b"Eve" in content] == []


async def test_a_copy_can_be_asked_for_once_an_hour(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra")
    await tom.says("/data_saya")
    await tom.says("/data_saya")
    assert tom.card.document is None
    assert tom.sees == (
        "📂 Data Anda\nSalinan semua data Anda diminta pukul 16.05 dan sampai di sini sebagai satu "
        "berkas ZIP. Salinan baru bisa diminta lagi pukul 17.05.\n"
        "Ada yang keliru? Ketuk “Ada yang salah”; pengelola kepegawaian yang memeriksanya."
    )
    desk.later(hours=1)

    await tom.says("/data_saya")

    assert tom.card.document is not None
    assert await desk.count(AuditEntry, AuditEntry.act == Act.TOOK_OWN) == 2


async def test_a_stranger_gets_nothing(desk: Desk) -> None:
    stranger = desk.stranger()

    await stranger.says("/data_saya")

    assert [shown.document for shown in stranger.screen] == [None]
    assert await desk.count(AuditEntry) == 0


async def test_whoever_exported_the_unit_or_the_office_stands_in_the_copy(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra")
    other = await desk.opens_unit("LAIN", "Unit Lain")
    await desk.hires("Ida", unit=other)
    async with desk.database.transaction() as session:
        for by, unit in (("Unit", "DINAS"), ("Semua", ""), ("Lain", "LAIN")):
            note(session, Act.EXPORTED, by=by, at=desk.time, unit=unit, what="2026-10")

    await tom.says("/data_saya")

    seen = rows(unpacked(tom), "jejak-akses.csv")
    assert sorted(row["Oleh"] for row in seen) == ["Semua", "Tom Saputra", "Unit"]


async def test_evidence_beyond_what_telegram_takes_is_left_out_and_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_records, "ROOM", len(A_PDF))
    tom = await desk.hires("Tom Saputra")
    await tom.says("08.00-10.00 rapat koordinasi")
    for name in ("satu.pdf", "dua.pdf"):
        await tom.shows_document(name)

    await tom.says("/data_saya")

    names = [name for name in unpacked(tom) if name.startswith("bukti/")]
    assert [name.split("-", 1)[1] for name in names] == ["dua.pdf"]
    assert "1 bukti tidak ikut" in tom.sees


async def test_the_audit_is_never_rewritten(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        note(session, Act.EXPORTED, by="Ani", at=desk.time, unit="")
    for change in (update(AuditEntry).values(by_name="Budi"), delete(AuditEntry)):
        with pytest.raises(DBAPIError):
            async with desk.database.transaction() as session:
                await session.execute(change)


async def test_an_evaluation_is_in_the_copy_of_whom_it_is_about_once_it_is_signed(
    desk: Desk,
) -> None:
    """With the objection and the decision, which are not the decider's data."""
    ladder = await a_ladder(desk)
    ida, mia, tom = ladder.ida, ladder.mia, ladder.tom
    await assesses(tom)
    await opens(mia, 2)
    await rates(mia)
    await tom.says("/data_saya")
    answers = rows(unpacked(tom), "jawaban-penilaian.csv")
    assert {row["Pihak"] for row in answers} == {"penilaian diri"}  # nothing is signed yet
    desk.later(hours=2)
    await mia.taps("Tanda tangani")
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    await tom.says("Dua kegiatan belum dihitung")
    await ida.taps("Tetap berlaku")
    await ida.says("Sudah ditimbang semuanya")

    await tom.says("/data_saya")
    await ida.says("/data_saya")

    files = unpacked(tom)
    assert len(rows(files, "jawaban-penilaian.csv")) == 17
    steps = rows(files, "sesudah-penilaian-ditandatangani.csv")
    assert [(row["Langkah"], row["Kata-kata"]) for row in steps] == [
        ("sampai di chat", ""),
        ("dibaca", ""),
        ("keberatan", "Dua kegiatan belum dihitung"),
        ("diputus", "Sudah ditimbang semuanya"),
    ]
    assert [name for name, content in unpacked(ida).items() if b"belum dihitung" in content] == []
    assert await desk.faults() == []


def test_every_table_that_has_an_owner_is_in_the_copy() -> None:
    owned = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in ("employee_id", "author_id")
    }
    found = {t.name for t in Base.metadata.sorted_tables if rows_of(t, 1) is not None}
    assert owned - found - LEFT_OUT == set()
    assert {"decisions", "revisions", "indicators", "traces"} <= found
    assert found & {"units", "holidays", "leases", "files"} == set()


def test_a_formula_that_somebody_wrote_stays_words() -> None:
    table = OwnTable("reports", ("text",), (("=HYPERLINK(1)",),))
    records = OwnRecords("Data", "", "id", "Asia/Jakarta", {"folder": "bukti"}, (table,), ())
    with ZipFile(BytesIO(records())) as archive:
        assert archive.read("reports.csv").decode("utf-8-sig").splitlines()[1] == "'=HYPERLINK(1)"
        assert "=HYPERLINK(1)" in archive.read("data.html").decode()
