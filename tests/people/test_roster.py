"""When an import is applied, and what is said of it."""

from __future__ import annotations

import pytest

from bot.plainly import words
from bot.roster_words import RosterWords
from bot.rosters import Order, why_not
from models.people.importing.columns import Sheet, find_tables
from models.people.importing.plan import Plan
from tests.people.importing.office import (
    HEADER,
    MIA,
    SARI,
    TODAY,
    TOM,
    known,
    plan_for,
    row,
    standing_with,
)

SAY = words("Asia/Jakarta")
WRONG = plan_for([row(MIA), row(TOM, kind="?")])
RIGHT = plan_for([row(MIA)])


def ending(count: int) -> Plan:
    people = [known(f"19900101201503{2}{n:03}") for n in range(1, count + 1)]
    return Plan(TODAY, missing=people, ended=people)


def stopped(plan: Plan, order: Order, at_work: int = 100) -> str | None:
    """The text that says why not, without what stands in it."""
    why = why_not(plan, order, at_work)
    said = SAY(why.key, **why.facts) if why else None
    return said and said.removeprefix("Tidak ada yang diubah").split()[1]


def test_wrong_rows_stop_everything_unless_what_is_right_is_asked_for() -> None:
    assert stopped(WRONG, Order(apply=True)) == "karena"
    assert stopped(WRONG, Order(apply=True, skip_wrong=True)) is None
    assert stopped(RIGHT, Order(apply=True)) is None


def test_nobody_is_ended_while_a_row_is_wrong() -> None:
    plan = ending(1)
    plan.wrong = WRONG.wrong

    assert stopped(plan, Order(apply=True, skip_wrong=True, end_missing=True)) == "--end-missing"


@pytest.mark.parametrize(
    ("ended", "at_work", "stops"),
    [(20, 20, False), (21, 100, True), (21, 105, False), (200, 1000, False), (201, 1000, True)],
)
def test_more_than_a_fifth_is_ended_only_when_asked_for_twice(
    ended: int, at_work: int, stops: bool
) -> None:
    plan = ending(ended)

    assert (stopped(plan, Order(apply=True, end_missing=True), at_work) is not None) is stops
    assert stopped(plan, Order(apply=True, end_missing=True, end_many=True), at_work) is None


def test_what_changes_is_listed_with_before_and_after_and_nips_in_part() -> None:
    standing = standing_with(known(MIA), known(TOM), known(SARI))
    rows = [
        row(MIA, name="Mia <Lestari> & Anak"),
        row(TOM, position="Penata", supervisor=SARI, since="01-11-2026"),
    ]
    people, _ = find_tables([Sheet("Pegawai", [HEADER, *rows, row(SARI)])])
    show = RosterWords(SAY, people, plan_for(rows, standing))

    assert show.changes(hide=True)[1:] == [
        ["diperbaiki", "2", "1986***********001", "Mia <Lestari> & Anak", "Nama",
         "Mia Lestari, S.E.", "Mia <Lestari> & Anak", ""],
        ["berubah", "3", "1986***********002", "Tom Saputra", "Atasan langsung",
         "1986***********001", "1986***********003", "01-11-2026"],
        ["berubah", "3", "1986***********002", "Tom Saputra", "Jabatan", "Analis", "Penata",
         "01-11-2026"],
        ["tidak ada di berkas", "", "1986***********003", "Sari Dewi", "", "", "", ""],
    ]  # fmt: skip


def test_words_are_plain_text() -> None:
    assert type(SAY("roster-nothing")) is str
    assert SAY("roster-no-file", file="a & <b>") == "Berkas a & <b> tidak ada."


def test_a_remark_calls_the_column_as_the_file_does() -> None:
    people, _ = find_tables([Sheet("Pegawai", [HEADER, row(MIA), row(TOM, kind="?")])])
    show = RosterWords(SAY, people, WRONG)

    assert [show.line(remark) for remark in WRONG.wrong] == [
        "baris 3, Status: Status tidak dikenal: PNS, CPNS, PPPK, atau PPPK paruh waktu."
    ]
    [mark] = [mark for mark in show.marks(None) if mark.is_wrong]
    assert (mark.row, mark.place) == (3, 2)
