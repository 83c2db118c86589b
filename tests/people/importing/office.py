"""A roster as a test writes it down, and the office it is checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.database import Database
from bot.roster_words import reason
from config.texts import LANGUAGES
from models.people.employees import Kind
from models.people.importing.applying import apply
from models.people.importing.cells import Cell
from models.people.importing.checking import Wishes, check
from models.people.importing.columns import Sheet, find_tables
from models.people.importing.plan import Plan, Remark
from models.people.importing.standing import (
    KnownPerson,
    KnownPosting,
    KnownUnit,
    Post,
    Standing,
    Who,
    office_as_it_stands,
)
from models.people.imports import Import, one_at_a_time
from tests.desk import OFFICE, TEXTS

TODAY = date(2026, 11, 24)
MIA, TOM, SARI, BUDI = (f"19860926201503{sex}00{n}" for n, sex in enumerate((2, 1, 2, 1), 1))
NAMES = {MIA: "Mia Lestari, S.E.", TOM: "Tom Saputra", SARI: "Sari Dewi", BUDI: "Budi"}
HEADER = ("NIP", "Nama", "Status", "Unit kerja", "Jabatan", "Gol", "NIP atasan", "TMT")

SAYING = [TEXTS.in_language(language) for language in LANGUAGES]

Row = Sequence[Cell]


def row(nip: str, **changes: Cell) -> list[Cell]:
    """A good row; ``changes`` by column: name, kind, unit, position, grade, supervisor, since."""
    cells: dict[str, Cell] = {
        "nip": nip,
        "name": NAMES.get(nip, f"Pegawai {nip[-3:]}"),
        "kind": "PNS",
        "unit": "Dinas Contoh",
        "position": "Analis",
        "grade": "III/a",
        "supervisor": "" if nip == MIA else MIA,
        "since": "01-01-2026",
    }
    assert changes.keys() <= cells.keys()
    return list((cells | changes).values())


def plan_for(
    rows: Sequence[Row], standing: Standing | None = None, *, header: Row = HEADER,
    units: Sequence[Row] = (), today: date = TODAY, **wishes: object,
) -> Plan:  # fmt: skip
    """Check these rows; row 1 is the header, so the first of them is row 2."""
    sheets = [Sheet("Pegawai", [header, *rows])]
    if units:
        sheets.append(Sheet("Unit", [("Kode", "Nama unit", "Unit induk"), *units]))
    people, table = find_tables(sheets)
    asked = replace(Wishes(), **wishes)  # type: ignore[arg-type]
    return check(people, table, standing or Standing(), today=today, wishes=asked)


def faults(remarks: Sequence[Remark]) -> list[tuple[int, str | None, str]]:
    """(row, column, why) of each remark, which must have words in both languages."""
    for remark in remarks:
        for say in SAYING:
            assert reason(remark.because, remark.facts, say)
    return [(r.row, str(r.column) if r.column else None, r.because) for r in remarks]


def standing_with(*people: KnownPerson) -> Standing:
    unit = KnownUnit(1, "DC", "Dinas Contoh", "DC/", None)
    return Standing({person.nip: person for person in people}, {"DC": unit})


def known(
    nip: str, *, supervisor: str | None = MIA, since: date = date(2026, 1, 1),
    until: date | None = None, position: str = "Analis",
) -> KnownPerson:  # fmt: skip
    """Somebody whom ``row(nip)`` describes."""
    post = Post("DC", None if nip == MIA else supervisor, position, "III/a")
    number = int(nip[-3:])
    who = Who(NAMES.get(nip, f"Pegawai {nip[-3:]}"), Kind.PNS)
    return KnownPerson(number, nip, who, KnownPosting(number, post, since, until))


async def import_rows(
    database: Database, rows: Sequence[Row], *, at: datetime, header: Row = HEADER,
    units: Sequence[Row] = (), **wishes: object,
) -> tuple[Plan, Import | None]:  # fmt: skip
    """Check against the database, and apply in the same transaction if anything changes."""
    async with database.transaction() as session:
        await one_at_a_time(session)
        standing = await office_as_it_stands(session)
        today = OFFICE.today(at)
        plan = plan_for(rows, standing, header=header, units=units, today=today, **wishes)
        if plan.changes_nothing:
            return plan, None
        done = await apply(
            session, plan, office=OFFICE, file_name="daftar.xlsx", by="tester", at=at
        )
        return plan, done
