"""Lists of leave (daftar cuti) as the personnel agency has them, checked row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.importing import cells
from models.people.importing.cells import Cell, Unreadable, said
from models.people.importing.columns import (
    PEOPLE_HEADERS,
    Column,
    NoRoster,
    Sheet,
    Table,
    find_table,
    plain,
)
from models.people.importing.plan import Remark
from models.people.importing.rows import Reading
from models.people.importing.standing import KnownPerson, Standing
from models.work.absence_kinds import LISTED_AS, OF_LEAVE, AbsenceKind
from models.work.absences import LONGEST, Absence, standing

AT_ONCE = 500  # people in one query
NEEDED = (Column.NIP, Column.KIND, Column.SINCE)
HEADERS: dict[Column, tuple[str, ...]] = {
    Column.NIP: PEOPLE_HEADERS[Column.NIP],
    Column.NAME: PEOPLE_HEADERS[Column.NAME],
    Column.KIND: (
        "jenis", "jenis cuti", "jenis izin", "jenis ketidakhadiran", "jenis cuti izin", "cuti",
    ),
    Column.SINCE: (
        "mulai", "tanggal mulai", "tgl mulai", "mulai tanggal", "mulai cuti", "tanggal mulai cuti",
        "tgl mulai cuti", "dari", "dari tanggal", "sejak",
    ),
    Column.UNTIL: (
        "selesai", "tanggal selesai", "tgl selesai", "selesai cuti", "tanggal selesai cuti",
        "tgl selesai cuti", "sampai", "sampai dengan", "sampai tanggal", "s d", "sd",
        "tanggal berakhir", "berakhir",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """One row that can be taken as it is."""

    row: int
    employee_id: int
    nip: str
    name: str
    kind: AbsenceKind
    since: date
    until: date

    def is_as(self, absence: Absence) -> bool:
        """Whether this is noted already, and counts."""
        same = (absence.kind, absence.since, absence.until) == (self.kind, self.since, self.until)
        return same and absence.holds

    def takes_the_place_of(self, absence: Absence) -> bool:
        """Said by chat meanwhile, for some of these days, as the same or as some leave."""
        same = absence.kind == self.kind
        broader = absence.kind is AbsenceKind.LEAVE and self.kind in OF_LEAVE
        return (same or broader) and self.since <= absence.since and absence.until <= self.until


@dataclass
class AbsencePlan:
    """What a list would do. ``past``: rows of months that have closed, which are left alone."""

    sheet: str
    entries: int = 0
    listed: list[Listed] = field(default_factory=list)
    added: list[Listed] = field(default_factory=list)
    changed: list[tuple[Listed, list[Absence]]] = field(default_factory=list)
    there: list[tuple[Listed, Absence]] = field(default_factory=list)
    past: list[Listed] = field(default_factory=list)
    wrong: list[Remark] = field(default_factory=list)
    doubtful: list[Remark] = field(default_factory=list)

    def refuse(self, one: Listed, because: str, **facts: object) -> None:
        self.wrong.append(Remark(self.sheet, one.row, Column.SINCE, because, facts))


def absence_table(sheets: Sequence[Sheet]) -> Table:
    """The sheet with the most of the columns; raise ``NoRoster`` where one is missing."""
    tables = (find_table(sheet, HEADERS) for sheet in sheets)
    best = max(tables, key=lambda table: len({*NEEDED} & table.places.keys()),
               default=Table("", (), 0, {}))  # fmt: skip
    if missing := [column for column in NEEDED if column not in best.places]:
        raise NoRoster(missing)
    return best


def read_list(
    table: Table, known: Standing, *, today: date, since: date, within: str | None = None
) -> AbsencePlan:
    """Every row that can be read and is of somebody; ``since``: the first day not closed yet.

    ``within``: the code of the unit whose people, and those below it, may be in the list.
    """
    plan = AbsencePlan(table.sheet)
    theirs = _people_of(known, within)
    for row, entry in table.entries():
        plan.entries += 1
        reading = Reading(table.sheet, row, entry)
        one = _row(reading, known.people, theirs, today, plan)
        plan.wrong += reading.remarks
        if one is None or reading.remarks:
            continue
        (plan.listed if one.until >= since else plan.past).append(one)
    _refuse_overlaps(plan)
    return plan


def _people_of(known: Standing, within: str | None) -> Mapping[str, KnownPerson]:
    """Whoever works in the unit or below it, or has worked there last."""
    top = known.units[within].path if within else ""
    return {
        nip: person
        for nip, person in known.people.items()
        if not top
        or person.posting is None
        or known.units[person.posting.post.unit].path.startswith(top)
    }


def _row(
    reading: Reading, people: Mapping[str, KnownPerson], theirs: Mapping[str, KnownPerson],
    today: date, plan: AbsencePlan,
) -> Listed | None:  # fmt: skip
    nip = reading.take(Column.NIP, partial(cells.read_nip, today=today), "")
    kind = reading.take(Column.KIND, read_kind, None)
    first = reading.take(Column.SINCE, read_day, None)
    last = reading.take(Column.UNTIL, _read_last, None) or first
    person = theirs.get(nip)
    if nip and person is None:
        because = "scope-person" if nip in people else "away-unknown"
        reading.remark(Column.NIP, Unreadable(because))
    if not (person and kind and first and last):
        return None
    if (why := _why_not(person, first, last, today)) is not None:
        reading.remark(why[0], why[1])
    name = reading.take(Column.NAME, said, "")
    if name and not _share_a_word(name, person.who.name):
        plan.doubtful.append(
            Remark(plan.sheet, reading.row, Column.NAME, "away-name", {"name": person.who.name})
        )
    return Listed(reading.row, person.id, nip, person.who.name, kind, first, last)


def _why_not(
    person: KnownPerson, first: date, last: date, today: date
) -> tuple[Column, Unreadable] | None:
    if last < first:
        return Column.UNTIL, Unreadable("away-backwards")
    if last - first > LONGEST or abs(first - today) > 2 * LONGEST:
        return Column.UNTIL, Unreadable("away-too-long")
    posting = person.posting
    if posting is None or (posting.until is not None and posting.until < first):
        return Column.NIP, Unreadable("away-left")
    return None


def read_kind(cell: Cell) -> AbsenceKind:
    """Jenis cuti, as people write it."""
    kind = LISTED_AS.get(plain(cells.words(cell)))
    if kind is None:
        raise Unreadable("away-kind")
    return kind


def read_day(cell: Cell) -> date:
    """A day that must be there, also one to come."""
    found = cells.read_date(cell, today=date.max)
    if found is None:
        raise Unreadable("empty")
    return found


def _read_last(cell: Cell) -> date | None:
    return cells.read_date(cell, today=date.max)


def _share_a_word(written: str, known: str) -> bool:
    return bool({*plain(written).split()} & {*plain(known).split()})


def _refuse_overlaps(plan: AbsencePlan) -> None:
    """Two rows of one person for one day: the later row is wrong."""
    ordered = sorted(plan.listed, key=lambda one: (one.employee_id, one.since, one.row))
    wrong = set()
    for before, one in pairwise(ordered):
        if before.employee_id == one.employee_id and one.since <= before.until:
            later, earlier = max(before.row, one.row), min(before.row, one.row)
            wrong.add(later)
            plan.wrong.append(
                Remark(plan.sheet, later, Column.SINCE, "away-twice", {"row": earlier})
            )
    plan.listed = [one for one in plan.listed if one.row not in wrong]


def check(plan: AbsencePlan, noted: Mapping[int, Sequence[Absence]]) -> None:
    """Sort the rows by what they would do; ``noted``: what stands, by employee."""
    for one in plan.listed:
        touched = [absence for absence in noted.get(one.employee_id, ())
                   if absence.since <= one.until and one.since <= absence.until]  # fmt: skip
        other = next((a for a in touched if not one.takes_the_place_of(a)), None)
        if len(touched) == 1 and one.is_as(touched[0]):
            plan.there.append((one, touched[0]))
        elif other is not None:
            plan.refuse(one, "away-noted", since=other.since, until=other.until)
        elif touched:
            plan.changed.append((one, touched))
        else:
            plan.added.append(one)


async def standing_of(
    session: AsyncSession, listed: Sequence[Listed]
) -> Mapping[int, Sequence[Absence]]:
    """What is noted or asked for around these rows, by employee, in order."""
    found: defaultdict[int, list[Absence]] = defaultdict(list)
    if not listed:
        return found
    first = min(one.since for one in listed)
    last = max(one.until for one in listed) + timedelta(days=1)
    ids = sorted({one.employee_id for one in listed})
    for start in range(0, len(ids), AT_ONCE):
        rows = await session.scalars(
            select(Absence)
            .where(Absence.employee_id.in_(ids[start : start + AT_ONCE]), standing(first, last))
            .order_by(Absence.employee_id, Absence.since)
        )
        for absence in rows:
            found[absence.employee_id].append(absence)
    return found
