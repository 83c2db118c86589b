"""Check a sheet of plans against the office as it stands: what it would begin or change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models.appraisal.importing.plan_rows import (
    FilePlan,
    FilePlans,
    FileResult,
    PlanColumn,
    words_of,
)
from models.appraisal.plans import PlanVersion, Stage, WorkPlan, WorkResult
from models.people.employees import Employee
from models.people.importing.any_table import Fault
from models.people.postings import Posting, held_on

AT_ONCE = 500


@dataclass(frozen=True)
class KnownPlan:
    """A plan that is there, and its newest version."""

    plan: WorkPlan
    version: PlanVersion


@dataclass
class Owner:
    """Somebody in the file, as the office knows them."""

    employee: Employee
    posting: Posting | None = None
    plans: list[KnownPlan] = field(default_factory=list)  # of this year, the newest first

    @property
    def current(self) -> KnownPlan | None:
        """The plan that was made for today's post; a transfer asks for another."""
        newest = self.plans[0] if self.plans else None
        if newest is None or self.posting is None:
            return newest
        is_of = newest.plan.unit_id, newest.plan.position
        return newest if is_of == (self.posting.unit_id, self.posting.position) else None


@dataclass(frozen=True)
class PlannedPlan:
    """A draft that the file asks for: of a new plan, or the next version of an agreed one."""

    file: FilePlan
    owner: Owner
    since: date
    until: date
    revises: KnownPlan | None = None
    shortens: WorkPlan | None = None  # the plan before a transfer, which ends the day before

    @property
    def results(self) -> Sequence[FileResult]:
        return self.file.results


@dataclass
class PlansChecked:
    """Everything one file would change, and everything that is wrong with it."""

    planned: list[PlannedPlan] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


async def owners_in(session: AsyncSession, nips: Sequence[str], *, today: date) -> dict[str, Owner]:
    """By NIP, whoever the office knows; a few queries for every five hundred."""
    found: dict[str, Owner] = {}
    for at in range(0, len(nips), AT_ONCE):
        rows = await session.scalars(
            select(Employee).where(Employee.nip.in_(nips[at : at + AT_ONCE]))
        )
        owners = {one.id: Owner(one) for one in rows}
        await _add_postings(session, owners, today)
        await _add_plans(session, owners, today)
        found |= {owner.employee.nip: owner for owner in owners.values()}
    return found


async def _add_postings(session: AsyncSession, owners: Mapping[int, Owner], today: date) -> None:
    rows = await session.scalars(
        select(Posting)
        .where(Posting.employee_id.in_(owners), held_on(today))
        .order_by(Posting.since, Posting.id)
    )
    for posting in rows:
        owners[posting.employee_id].posting = posting


async def _add_plans(session: AsyncSession, owners: Mapping[int, Owner], today: date) -> None:
    rows = await session.scalars(
        select(PlanVersion)
        .join(WorkPlan, WorkPlan.id == PlanVersion.plan_id)
        .where(WorkPlan.employee_id.in_(owners), WorkPlan.until >= date(today.year, 1, 1))
        .order_by(WorkPlan.since.desc(), PlanVersion.number.desc())
        .options(selectinload(PlanVersion.results).selectinload(WorkResult.indicators))
    )
    seen: set[int] = set()
    for version in rows:
        if version.plan_id not in seen:
            seen.add(version.plan_id)
            owners[version.plan.employee_id].plans.append(KnownPlan(version.plan, version))


def check_plans(
    file: FilePlans, owners: Mapping[str, Owner], *, today: date,
    units: Collection[int] | None = None,
) -> PlansChecked:  # fmt: skip
    """Whose draft would be begun or revised. A draft that somebody is writing is left alone.

    ``units``: people of other units are none of whoever asks; None: everybody is. Of a plan with a
    wrong line nothing is planned: half a plan is nobody's.
    """
    checked = PlansChecked(faults=list(file.faults))
    for plan in file.plans.values():
        owner = owners.get(plan.nip)
        faults = list(_faults(plan, owner, units))
        checked.faults += faults
        if owner is None or faults or plan.nip in file.torn:
            continue
        current = owner.current
        if current and words_of(current.version) == tuple(plan.results):
            checked.same += 1
        else:
            checked.planned.append(_planned(plan, owner, today))
    checked.faults.sort(key=lambda fault: fault.row)
    return checked


def _faults(plan: FilePlan, owner: Owner | None, units: Collection[int] | None) -> Iterator[Fault]:
    if owner is None:
        yield Fault(plan.row, PlanColumn.NIP, "plans-unknown")
        return
    if owner.posting is None:
        yield Fault(plan.row, PlanColumn.NIP, "plans-left")
        return
    if units is not None and owner.posting.unit_id not in units:
        yield Fault(plan.row, PlanColumn.NIP, "scope-person")
        return
    current = owner.current
    if current is None or words_of(current.version) == tuple(plan.results):
        return
    if current.version.stage is not Stage.AGREED:
        yield Fault(plan.row, PlanColumn.NIP, f"plans-{current.version.stage.value}")


def _planned(plan: FilePlan, owner: Owner, today: date) -> PlannedPlan:
    assert owner.posting is not None, "asked by _faults"
    last = date(today.year, 12, 31)
    current = owner.current
    if current is not None:
        return PlannedPlan(plan, owner, current.plan.since, current.plan.until, revises=current)
    since = max(date(today.year, 1, 1), owner.posting.since)
    before = next((known.plan for known in owner.plans if known.plan.since < since), None)
    shortens = before if before is not None and before.until >= since else None
    return PlannedPlan(plan, owner, since, last, shortens=shortens)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
