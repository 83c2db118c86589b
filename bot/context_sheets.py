"""Attendance, service time and SKM of units as a sheet of the agency's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sheet_imports import Job, Obstacles, Say, Units
from models.appraisal.importing.applying_context import (
    ContextChecked,
    PlannedFigure,
    apply_context,
    built_on_context,
    check_context,
    take_context_back,
)
from models.appraisal.importing.context_rows import HEADERS, NEEDED, ContextColumn, read_context
from models.office import Office
from models.people.importing.any_table import AnyTable, Fault
from models.people.imports import About, Import


@dataclass(frozen=True)
class CheckedContext:
    """A check of figures, for the screen."""

    context: ContextChecked

    @property
    def faults(self) -> list[Fault]:
        return self.context.faults

    @property
    def same(self) -> int:
        return self.context.same

    def changes(self, say: Say) -> list[list[str]]:
        return [_change(say, one) for one in self.context.planned]


def _change(say: Say, one: PlannedFigure) -> list[str]:
    before = f"{one.known.amount} → " if one.known else ""
    amount = f"{one.file.hundredths / 100:.2f}"
    what = say("context-kind", kind=one.file.kind.value)
    return [what, str(one.file.row), one.unit.name, f"{one.file.period}: {before}{amount}"]


async def _check(
    session: AsyncSession, table: AnyTable[ContextColumn], office: Office, at: datetime,
    units: Units,
) -> CheckedContext:  # fmt: skip
    file = read_context(table, today=office.today(at))
    return CheckedContext(await check_context(session, file, within=units))


async def _apply(
    session: AsyncSession, checked: CheckedContext, file_name: str, by: str, at: datetime
) -> Import:
    return await apply_context(session, checked.context, file_name=file_name, by=by, at=at)


async def _built_on(session: AsyncSession, done: Import) -> Obstacles:
    return await built_on_context(session, done)


async def _take_back(session: AsyncSession, done: Import, at: datetime) -> None:
    await take_context_back(session, done, at=at)


CONTEXT = Job(
    About.INDICATORS, "indicators", HEADERS, NEEDED, _check, _apply, _built_on, _take_back
)
