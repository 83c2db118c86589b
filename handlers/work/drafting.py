"""A message becomes a report with drafts; an edited message changes its drafts along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.reading import Question, ReadActivity, Reading
from models.notices.telling import show
from models.people.employees import Employee
from models.people.postings import posting_of
from models.work.activities import Activity, State, Written
from models.work.asking import Answer, Asked
from models.work.reports import Evidence, Report

EVIDENCE_COMES_WITHIN = timedelta(minutes=15)


async def draft(
    session: AsyncSession, reading: Reading, report: Report, *, by: Employee, at: datetime
) -> list[Activity]:
    """Write the report and its activities down, and show its card."""
    session.add(report)
    await session.flush()
    activities = [_activity(report, reading, place, by=by) for place in _places(reading)]
    await _place(session, activities, by, at)
    session.add_all(activities)
    await _adopt_evidence(session, report, at=at)
    show_report(session, report.id, to=by, at=at, urgent=True)
    return activities


def show_report(
    session: AsyncSession, report_id: int, *, to: Employee | int, at: datetime,
    urgent: bool = False, anew: bool = False, mode: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """The author's card of this report is to be drawn."""
    employee_id = to if isinstance(to, int) else to.id
    show(
        session,
        "report",
        report_id,
        to=employee_id,
        at=at,
        urgent=urgent,
        anew=anew,
        facts=mode or {},
    )


async def redraft(
    session: AsyncSession, reading: Reading, report: Report, *, by: Employee, at: datetime
) -> None:
    """The message was edited before it was sent on: its drafts follow, line by line."""
    before = list(await drafts_of(session, report.id))
    for place in _places(reading)[: len(before)]:
        read = reading.activities[place]
        before[place].amend(_written(read), by=by, at=at)
        before[place].questions = _asked(reading, place)
    for gone in before[len(reading.activities) :]:
        gone.cancel(by=by, at=at)
    more = [_activity(report, reading, place, by=by) for place in _places(reading)[len(before) :]]
    await _place(session, more, by, at)
    for activity in more:
        activity.written_at = at
    session.add_all(more)
    show_report(session, report.id, to=by, at=at, urgent=True)


async def drafts_of(session: AsyncSession, report_id: int) -> Sequence[Activity]:
    rows = await session.scalars(
        select(Activity)
        .where(Activity.report_id == report_id, Activity.state == State.DRAFT)
        .order_by(Activity.position, Activity.id)
    )
    return rows.all()


async def report_of_message(session: AsyncSession, chat_id: int, message_id: int) -> Report | None:
    return await session.scalar(
        select(Report).where(Report.chat_id == chat_id, Report.message_id == message_id)
    )


async def newest_with_question(
    session: AsyncSession, author: Employee, *, since: datetime
) -> Activity | None:
    """The draft whose question was put last, if that is not long ago."""
    rows = await session.scalars(
        select(Activity)
        .join(Report, Report.id == Activity.report_id)
        .where(
            Activity.author_id == author.id,
            Activity.state == State.DRAFT,
            Report.written_at >= since,
        )
        .order_by(Report.id.desc(), Activity.position)
    )
    return next((activity for activity in rows if activity.questions), None)


async def was_sent_on(session: AsyncSession, report: Report) -> bool:
    """Whether any of it has ever been submitted."""
    sent = await session.scalar(
        select(func.count())
        .select_from(Activity)
        .where(Activity.report_id == report.id, Activity.kept > 0)
    )
    return bool(sent)


def _places(reading: Reading) -> list[int]:
    return list(range(len(reading.activities)))


async def _adopt_evidence(session: AsyncSession, report: Report, *, at: datetime) -> None:
    """What came shortly before the words, or in the same album, belongs to them."""
    belongs = and_(Evidence.report_id.is_(None), Evidence.added_at >= at - EVIDENCE_COMES_WITHIN)
    if report.album is not None:
        belongs = or_(belongs, Evidence.album == report.album)
    await session.execute(
        update(Evidence)
        .where(Evidence.author_id == report.author_id, belongs)
        .values(report_id=report.id)
    )


def _activity(report: Report, reading: Reading, place: int, *, by: Employee) -> Activity:
    words = _written(reading.activities[place])
    return Activity(
        report_id=report.id,
        author_id=by.id,
        position=place,
        day=words.day,
        start=words.start,
        end=words.end,
        minutes=words.minutes,
        quantity=words.quantity,
        unit=words.unit,
        what=words.what,
        questions=_asked(reading, place),
        written_at=report.written_at,
    )


async def _place(
    session: AsyncSession, activities: Sequence[Activity], by: Employee, at: datetime
) -> None:
    """Each keeps the unit where its author worked: a transfer moves no history."""
    posting = await posting_of(session, by, at.date())
    for activity in activities:
        activity.unit_id = posting.unit_id if posting else None


def _written(read: ReadActivity) -> Written:
    return Written(
        read.day, read.start, read.end, read.minutes, read.quantity, read.unit, read.what
    )


def _asked(reading: Reading, place: int) -> list[dict[str, object]]:
    return [
        _kept(question).to_json() for question in reading.questions if question.activity == place
    ]


def _kept(question: Question) -> Asked:
    return Asked(
        question.about.value,
        tuple(
            Answer(option.day, option.minutes, option.start, option.end)
            for option in question.options
        ),
    )
