"""Angka kredit of an evaluation: its predicate, for the months in which a level was held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.appraisal.credit import Level, credit, level_of
from models.appraisal.evaluations import Evaluation
from models.appraisal.periods import SPANS, Cadence, Span
from models.appraisal.ratings import Predicate
from models.office import Office
from models.people.postings import Posting


async def credit_of(session: AsyncSession, one: Evaluation, office: Office) -> Decimal | None:
    """By the predicate that holds; None before there is one, and for whoever collects none.

    PermenPANRB 1/2023 and Peraturan BKN 3/2023. It is setting the credit (PAK) that counts.
    """
    if one.outcome is None:
        return None
    rows = await session.execute(
        select(Posting.since, Posting.until, Posting.position)
        .where(Posting.employee_id == one.employee_id, Posting.since <= one.until)
        .where(or_(Posting.until.is_(None), Posting.until >= one.since))
        .order_by(Posting.since, Posting.id)
    )
    months = months_by_level([(row[0], row[1], row[2]) for row in rows], one.span)
    return added(one.outcome, months, office.appraisal_on(one.until).coefficients)


def months_by_level(
    held: Iterable[tuple[date, date | None, str]], span: Span
) -> Mapping[Level, int]:
    """How many months count for each level: a month goes to the post held on its last day.

    ``held`` are (since, until, name of the post), the first first.
    """
    ends = _month_ends(span)
    by_month: dict[date, Level] = {}
    for since, until, position in held:
        level = level_of(position)
        for end in ends:
            if since <= end and (until is None or until >= end):
                by_month.pop(end, None)
                if level is not None:
                    by_month[end] = level
    return Counter(by_month.values())


def added(
    predicate: Predicate, months: Mapping[Level, int], coefficients: Mapping[Level, Decimal]
) -> Decimal | None:
    """The sum over levels; None without any month."""
    parts = [
        credit(predicate, coefficient=coefficients[level], months=count)
        for level, count in months.items()
        if level in coefficients
    ]
    return sum(parts, Decimal(0)) if parts else None


def _month_ends(span: Span) -> list[date]:
    month, ends = Span.holding(span.since, Cadence.MONTHLY), []
    for _ in range(SPANS[span.cadence].months):
        ends.append(month.until)
        month = Span.holding(date.fromordinal(month.until.toordinal() + 1), Cadence.MONTHLY)
    return ends
