"""Rows of a sheet of plans: one line for each indicator, the person and the result above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from models.appraisal.plans import MOST_RESULTS, MOST_WORDS, Aspect, PlanVersion, ResultKind
from models.appraisal.targets import Target, read_target
from models.people.importing.any_table import AnyTable, Fault
from models.people.importing.cells import Cell, Unreadable, read_nip, said


class PlanColumn(StrEnum):
    """What a sheet of plans tells."""

    NIP = "nip"
    KIND = "kind"
    SERVES = "serves"
    RESULT = "result"
    ASPECT = "aspect"
    INDICATOR = "indicator"
    TARGET = "target"
    UNIT = "unit"


NEEDED = (PlanColumn.NIP, PlanColumn.RESULT)
HEADERS: dict[PlanColumn, tuple[str, ...]] = {
    PlanColumn.NIP: ("nip", "nip pegawai", "nip ni pppk", "nip baru", "nip yang dinilai"),
    PlanColumn.KIND: ("jenis", "jenis hasil kerja", "jenis rhk", "utama tambahan", "kategori"),
    PlanColumn.SERVES: (
        "rhk pimpinan", "rhk atasan", "rhk pimpinan yang diintervensi",
        "rhk atasan yang diintervensi", "rencana hasil kerja pimpinan yang diintervensi",
        "rencana hasil kerja atasan yang diintervensi", "rencana hasil kerja pimpinan",
    ),
    PlanColumn.RESULT: ("rhk", "rencana hasil kerja", "hasil kerja", "rencana hasil kerja rhk"),
    PlanColumn.ASPECT: ("aspek", "perspektif", "aspek perspektif"),
    PlanColumn.INDICATOR: (
        "iki", "indikator kinerja individu", "indikator", "indikator kinerja",
        "indikator kinerja individu iki",
    ),
    PlanColumn.TARGET: ("target", "target tahunan", "target setahun"),
    PlanColumn.UNIT: ("satuan", "satuan target"),
}  # fmt: skip
KINDS = {"": ResultKind.MAIN, "utama": ResultKind.MAIN, "tambahan": ResultKind.ADDITIONAL}
ASPECTS = {
    "kuantitas": Aspect.QUANTITY, "kualitas": Aspect.QUALITY, "waktu": Aspect.TIME,
    "biaya": Aspect.COST, "penerima layanan": Aspect.RECIPIENTS, "proses bisnis": Aspect.PROCESS,
    "penguatan internal": Aspect.STRENGTHENING, "anggaran": Aspect.BUDGET,
}  # fmt: skip
MOST_OF_A_TARGET = 200

T = TypeVar("T")

Aim = tuple[Aspect, str, str]  # aspect, own wording (IKI), target in words


@dataclass(frozen=True)
class FileResult:
    """A result (RHK) as a file, or a version, has it; what two of them are compared by."""

    kind: ResultKind
    what: str
    serves: str | None
    aims: tuple[Aim, ...] = ()


@dataclass
class FilePlan:
    """One person's plan in a file."""

    row: int
    nip: str
    results: list[FileResult] = field(default_factory=list)


@dataclass
class FilePlans:
    """Everybody's plan by NIP, the lines that were read, and what is wrong in them."""

    plans: dict[str, FilePlan] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    entries: int = 0
    torn: set[str] = field(default_factory=set)  # NIPs of plans of which a line is wrong


def words_of(version: PlanVersion) -> tuple[FileResult, ...]:
    """A version's words, to compare them with a file's."""
    return tuple(
        FileResult(
            result.kind,
            result.what,
            result.serves,
            tuple((one.aspect, one.what, one.target) for one in result.indicators),
        )
        for result in version.results
    )


def target_of(aim: Aim) -> Target:
    return read_target(aim[2])


def read_plans(table: AnyTable[PlanColumn], *, today: date) -> FilePlans:
    """Read every line. Merged cells are empty below the first: they repeat what is above."""
    read = FilePlans()
    line: _Line | None = None
    for row, cells in table.entries():
        read.entries += 1
        line = _Line(row, cells, line, today)
        before = len(read.faults)
        read.faults += line.faults
        if not line.faults:
            _take(read, line)
        if len(read.faults) > before:
            read.torn.add(line.nip)
    return read


def _take(read: FilePlans, line: _Line) -> None:
    if line.hangs:
        return
    plan = read.plans.setdefault(line.nip, FilePlan(line.row, line.nip))
    if not line.begins and plan.results:
        last = plan.results[-1]
        if line.aim and line.aim[0] in [aim[0] for aim in last.aims]:
            read.faults.append(Fault(line.row, PlanColumn.ASPECT, "plans-aspect-twice"))
        elif line.aim:
            plan.results[-1] = FileResult(last.kind, last.what, last.serves, (*last.aims, line.aim))
        return
    if len(plan.results) >= MOST_RESULTS:
        read.faults.append(
            Fault(line.row, PlanColumn.RESULT, "plans-too-many", {"most": MOST_RESULTS})
        )
        return
    aims = (line.aim,) if line.aim else ()
    plan.results.append(FileResult(line.kind, line.result, line.serves, aims))


class _Line:
    """One line while it is read, below the one before it."""

    def __init__(
        self, row: int, cells: Mapping[PlanColumn, Cell], above: _Line | None, today: date
    ) -> None:
        self.row, self.cells = row, cells
        self.faults: list[Fault] = []
        self.nip: str = self._nip(above, today)
        same = above if above is not None and above.nip == self.nip else None
        result = self._words(PlanColumn.RESULT, MOST_WORDS)
        self.begins: bool = same is None or bool(result and result != same.result)
        self.result: str = result or (same.result if same else "")
        # It goes on from a line that is wrong: that one is told of, this one is not to blame.
        self.hangs: bool = (
            same is not None
            and bool(same.faults or same.hangs)
            and (not self.begins or not self.nip)
        )
        if not self.result:
            self._fault(PlanColumn.RESULT, "empty")
        self.kind = self._one_of(PlanColumn.KIND, KINDS, ResultKind.MAIN)
        self.serves = self._words(PlanColumn.SERVES, MOST_WORDS) or None
        self.aim = self._aim()

    def _nip(self, above: _Line | None, today: date) -> str:
        cell = self.cells[PlanColumn.NIP]
        if not said(cell) and above is not None:
            return above.nip
        try:
            return read_nip(cell, today=today)
        except Unreadable as why:
            self._fault(PlanColumn.NIP, why.because, **why.facts)
            return ""

    def _aim(self) -> Aim | None:
        number, unit = self.cells.get(PlanColumn.TARGET), said(self.cells.get(PlanColumn.UNIT))
        target = " ".join(part for part in (_amount(number, unit), unit) if part)
        what = self._words(PlanColumn.INDICATOR, MOST_WORDS)
        if not target:
            if what:
                self._fault(PlanColumn.TARGET, "plans-no-target")
            return None
        if len(target) > MOST_OF_A_TARGET:
            self._fault(PlanColumn.TARGET, "too-long", most=MOST_OF_A_TARGET)
        if not said(self.cells.get(PlanColumn.ASPECT)):
            return read_target(target).aspect, what, target
        return self._one_of(PlanColumn.ASPECT, ASPECTS, Aspect.QUANTITY), what, target

    def _words(self, column: PlanColumn, most: int) -> str:
        text = said(self.cells.get(column))
        if len(text) > most:
            self._fault(column, "too-long", most=most)
        return text

    def _one_of(self, column: PlanColumn, meanings: Mapping[str, T], otherwise: T) -> T:
        text = said(self.cells.get(column)).casefold()
        if text and text not in meanings:
            self._fault(column, f"plans-{column}")
        return meanings.get(text, otherwise)

    def _fault(self, column: PlanColumn, because: str, **facts: object) -> None:
        self.faults.append(Fault(self.row, column, because, facts))


def _amount(cell: Cell, unit: str) -> str:
    """A number as people write it; a cell that shows 95% holds 0.95."""
    if isinstance(cell, datetime | date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return said(cell)
    is_share = unit in ("%", "persen") and 0 < cell <= 1
    number = Decimal(str(cell)) * (100 if is_share else 1)
    return f"{number.normalize():f}".replace(".", ",")
