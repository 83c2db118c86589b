"""A checked list of leave is written down and taken back; the days made ahead follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from models.office import Office
from models.people.importing.keeping import (
    Change,
    Keeper,
    Kept,
    Values,
    alike,
    changes_of,
    table_of,
    write,
)
from models.people.imports import About, Import
from models.work.absence_lists import AT_ONCE, AbsencePlan, Listed
from models.work.absences import Absence
from models.work.calendars import WorkCalendar
from models.work.duties import Duty
from models.work.making_duties import AHEAD, write_duties
from models.work.windows import window_for

TABLE = Absence.__tablename__
TAKEN_BACK = "absence: list taken back"
CHANGES = ("kind", "since", "until", "waits", "approved_at", "withdrawn_at", "turns_on")


def first_open_day(office: Office, now: datetime) -> date:
    """The first day of the oldest month that has not closed."""
    this = office.today(now).replace(day=1)
    before = this - timedelta(days=1)
    window = window_for(before, now=now, office=office, rules=office.rules_on(before),
                        calendar=WorkCalendar())  # fmt: skip
    return before.replace(day=1) if now < window.month_closes_at else this


async def apply(
    session: AsyncSession, plan: AbsencePlan, *, office: Office, at: datetime
) -> list[Absence]:
    """Write the plan down: the absences that are new or have changed."""
    written = []
    for one, (first, *others) in plan.changed:
        for absence in others:
            absence.strike(at=at)
        first.correct(one.kind, one.since, one.until)
        written.append(first)
    written += await _add(session, plan.added, at)
    await _follow(session, office, written, at, "absence: listed")
    return written


async def take_out(
    session: AsyncSession, plan: AbsencePlan, *, office: Office, at: datetime
) -> list[Absence]:
    """Absences that are exactly as the list has them no longer are: the days are owed again."""
    gone = [absence for _, absence in plan.there]
    await _strike(session, gone, at)
    await _follow(session, office, gone, at, "absence: taken off the list")
    return gone


async def apply_list(
    session: AsyncSession, plan: AbsencePlan, *, office: Office, file_name: str, by: str,
    at: datetime,
) -> tuple[Import, list[Absence]]:  # fmt: skip
    """The same, kept as an import: (it, the absences that are new or have changed)."""
    before = {one.id: _state(one) for _, others in plan.changed for one in others}
    written = await apply(session, plan, office=office, at=at)
    await session.flush()
    replaced = [one for _, others in plan.changed for one in others]
    keeper = Keeper(session)
    keeper.keep(Absence, [Change(one.id, before[one.id], _state(one)) for one in replaced])
    keeper.kept[TABLE]["added"] += [one.id for one in written if one.id not in before]
    done = Import(at=at, file_name=file_name[:255], by=by[:120], about=About.ABSENCES,
                  counts={"added": len(plan.added), "changed": len(plan.changed)},
                  kept=dict(keeper.kept))  # fmt: skip
    done.kept["words"] = {str(one.id): _words(one) for one in (*written, *replaced)}
    session.add(done)
    await session.flush()
    return done, written


async def changed_since(session: AsyncSession, done: Import) -> int:
    """How many absences of an applied list are no longer as it left them."""
    words = (await _kept(session, done)).get("words", {})
    there = {str(one.id): one for one in await _absences(session, [int(key) for key in words])}
    return sum(key not in there or _words(there[key]) != words[key] for key in words)


async def take_list_back(
    session: AsyncSession, done: Import, *, office: Office, at: datetime
) -> list[Absence]:
    """What it added is no more, what it replaced is as it was; without asking again."""
    kept = (await _kept(session, done)).get(TABLE) or Kept(added=[], changed=[])
    changes = [change.reversed for change in changes_of(table_of(Absence), kept)]
    replaced = [change.id for change in changes]
    touched = await _absences(session, [*kept["added"], *replaced])
    await _strike(session, touched, at)
    await _follow(session, office, touched, at, TAKEN_BACK)
    for lot in alike(changes):
        await write(session, table_of(Absence), lot)
    for absence in touched:
        await session.refresh(absence)
    there_again = [absence for absence in touched if absence.id in replaced]
    await _follow(session, office, there_again, at, TAKEN_BACK)
    done.undone_at = at
    return touched


def _state(absence: Absence) -> Values:
    """Every column that a list changes."""
    return {name: getattr(absence, name) for name in CHANGES}


def _words(absence: Absence) -> list[str]:
    """What somebody reads of it, to see whether it is still so."""
    return [absence.kind.value, str(absence.since), str(absence.until), absence.standing]


async def _kept(session: AsyncSession, done: Import) -> dict[str, Any]:
    return await session.scalar(select(Import.kept).where(Import.id == done.id)) or {}


async def _absences(session: AsyncSession, ids: Sequence[int]) -> list[Absence]:
    return [
        absence
        for start in range(0, len(ids), AT_ONCE)
        for absence in await session.scalars(
            select(Absence).where(Absence.id.in_(ids[start : start + AT_ONCE])).order_by(Absence.id)
        )
    ]


async def _add(session: AsyncSession, listed: Sequence[Listed], at: datetime) -> list[Absence]:
    """Many rows in one statement: one by one they hold SQLite's writer for seconds."""
    rows = [
        {"employee_id": one.employee_id, "kind": one.kind, "since": one.since, "until": one.until,
         "said_at": at, "waits": False}
        for one in listed
    ]  # fmt: skip
    added: list[Absence] = []
    for start in range(0, len(rows), AT_ONCE):
        lot = rows[start : start + AT_ONCE]
        added += await session.scalars(insert(Absence).returning(Absence), lot)
    return added


async def _strike(session: AsyncSession, absences: Sequence[Absence], at: datetime) -> None:
    """Many at once, as ``Absence.strike`` does one; what has changed meanwhile is not touched."""
    for start in range(0, len(absences), AT_ONCE):
        lot = [(one.id, one.version) for one in absences[start : start + AT_ONCE]]
        struck = await session.scalars(
            update(Absence)
            .where(tuple_(Absence.id, Absence.version).in_(lot))
            .values(withdrawn_at=at, turns_on=Absence.since, version=Absence.version + 1)
            .returning(Absence.id)
            .execution_options(synchronize_session=False)
        )
        if len(struck.all()) != len(lot):
            raise StaleDataError("an absence has changed meanwhile")


async def _follow(
    session: AsyncSession, office: Office, absences: Sequence[Absence], at: datetime, because: str
) -> None:
    """Rewrite what has been made of their days, in months that have not closed, lot by lot.

    By date, so that a lot spans few days: what each day asks is worked out once a lot.
    """
    await session.flush()
    made = await session.scalar(select(func.min(Duty.day)))
    if made is None:
        return
    begin, end = max(made, first_open_day(office, at)), office.today(at) + AHEAD
    ordered = sorted(absences, key=lambda one: (one.since, one.until))
    for start in range(0, len(ordered), AT_ONCE):
        lot = ordered[start : start + AT_ONCE]
        first, last = max(begin, lot[0].since), min(end, max(one.until for one in lot))
        if first <= last:
            await write_duties(session, office, since=first, until=last, at=at, because=because,
                               only=[one.id for one in lot])  # fmt: skip
