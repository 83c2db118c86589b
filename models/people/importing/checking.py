"""Check a roster against the office as it stands: what it would change, and what is wrong in it.

Nothing here asks the database, the clock or the file: tables of cells in, a plan out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.people.importing import doubts
from models.people.importing.cells import Unreadable
from models.people.importing.circles import circles
from models.people.importing.columns import Column, Table
from models.people.importing.comparing import compare, post_meant, who_is_meant
from models.people.importing.plan import Plan, Remark
from models.people.importing.rows import PersonRow, read_people
from models.people.importing.scope import Scope
from models.people.importing.standing import KnownPerson, Post, Standing, Who
from models.people.importing.units import FileUnits


@dataclass(frozen=True)
class Wishes:
    """What the operator asks for beside the file."""

    end_missing: bool = False
    unit: str | None = None  # a code: only who works there or below can be missing
    within: str | None = None  # a code: nothing but that unit's own tree may change
    by: str | None = None  # the NIP of the admin who asks, whose own role stays


def check(people: Table, units: Table | None, standing: Standing, *, today: date,
          wishes: Wishes = Wishes()) -> Plan:  # fmt: skip
    """The plan for one file. Rows that are wrong are in ``wrong`` and change nothing."""
    return Checking(people, units, standing, today, wishes).plan()


class Checking:
    """One file while it is checked; rows that turn out wrong leave ``rows``."""

    def __init__(self, people: Table, units: Table | None, standing: Standing, today: date,
                 wishes: Wishes) -> None:  # fmt: skip
        self.standing = standing
        self.top = standing.units[wishes.within] if wishes.within else None
        self.today = today
        self.wishes = wishes
        self.sheet = people.sheet
        self.read = read_people(people, today)
        self.rows: dict[int, PersonRow] = dict(self.read.whole)
        self.units = FileUnits.of(standing.units.values(), units)
        self.unit_of: dict[int, str] = {}  # unit's code by row
        self.administers: dict[int, str] = {}
        self.held_up: list[Remark] = []
        self.in_file = set(self.read.nips.values())
        self.names = {row.nip: row.name for row in self.rows.values()}
        self.missing = {
            person.nip: person
            for person in standing.people.values()
            if person.nip not in self.in_file
            and person.stays_after(today)
            and self._is_in_scope(person)
        }

    def plan(self) -> Plan:
        self._find_same_nip_twice()
        self._find_units()
        self._find_gaps_of_new_people()
        self._find_out_of_scope()
        self._find_own_role()
        self._find_wrong_supervisors()
        self._find_circles()
        self._find_held_up()
        plan = Plan(self.today, entries=self.read.entries, missing=list(self.missing.values()))
        plan.units_added, plan.units_changed = self.units.planned()
        for row in self.rows.values():
            self._compare(plan, row)
        plan.ended = plan.missing if self.wishes.end_missing else []
        plan.wrong = sorted([*self.read.wrong, *self.units.wrong], key=lambda r: (r.sheet, r.row))
        plan.held_up = self.held_up
        plan.doubtful += self._more_doubts(plan)
        return plan

    def _compare(self, plan: Plan, row: PersonRow) -> None:
        known, post, who = self._meant(row)
        compare(plan, row, known, who, post)
        plan.doubtful += doubts.about_person(self.sheet, row.row, row.nip, who, post, self.missing)

    def _meant(self, row: PersonRow) -> tuple[KnownPerson | None, Post, Who]:
        known = self.standing.people.get(row.nip)
        post = self._post(row)
        administers = self.administers.get(row.row)
        who = who_is_meant(row, post.unit, administers, known.who if known else None)
        return known, post, who

    def _more_doubts(self, plan: Plan) -> Iterator[Remark]:
        absent = [p for p in self.standing.people.values() if p.nip not in self.in_file]
        yield from doubts.about_returning(self.sheet, plan.added, absent)
        first_rows = {code: row for row, code in sorted(self.unit_of.items(), reverse=True)}
        known = self.standing.units.values()
        yield from doubts.about_units(self.sheet, plan.units_added, known, first_rows)

    def _post(self, row: PersonRow) -> Post:
        before = self._post_before(row)
        unit = self.unit_of.get(row.row) or (before.unit if before else "")
        return post_meant(row, unit, before)

    def _post_before(self, row: PersonRow) -> Post | None:
        known = self.standing.people.get(row.nip)
        return known.posting.post if known and known.posting else None

    def _is_in_scope(self, person: KnownPerson) -> bool:
        top = self.standing.units.get(self.wishes.unit or "")
        if top is None or person.posting is None:
            return self.wishes.unit is None
        return self.standing.units[person.posting.post.unit].path.startswith(top.path)

    # What is wrong

    def _fault(self, row: int, column: Column | None, because: str, **facts: object) -> None:
        self.read.wrong.append(Remark(self.sheet, row, column, because, facts))
        self.rows.pop(row, None)

    def _find_same_nip_twice(self) -> None:
        rows_of = defaultdict(list)
        for row, nip in self.read.nips.items():
            rows_of[nip].append(row)
        for rows in rows_of.values():
            for row in rows if len(rows) > 1 else ():
                others = [other for other in rows if other != row]
                self._fault(row, Column.NIP, "nip-twice", rows=others)

    def _find_units(self) -> None:
        for row in self.rows.values():
            if row.unit.code:
                self.units.claim(row.unit, self.sheet, row.row)
        self.units.settle(within=self.top)
        for remark in self.units.wrong:
            if remark.sheet == self.sheet:
                self.rows.pop(remark.row, None)
        # Paths first: a name alone may be that of a unit which a path brings.
        for row in sorted(self.rows.values(), key=lambda row: -row.unit.name.count(">")):
            self._find_unit_of(row)

    def _find_unit_of(self, row: PersonRow) -> None:
        try:
            if not row.unit.is_empty:
                self.unit_of[row.row] = self.units.unit_of(row.unit).code
        except Unreadable as why:
            column = Column.CODE if row.unit.code else Column.UNIT
            self._fault(row.row, column, why.because, **why.facts)
            return
        if row.administers:
            self._find_unit_administered(row)

    def _find_unit_administered(self, row: PersonRow) -> None:
        try:
            meant = self.units.tree.meant(row.administers)
        except Unreadable as why:
            self._fault(row.row, Column.ADMINISTERS, why.because, **why.facts)
            return
        if meant is None:
            self._fault(row.row, Column.ADMINISTERS, "unit-unknown", unit=row.administers)
        else:
            self.administers[row.row] = meant.code

    def _find_gaps_of_new_people(self) -> None:
        for row in [row for row in self.rows.values() if self._post_before(row) is None]:
            if row.row not in self.unit_of:
                self._fault(row.row, None, "new-without-unit")
            elif not row.position:
                self._fault(row.row, None, "new-without-position")

    def _find_out_of_scope(self) -> None:
        """What a unit's admin may not change; who only needs such a row is held up by it later."""
        if self.top is None:
            return
        scope = Scope(self.top, self.standing)
        self.units.add_only_within(self.top)
        for row in list(self.rows.values()):
            known, post, who = self._meant(row)
            node = self.units.tree.find(post.unit)
            path = self.units.tree.path(node) if node else ""
            found = scope.why_not(known, who, post.unit, path)
            if found is not None:
                self._fault(row.row, *found)

    def _find_own_role(self) -> None:
        """Who sends a file is an admin afterwards too, or nobody could take it back."""
        for row in [row for row in self.rows.values() if row.nip == self.wishes.by]:
            known, _, who = self._meant(row)
            if known and (who.role, who.administers) != (known.who.role, known.who.administers):
                self._fault(row.row, Column.ROLE, "own-role")

    def _find_wrong_supervisors(self) -> None:
        for row in list(self.rows.values()):
            because = self._wrong_supervisor(row)
            if because is not None:
                self._fault(row.row, Column.SUPERVISOR, because)

    def _wrong_supervisor(self, row: PersonRow) -> str | None:
        nip = self._post(row).supervisor
        if nip is None or Column.SUPERVISOR not in row.columns:
            return None
        if nip == row.nip:
            return "supervisor-self"
        if nip in self.in_file:
            return None
        known = self.standing.people.get(nip)
        if known is None:
            return "supervisor-unknown"
        return self._supervisor_leaving(known)

    def _supervisor_leaving(self, supervisor: KnownPerson) -> str | None:
        if not supervisor.works_on(self.today):
            return "supervisor-left"
        is_ending = self.wishes.end_missing and supervisor.nip in self.missing
        return "supervisor-ends" if is_ending else None

    def _find_circles(self) -> None:
        above = {
            person.nip: person.posting.post.supervisor
            for person in self.standing.people.values()
            if person.posting is not None and person.works_on(self.today)
        }
        above |= {row.nip: self._post(row).supervisor for row in self.rows.values()}
        row_of = {row.nip: row for row in self.rows.values()}
        for circle in circles(above):
            names = [self._name(nip) for nip in (*circle, circle[0])]
            for nip in circle:
                if nip in row_of:
                    self._fault(row_of[nip].row, Column.SUPERVISOR, "supervisor-circle",
                                names=names)  # fmt: skip

    def _name(self, nip: str) -> str:
        known = self.standing.people.get(nip)
        return known.who.name if known else self.names[nip]

    def _find_held_up(self) -> None:
        """Rows that are right, but need somebody or a unit that only a wrong row would bring."""
        found = True
        while found:
            new = {row.nip for row in self.rows.values()} | self.standing.people.keys()
            found = False
            for row in list(self.rows.values()):
                if self._is_held_up(row, new):
                    found = True
                    self.rows.pop(row.row)

    def _is_held_up(self, row: PersonRow, there: set[str]) -> bool:
        node = self.units.tree.find(self._post(row).unit)
        supervisor = self._post(row).supervisor
        if node is not None and node.is_bad:
            column, because = Column.CODE, "held-up-by-unit"
        elif supervisor is not None and supervisor not in there:
            column, because = Column.SUPERVISOR, "held-up-by-supervisor"
        else:
            return False
        self.held_up.append(Remark(self.sheet, row.row, column, because))
        return True
