"""What is not wrong but looks so: said, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from models.people.employees import Kind
from models.people.importing.columns import Column
from models.people.importing.comparing import MONTHS
from models.people.importing.plan import Added, PlannedUnit, Remark
from models.people.importing.standing import KnownPerson, KnownUnit, Post, Who
from models.people.importing.tree import folded

ALIKE = 0.9


def about_person(
    sheet: str, row: int, nip: str, who: Who, post: Post, missing: Mapping[str, KnownPerson]
) -> Iterator[Remark]:
    """Doubts about one row that is otherwise right; ``missing`` by NIP."""
    if who.kind in (Kind.PNS, Kind.CPNS) and nip[12:14] not in MONTHS:
        yield Remark(sheet, row, Column.NIP, "doubt-month", {"kind": who.kind})
    if post.supervisor is None:
        yield Remark(sheet, row, Column.SUPERVISOR, "doubt-no-supervisor")
    elif post.supervisor in missing:
        name = missing[post.supervisor].who.name
        yield Remark(sheet, row, Column.SUPERVISOR, "doubt-supervisor-missing", {"name": name})


def about_returning(
    sheet: str, added: Iterable[Added], absent: Iterable[KnownPerson]
) -> Iterator[Remark]:
    """A new NIP with the name, birth date and sex of somebody who is not in the file."""
    before = {_person(person.nip, person.who.name): person for person in absent}
    for new in added:
        same = before.get(_person(new.nip, new.who.name))
        if same is not None:
            yield Remark(sheet, new.row, Column.NIP, "doubt-same-person", {"nip": same.nip})


def _person(nip: str, name: str) -> tuple[str, str, str]:
    return nip[:8], nip[14], folded(name.split(",")[0])


def about_units(
    sheet: str,
    added: Iterable[PlannedUnit],
    known: Iterable[KnownUnit],
    first_rows: Mapping[str, int],
) -> Iterator[Remark]:
    """A new unit that is called almost like one beside it; numbers make a difference."""
    names: dict[tuple[str | None, str], dict[str, KnownUnit]] = {}
    for unit in known:
        names.setdefault((unit.parent, _digits(unit.name)), {})[folded(unit.name)] = unit
    for new in added:
        beside = names.get((new.parent, _digits(new.name)), {})
        alike = get_close_matches(folded(new.name), beside, 1, ALIKE)
        if alike and new.code in first_rows:
            facts = {"unit": new.name, "like": beside[alike[0]].name}
            yield Remark(sheet, first_rows[new.code], Column.UNIT, "doubt-unit", facts)


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())
