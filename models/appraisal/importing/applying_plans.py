"""Write drafts of plans from a checked sheet, and take them back while nobody has touched them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models.appraisal.importing.checking_plans import PlannedPlan, PlansChecked, day_before
from models.appraisal.importing.plan_rows import FileResult, target_of, words_of
from models.appraisal.plans import Indicator, PlanVersion, WorkPlan, WorkResult
from models.base import Base
from models.notices.telling import tell
from models.people.importing.keeping import Change, Keeper, Kept, Values, changes_of, write
from models.people.imports import About, Import

AT_ONCE = 5_000


async def apply_plans(
    session: AsyncSession, checked: PlansChecked, *, file_name: str, by: str, at: datetime
) -> Import:
    """Drafts that their owners read, change and propose; each of them is told."""
    keeper = Keeper(session)
    for planned in checked.planned:
        if planned.shortens is not None:
            change = {"until": planned.shortens.until}, {"until": day_before(planned.since)}
            await keeper.change(WorkPlan, [Change(planned.shortens.id, *change)])
    plans = await _plans(keeper, checked.planned)
    versions = await keeper.add(
        PlanVersion,
        [
            {"plan_id": plan, "number": _number(planned), "edition": 0, "written_at": at,
             "version": 1}
            for plan, planned in zip(plans, checked.planned, strict=True)
        ],
        by=("plan_id", "number"),
    )  # fmt: skip
    await _results(session, versions, checked.planned)
    for planned in checked.planned:
        tell(session, "plan-imported", to=planned.owner.employee.id, at=at,
             year=planned.since.year, revised=planned.revises is not None)  # fmt: skip
    done = Import(at=at, file_name=file_name[:255], by=by[:120], about=About.PLANS,
                  counts={"plans": len(plans)}, kept=dict(keeper.kept))  # fmt: skip
    done.kept["words"] = {str(one.id): _print(one) for one in await _versions(session, versions)}
    session.add(done)
    await session.flush()
    return done


async def _plans(keeper: Keeper, planned: Sequence[PlannedPlan]) -> list[int]:
    """The plans' ids, in order; those that are revised may get new keys."""
    new = [one for one in planned if one.revises is None]
    ids = iter(
        await keeper.add(
            WorkPlan,
            [
                {"employee_id": one.owner.employee.id, "unit_id": one.owner.posting.unit_id,
                 "position": one.owner.posting.position, "since": one.since, "until": one.until,
                 "last_key": len(one.results)}
                for one in new
                if one.owner.posting is not None
            ],
            by=("employee_id", "since"),
        )
    )  # fmt: skip
    for one in planned:
        if one.revises is not None:
            plan, more = one.revises.plan, max([0, *_keys(one)])
            if more > plan.last_key:
                change = Change(plan.id, {"last_key": plan.last_key}, {"last_key": more})
                await keeper.change(WorkPlan, [change])
    return [one.revises.plan.id if one.revises else next(ids) for one in planned]


def _number(planned: PlannedPlan) -> int:
    return planned.revises.version.number + 1 if planned.revises else 1


def _keys(planned: PlannedPlan) -> list[int]:
    """A result that was planned before keeps its key: what was linked to it stays linked."""
    if planned.revises is None:
        return list(range(1, len(planned.results) + 1))
    known = {result.what: result.key for result in planned.revises.version.results}
    last = planned.revises.plan.last_key
    keys = []
    for result in planned.results:
        key = known.pop(result.what, None)
        if key is None:
            key = last = last + 1
        keys.append(key)
    return keys


async def _results(
    session: AsyncSession, versions: Sequence[int], planned: Sequence[PlannedPlan]
) -> None:
    """Not through the keeper: they go with their version."""
    keeper = Keeper(session)
    rows = [
        (version, place, key, result)
        for version, one in zip(versions, planned, strict=True)
        for place, (key, result) in enumerate(zip(_keys(one), one.results, strict=True), 1)
    ]
    ids = await keeper.add(
        WorkResult,
        [
            {"version_id": version, "key": key, "place": place, "kind": result.kind,
             "what": result.what, "serves": result.serves}
            for version, place, key, result in rows
        ],
        by=("version_id", "key"),
    )  # fmt: skip
    aims = [
        values
        for number, (_, _, _, result) in zip(ids, rows, strict=True)
        for values in _aims(number, result)
    ]
    await keeper.add(Indicator, aims, by=("result_id", "aspect"))


def _aims(result_id: int, result: FileResult) -> Iterator[Values]:
    for aim in result.aims:
        target = target_of(aim)
        yield {"result_id": result_id, "aspect": aim[0], "what": aim[1], "target": aim[2],
               "low": target.low, "high": target.high, "unit": target.unit}  # fmt: skip


# Taking it back


async def built_on_plans(session: AsyncSession, done: Import) -> list[tuple[str, int]]:
    """What stands in the way of taking an import back: what about it, and how many."""
    kept = await _kept(session, done)
    added = kept["plan_versions"]["added"] if "plan_versions" in kept else []
    there = {one.id: one for one in await _versions(session, added)}
    prints = kept["words"]
    touched = [number for number in added if prints[str(number)] != _print(there.get(number))]
    found = [("plans-touched", len(touched))] if touched else []
    plans = kept["work_plans"]["added"] if "work_plans" in kept else []
    for table, column in _references("work_plans"):
        if table.name != "plan_versions":
            count = sum(
                [
                    await session.scalar(select(func.count()).where(column.in_(lot))) or 0
                    for lot in _lots(plans)
                ]
            )
            found += [("plans-used", count)] if count else []
    return found


async def take_plans_back(session: AsyncSession, done: Import, *, at: datetime) -> None:
    """Delete the drafts and their plans, without asking again; the import stays, marked."""
    kept = await _kept(session, done)
    parts: dict[str, Kept] = {name: part for name, part in kept.items() if name != "words"}
    for lot in _lots(parts["plan_versions"]["added"] if "plan_versions" in parts else []):
        results = select(WorkResult.id).where(WorkResult.version_id.in_(lot))
        await session.execute(delete(Indicator).where(Indicator.result_id.in_(results)))
        await session.execute(delete(WorkResult).where(WorkResult.version_id.in_(lot)))
        await session.execute(delete(PlanVersion).where(PlanVersion.id.in_(lot)))
    table = Base.metadata.tables["work_plans"]
    if table.name in parts:
        for lot in _lots(parts[table.name]["added"]):
            await session.execute(delete(WorkPlan).where(WorkPlan.id.in_(lot)))
        for change in changes_of(table, parts[table.name]):
            await write(session, table, [change.reversed])
    done.undone_at = at


async def _kept(session: AsyncSession, done: Import) -> dict[str, Any]:
    return await session.scalar(select(Import.kept).where(Import.id == done.id)) or {"words": {}}


async def _versions(session: AsyncSession, ids: Sequence[int]) -> list[PlanVersion]:
    return [
        version
        for lot in _lots(ids)
        for version in await session.scalars(
            select(PlanVersion)
            .where(PlanVersion.id.in_(lot))
            .options(selectinload(PlanVersion.results).selectinload(WorkResult.indicators))
        )
    ]


def _print(version: PlanVersion | None) -> str:
    """A fingerprint of the words and of where they are on their way; a draft's as imported."""
    if version is None:
        return "gone"
    said = repr((version.stage, version.edition, words_of(version)))
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def _references(name: str) -> Iterator[tuple[Table, Any]]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == name:
                yield table, key.parent


def _lots(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
