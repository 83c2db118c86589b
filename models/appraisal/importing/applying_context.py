"""Check figures of context against those that are there; write them, and take them back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.context import UnitFigure
from models.appraisal.importing.context_rows import ContextColumn, FileFigure, FileFigures
from models.people.importing.any_table import Fault
from models.people.importing.keeping import Change, Keeper, Kept, changes_of, table_of, write
from models.people.imports import About, Import
from models.people.units import Unit

AT_ONCE = 500


@dataclass(frozen=True)
class PlannedFigure:
    """A new figure, or another one in place of what was known."""

    file: FileFigure
    unit: Unit
    known: UnitFigure | None = None


@dataclass
class ContextChecked:
    """Everything one file would change, and everything that is wrong with it."""

    planned: list[PlannedFigure] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


async def check_context(
    session: AsyncSession, file: FileFigures, *, within: Collection[int] | None = None
) -> ContextChecked:
    """``within``: other units are none of whoever asks; None: all are."""
    checked = ContextChecked(faults=list(file.faults))
    units = await _units(session, sorted({one.code.casefold() for one in file.figures}))
    known = await _known(session, [unit.id for unit in units.values()])
    strange: set[int] = set()
    for one in file.figures:
        unit = units.get(one.code.casefold())
        why = _why_not(unit, within)
        if unit is None or why is not None:
            if one.row not in strange:
                checked.faults.append(Fault(one.row, ContextColumn.CODE, why or "context-unit"))
            strange.add(one.row)
            continue
        there = known.get((unit.id, *one.key[1:]))
        if there and (there.hundredths, there.basis) == (one.hundredths, dict(one.basis)):
            checked.same += 1
        else:
            checked.planned.append(PlannedFigure(one, unit, there))
    checked.faults.sort(key=lambda fault: fault.row)
    return checked


def _why_not(unit: Unit | None, within: Collection[int] | None) -> str | None:
    if unit is None:
        return "context-unit"
    return "scope-unit" if within is not None and unit.id not in within else None


async def _units(session: AsyncSession, codes: Sequence[str]) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for at in range(0, len(codes), AT_ONCE):
        rows = await session.scalars(
            select(Unit).where(func.lower(Unit.code).in_(codes[at : at + AT_ONCE]))
        )
        found |= {unit.code.casefold(): unit for unit in rows}
    return found


async def _known(
    session: AsyncSession, units: Sequence[int]
) -> dict[tuple[object, ...], UnitFigure]:
    found: dict[tuple[object, ...], UnitFigure] = {}
    for at in range(0, len(units), AT_ONCE):
        rows = await session.scalars(
            select(UnitFigure).where(UnitFigure.unit_id.in_(units[at : at + AT_ONCE]))
        )
        found |= {(one.unit_id, one.kind, one.since, one.until): one for one in rows}
    return found


async def apply_context(
    session: AsyncSession, checked: ContextChecked, *, file_name: str, by: str, at: datetime
) -> Import:
    keeper = Keeper(session)
    await keeper.add(
        UnitFigure,
        [
            {"unit_id": one.unit.id, "kind": one.file.kind, "since": one.file.period.first,
             "until": one.file.period.last, "hundredths": one.file.hundredths,
             "basis": dict(one.file.basis), "at": at}
            for one in checked.planned
            if one.known is None
        ],
        by=("unit_id", "kind", "since", "until"),
    )  # fmt: skip
    await keeper.change(
        UnitFigure,
        [
            Change(
                one.known.id,
                {"hundredths": one.known.hundredths, "basis": one.known.basis, "at": one.known.at},
                {"hundredths": one.file.hundredths, "basis": dict(one.file.basis), "at": at},
            )
            for one in checked.planned
            if one.known is not None
        ],
    )
    done = Import(at=at, file_name=file_name[:255], by=by[:120], about=About.INDICATORS,
                  counts={"figures": len(checked.planned)}, kept=dict(keeper.kept))  # fmt: skip
    session.add(done)
    await session.flush()
    return done


async def built_on_context(session: AsyncSession, done: Import) -> list[tuple[str, int]]:
    """How many figures are no longer as the import left them."""
    changes = changes_of(table_of(UnitFigure), await _kept(session, done))
    rows = await session.scalars(
        select(UnitFigure).where(UnitFigure.id.in_([change.id for change in changes]))
    )
    there = {one.id: (one.hundredths, one.basis) for one in rows}
    moved = [
        change
        for change in changes
        if there.get(change.id) != (change.after["hundredths"], change.after["basis"])
    ]
    return [("context-changed", len(moved))] if moved else []


async def take_context_back(session: AsyncSession, done: Import, *, at: datetime) -> None:
    """Put every figure back as it was; the import stays, marked."""
    kept = await _kept(session, done)
    for change in changes_of(table_of(UnitFigure), kept):
        await write(session, table_of(UnitFigure), [change.reversed])
    await session.execute(delete(UnitFigure).where(UnitFigure.id.in_(kept["added"])))
    done.undone_at = at


async def _kept(session: AsyncSession, done: Import) -> Kept:
    kept = await session.scalar(select(Import.kept).where(Import.id == done.id)) or {}
    return kept.get("unit_figures") or Kept(added=[], changed=[])
