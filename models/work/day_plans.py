"""What each day asks, by unit and personal pattern: the small half of what duties are made of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    Time,
    delete,
    insert,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import BigId, Moment
from models.office import Office, Pattern, Rules
from models.people.postings import Posting
from models.people.units import Unit
from models.work.duties import Duty, planned
from models.work.holidays import Holiday, special_days

UNITS_OWN = ""  # a posting without a pattern of its own

# A temporary table: it is filled while duties are made, and empty otherwise.
plans = Table(
    "day_plans",
    MetaData(),
    Column("unit_id", BigId),
    Column("personal", String(24)),
    Column("day", Date),
    Column("pattern", Duty.__table__.c.pattern.type),
    Column("minutes", Integer),
    Column("target", Integer),
    Column("full_target", Integer),
    Column("off", Duty.__table__.c.off.type),
    Column("off_name", String(160)),
    Column("hour", Moment),
    Column("review_at", Moment),
    Column("week_at", Moment),
    prefixes=["TEMPORARY"],
)


# Another one: the moments of the hours that people have chosen for themselves.
own_hours = Table(
    "own_hours",
    plans.metadata,
    Column("reminder_at", Time),
    Column("day", Date),
    Column("hour", Moment),
    prefixes=["TEMPORARY"],
)


async def fill_own_hours(session: AsyncSession, office: Office, since: date, until: date) -> None:
    """Fill it with each hour that the office lets people choose, on each day."""
    await (await session.connection()).run_sync(own_hours.create, checkfirst=True)
    await session.execute(delete(own_hours))
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    rows = [
        {"reminder_at": hour, "day": day, "hour": office.at(day, hour)}
        for hour in office.own_way.reminder_hours
        for day in days
    ]
    if rows:
        await session.execute(insert(own_hours), rows)


async def fill_plans(
    session: AsyncSession, office: Office, since: date, until: date, whose: ColumnElement[bool]
) -> None:
    """Fill the temporary table with what each day asks, by unit and personal pattern."""
    await (await session.connection()).run_sync(plans.create, checkfirst=True)
    await session.execute(delete(plans))
    kinds = await session.execute(
        select(Unit, Posting.pattern)
        .join(Posting, Posting.unit_id == Unit.id)
        .where(whose, Posting.since <= until)
        .where(or_(Posting.until.is_(None), Posting.until >= since))
        .distinct()
    )
    holidays = list(await session.scalars(select(Holiday).where(Holiday.day.between(since, until))))
    rows = [
        row
        for unit, pattern in kinds
        for row in _rows(unit, pattern, holidays, office, since, until)
    ]
    if rows:
        await session.execute(insert(plans), rows)


def _rows(
    unit: Unit, personal: Pattern | None, holidays: Sequence[Holiday], office: Office,
    since: date, until: date,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    special = special_days(holidays, unit.codes)
    for day, rules in _rules_by_day(unit, personal, office, since, until):
        plan = planned(day, rules, special.get(day), office)
        yield {
            "unit_id": unit.id,
            "personal": personal.value if personal else UNITS_OWN,
            "day": day,
            "pattern": rules.pattern,
            "minutes": plan.minutes,
            "target": plan.target,
            "full_target": rules.target_minutes,
            "off": plan.off,
            "off_name": plan.off_name,
            "hour": plan.hour,
            "review_at": plan.review_at,
            "week_at": plan.week_at,
        }


def _rules_by_day(
    unit: Unit, personal: Pattern | None, office: Office, since: date, until: date
) -> Iterator[tuple[date, Rules]]:
    """The rules of each day; looked up anew only where some begin to hold."""
    begins = sorted({rules.valid_from for rules in office.rules})
    found: dict[int, Rules] = {}
    for n in range((until - since).days + 1):
        day = since + timedelta(days=n)
        era = bisect_right(begins, day)
        if era not in found:
            rules = office.rules_on(day, unit.codes)
            found[era] = rules.model_copy(update={"pattern": personal}) if personal else rules
        yield day, found[era]
