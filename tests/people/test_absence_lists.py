"""Leave from the personnel agency's spreadsheet: checked, applied, applied again, taken out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import event

from bot.absence_lists import ListOrder, import_absences
from bot.roster_words import reason
from handlers.documents.sheets import read_sheets
from models.people.importing.cells import Cell
from models.people.importing.columns import Sheet
from models.work.absence_kinds import AbsenceKind
from models.work.absence_lists import AbsencePlan, absence_table, check, read_list
from models.work.absences import Absence
from models.work.applying_absences import first_open_day
from models.work.duties import Off
from tests.people.importing.office import MIA, NAMES, SARI, SAYING, TODAY, TOM, known, standing_with
from tests.people.test_asking_away import off, seen, two
from tests.people.test_people_command import GOOD, Operator, write_roster
from tests.people.test_people_command import operator as operator
from tests.work.conftest import days as days
from tests.work.days import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, Days

SOON = f"{datetime.now(UTC) + timedelta(days=60):%d-%m-%Y}"  # the command has no clock to set
HEADER: list[Cell] = ["No", "NIP", "Nama", "Jenis Cuti", "Tgl Mulai", "Tgl Selesai"]
Row = list[Cell]


def row(nip: str, kind: str, since: Cell, until: Cell = "", name: str = "") -> Row:
    return [1, nip, name or NAMES.get(nip, ""), kind, since, until]


def sheet(*rows: Row) -> Sheet:
    return Sheet("Cuti", [["DAFTAR CUTI"], HEADER, *rows])


def plan_for(*rows: Row) -> AbsencePlan:
    people = standing_with(known(MIA), known(TOM), known(SARI))
    plan = read_list(absence_table([sheet(*rows)]), people, today=TODAY, since=date(2026, 11, 1))
    check(plan, {})
    return plan


WRONG = {
    "nip-length": row("1986", "Cuti tahunan", "1-12-2026"),
    "away-unknown": row("198609262015032099", "Cuti tahunan", "1-12-2026"),
    "away-kind": row(TOM, "Liburan", "1-12-2026"),
    "date": row(TOM, "Cuti tahunan", "besok"),
    "empty": row(TOM, "Cuti tahunan", ""),
    "away-backwards": row(TOM, "Cuti tahunan", "5-12-2026", "1-12-2026"),
    "away-too-long": row(TOM, "Tugas belajar", "1-12-2026", "1-12-2036"),
}


@pytest.mark.parametrize("because", WRONG)
def test_what_cannot_be_taken_is_said_in_words(because: str) -> None:
    plan = plan_for(row(MIA, "CT", "1-12-2026"), WRONG[because])

    assert [(remark.row, remark.because) for remark in plan.wrong] == [(4, because)]
    assert [one.row for one in plan.added] == [3]
    for say in SAYING:
        assert reason(because, plan.wrong[0].facts, say)


def test_kinds_and_days_are_read_as_agencies_write_them() -> None:
    plan = plan_for(
        row(MIA, "Cuti Karena Alasan Penting", date(2026, 12, 1), "3 Desember 2026"),
        row(TOM, "cuti di luar tanggungan negara", "2026-12-01"),
    )
    assert plan.wrong == []
    assert [(one.kind, one.since, one.until) for one in plan.added] == [
        (AbsenceKind.URGENT_LEAVE, date(2026, 12, 1), date(2026, 12, 3)),
        (AbsenceKind.UNPAID_LEAVE, date(2026, 12, 1), date(2026, 12, 1)),
    ]


def test_two_rows_for_one_day_of_somebody_are_one_too_many() -> None:
    plan = plan_for(
        row(TOM, "Cuti tahunan", "1-12-2026", "4-12-2026"),
        row(MIA, "Cuti tahunan", "4-12-2026"),
        row(TOM, "Cuti sakit", "4-12-2026"),
    )
    assert [(r.row, r.because, r.facts) for r in plan.wrong] == [(5, "away-twice", {"row": 3})]
    assert [one.row for one in plan.added] == [3, 4]


def test_months_that_have_closed_are_left_alone() -> None:
    plan = plan_for(
        row(TOM, "Cuti tahunan", "28-10-2026", "30-10-2026"),
        row(MIA, "Cuti melahirkan", "1-10-2026", "31-12-2026"),
    )
    assert ([one.row for one in plan.past], [one.row for one in plan.added]) == ([3], [4])


def test_a_name_that_is_somebody_elses_is_doubtful() -> None:
    plan = plan_for(row(TOM, "Cuti tahunan", "1-12-2026", name="Sari Dewi"))
    assert [(r.because, r.facts) for r in plan.doubtful] == [("away-name", {"name": "Tom Saputra"})]
    assert len(plan.added) == 1


# With a database


async def applies(days: Days, *rows: Row, remove: bool = False) -> AbsencePlan:
    order = ListOrder(apply=True, remove=remove)
    plan, is_done = await import_absences(
        days.database, days.office, absence_table([sheet(*rows)]), order, at=days.time
    )
    assert is_done is not bool(plan.wrong)
    await days.settles()
    return plan


def counts(plan: AbsencePlan) -> tuple[int, int, int, int]:
    return len(plan.added), len(plan.changed), len(plan.there), len(plan.wrong)


async def test_a_list_is_applied_told_applied_again_and_taken_out(days: Days) -> None:
    _, tom = await two(days)
    leave = row(tom.employee.nip, "Cuti tahunan", WEDNESDAY, THURSDAY, "Tom Saputra")

    assert counts(await applies(days, leave)) == (1, 0, 0, 0)
    assert await off(days, tom, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY) == [
        None, Off.ABSENCE, Off.ABSENCE, None,
    ]  # fmt: skip
    assert tom.sees == "Tercatat: cuti tahunan, Rab 25 Nov s.d. Kam 26 Nov."
    screens = len(tom.screen)
    assert counts(await applies(days, leave)) == (0, 0, 1, 0)
    assert (await days.count(Absence), len(tom.screen)) == (1, screens)

    assert counts(await applies(days, leave, remove=True)) == (0, 0, 1, 0)
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [None, None]
    assert tom.sees == "Dibatalkan: Rab 25 Nov s.d. Kam 26 Nov kembali tercatat sebagai hari kerja."
    assert counts(await applies(days, leave, remove=True)) == (1, 0, 0, 0)
    assert await days.faults() == []


async def test_a_long_list_asks_the_database_as_little_as_a_short_one(days: Days) -> None:
    mia, tom = await two(days)
    more = [await days.hires(f"Ani {n}", supervisor=mia) for n in range(6)]
    await days.begins()
    soon = WEDNESDAY + timedelta(days=7)
    asked = []
    for people, day in (([tom], WEDNESDAY), ([tom, *more], soon)):
        rows = [
            row(one.employee.nip, "Cuti tahunan", day + timedelta(days=n))
            for n, one in enumerate(people)
        ]
        counted: list[str] = []

        def note(
            _c: object, _cursor: object, sql: str, *_: object, to: list[str] = counted
        ) -> None:
            to.append(sql)

        engine = days.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        table = absence_table([sheet(*rows)])
        order = ListOrder(apply=True)
        plan, _ = await import_absences(days.database, days.office, table, order, at=days.time)
        event.remove(engine, "before_cursor_execute", note)
        assert len(plan.added) == len(people)
        asked.append(sum("notices" not in sql for sql in counted))
    assert asked[0] == asked[1]


async def test_what_was_asked_for_by_chat_is_replaced_and_counts(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan rabu")
    await tom.taps("Minta persetujuan")
    assert "Setujui" in "".join(mia.buttons)

    plan = await applies(days, row(tom.employee.nip, "Cuti tahunan", WEDNESDAY, THURSDAY))

    assert counts(plan) == (0, 1, 0, 0)
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [Off.ABSENCE, Off.ABSENCE]
    assert await days.count(Absence) == 1
    assert mia.sees == (
        "Pak Tom Saputra: cuti tahunan, Rab 25 Nov s.d. Kam 26 Nov\n"
        "Sudah berlaku, jadi tidak perlu apa-apa. Kalau ini keliru, ketuk Keberatan."
    )
    assert any("cuti tahunan, Rab 25 Nov s.d. Kam 26 Nov" in text for text in seen(tom))


async def test_what_contradicts_the_chat_stops_the_list(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin dinas luar rabu")
    await tom.taps("Catat")

    plan = await applies(days, row(tom.employee.nip, "Cuti tahunan", TUESDAY, THURSDAY))

    assert [(r.because, r.facts) for r in plan.wrong] == [
        ("away-noted", {"since": WEDNESDAY, "until": WEDNESDAY})
    ]
    assert await off(days, tom, TUESDAY, WEDNESDAY) == [None, Off.ABSENCE]


async def test_a_report_on_a_day_of_the_list_stays(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("07.00-08.00 apel")
    await applies(days, row(tom.employee.nip, "Cuti tahunan", TUESDAY))

    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia Lestari."
    await mia.taps("Setujui semua")

    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]
    assert await days.faults() == []


def test_a_month_is_open_until_its_last_midnight(days: Days) -> None:
    first = date(2026, 12, 5)
    assert first_open_day(days.office, days.moment(first, "23.59")) == date(2026, 11, 1)
    assert first_open_day(days.office, days.moment(date(2026, 12, 6), "00.00")) == date(2026, 12, 1)


# As an operator runs it


async def test_the_command_shows_colours_applies_and_takes_out(operator: Operator) -> None:
    roster, file = operator.folder / "daftar.xlsx", operator.folder / "cuti.xlsx"
    write_roster(roster, GOOD)
    await operator.runs("people", "import", str(roster), "--apply")
    _write(file, row(TOM, "Cuti tahunan", SOON), row(TOM, "Liburan", SOON))

    code, said = await operator.runs("absence", "import", str(file), "--apply")
    assert (code, "  baris 4, Jenis Cuti: Jenis tidak dikenal" in said) == (1, True)
    assert said.splitlines()[-1].startswith("Tidak ada yang diubah")
    checked = read_sheets(operator.folder / "cuti-diperiksa.xlsx")[0]
    assert str(checked.rows[3][6]).startswith("Jenis tidak dikenal")

    code, said = await operator.runs("absence", "import", str(file), "--apply", "--skip-wrong")
    assert (code, said.splitlines()[-1]) == (
        0, "Sudah diterapkan. Yang bersangkutan diberi tahu di chat.",
    )  # fmt: skip
    assert TOM not in said
    _write(file, row(TOM, "Cuti tahunan", SOON))
    code, said = await operator.runs("absence", "import", str(file))
    assert (code, said.splitlines()[-1]) == (
        0, "Tidak ada yang berubah: semuanya sudah tercatat.",
    )  # fmt: skip
    code, said = await operator.runs("absence", "remove", str(file), "--apply")
    assert (code, "dikeluarkan 3 1986***********002 Tom Saputra cuti tahunan" in said) == (0, True)
    assert (await operator.runs("absence", "import", str(operator.folder / "x.xlsx")))[0] == 1
    assert (await operator.runs("absence", "import", str(roster)))[1].startswith("Kolom Jenis dan")


def _write(path: Path, *rows: Row) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Cuti")
        for number, cells in enumerate([["DAFTAR CUTI"], HEADER, *rows]):
            page.write_row(number, 0, cells)
