"""Retention (retensi): what is older than the office keeps goes, by whole calendar years.

UU 27/2022 (PDP) lets a person ask for deletion, within what archive law asks to be kept; how long
that is, the agency's own schedule (JRA) says, so the years are in office.toml. Their defaults are
a proposal of Kemenkes for its own logbook: five years of work, ten of traces.

A year goes as a whole, in lots, and every retention leaves a row. That row is also the only way
past the triggers that keep these logs append-only: they let go of what is older.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.appraisal.achievements import UnitAchievement
from models.appraisal.coaching import CoachingAnswer, CoachingSession
from models.appraisal.context import UnitFigure
from models.appraisal.dialogues import Dialogue, DialogueStep
from models.appraisal.evaluation_answers import EvaluationAnswer
from models.appraisal.evaluation_steps import EvaluationStep
from models.appraisal.evaluations import Evaluation
from models.appraisal.expectations import SpecialExpectation
from models.appraisal.feedback import Feedback, FeedbackAnswer
from models.appraisal.plans import Indicator, PlanVersion, WorkPlan, WorkResult
from models.appraisal.progress import ProgressEntry
from models.appraisal.rating_sheets import RatingSheet
from models.base import NumberedBase
from models.machine import Incoming, Trace
from models.notices.notices import Notice
from models.office import Kept, Office
from models.people.audit import AuditEntry
from models.people.errands import Errand
from models.people.imports import Import
from models.people.invitations import Invitation
from models.people.rectifications import Rectification, RectificationAnswer
from models.people.superior_questions import SuperiorQuestion
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.corrections import Correction, CorrectionAnswer
from models.work.decisions import Decision
from models.work.duties import Duty
from models.work.evidence import Evidence
from models.work.link_changes import LinkChange
from models.work.nudges import Nudge
from models.work.reports import Report
from models.work.revisions import Revision
from models.work.shifts import Shift
from models.work.stand_ins import StandIn

LOT = 500  # rows of a sort in one transaction: turns wait meanwhile on SQLite
# The logs of an activity, from what refers to what is referred to.
OF_ACTIVITIES: Sequence[type[Any]] = (
    CorrectionAnswer, Correction, Decision, LinkChange, Revision,
)  # fmt: skip
ALIVE = timedelta(days=62)  # somebody has written within this time, by Telegram's clock


@dataclass(frozen=True)
class Line:
    """Where what is kept begins: the first moment and the first day, by the office's clock."""

    moment: datetime
    day: date


class Retention(NumberedBase):
    """That everything of a sort from before ``kept_since`` was let go, how much and when."""

    __tablename__ = "retentions"

    kind: Mapped[Kept]
    kept_since: Mapped[datetime]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    rows: Mapped[int] = mapped_column(default=0)


async def forget_some(session: AsyncSession, office: Office, *, now: datetime) -> int:
    """Let one lot go of what is too old; say how many rows. 0: there is nothing more.

    A machine whose clock is years ahead must not empty the office: without a report written
    lately, by Telegram's clock, nothing goes.
    """
    if not await _is_alive(session, now):
        return 0
    for kind in Kept:
        retention = await _retention(session, kind, office.kept_since(kind, now), now)
        if retention.ended_at is not None:
            continue
        line = Line(retention.kept_since, office.today(retention.kept_since))
        for forget in SORTS[kind]:
            if gone := await forget(session, line):
                retention.rows += gone
                return gone
        retention.ended_at = now
    return 0


async def _is_alive(session: AsyncSession, now: datetime) -> bool:
    last = await session.scalar(select(Report.written_at).order_by(Report.id.desc()).limit(1))
    return last is not None and last > now - ALIVE


async def _retention(
    session: AsyncSession, kind: Kept, kept_since: datetime, now: datetime
) -> Retention:
    """The row is there before anything is deleted: the triggers look at it."""
    found = await session.scalar(
        select(Retention).where(Retention.kind == kind, Retention.kept_since >= kept_since).limit(1)
    )
    if found is None:
        found = Retention(kind=kind, kept_since=kept_since, began_at=now)
        session.add(found)
        await session.flush()
    return found


# The sorts, each from what refers to what is referred to


async def _activities(session: AsyncSession, line: Line) -> int:
    """Whole, with revisions and decisions; what was decided later goes with that year."""
    ids = await _some(
        session,
        Activity,
        or_(
            Activity.day < line.day, and_(Activity.day.is_(None), Activity.written_at < line.moment)
        ),
        *(
            ~exists().where(log.activity_id == Activity.id, log.at >= line.moment)
            for log in OF_ACTIVITIES
        ),
    )
    for log in OF_ACTIVITIES:
        await session.execute(delete(log).where(log.activity_id.in_(ids)))
    return await _drop(session, Activity, ids)


async def _reports(session: AsyncSession, line: Line) -> int:
    used = exists().where(Activity.report_id == Report.id)
    ids = await _some(session, Report, Report.written_at < line.moment, ~used)
    await session.execute(delete(Evidence).where(Evidence.report_id.in_(ids)))
    return await _drop(session, Report, ids)


async def _plans(session: AsyncSession, line: Line) -> int:
    """With all their versions, once nothing that served them is left."""
    used = or_(
        exists().where(Activity.plan_id == WorkPlan.id),
        exists().where(Feedback.plan_id == WorkPlan.id),
        exists().where(LinkChange.plan_id == WorkPlan.id),
        exists().where(LinkChange.plan_before_id == WorkPlan.id),
    )
    late = exists().where(PlanVersion.plan_id == WorkPlan.id, PlanVersion.agreed_at >= line.moment)
    said = exists().where(ProgressEntry.plan_id == WorkPlan.id, ProgressEntry.at >= line.moment)
    ids = await _some(session, WorkPlan, WorkPlan.until < line.day, ~used, ~late, ~said)
    await session.execute(delete(ProgressEntry).where(ProgressEntry.plan_id.in_(ids)))
    versions = select(PlanVersion.id).where(PlanVersion.plan_id.in_(ids))
    results = select(WorkResult.id).where(WorkResult.version_id.in_(versions))
    await session.execute(delete(Indicator).where(Indicator.result_id.in_(results)))
    await session.execute(delete(WorkResult).where(WorkResult.version_id.in_(versions)))
    await session.execute(delete(PlanVersion).where(PlanVersion.plan_id.in_(ids)))
    return await _drop(session, WorkPlan, ids)


async def _feedback(session: AsyncSession, line: Line) -> int:
    """With its answer; what was answered later goes with that year."""
    late = exists().where(
        FeedbackAnswer.feedback_id == Feedback.id, FeedbackAnswer.at >= line.moment
    )
    ids = await _some(session, Feedback, Feedback.at < line.moment, ~late)
    await session.execute(delete(FeedbackAnswer).where(FeedbackAnswer.feedback_id.in_(ids)))
    return await _drop(session, Feedback, ids)


async def _dialogues(session: AsyncSession, line: Line) -> int:
    """With their steps; what was answered later goes with that year."""
    answered = func.coalesce(Dialogue.agreed_at, Dialogue.declined_at)
    before = or_(answered.is_(None), answered < line.moment)
    ids = await _some(session, Dialogue, Dialogue.at < line.moment, before)
    await session.execute(delete(DialogueStep).where(DialogueStep.dialogue_id.in_(ids)))
    return await _drop(session, Dialogue, ids)


async def _coaching(session: AsyncSession, line: Line) -> int:
    """With its answers; what was sent later goes with that year."""
    sent = or_(CoachingSession.sent_at.is_(None), CoachingSession.sent_at < line.moment)
    ids = await _some(session, CoachingSession, CoachingSession.at < line.moment, sent)
    await session.execute(delete(CoachingAnswer).where(CoachingAnswer.session_id.in_(ids)))
    return await _drop(session, CoachingSession, ids)


async def _evaluations(session: AsyncSession, line: Line) -> int:
    """Whole; what was signed, or decided, later goes with that year."""
    late = exists().where(
        EvaluationStep.evaluation_id == Evaluation.id, EvaluationStep.at >= line.moment
    )
    signed = or_(Evaluation.signed_at.is_(None), Evaluation.signed_at < line.moment)
    sent = or_(Evaluation.self_sent_at.is_(None), Evaluation.self_sent_at < line.moment)
    ids = await _some(session, Evaluation, Evaluation.until < line.day, signed, sent, ~late)
    for log in (EvaluationStep, EvaluationAnswer):
        await session.execute(delete(log).where(log.evaluation_id.in_(ids)))
    return await _drop(session, Evaluation, ids)


async def _achievements(session: AsyncSession, line: Line) -> int:
    old = UnitAchievement.at < line.moment
    return await _drop(session, UnitAchievement, await _some(session, UnitAchievement, old))


async def _expectations(session: AsyncSession, line: Line) -> int:
    old = SpecialExpectation.at < line.moment
    return await _drop(session, SpecialExpectation, await _some(session, SpecialExpectation, old))


async def _unit_figures(session: AsyncSession, line: Line) -> int:
    old = UnitFigure.until < line.day
    return await _drop(session, UnitFigure, await _some(session, UnitFigure, old))


async def _evidence(session: AsyncSession, line: Line) -> int:
    """Photos that never came to belong to a report."""
    alone = Evidence.report_id.is_(None)
    return await _drop(
        session, Evidence, await _some(session, Evidence, Evidence.added_at < line.moment, alone)
    )


async def _duties(session: AsyncSession, line: Line) -> int:
    return await _drop(session, Duty, await _some(session, Duty, Duty.day < line.day))


async def _absences(session: AsyncSession, line: Line) -> int:
    return await _drop(session, Absence, await _some(session, Absence, Absence.until < line.day))


async def _stand_ins(session: AsyncSession, line: Line) -> int:
    over = or_(StandIn.until < line.day, StandIn.ended_at < line.moment)
    return await _drop(session, StandIn, await _some(session, StandIn, over))


async def _superior_questions(session: AsyncSession, line: Line) -> int:
    over = SuperiorQuestion.settled_at < line.moment
    return await _drop(session, SuperiorQuestion, await _some(session, SuperiorQuestion, over))


async def _rectifications(session: AsyncSession, line: Line) -> int:
    """With their answers; what is open stays, and what was answered later goes with that year."""
    answered = exists().where(
        RectificationAnswer.rectification_id == Rectification.id,
        RectificationAnswer.at < line.moment,
    )
    ids = await _some(session, Rectification, Rectification.at < line.moment, answered)
    await session.execute(
        delete(RectificationAnswer).where(RectificationAnswer.rectification_id.in_(ids))
    )
    return await _drop(session, Rectification, ids)


async def _shifts(session: AsyncSession, line: Line) -> int:
    return await _drop(session, Shift, await _some(session, Shift, Shift.day < line.day))


async def _nudges(session: AsyncSession, line: Line) -> int:
    return await _drop(session, Nudge, await _some(session, Nudge, Nudge.day < line.day))


async def _notices(session: AsyncSession, line: Line) -> int:
    said = func.coalesce(Notice.sent_at, Notice.made_at) < line.moment
    return await _drop(session, Notice, await _some(session, Notice, said, Notice.due.is_(None)))


async def _faults(session: AsyncSession, line: Line) -> int:
    """Updates set aside, with the words in them."""
    gone = await session.execute(
        delete(Incoming).where(Incoming.done_at < line.moment).returning(Incoming.update_id)
    )
    return len(gone.all())


async def _rating_sheets(session: AsyncSession, line: Line) -> int:
    """What was applied is in the evaluations."""
    old = RatingSheet.sent_at < line.moment
    return await _drop(session, RatingSheet, await _some(session, RatingSheet, old))


async def _invitations(session: AsyncSession, line: Line) -> int:
    over = Invitation.expires_at < line.moment
    return await _drop(session, Invitation, await _some(session, Invitation, over))


async def _traces(session: AsyncSession, line: Line) -> int:
    return await _drop(session, Trace, await _some(session, Trace, Trace.at < line.moment))


async def _errands(session: AsyncSession, line: Line) -> int:
    """Each was sent before the import that came of it."""
    old = await _some(session, Errand, Errand.added_at < line.moment)
    return await _drop(session, Errand, old)


async def _imports(session: AsyncSession, line: Line) -> int:
    return await _drop(session, Import, await _some(session, Import, Import.at < line.moment))


async def _audit(session: AsyncSession, line: Line) -> int:
    old = await _some(session, AuditEntry, AuditEntry.at < line.moment)
    return await _drop(session, AuditEntry, old)


Forget = Callable[[AsyncSession, Line], Awaitable[int]]

SORTS: dict[Kept, Sequence[Forget]] = {
    Kept.WORK: (
        _activities,
        _feedback,
        _dialogues,
        _coaching,
        _evaluations,
        _expectations,
        _unit_figures,
        _achievements,
        _plans,
        _reports,
        _evidence,
        _duties,
        _absences,
        _stand_ins,
        _superior_questions,
        _rectifications,
        _shifts,
        _nudges,
    ),  # fmt: skip
    Kept.NOTICES: (_notices, _faults, _invitations, _rating_sheets),
    Kept.TRACES: (_traces, _errands, _imports, _audit),
}


async def _some(
    session: AsyncSession, table: type[Any], *conditions: ColumnElement[bool]
) -> list[int]:
    found = select(table.id).where(*conditions).order_by(table.id).limit(LOT)
    return list(await session.scalars(found))


async def _drop(session: AsyncSession, table: type[Any], ids: Sequence[int]) -> int:
    if ids:
        await session.execute(delete(table).where(table.id.in_(ids)))
    return len(ids)
