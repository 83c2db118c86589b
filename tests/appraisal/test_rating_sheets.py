"""Evaluations filled in as a spreadsheet: sent out, saved by another program, back, applied."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from handlers.appraisal.evaluation_buttons import SHEET
from handlers.appraisal.rating_sheet_words import columns_in, titles_in
from handlers.documents.rating_sheet import MARK_SHEET, Line, RatingWorkbook, read_ratings
from models.appraisal.achievements import UnitAchievement
from models.appraisal.evaluation_answers import EvaluationAnswer, Question, Side
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import newest_of
from models.appraisal.rating_rows import Choices, Row, Wrong, look_at
from models.appraisal.rating_sheets import RatingSheet
from models.appraisal.ratings import Predicate, Rating, UnitPredicate
from models.machine import Trace
from models.notices.notices import Notice
from models.people.employees import Employee, Role
from models.people.errands import Errand
from models.work.evidence import Evidence
from models.work.stand_ins import Capacity, StandIn
from tests.appraisal.evaluating import DECEMBER, QUARTER, YEAR, Ladder, a_ladder, assesses, opens
from tests.appraisal.test_a_year import moves
from tests.appraisal.test_evaluating import YEAR_2026
from tests.desk import TEXTS, Desk, Person, plain

Rows = list[list[Any]]
MARKS = ("kinerja-bot/penilaian", "yearly")
MEETS, ABOVE, BELOW = "sesuai ekspektasi", "di atas ekspektasi", "di bawah ekspektasi"


@pytest.fixture
async def ladder(desk: Desk) -> Ladder:
    return await a_ladder(desk)


# What a spreadsheet program does


def sheets_of(content: bytes) -> dict[str, Rows]:
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return {name: [*book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def saved(sheets: dict[str, Rows]) -> bytes:
    """As another program writes it: no colours, no locks, no lists; only what the cells say."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    page.write(number, place, cell)
    return made.getvalue()


def filled(content: bytes, fill: Callable[[Rows], object]) -> bytes:
    """The same workbook after somebody has worked on its first sheet."""
    sheets = sheets_of(content)
    fill(next(iter(sheets.values())))
    return saved(sheets)


def put(rows: Rows, person: Person, **cells: str) -> None:
    """``results``, ``behaviour``, ``all`` ratings or ``words`` of results of one person's row."""
    titles = [str(title) for title in rows[0]]
    (row,) = [row for row in rows[1:] if row[0] == person.employee.nip]
    for place, title in enumerate(titles):
        if title.startswith("Rating") and "all" in cells:
            row[place] = cells["all"]
    for name, title in (("results", "Rating: Hasil kerja"), ("words", "Umpan balik: Hasil kerja"),
                        ("behaviour", "Rating: Perilaku kerja")):  # fmt: skip
        if name in cells:
            row[titles.index(title)] = cells[name]


async def asks(mia: Person, period: str = YEAR) -> bytes:
    await mia.says("/nilai")
    await mia.taps(f"Tim · {period}")
    await mia.taps("Isi lewat Excel")
    document = mia.card.document
    assert document is not None
    return document[1]


async def sends(mia: Person, content: bytes, name: str = "kiriman.xlsx") -> None:
    await mia.shows_document(name, content=content)


async def has_asked(ladder: Ladder, person: Person) -> None:
    """As if a sheet had been sent to them once."""
    async with ladder.desk.database.transaction() as session:
        session.add(
            Notice(employee_id=person.employee.id, kind=SHEET, subject="1", due=None,
                   made_at=ladder.desk.time, sent_at=ladder.desk.time)
        )  # fmt: skip


async def both_assess(ladder: Ladder) -> bytes:
    for person in (ladder.tom, ladder.eve):
        await assesses(person)
    return await asks(ladder.mia)


async def outcomes(ladder: Ladder) -> dict[str, Predicate | None]:
    people = {"tom": ladder.tom.employee.id, "eve": ladder.eve.employee.id}
    async with ladder.desk.database.transaction() as session:
        found = await newest_of(session, list(people.values()), YEAR_2026)
    return {name: found[id_].outcome for name, id_ in people.items() if id_ in found}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_that_libreoffice_has_saved_reads_as_it_was(kind: str) -> None:
    """Ours, with the column of a special expectation, as LibreOffice Calc 7.4 saved it again."""
    content = Path(__file__).with_name(f"saved_by_libreoffice.{kind}").read_bytes()
    assert read_ratings(content, columns_in([TEXTS.in_language("id")])) == {
        "cadence": "yearly",
        "since": "2026-01-01",
        "rows": [
            {"number": 2, "nip": "198609262015031001", "name": "Tom Saputra",
             "cells": {"results": "sesuai ekspektasi", "results-words": "=1+1 rapi"}},
        ],
    }  # fmt: skip


def test_a_row_is_as_high_as_what_stands_in_it() -> None:
    """LibreOffice makes none higher that another program has written: words lay over each other."""
    said = "Hasil kerja: sesuai ekspektasi. " + "Berkas selesai tepat waktu. " * 5  # 172 signs
    told: tuple[str | int, ...] = ("198609262015031001", "Tom", "\n".join([said] * 6), *[0] * 7)
    lines = [Line(told), Line((*told[:2], "Belum diisi", *[0] * 7)), Line((*told[:2], said * 99))]
    titles = titles_in(TEXTS.in_language("id"))
    advice = ["Isi kolom kuning saja.", "Sel kosong. " * 20]
    made = RatingWorkbook("Penilaian", "yearly", "2026-01-01", titles, ["sesuai"], ["Baik"],
                          advice, "Petunjuk", lines)()  # fmt: skip
    with ZipFile(BytesIO(made)) as packed:
        sheets = [packed.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
    heights = [re.findall(r' ht="([\d.]+)" customHeight', sheet) for sheet in sheets]
    assert heights == [["48", "270", "75", "408.75"], ["45"]]  # 409, in whole pixels


# The plays


async def test_a_team_is_rated_in_a_spreadsheet_and_signed_with_one_tap(ladder: Ladder) -> None:
    mia, tom, eve = ladder.mia, ladder.tom, ladder.eve
    content = await both_assess(ladder)
    assert mia.sees.splitlines()[0] == "📊 Penilaian Tahun 2026: 2 orang menunggu penilaian Anda."
    assert mia.card.document is not None
    assert mia.card.document[0] == "penilaian-tahun-2026.xlsx"
    rows = next(iter(sheets_of(content).values()))
    assert [row[:2] for row in rows[1:]] == [
        [eve.employee.nip, "Eve"], [tom.employee.nip, "Tom"]]  # fmt: skip
    assert str(rows[1][2]).splitlines()[0] == "Hasil kerja: sesuai ekspektasi"

    def fill(rows: Rows) -> None:
        put(rows, tom, all=ABOVE)
        put(rows, eve, all=MEETS, words="=1+1 kegiatan, <b>rapi</b>")

    await sends(mia, filled(content, fill))
    assert mia.sees == (
        "📊 Penilaian Tahun 2026 dari Excel\nSiap diterapkan: 2 orang\n"
        "Menurut matriks: Sangat Baik 1, Baik 1\n"
        "Ketuk Terapkan untuk menyimpan jawabannya. Belum ada yang ditandatangani."
    )
    assert await ladder.desk.count(EvaluationAnswer, EvaluationAnswer.side == Side.APPRAISER) == 0
    await mia.taps("Terapkan (2 orang)")
    assert mia.sees == (
        "📊 Penilaian Tahun 2026\nLengkap dan siap ditandatangani: 2 orang\n"
        "Menurut matriks: Sangat Baik 1, Baik 1\n"
        "🏢 Capaian unit untuk masa ini belum ditetapkan.\n"
        "Sesudah ditandatangani, setiap pegawai membaca penilaiannya dan boleh keberatan."
    )
    assert await outcomes(ladder) == {"tom": None, "eve": None}
    await mia.taps("Tanda tangani 2 penilaian")
    assert await outcomes(ladder) == {"tom": Predicate.VERY_GOOD, "eve": Predicate.GOOD}
    assert mia.sees == "✍️ 2 penilaian ditandatangani. Pegawainya diminta membacanya."
    await eve.taps("Baca")
    assert "1. Hasil kerja: sesuai ekspektasi. =1+1 kegiatan, <b>rapi</b>" in eve.sees.splitlines()
    assert await ladder.desk.faults() == []


async def test_what_is_wrong_comes_back_marked_and_the_rest_may_be_applied(
    ladder: Ladder,
) -> None:
    mia, tom, eve = ladder.mia, ladder.tom, ladder.eve
    content = await both_assess(ladder)

    def fill(rows: Rows) -> None:
        put(rows, tom, all=MEETS, results=BELOW)
        put(rows, eve, all=MEETS, behaviour="baik sekali")

    await sends(mia, filled(content, fill))
    back, wrong = mia.screen[-2:]
    assert plain(back.text).splitlines()[1:4] == [
        "Tidak ada jawaban baru di berkas ini.", "Perlu dibetulkan: 2 baris",
        "⚠️ Baris 2 · Bu Eve: Rating: Perilaku kerja: pilih dari daftar di selnya.",
    ]  # fmt: skip
    assert back.buttons == {}
    assert wrong.document is not None
    rows = next(iter(sheets_of(wrong.document[1]).values()))
    assert [row[-1] for row in rows] == [
        "Catatan pemeriksaan", "Rating: Perilaku kerja: pilih dari daftar di selnya.",
        "Umpan balik: Hasil kerja: tulis alasannya, karena di bawah ekspektasi.",
    ]  # fmt: skip

    def mend(rows: Rows) -> None:
        put(rows, tom, words="Laporan triwulan terlambat tiga kali")

    await sends(mia, filled(wrong.document[1], mend))
    assert "Siap diterapkan: 1 orang" in plain(mia.screen[-2].text).splitlines()
    await mia.taps("Terapkan (1 orang)")
    await mia.taps("Tanda tangani 1 penilaian")
    assert await outcomes(ladder) == {"tom": Predicate.NEEDS_IMPROVEMENT, "eve": None}
    assert await ladder.desk.faults() == []


async def test_some_in_the_sheet_and_the_rest_by_chat(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    await assesses(tom)
    await opens(mia, 2)
    await mia.taps("Di atas")
    content = await asks(mia)
    rows = next(iter(sheets_of(content).values()))
    assert rows[1][rows[0].index("Rating: Hasil kerja")] == ABOVE

    def fill(rows: Rows) -> None:
        put(rows, tom, results=MEETS, behaviour=MEETS)

    await sends(mia, filled(content, fill))
    assert mia.sees.splitlines()[1:3] == [
        "Siap diterapkan: 1 orang, 1 di antaranya belum lengkap",
        "1 jawaban yang sudah ada diganti.",
    ]
    await mia.taps("Terapkan")
    assert "• Pak Tom: 7 pertanyaan lagi" in mia.sees.splitlines()
    await opens(mia, 2)
    for _ in range(7):
        await mia.taps("Sesuai")
    await mia.taps("Tanda tangani")
    assert (await outcomes(ladder))["tom"] is Predicate.GOOD


async def test_what_has_moved_on_since_the_card_is_refused_by_name(ladder: Ladder) -> None:
    mia, tom, eve = ladder.mia, ladder.tom, ladder.eve
    for person in (tom, eve):
        await assesses(person)

    def fill(rows: Rows) -> None:
        for person in (tom, eve):
            put(rows, person, all=MEETS)

    await sends(mia, filled(await asks(mia), fill))
    await opens(mia, 2)
    await mia.taps("Di atas")
    await mia.taps("Terapkan (2 orang)")
    applied = mia.sees.splitlines()
    assert applied[0] == "Jawaban untuk 1 orang tersimpan."
    assert applied[1].startswith(
        "Sudah berubah sejak kartunya tampil, jadi tidak diterapkan: Pak T"
    )
    sign = mia.button("Tanda tangani 1 penilaian")
    await opens(mia, 1)
    await mia.taps("9")
    await mia.taps("Di atas")
    await mia.sends_tap(*sign)
    assert "tidak ditandatangani: Bu Eve." in mia.sees
    assert await outcomes(ladder) == {"tom": None, "eve": None}
    assert await ladder.desk.faults() == []


async def test_nobody_rates_whom_they_do_not_evaluate_whatever_the_file_says(
    ladder: Ladder,
) -> None:
    desk, ida, mia, tom, eve = ladder.desk, ladder.ida, ladder.mia, ladder.tom, ladder.eve
    await assesses(mia)
    content = await both_assess(ladder)

    def forge(rows: Rows) -> None:
        put(rows, eve, all=MEETS)
        put(rows, tom, all=ABOVE)
        rows[2][0] = mia.employee.nip  # herself

    await sends(mia, filled(content, forge))
    assert "⚠️ Baris 3 · Tom: NIP ini bukan pegawai yang Anda nilai sekarang." in plain(
        mia.screen[-2].text
    )
    await mia.taps("Terapkan (1 orang)")
    await asks(ida)

    def fill(rows: Rows) -> None:
        put(rows, tom, all=ABOVE)
        put(rows, eve, all=ABOVE)

    theirs = filled(content, fill)
    await has_asked(ladder, tom)
    await sends(ida, theirs)  # somebody else's file
    await sends(tom, theirs)  # one's own evaluation
    for person in (ida, tom):
        assert plain(person.screen[-2].text).splitlines()[1:3] == [
            "Tidak ada jawaban baru di berkas ini.", "Perlu dibetulkan: 2 baris"]  # fmt: skip
    await moves(desk, tom, to=ida, unit_id=desk.unit.id, since=date(2026, 12, 20))
    await sends(mia, theirs)  # she led him when she asked for it
    assert "Baris 3 · Tom: NIP ini bukan" in plain(mia.screen[-2].text)
    for person in (ida, tom, eve):
        await person.sends_tap(*mia.button("Tanda tangani"))
        await person.sends_tap(*mia.button("Terapkan"))
    async with desk.database.transaction() as session:
        rated = await session.scalars(
            select(Evaluation.employee_id)
            .join(EvaluationAnswer)
            .where(EvaluationAnswer.side == Side.APPRAISER)
            .distinct()
        )
        assert rated.all() == [eve.employee.id]
    assert await desk.count(Trace, Trace.refusal == "NotTheEvaluator") == 4
    assert await desk.count(Trace, Trace.refusal == "NotYourCard") == 6
    assert await desk.faults() == []


async def test_a_forged_button_on_another_card_applies_and_signs_nothing(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    await assesses(tom)
    content = await asks(mia)
    await sends(mia, filled(content, lambda rows: put(rows, tom, all=MEETS)))
    await tom.says("/nilai")
    data, shown = tom.button(f"Saya · {YEAR}")
    notice, version = data.split(":")[1:3]
    for prefix in ("ev-xl-go", "ev-signs"):
        await tom.sends_tap(f"{prefix}:{notice}:{version}", shown)
        assert tom.toast == "Penilaian ini bukan milik Anda, jadi tidak ada yang berubah."
    await tom.sends_tap(f"ev-xl:{notice}:{version}:yearly:2026-01-01", shown)
    assert (tom.toast or "").startswith("Belum ada yang menunggu penilaian Anda.")
    assert await ladder.desk.count(EvaluationAnswer, EvaluationAnswer.side == "appraiser") == 0


async def test_a_document_that_is_evidence_stays_evidence(ladder: Ladder) -> None:
    desk, mia, tom = ladder.desk, ladder.mia, ladder.tom
    await assesses(tom)
    content = await asks(mia)
    await mia.says("08.00-10.00 menyusun daftar arsip, 1 daftar")
    other = saved({"Arsip": [["Kode", "Uraian"], ["1", "Surat masuk"]]})
    await sends(mia, other, "daftar.xlsx")
    assert mia.sees.startswith("📎 Berkas tadi bukan lembar penilaian dari bot")
    await tom.says("08.00-10.00 menyusun daftar arsip, 1 daftar")
    await tom.shows_document("daftar.xlsx", content=other)  # he never asked for a sheet
    await mia.shows_document("penilaian.xlsx", "13.00-14.00 menilai", content=content)
    async with desk.database.transaction() as session:
        kept = [(one.author_id, one.report_id) for one in await desk.rows(session, Evidence)]
    assert kept == [(mia.employee.id, 1), (tom.employee.id, 2), (mia.employee.id, 3)]
    assert await desk.count(RatingSheet) == 0
    assert await desk.faults() == []


async def test_an_admin_who_appraises_sends_ratings_under_any_name(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    async with ladder.desk.database.transaction() as session:
        (await session.get_one(Employee, mia.employee.id)).role = Role.OFFICE_ADMIN
    await assesses(tom)
    content = await asks(mia)

    await mia.shows_document(
        "untuk bkpsdm.xlsx", "penilaian tim saya",
        content=filled(content, lambda rows: put(rows, tom, all=MEETS)),
    )  # fmt: skip

    assert mia.sees.splitlines()[:2] == [
        "📊 Penilaian Tahun 2026 dari Excel", "Siap diterapkan: 1 orang",
    ]  # fmt: skip
    assert await ladder.desk.count(Errand) == 0
    await mia.taps("Terapkan")
    assert mia.sees.splitlines()[1] == "Lengkap dan siap ditandatangani: 1 orang"
    assert await ladder.desk.faults() == []


async def test_a_newer_file_takes_the_place_of_one_that_was_not_applied(ladder: Ladder) -> None:
    mia, tom = ladder.mia, ladder.tom
    await assesses(tom)
    content = await asks(mia)
    await sends(mia, filled(content, lambda rows: put(rows, tom, all=MEETS)))
    old = mia.button("Terapkan")
    await sends(mia, filled(content, lambda rows: put(rows, tom, all=ABOVE)))
    assert plain(old[1].text) == (
        "📊 Penilaian Tahun 2026 dari Excel: sudah ada berkas yang lebih baru di bawah."
    )
    await mia.sends_tap(*old)
    assert await ladder.desk.count(EvaluationAnswer, EvaluationAnswer.side == "appraiser") == 0
    await mia.taps("Terapkan", on=mia.screen[-1])
    await mia.taps("Tanda tangani")
    assert (await outcomes(ladder))["tom"] is Predicate.VERY_GOOD


async def test_a_head_of_unit_has_the_units_predicate_and_a_plt_fills_in_the_sheet(
    ladder: Ladder,
) -> None:
    desk, ida, mia, tom = ladder.desk, ladder.ida, ladder.mia, ladder.tom
    async with desk.database.transaction() as session:
        (await session.get_one(Employee, tom.employee.id)).role = Role.UNIT_HEAD
        session.add(
            StandIn(official_id=mia.employee.id, deputy_id=ida.employee.id, kind=Capacity.PLT,
                    since=date(2026, 12, 1), until=None, letter="800/1", said_by_id=None,
                    said_at=DECEMBER)
        )  # fmt: skip
    await assesses(tom)
    await mia.says("/nilai")
    await mia.taps(f"Tim · {YEAR}")
    await mia.taps("Isi lewat Excel")
    assert mia.card.document is None  # a Plt stands in for her
    content = await asks(ida)
    for results, wrong in ((ABOVE, 1), ("Istimewa", 0)):
        said = results
        await sends(ida, filled(content, lambda rows: put(rows, tom, all=ABOVE, results=said)))  # noqa: B023
        last = ida.screen[-1 - wrong]
        assert ("Perlu dibetulkan: 1 baris" in plain(last.text).splitlines()) == bool(wrong)
    await ida.taps("Terapkan")
    assert "🏢 Capaian Dinas Contoh: Istimewa" in ida.sees.splitlines()
    await ida.taps("Tanda tangani")
    async with desk.database.transaction() as session:
        (kept,) = await desk.rows(session, Evaluation)
        (unit,) = await desk.rows(session, UnitAchievement)
    assert (kept.predicate, kept.appraiser_id) == (Predicate.VERY_GOOD, ida.employee.id)
    assert unit.predicate is UnitPredicate.EXCELLENT
    assert await desk.faults() == []


async def test_only_who_has_spoken_or_had_a_week_is_in_the_sheet(ladder: Ladder) -> None:
    mia, tom, eve = ladder.mia, ladder.tom, ladder.eve
    await mia.says("/nilai")
    await mia.taps(f"Tim · {QUARTER}")
    await mia.taps("Minta semua menilai diri")
    await mia.taps("Isi lewat Excel")
    assert (mia.toast or "").startswith("Belum ada yang menunggu penilaian Anda.")
    await assesses(tom, QUARTER)
    content = await asks(mia, QUARTER)
    assert mia.sees.splitlines()[:2] == [
        "📊 Penilaian Triwulan IV 2026: 1 orang menunggu penilaian Anda.",
        "1 orang lagi belum menilai diri, jadi belum ada di berkas ini.",
    ]
    rows = next(iter(sheets_of(content).values()))
    assert [row[0] for row in rows[1:]] == [tom.employee.nip]
    await assesses(eve, YEAR)
    ladder.desk.later(days=7)
    assert len(next(iter(sheets_of(await asks(mia, QUARTER)).values()))) == 3


async def test_a_file_that_never_comes_is_given_up_in_words(ladder: Ladder) -> None:
    desk, mia = ladder.desk, ladder.mia
    await assesses(ladder.tom)
    content = await asks(mia)

    def away(_url: str) -> None:
        raise TimeoutError

    desk.wire.before_download = away
    await sends(mia, content)
    for _ in range(8):
        desk.later(minutes=10)
        await desk.settles()
    assert mia.sees.startswith("Berkas penilaian tadi tidak bisa diambil dari Telegram.")
    assert await desk.faults() == []


async def test_a_file_that_breaks_the_reader_each_time_is_not_tried_for_ever(
    ladder: Ladder,
) -> None:
    desk, mia = ladder.desk, ladder.mia
    await assesses(ladder.tom)
    content = await asks(mia)

    def breaks(_url: str) -> None:
        raise MemoryError

    desk.wire.before_download = breaks
    with pytest.raises(MemoryError):
        await sends(mia, content)
    for _ in range(7):
        desk.later(minutes=10)
        with pytest.raises(MemoryError):
            await desk.settles()
    desk.later(minutes=10)
    await desk.settles()
    assert mia.sees.startswith("Berkas penilaian tadi tidak bisa diambil dari Telegram.")


# The rules of a row, without a database

CHOICES = Choices({MEETS: Rating.MEETS, BELOW: Rating.BELOW}, {"baik": UnitPredicate.GOOD})


def an_evaluation() -> Evaluation:
    one = Evaluation(employee_id=1, cadence=YEAR_2026.cadence, since=YEAR_2026.since,
                     until=YEAR_2026.until, opened_at=DECEMBER - timedelta(days=9))  # fmt: skip
    one.employee = Employee(nip="198609262015031001", name="Tom")
    return one


def look(one: Evaluation, cells: dict[str, str], *, leads: bool = False) -> tuple[Any, ...]:
    found = look_at(Row(2, "", "", cells), one, CHOICES, leads_unit=leads, achieved=None)
    changes = {question.value: (one.rating, one.words) for question, one in found.changes.items()}
    return changes, found.wrong, found.left, found.replaced


def test_an_empty_cell_takes_nothing_back_and_the_same_is_no_change() -> None:
    one = an_evaluation()
    one.rate(Side.APPRAISER, Question.LOYAL, Rating.MEETS, at=DECEMBER)
    assert look(one, {}) == ({}, [], 8, 0)
    assert look(one, {"loyal": MEETS.upper()}) == ({}, [], 8, 0)
    assert look(one, {"loyal": BELOW, "loyal-words": "Rahasia bocor"}) == (
        {"loyal": (Rating.BELOW, "Rahasia bocor")}, [], 8, 1)  # fmt: skip
    assert look(one, {"results": "Baik"}, leads=True) == (
        {"results": (Rating.MEETS, None)}, [], 7, 0)  # fmt: skip


def test_what_is_wrong_in_a_row_is_said_by_column() -> None:
    one = an_evaluation()
    assert look(one, {"service": "lumayan"})[1] == [("service", Wrong.CHOICE)]
    assert look(one, {"service-words": "x" * 501})[1] == [("service-words", Wrong.TOO_LONG)]
    assert look(one, {"service": BELOW})[1] == [("service-words", Wrong.WHY)]


@pytest.mark.parametrize(
    "marks",
    [
        [], [["kinerja-bot/penilaian"]], [["lain", "yearly", "2026-01-01"]],
        [["kinerja-bot/penilaian", "weekly", "2026-01-01"]],
        [["kinerja-bot/penilaian", "yearly", "kapan saja"]],
    ],
)  # fmt: skip
def test_a_workbook_with_no_mark_or_a_broken_one_is_not_ours(marks: Rows) -> None:
    assert read_ratings(saved({"Penilaian": [["NIP"]], MARK_SHEET: marks}), {}) is None


def test_what_is_no_workbook_at_all_is_not_ours() -> None:
    for content in (b"", b"PK\x03\x04 broken", b"%PDF-1.4", Path(__file__).read_bytes()):
        assert read_ratings(content, {}) is None


def test_a_stray_word_in_the_last_cell_does_not_take_all_memory() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Penilaian").write(1_048_575, 16_383, "x")
        book.add_worksheet(MARK_SHEET).write_row(0, 0, [*MARKS, "2026-01-01"])
    assert read_ratings(made.getvalue(), {}) is None


def test_a_period_that_lost_its_text_format_is_read_as_the_date_it_is() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet(MARK_SHEET)
        page.write_string(0, 0, "kinerja-bot/penilaian")
        page.write_string(0, 1, "yearly")
        page.write_datetime(0, 2, datetime(2026, 1, 1), book.add_format({"num_format": "yyyy"}))  # noqa: DTZ001
    assert read_ratings(made.getvalue(), {}) == {
        "cadence": "yearly", "since": "2026-01-01", "rows": []}  # fmt: skip
