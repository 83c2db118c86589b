"""Duties are made ahead, set by set, and rewritten where what they are made of has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Date,
    Select,
    String,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import Moment
from models.notices.notices import Notice
from models.notices.telling import redraw
from models.office import Office, Pattern
from models.people.postings import Posting
from models.people.preferences import Preferences
from models.people.units import Unit
from models.work.absences import Absence
from models.work.day_plans import UNITS_OWN, fill_own_hours, fill_plans, own_hours, plans
from models.work.duties import Duty, Off
from models.work.rings import KIND, SUBJECT
from models.work.shifts import Shift

AHEAD = timedelta(days=62)
MADE_OF = ("posting_id", "unit_id", "pattern", "minutes", "target", "off", "off_name", "hour")


async def write_duties(
    session: AsyncSession, office: Office, *, since: date, until: date, at: datetime,
    whose: ColumnElement[bool] | None = None, because: str | None = None,
    only: Sequence[int] | None = None,
) -> int:  # fmt: skip
    """Make or rewrite the duties of a period; say how many rows were made or changed.

    ``whose`` is a condition on ``Posting`` (and ``Unit``). ``only``: the days of these absences
    (ids) and of whose they are, whatever their postings. ``because`` is kept on the rows that
    change. Rows that are as they should be are not touched.
    """
    whose = true() if whose is None else whose
    if only is not None:
        whose = and_(whose, Posting.employee_id.in_(_away_in(only)))
    await session.flush()
    await fill_plans(session, office, since, until, whose)
    await fill_own_hours(session, office, since, until)
    on = whose if only is None else and_(whose, _on_days_of(only))
    count = _count(await session.execute(_upsert(session, on, since, until, at, because)))
    if only is None:
        count += _count(await session.execute(_end(whose, since, until, at, because)))
    await session.execute(delete(plans))
    await session.execute(delete(own_hours))
    if because is not None:
        await _redraw_reminders(session, since, until, at)
    return count


def of_people(employee_ids: Sequence[int]) -> ColumnElement[bool]:
    """These employees', for ``write_duties``."""
    return Posting.employee_id.in_(employee_ids)


def of_unit(unit: Unit) -> ColumnElement[bool]:
    """A unit's and everybody's below it, for ``write_duties``."""
    return Posting.unit_id.in_(
        select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))
    )


def _away_in(absences: Sequence[int]) -> Select[int]:
    return select(Absence.employee_id).where(Absence.id.in_(absences))


def _on_days_of(absences: Sequence[int]) -> ColumnElement[bool]:
    """The days of these absences, of whose they are, whether they hold or no longer do.

    The sum keeps SQLite from looking each of them up for each day: one person has few.
    """
    return exists().where(
        (Absence.id + 0).in_(absences),
        Absence.employee_id == Posting.employee_id,
        Absence.since <= plans.c.day,
        Absence.until >= plans.c.day,
    )


async def is_made(session: AsyncSession, day: date) -> bool:
    """Whether everybody who has a posting on a day has a duty for it."""
    without = select(Posting.id).where(
        _holds(Posting, literal(day, Date)),
        ~exists().where(Duty.employee_id == Posting.employee_id, Duty.day == day),
    )
    return await session.scalar(select(without.exists())) is not True


def _upsert(
    session: AsyncSession, whose: ColumnElement[bool], since: date, until: date, at: datetime,
    because: str | None,
) -> Any:  # fmt: skip
    of_dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    columns, source = _source(whose, since, until, at, because)
    row = of_dialect.insert(Duty).from_select(columns, source)
    new = row.excluded
    differs = or_(*(getattr(Duty, name).is_distinct_from(new[name]) for name in MADE_OF))
    changes = {name: new[name] for name in MADE_OF}
    changes |= {
        # Who has been reminded of this day is not reminded of it by a correction.
        "remind_at": case((Duty.rung_at.is_not(None), null()), else_=new.remind_at),
        "review_at": case((Duty.review_at.is_(None), null()), else_=new.review_at),
        # A day on which the week was looked at is not looked at again.
        "week_at": case((Duty.off.is_(None) & Duty.week_at.is_(None), null()), else_=new.week_at),
        "written_at": new.written_at,
        "reason": Duty.reason if because is None else literal(because, String),
    }
    return row.on_conflict_do_update(
        index_elements=["employee_id", "day"], set_=changes, where=differs
    )


def _source(
    whose: ColumnElement[bool], since: date, until: date, at: datetime, because: str | None
) -> tuple[list[str], Select[Any]]:
    """The duties as they should be: postings, by the day plans, with shifts and absences."""
    away = _away()
    works = plans.c.pattern == Pattern.SHIFTS
    on_shift = and_(works, Shift.id.is_not(None))
    free = case((on_shift, null()), else_=plans.c.off)
    off = case((and_(free.is_(None), away.is_not(None)), Off.ABSENCE.value), else_=free)
    owed = and_(free.is_(None), away.is_(None))
    by_day = func.coalesce(own_hours.c.hour, plans.c.hour)
    hour = case((~owed, null()), (on_shift, Shift.remind_at), else_=by_day)
    columns: dict[str, Any] = {
        "employee_id": Posting.employee_id,
        "day": plans.c.day,
        "posting_id": Posting.id,
        "unit_id": Posting.unit_id,
        "pattern": plans.c.pattern,
        "minutes": case((~owed, 0), (on_shift, Shift.minutes), else_=plans.c.minutes),
        "target": case((~owed, 0), else_=plans.c.full_target),
        "off": off,
        "off_name": case((and_(free.is_(None), away.is_not(None)), away), else_=plans.c.off_name),
        "hour": hour,
        "remind_at": hour,
        "review_at": case((free.is_(None), plans.c.review_at), else_=null()),
        "week_at": case((owed, plans.c.week_at), else_=null()),
        "written_at": literal(at, Moment),
        "reason": null(),
    }
    source = (
        select(*(column.label(name) for name, column in columns.items()))
        .select_from(Posting)
        .join(
            plans,
            and_(
                plans.c.unit_id == Posting.unit_id,
                plans.c.personal
                == func.coalesce(type_coerce(Posting.pattern, String), literal(UNITS_OWN, String)),
            ),
        )
        .outerjoin(Preferences, Preferences.employee_id == Posting.employee_id)
        .outerjoin(
            own_hours,
            and_(
                own_hours.c.reminder_at == Preferences.reminder_at,
                own_hours.c.day == plans.c.day,
            ),
        )
        .outerjoin(Shift, and_(Shift.employee_id == Posting.employee_id, Shift.day == plans.c.day))
        .where(whose, _holds(Posting, plans.c.day), ~_a_later_one_holds(plans.c.day))
    )
    return list(columns), source


def _away() -> ColumnElement[Any]:
    """The kind of an absence that holds, or null."""
    return (
        select(func.min(Absence.kind))
        .where(
            Absence.employee_id == Posting.employee_id,
            Absence.since <= plans.c.day,
            Absence.until >= plans.c.day,
            Absence.objected_at.is_(None),
            Absence.withdrawn_at.is_(None),
            Absence.waits.is_(False),
        )
        .scalar_subquery()
    )


def _holds(posting: Any, day: Any) -> ColumnElement[bool]:
    return and_(posting.since <= day, or_(posting.until.is_(None), posting.until >= day))


def _a_later_one_holds(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Where two postings overlap, the later one counts, as in ``posting_of``."""
    other = aliased(Posting)
    return exists().where(
        other.employee_id == Posting.employee_id,
        _holds(other, day),
        or_(
            other.since > Posting.since,
            and_(other.since == Posting.since, other.id > Posting.id),
        ),
    )


def _end(
    whose: ColumnElement[bool], since: date, until: date, at: datetime, because: str | None
) -> Any:
    """Days after the last posting ask for nothing any more."""
    of_them = select(Posting.employee_id).where(whose)
    holds = exists().where(Posting.employee_id == Duty.employee_id, _holds(Posting, Duty.day))
    return (
        update(Duty)
        .where(Duty.day.between(since, until), Duty.employee_id.in_(of_them), ~holds)
        .where(Duty.off.is_distinct_from(Off.NO_POSTING))
        .values(
            posting_id=None, minutes=0, target=0, off=Off.NO_POSTING, off_name=None, hour=None,
            remind_at=None, review_at=None, week_at=None, written_at=at, reason=because,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip


async def _redraw_reminders(session: AsyncSession, since: date, until: date, at: datetime) -> None:
    """A reminder of a day that is owed no more is withdrawn."""
    changed = select(Duty.employee_id).where(
        Duty.day.between(since, min(until, at.date() + timedelta(days=1))), Duty.written_at == at
    )
    await redraw(session, KIND, SUBJECT, to=Notice.employee_id.in_(changed), at=at)


def _count(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return max(result.rowcount, 0)
