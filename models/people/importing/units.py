"""Units of a file: from a sheet of their own, and as the rows of people name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.people.importing.cells import Unreadable
from models.people.importing.columns import Column, Table
from models.people.importing.plan import PlannedUnit, Remark
from models.people.importing.rows import Reading, UnitText
from models.people.importing.standing import KnownUnit
from models.people.importing.tree import Node, Tree, folded, split

PATH_MOST = 400


@dataclass
class Claim:
    """What the first row that names a unit by code says of it; later rows must agree."""

    node: Node
    text: UnitText
    sheet: str
    row: int


@dataclass
class FileUnits:
    """Units of one file; people's rows ask ``unit_of``."""

    tree: Tree
    may_add: bool = True  # without a sheet of units, a name may bring a new one
    wrong: list[Remark] = field(default_factory=list)
    _claims: dict[str, Claim] = field(default_factory=dict)
    _says_top: set[str] = field(default_factory=set)
    _meant: dict[UnitText, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[KnownUnit], table: Table | None) -> FileUnits:
        """The units there are, with what the file's own sheet says of them."""
        units = cls(Tree(known), may_add=table is None)
        if table is not None:
            for row, entry in table.entries():
                units._read_row(Reading(table.sheet, row, entry))
        return units

    def claim(self, text: UnitText, sheet: str, row: int) -> None:
        """A row of people names a unit by code: the first one says what it is called."""
        steps = split(text.name)
        if len(steps) > 1:
            text = UnitText(text.code, steps[-1], text.above or " > ".join(steps[:-1]))
        before = self._claims.get(text.code.casefold())
        node = self.tree.find(text.code)
        if before is not None:
            self._must_agree(before, text, sheet, row)
        elif node is None and not (text.name and self.may_add):
            self._fault(sheet, row, Column.CODE, Unreadable("unit-unknown", unit=text.code))
        else:
            self._first_claim(node, text, sheet, row)

    def settle(self, *, within: KnownUnit | None = None) -> None:
        """All codes are known now: find what stands above each, and that nothing is a circle.

        ``within``: only what is below that unit may change.
        """
        self.tree.index_names()
        # What stands above may be a path through other units of the file: the short ones first.
        for claim in sorted(self._claims.values(), key=lambda c: len(split(c.text.above))):
            try:
                self._place(claim)
            except Unreadable as why:
                self._spoil(claim, why)
        self._break_circles()
        if within is not None:
            self._keep_within(within)
            self.tree.index_names()  # some have their old names back

    def add_only_within(self, top: KnownUnit) -> None:
        """New units elsewhere do not come to be, whatever path has brought them."""
        for node in self.tree:
            if node.known is None and not self._is_below(self.tree.path(node), top):
                node.is_bad = True

    def unit_of(self, text: UnitText) -> Node:
        """The unit that a row of people means; raise ``Unreadable``."""
        if text not in self._meant:
            self._meant[text] = self._coded(text.code) if text.code else self._named(text)
        return self._meant[text]

    def planned(self) -> tuple[list[PlannedUnit], list[PlannedUnit]]:
        """(new ones from the top down, those renamed or moved or below one that is)."""
        fresh, changed = [], []
        for node in self.tree:
            path = self.tree.path(node)
            unit = PlannedUnit(node.code, node.name, node.parent, path, node.known)
            if node.known is None and not node.is_bad:
                fresh.append(unit)
            elif node.known is not None and (node.is_changed or unit.is_moved):
                changed.append(unit)
        return sorted(fresh, key=lambda unit: unit.path.count("/")), changed

    # One row

    def _read_row(self, reading: Reading) -> None:
        """A row of the sheet of units: without a unit above, it is at the top."""
        text = reading.unit()
        code = text.code.casefold()
        node = self.tree.find(text.code)
        if not code:
            self._fault(reading.sheet, reading.row, Column.CODE, Unreadable("empty"))
        elif code in self._claims:
            why = Unreadable("unit-twice", code=text.code)
            self._fault(reading.sheet, reading.row, Column.CODE, why)
        elif node is None and not text.name:
            self._fault(reading.sheet, reading.row, Column.UNIT, Unreadable("empty"))
        else:
            self._first_claim(node, text, reading.sheet, reading.row)
            self._says_top |= {code} if Column.PARENT in reading.entry else set()

    def _first_claim(self, node: Node | None, text: UnitText, sheet: str, row: int) -> None:
        try:
            node = node or self.tree.add(text.code, text.name)
        except Unreadable as why:
            self._fault(sheet, row, Column.CODE if why.because == "unit-code" else Column.UNIT, why)
            return
        node.name = text.name or node.name
        self._claims[text.code.casefold()] = Claim(node, text, sheet, row)

    def _must_agree(self, before: Claim, text: UnitText, sheet: str, row: int) -> None:
        name, above = before.node.name, before.text.above
        if text.name and folded(text.name) != folded(name):
            why = Unreadable("unit-named-otherwise", code=text.code, name=name)
            self._fault(sheet, row, Column.UNIT, why)
        if text.above and above and folded(text.above) != folded(above):
            why = Unreadable("unit-above-otherwise", code=text.code, above=above)
            self._fault(sheet, row, Column.PARENT, why)

    def _fault(self, sheet: str, row: int, column: Column, why: Unreadable) -> None:
        self.wrong.append(Remark(sheet, row, column, why.because, why.facts))

    # The tree

    def _place(self, claim: Claim) -> None:
        above = claim.text.above
        if not above:
            if claim.node.code.casefold() in self._says_top:
                self.tree.put(claim.node, None)
            return
        meant = self.tree.meant(above)
        if meant is None and self.may_add:
            meant = self.tree.along(split(above), below=None, may_add=True)
        if meant is None:
            raise Unreadable("unit-above-unknown", above=above)
        self.tree.put(claim.node, meant if meant is not claim.node else None)

    def _keep_within(self, top: KnownUnit) -> None:
        """Rows that say otherwise are wrong."""
        found = True
        while found:  # what was put back may have carried others out of the tree
            found = False
            for claim in self._claims.values():
                if self._goes_too_far(claim.node, top):
                    found = True
                    self._fault(claim.sheet, claim.row, Column.CODE, Unreadable("scope-unit"))
                    self._put_back(claim.node)
                    claim.node.name = claim.node.known.name if claim.node.known else claim.node.name

    def _break_circles(self) -> None:
        ways = [(claim, self.tree.codes_up(claim.node)) for claim in self._claims.values()]
        for claim, codes in ways:
            if codes.count(claim.node.code) > 1:
                self._spoil(claim, Unreadable("unit-circle", codes=codes))
            elif sum(len(code) + 1 for code in codes) > PATH_MOST:
                self._spoil(claim, Unreadable("unit-too-deep", most=PATH_MOST))

    def _spoil(self, claim: Claim, why: Unreadable) -> None:
        """The row is wrong: a known unit stays where it was, a new one does not come to be."""
        self._fault(claim.sheet, claim.row, Column.PARENT, why)
        self._put_back(claim.node)

    def _put_back(self, node: Node) -> None:
        known = node.known
        self.tree.put(node, self.tree.find(known.parent or "") if known else None)
        node.is_bad = known is None

    def _goes_too_far(self, node: Node, top: KnownUnit) -> bool:
        if node.is_bad or not node.is_changed:
            return False
        ways = [self.tree.path(node), *([node.known.path] if node.known else [])]
        return not all(self._is_below(way, top) for way in ways)

    @staticmethod
    def _is_below(path: str, top: KnownUnit) -> bool:
        return path.startswith(top.path) and path != top.path

    # How a row of people names its unit

    def _coded(self, code: str) -> Node:
        node = self.tree.find(code)
        if node is None:
            raise Unreadable("unit-unknown", unit=code)
        return node

    def _named(self, text: UnitText) -> Node:
        steps = split(text.name)
        below: Node | None
        if text.above:
            below = self._above(text.above)
            if [folded(step) for step in steps[:1]] == [folded(below.name)]:
                steps = steps[1:]  # "Dinas X" under "Dinas X" is Dinas X itself
        elif len(steps) == 1:
            below = self.tree.meant(steps[0])
            steps = [] if below else steps
        else:
            below = self.tree.first_step(steps[0]) if steps else None
            steps = steps[1:] if below else steps
        return self.tree.along(steps, below=below, may_add=self.may_add)

    def _above(self, text: str) -> Node:
        meant = self.tree.meant(text)
        return meant or self.tree.along(split(text), below=None, may_add=self.may_add)
