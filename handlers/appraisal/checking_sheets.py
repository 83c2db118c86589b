"""A spreadsheet of ratings beside the evaluations as they are: row by row, changing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.turn import named
from models.appraisal.achievements import achievement_of
from models.appraisal.appraisers import appraised_by, appraiser_of
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import is_head, newest_of, posting_for
from models.appraisal.periods import Span
from models.appraisal.rating_rows import Choices, Found, Row, Wrong, look_at, not_again
from models.appraisal.ratings import UnitPredicate
from models.office import Office
from models.people.employees import Employee


async def check(
    session: AsyncSession, leader: Employee, span: Span, rows: Sequence[Row], choices: Choices,
    office: Office, *, now: datetime,
) -> list[Found]:  # fmt: skip
    """Nothing is said of anybody whom the leader does not evaluate today, not even a name."""
    today = office.today(now)
    wanted = {row.nip for row in rows}
    team = {
        mate.nip: mate for mate in await appraised_by(session, leader, office, today)
        if mate.nip in wanted
        and leader.is_same_as(await appraiser_of(session, mate, office, today))
    }  # fmt: skip
    kept = await newest_of(session, [mate.id for mate in team.values()], span)
    found = []
    for row, is_twice in not_again(list(rows)):
        mate = team.get(row.nip)
        if mate is None:
            found.append(Found(row, wrong=[(None, Wrong.NOT_YOURS)]))
            continue
        one = kept.get(mate.id)
        why = Wrong.TWICE if is_twice else _why_not(one, now)
        if one is None or why is not None:
            id_ = one.id if one else None
            found.append(Found(row, named(mate), id_, wrong=[(None, why or Wrong.UNOPENED)]))
            continue
        achieved = await _achieved(session, one, today)
        found.append(look_at(row, one, choices, leads_unit=is_head(mate), achieved=achieved))
    return found


def _why_not(one: Evaluation | None, now: datetime) -> Wrong | None:
    if one is None:
        return Wrong.UNOPENED
    if one.may_be_rated(at=now):
        return None
    return Wrong.MOVED_ON if one.signed_at is not None else Wrong.SELF_FIRST


async def _achieved(session: AsyncSession, one: Evaluation, today: date) -> UnitPredicate | None:
    if not is_head(one.employee):
        return None
    posting = await posting_for(session, one.employee, one.span, today)
    return await achievement_of(session, posting.unit if posting else None, one.span)
