"""The tree of units while a file is read: those there are, and those the file brings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.people.importing.cells import Unreadable
from models.people.importing.rows import CODE_MOST, UNIT_MOST
from models.people.importing.standing import KnownUnit

STEPS = re.compile(r"\s*[>›»→]\s*")
LITTLE_WORDS = {"dan", "dengan", "di", "pada", "untuk", "serta", "yang", "dari"}


@dataclass
class Node:
    """A unit as the file wants it."""

    code: str
    name: str
    parent: str | None = None  # its code
    known: KnownUnit | None = None
    is_bad: bool = False  # its row is wrong, and so far there is no such unit

    @property
    def is_changed(self) -> bool:
        return self.known is None or (self.name, self.parent) != (
            self.known.name,
            self.known.parent,
        )


class Tree:
    """Units by code in any case, and by name below a unit."""

    def __init__(self, known: Iterable[KnownUnit]) -> None:
        self._nodes = {
            unit.code.casefold(): Node(unit.code, unit.name, unit.parent, unit) for unit in known
        }
        self._children: dict[tuple[str | None, str], Node] = {}
        self._named: dict[str, list[Node]] = {}
        self._named_before: dict[str, tuple[Node, ...]] = {}

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def find(self, code: str) -> Node | None:
        return self._nodes.get(code.casefold())

    def add(self, code: str, name: str, parent: str | None = None) -> Node:
        """A new unit; raise ``Unreadable`` for a code or name that cannot be."""
        if not re.fullmatch(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{CODE_MOST - 1}}}", code):
            raise Unreadable("unit-code", code=code, most=CODE_MOST)
        if len(name) > UNIT_MOST:
            raise Unreadable("too-long", most=UNIT_MOST)
        node = self._nodes[code.casefold()] = Node(code, name, parent)
        return node

    def index_names(self) -> None:
        """Look units up by the names that the file gives them, once it has said them all."""
        self._children = {(node.parent, folded(node.name)): node for node in self}
        self._named = defaultdict(list)
        for node in self:
            self._named[folded(node.name)].append(node)
        self._named_before = {name: tuple(nodes) for name, nodes in self._named.items()}

    def put(self, node: Node, above: Node | None) -> None:
        """Move a unit below another, or to the top."""
        if self._children.get((node.parent, folded(node.name))) is node:
            del self._children[node.parent, folded(node.name)]
        node.parent = above.code if above else None
        self._children[node.parent, folded(node.name)] = node

    def along(self, path: Sequence[str], *, below: Node | None, may_add: bool) -> Node:
        """The unit at the end of a path of names; its missing steps are added, or refused."""
        here = below
        for name in path:
            code = here.code if here else None
            there = self._children.get((code, folded(name)))
            if there is None and not may_add:
                raise Unreadable("unit-unknown", unit=name)
            here = there or self._grow(name, here)
        if here is None:
            raise Unreadable("unit-missing")
        return here

    def named(self, name: str) -> Node | None:
        """The one unit of this name, wherever it stands; raise ``Unreadable`` if there are more."""
        return _only(self._named.get(folded(name), ()), name)

    def first_step(self, name: str) -> Node | None:
        """Where a path begins: at the top, else at the one unit of this name.

        Units that other paths have brought meanwhile do not count: in whatever order the rows
        come, a path leads to the same place.
        """
        top = self._children.get((None, folded(name)))
        return top or _only(self._named_before.get(folded(name), ()), name)

    def meant(self, text: str) -> Node | None:
        """The unit that is there under this code, path or name."""
        steps = split(text)
        if len(steps) > 1:
            try:
                return self.along(steps, below=None, may_add=False)
            except Unreadable:
                return None
        return self.find(text) or self._children.get((None, folded(text))) or self.named(text)

    def codes_up(self, node: Node) -> list[str]:
        """From this unit to the top; a code that comes again is the last: the tree is a circle."""
        codes, here = [node.code], node.parent
        while here is not None:
            codes.append(here)
            above = self.find(here)
            if codes.count(here) > 1 or above is None:
                break
            here = above.parent
        return codes

    def path(self, node: Node) -> str:
        return "".join(f"{code}/" for code in reversed(self.codes_up(node)))

    def _grow(self, name: str, above: Node | None) -> Node:
        node = self.add(self._new_code(name, above), name, above.code if above else None)
        self._children[node.parent, folded(name)] = node
        self._named[folded(name)].append(node)
        return node

    def _new_code(self, name: str, above: Node | None) -> str:
        """A code for a unit that has only a name: DKPS.BPD for a bidang of Dinas Kependudukan …"""
        code = f"{above.code}.{initials(name)}" if above else initials(name)
        code = code if len(code) <= CODE_MOST - 4 else code[-(CODE_MOST - 4) :].lstrip(".-_")
        taken = 2
        free = code
        while self.find(free):
            free, taken = f"{code}-{taken}", taken + 1
        return free


def _only(nodes: Sequence[Node], name: str) -> Node | None:
    if len(nodes) > 1:
        raise Unreadable("unit-ambiguous", unit=name, codes=[node.code for node in nodes])
    return nodes[0] if nodes else None


def folded(name: str) -> str:
    """A name for comparing: case, signs and spaces do not make another unit."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def split(path: str) -> list[str]:
    """The steps of "Dinas X > Bidang Y > Seksi Z"."""
    return [step for step in STEPS.split(path.strip()) if step]


def initials(name: str) -> str:
    """Dinas Kesehatan is DK, SMPN 1 Muara Bungo is SMPN1MB."""
    is_shouted = name.isupper()
    letters = [
        word if _is_short_form(word, is_shouted) else word[0].upper()
        for word in re.findall(r"[A-Za-z0-9]+", name)
        if word.casefold() not in LITTLE_WORDS
    ]
    return "".join(letters)[:16] or "UNIT"


def _is_short_form(word: str, is_shouted: bool) -> bool:
    """UPTD, IV, 12; among capitals only what cannot be said as a word."""
    if word.isdigit() or not is_shouted:
        return word.isdigit() or word.isupper()
    return len(word) < 5 and sum(letter in "AEIOU" for letter in word) < 2
