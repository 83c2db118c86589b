"""Plans (SKP) as a sheet of the agency's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sheet_imports import Job, Obstacles, Say, Units
from models.appraisal.importing.applying_plans import (
    apply_plans,
    built_on_plans,
    take_plans_back,
)
from models.appraisal.importing.checking_plans import PlansChecked, check_plans, owners_in
from models.appraisal.importing.plan_rows import HEADERS, NEEDED, PlanColumn, read_plans
from models.office import Office
from models.people.importing.any_table import AnyTable, Fault
from models.people.imports import About, Import


@dataclass(frozen=True)
class CheckedPlans:
    """A check of plans, for the screen."""

    plans: PlansChecked

    @property
    def faults(self) -> list[Fault]:
        return self.plans.faults

    @property
    def same(self) -> int:
        return self.plans.same

    def changes(self, say: Say) -> list[list[str]]:
        return [
            [
                say("plans-revised" if one.revises else "plans-new"),
                str(one.file.row),
                one.owner.employee.name,
                say("plans-holds", results=len(one.results)),
            ]
            for one in self.plans.planned
        ]


async def _check(
    session: AsyncSession, table: AnyTable[PlanColumn], office: Office, at: datetime, units: Units
) -> CheckedPlans:
    today = office.today(at)
    file = read_plans(table, today=today)
    owners = await owners_in(session, list(file.plans), today=today)
    return CheckedPlans(check_plans(file, owners, today=today, units=units))


async def _apply(
    session: AsyncSession, checked: CheckedPlans, file_name: str, by: str, at: datetime
) -> Import:
    return await apply_plans(session, checked.plans, file_name=file_name, by=by, at=at)


async def _built_on(session: AsyncSession, done: Import) -> Obstacles:
    return await built_on_plans(session, done)


async def _take_back(session: AsyncSession, done: Import, at: datetime) -> None:
    await take_plans_back(session, done, at=at)


PLANS = Job(About.PLANS, "plans", HEADERS, NEEDED, _check, _apply, _built_on, _take_back)
