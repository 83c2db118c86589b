"""``python -m bot recap``: recaps of a period as PDFs to sign, or as one workbook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, operator, words
from bot.preparing import prepare
from config.settings import Settings
from models.appraisal.naming_results import results_named
from models.appraisal.papers import Paper, activities_of, paper_of
from models.appraisal.planned import LOT, add_planned
from models.appraisal.progress import said_of
from models.appraisal.recaps import Recap, Whose, recaps
from models.appraisal.recaps_by_name import Person, people_by_unit
from models.office import Office
from models.people.audit import WHOLE_OFFICE, Act, note
from models.people.employees import Employee
from models.people.units import Unit, unit_by_code, within
from models.work.duties import Duty
from models.work.periods import Period, Span

if TYPE_CHECKING:
    from handlers.documents.recap_workbook import RecapWorkbook  # XlsxWriter is only for it


EXAMPLES = {Span.MONTH: "2026-11", Span.QUARTER: "2026-Q4", Span.YEAR: "2026"}
PATIENCE = 600  # seconds for one statement: a year of a whole office is added up at once


@dataclass(frozen=True)
class Wanted:
    """Which period, of whom: one person, a unit and those below it, or everybody."""

    period: Period
    nip: str | None = None
    unit: str | None = None

    @classmethod
    def named(cls, period: str, nip: str | None, unit: str | None) -> Wanted:
        try:
            named = Period.named(period)
        except ValueError:
            raise CannotRun(
                f"{period!r} is no period: write a month as 2026-11, a quarter as 2026-Q4, "
                "a year as 2026."
            ) from None
        if nip and unit:
            raise CannotRun("Either --nip or --unit, not both.")
        return cls(named, nip, unit)

    @classmethod
    def asked(cls, names: Mapping[Span, str | None], nip: str | None, unit: str | None) -> Wanted:
        """By the one option that was given: ``--month``, ``--quarter`` or ``--year``."""
        given = {span: name for span, name in names.items() if name is not None}
        if len(given) != 1:
            raise CannotRun("Which period? One of --month, --quarter and --year.")
        [(span, name)] = given.items()
        wanted = cls.named(name, nip, unit)
        if wanted.period.span is not span:
            raise CannotRun(f"{name!r} is no {span}: write it as {EXAMPLES[span]}.")
        return wanted


def recap(settings: Settings, office: Office, wanted: Wanted, out: Path) -> list[Path]:
    """Write a workbook (.xlsx), one PDF (.pdf), or a folder of PDFs; say which files."""
    if out.suffix and out.suffix not in (".xlsx", ".pdf") and not out.is_dir():
        raise CannotRun(f"{out} ends in {out.suffix}: write FILE.xlsx, FILE.pdf, or a folder.")
    if out.suffix in (".xlsx", ".pdf") and not out.parent.is_dir():
        raise CannotRun(f"{out.parent} is no folder.")
    return asyncio.run(_recap(settings, office, wanted, out))


async def _recap(settings: Settings, office: Office, wanted: Wanted, out: Path) -> list[Path]:
    await prepare(settings)
    database = Database(settings.database_url, patience=PATIENCE)
    try:
        now = datetime.now(UTC)
        written = await write_recaps(database, office, wanted, out, now=now)
        async with database.transaction() as session:
            await _note(session, wanted, by=operator(), at=now)
        return written
    finally:
        await database.close()


async def _note(session: AsyncSession, wanted: Wanted, *, by: str, at: datetime) -> None:
    """Whose figures were taken out: one person's, a unit's, or everybody's."""
    about = await _person(session, wanted.nip) if wanted.nip else None
    unit = await unit_by_code(session, wanted.unit) if wanted.unit else None
    code = unit.code if unit else WHOLE_OFFICE
    note(session, Act.EXPORTED, by=by, at=at, about=about, unit=None if about else code,
         what=str(wanted.period))  # fmt: skip


async def write_recaps(
    database: Database, office: Office, wanted: Wanted, out: Path, *, now: datetime
) -> list[Path]:
    """From one snapshot, while the bot goes on; nothing half written is left behind."""
    if out.suffix == ".xlsx":
        part = out.with_name(f"{out.name}.part")
        try:
            async with database.snapshot() as session:
                await _workbook(session, office, wanted, part, now)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
        return [out]
    if wanted.nip is None and (wanted.unit is None or out.suffix == ".pdf"):
        raise CannotRun("A PDF is one person's (--nip), a folder of PDFs a unit's (--unit).")
    async with database.snapshot() as session:
        written = [path async for path in _pdfs(session, office, wanted, out, now)]
    if not written:
        raise CannotRun(f"Nobody has worked in {wanted.unit} in {wanted.period}.")
    return written


# PDFs


async def _pdfs(
    session: AsyncSession, office: Office, wanted: Wanted, out: Path, now: datetime
) -> AsyncIterator[Path]:
    from handlers.documents.recap import file_name, recap_pdf

    say = words(office.timezone)
    async for paper in _papers(session, office, wanted, now):
        if out.suffix != ".pdf":
            await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
        path = out if out.suffix == ".pdf" else out / file_name(paper, "pdf")
        await asyncio.to_thread(_draw, recap_pdf(say, paper, office, now=now), path)
        yield path


def _draw(drawn: Callable[[], bytes], path: Path) -> None:
    path.write_bytes(drawn())


async def _papers(
    session: AsyncSession, office: Office, wanted: Wanted, now: datetime
) -> AsyncIterator[Paper]:
    whose = await _whose(session, wanted)
    for employee_id in await _people(session, whose, wanted):
        employee = await session.get_one(Employee, employee_id)
        yield await paper_of(session, employee, wanted.period, office, today=office.today(now),
                             scope=whose.scope)  # fmt: skip
        session.expunge_all()


async def _people(session: AsyncSession, whose: Whose, wanted: Wanted) -> Sequence[int]:
    if whose.people is not None:
        return whose.people
    days = Duty.day.between(wanted.period.first, wanted.period.last)
    ids = await session.scalars(select(Duty.employee_id).where(whose.duties, days).distinct())
    return [one.id for one in await people_by_unit(session, ids.all(), wanted.period)]


async def _whose(session: AsyncSession, wanted: Wanted) -> Whose:
    if wanted.nip is not None:
        return Whose([(await _person(session, wanted.nip)).id])
    if wanted.unit is None:
        return Whose()
    unit = await unit_by_code(session, wanted.unit)
    if unit is None:
        raise CannotRun(f"There is no unit with the code {wanted.unit}.")
    return Whose(scope=Duty.unit_id.in_(select(Unit.id).where(within(unit))))


async def _person(session: AsyncSession, nip: str) -> Employee:
    """By NIP, also with the spaces that it is printed with."""
    digits = "".join(nip.split())
    found = await session.scalar(select(Employee).where(Employee.nip == digits))
    if found is None:
        raise CannotRun("Nobody has this NIP.")
    return found


# The workbook


async def _workbook(
    session: AsyncSession, office: Office, wanted: Wanted, path: Path, now: datetime
) -> None:
    from handlers.documents.recap_workbook import RecapWorkbook

    whose = await _whose(session, wanted)
    found = await recaps(session, wanted.period, whose, office, today=office.today(now))
    people = await people_by_unit(session, found, wanted.period)
    with RecapWorkbook(path, words(office.timezone), office) as book:
        for start in range(0, len(people), LOT):
            mine = {one.id: found.pop(one.id) for one in people[start : start + LOT]}
            await _add(session, book, people[start : start + LOT], mine, wanted, whose, office)
        if wanted.nip is not None:
            await _add_activities(session, book, wanted, whose)
        book.explain(wanted.period, office, at=now, unit=wanted.unit)


async def _add(
    session: AsyncSession, book: RecapWorkbook, people: Sequence[Person],
    found: Mapping[int, Recap], wanted: Wanted, whose: Whose, office: Office,
) -> None:  # fmt: skip
    """Some people at a time: the plans of a whole office are not held at once."""
    planned = await add_planned(session, found, wanted.period, scope=whose.scope)
    plans = {share.plan_id for one in found.values() for share in one.shares
             if share.plan_id is not None}  # fmt: skip
    results = await results_named(session, plans)
    before = office.at(wanted.period.after.first, time())
    told = await said_of(session, plans, before=before)
    for person in people:
        book.add(person, found[person.id], results, planned.get(person.id, ()), told)


async def _add_activities(
    session: AsyncSession, book: RecapWorkbook, wanted: Wanted, whose: Whose
) -> None:
    activities = await activities_of(session, whose, wanted.period)
    results = await results_named(session, {a.plan_id for a in activities if a.plan_id is not None})
    for activity in activities:
        key = (activity.plan_id or 0, activity.result_key or 0)
        book.add_activity(activity, results.get(key))
