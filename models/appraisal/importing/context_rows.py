"""Rows of a sheet of context: a unit and a period on each line, whatever is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from models.appraisal.context import Context
from models.appraisal.rounding import to_hundredths
from models.appraisal.satisfaction import BEST, WORST, Element, index_of
from models.people.importing.any_table import AnyTable, Fault
from models.people.importing.cells import MONTHS, ROMAN, Cell, said
from models.work.periods import Period, Span

MOST_MINUTES = 100_000  # of a service that takes ten weeks


class ContextColumn(StrEnum):
    """What a sheet of context tells; the nine elements of SKM by their own names."""

    CODE = "unit-code"
    PERIOD = "period"
    ATTENDANCE = "attendance"
    SERVICE_TIME = "service-time"
    RESPONDENTS = "respondents"
    REQUIREMENTS = Element.REQUIREMENTS.value
    PROCEDURE = Element.PROCEDURE.value
    TIME = Element.TIME.value
    COST = Element.COST.value
    PRODUCT = Element.PRODUCT.value
    COMPETENCE = Element.COMPETENCE.value
    CONDUCT = Element.CONDUCT.value
    COMPLAINTS = Element.COMPLAINTS.value
    FACILITIES = Element.FACILITIES.value


NEEDED = (ContextColumn.CODE, ContextColumn.PERIOD)
HEADERS: dict[ContextColumn, tuple[str, ...]] = {
    ContextColumn.CODE: ("kode unit", "kode unit kerja", "kode opd", "kode"),
    ContextColumn.PERIOD: ("periode", "bulan", "masa"),
    ContextColumn.ATTENDANCE: ("kehadiran", "persentase kehadiran", "tingkat kehadiran"),
    ContextColumn.SERVICE_TIME: ("waktu layanan menit", "rata rata waktu layanan menit"),
    ContextColumn.RESPONDENTS: ("responden", "jumlah responden"),
    ContextColumn.REQUIREMENTS: ("persyaratan",),
    ContextColumn.PROCEDURE: ("prosedur", "sistem mekanisme dan prosedur"),
    ContextColumn.TIME: ("waktu penyelesaian",),
    ContextColumn.COST: ("biaya tarif", "biaya"),
    ContextColumn.PRODUCT: ("produk layanan", "produk spesifikasi jenis pelayanan"),
    ContextColumn.COMPETENCE: ("kompetensi pelaksana",),
    ContextColumn.CONDUCT: ("perilaku pelaksana",),
    ContextColumn.COMPLAINTS: ("penanganan pengaduan", "penanganan pengaduan saran dan masukan"),
    ContextColumn.FACILITIES: ("sarana dan prasarana", "sarana prasarana"),
}
QUARTER = re.compile(r"(?:triwulan|tw)\s+(i{1,3}|iv|[1-4])\s+(2\d{3})", re.IGNORECASE)
MONTH = re.compile(r"([a-z]+)\s+(2\d{3})", re.IGNORECASE)
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")  # 1.250 is not 1,25


@dataclass(frozen=True)
class FileFigure:
    """One figure as the file has it."""

    row: int
    code: str
    kind: Context
    period: Period
    hundredths: int
    basis: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, Context, date, date]:
        return self.code.casefold(), self.kind, self.period.first, self.period.last


@dataclass
class FileFigures:
    """Every figure of a file, and what is wrong in it."""

    figures: list[FileFigure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_context(table: AnyTable[ContextColumn], *, today: date) -> FileFigures:
    read = FileFigures()
    seen: set[tuple[str, Context, date, date]] = set()
    for row, cells in table.entries():
        line = _Line(row, cells, today)
        for figure in line.figures():
            if figure.key in seen:
                line.fault(ContextColumn.PERIOD, "context-twice")
                continue
            seen.add(figure.key)
            read.figures.append(figure)
        read.faults += line.faults
    return read


def read_period(cell: Cell) -> Period | None:
    """ "2026-10", "Oktober 2026", "Triwulan III 2026", "2026"; a date is its month."""
    if isinstance(cell, datetime | date):
        return Period.of(Span.MONTH, date(cell.year, cell.month, 1))
    text = said(cell)
    try:
        return Period.named(text)
    except ValueError:
        pass
    if found := QUARTER.fullmatch(text):
        number = found[1].upper()
        place = ROMAN.index(number) + 1 if number in ROMAN[:4] else int(number)
        return Period(Span.QUARTER, date(int(found[2]), 3 * place - 2, 1))
    found = MONTH.fullmatch(text)
    if found and found[1].lower() in MONTHS:
        return Period(Span.MONTH, date(int(found[2]), MONTHS.index(found[1].lower()) + 1, 1))
    return None


class _Line:
    """One line while it is read."""

    def __init__(self, row: int, cells: Mapping[ContextColumn, Cell], today: date) -> None:
        self.row, self.cells, self.today = row, cells, today
        self.faults: list[Fault] = []

    def fault(self, column: ContextColumn, because: str, **facts: object) -> None:
        self.faults.append(Fault(self.row, column, because, facts))

    def figures(self) -> list[FileFigure]:
        """What the line says; nothing, if any of it is wrong."""
        code, period = said(self.cells[ContextColumn.CODE]), self._period()
        found = self._found()
        if not code:
            self.fault(ContextColumn.CODE, "empty")
        elif not found and not self.faults:
            self.fault(ContextColumn.PERIOD, "context-nothing")
        if self.faults or period is None:
            return []
        return [
            FileFigure(self.row, code, kind, period,
                       int(to_hundredths(Fraction(amount)) * 100), basis)
            for kind, (amount, basis) in found.items()
        ]  # fmt: skip

    def _found(self) -> dict[Context, tuple[Decimal, Mapping[str, str]]]:
        """(amount, what it rests on) of each kind that the line has."""
        found: dict[Context, tuple[Decimal, Mapping[str, str]]] = {}
        attendance = self._number(ContextColumn.ATTENDANCE, 0, 100, share=True)
        if attendance is not None:
            found[Context.ATTENDANCE] = attendance, {}
        minutes = self._number(ContextColumn.SERVICE_TIME, 0, MOST_MINUTES)
        if minutes is not None:
            found[Context.SERVICE_TIME] = minutes, {}
        satisfaction = self._satisfaction()
        if satisfaction is not None:
            found[Context.SATISFACTION] = satisfaction
        return found

    def _period(self) -> Period | None:
        period = read_period(self.cells[ContextColumn.PERIOD])
        if period is None:
            self.fault(ContextColumn.PERIOD, "context-period")
        elif period.first > self.today:
            self.fault(ContextColumn.PERIOD, "context-future")
        return period

    def _satisfaction(self) -> tuple[Decimal, Mapping[str, str]] | None:
        """All nine elements, or none: an index of eight would be no IKM."""
        columns = [ContextColumn(element.value) for element in Element]
        missing = [column for column in columns if not said(self.cells.get(column))]
        if len(missing) == len(columns):
            return None
        if missing:
            self.fault(missing[0], "context-nine", count=len(columns) - len(missing))
            return None
        means = [self._number(column, WORST, BEST) for column in columns]
        asked = self._whole(ContextColumn.RESPONDENTS, 1, MOST_MINUTES)
        known = [mean for mean in means if mean is not None]
        if len(known) < len(columns):
            return None
        basis = {column.value: str(mean) for column, mean in zip(columns, known, strict=True)}
        return index_of(known), basis | ({"respondents": f"{asked:f}"} if asked else {})

    def _whole(self, column: ContextColumn, least: int, most: int) -> Decimal | None:
        number = self._number(column, least, most)
        if number is not None and number % 1:
            self.fault(column, "context-whole")
            return None
        return number

    def _number(
        self, column: ContextColumn, least: int, most: int, *, share: bool = False
    ) -> Decimal | None:
        """A number within bounds; a cell that shows 95% holds 0.95."""
        text = said(self.cells.get(column))
        if not text:
            return None
        if isinstance(self.cells[column], str) and most > 1000 and THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        try:
            number = Decimal(text.rstrip("% ").replace(",", "."))
        except InvalidOperation:
            self.fault(column, "context-number")
            return None
        if share and "%" not in text and number.is_finite() and 0 < number <= 1:
            number *= 100
        if not number.is_finite() or not least <= number <= most:
            self.fault(column, "context-bounds", least=least, most=most)
            return None
        return number
