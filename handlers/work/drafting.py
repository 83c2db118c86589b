"""A message becomes a report with drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram.types import Message
from sqlalchemy import String, and_, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.reading import Question, Reading
from handlers.turn import Turn
from handlers.work.suggesting_links import suggest_links
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.employees import Employee
from models.people.postings import posting_of
from models.work.activities import Activity, NotTheAuthor
from models.work.asking import Answer, Asked
from models.work.evidence import Evidence
from models.work.reports import Report
from models.work.states import State
from models.work.written import Written

SHOWN_AGAIN_FOR = timedelta(days=7)  # a draft, until its day closes
EVIDENCE_WAITS = timedelta(hours=12)  # a photo of the morning belongs to the afternoon's report


@dataclass(frozen=True)
class Draft:
    """One activity as it will stand on the card: its words, and what is asked about them."""

    words: Written
    questions: list[dict[str, Any]]


def drafts_from(reading: Reading, text: str) -> list[Draft]:
    """What was understood of a text, one draft for each activity."""
    return [
        Draft(
            Written(
                read.day, read.start, read.end, read.minutes, read.quantity, read.unit, read.what
            ),
            [_asked(q, text).to_json() for q in reading.questions if q.activity == place],
        )
        for place, read in enumerate(reading.activities)
    ]


async def draft(turn: Turn, report: Report, drafts: Sequence[Draft]) -> None:
    """Write the report and its activities down, and show its card."""
    turn.session.add(report)
    await turn.session.flush()
    places = dict(enumerate(drafts))
    await add_drafts(turn, report, places, written_at=report.written_at)
    await _adopt_evidence(turn, report)
    show_report(turn, report.id, urgent=True)


async def draft_more(turn: Turn, report: Report, drafts: Sequence[Draft]) -> None:
    """More activities on a report that is there already; its card comes to the end of the chat."""
    if report.author_id != turn.me.id:
        raise NotTheAuthor
    last = await turn.session.scalar(
        select(func.max(Activity.position)).where(Activity.report_id == report.id)
    )
    place = 0 if last is None else last + 1
    await add_drafts(turn, report, dict(enumerate(drafts, place)), written_at=turn.said_at)
    show_report(turn, report.id, urgent=True, anew=True)


def show_report(
    turn: Turn, report_id: int, *, to: int | None = None, urgent: bool = False, anew: bool = False
) -> None:
    """The author's card of this report is to be drawn, in no mode."""
    author_id = turn.me.id if to is None else to
    show(
        turn.session, "report", report_id, to=author_id, at=turn.now, urgent=urgent, anew=anew,
        facts={},
    )  # fmt: skip


async def drafts_of(session: AsyncSession, report_id: int) -> Sequence[Activity]:
    rows = await session.scalars(
        select(Activity)
        .where(Activity.report_id == report_id, Activity.state == State.DRAFT)
        .order_by(Activity.position, Activity.id)
    )
    return rows.all()


async def report_of_message(turn: Turn, message_id: int) -> Report | None:
    """One's own that was written as this message: the account may have been somebody else's."""
    return await turn.session.scalar(
        select(Report).where(
            Report.chat_id == turn.chat.id,
            Report.message_id == message_id,
            Report.author_id == turn.me.id,
        )
    )


async def report_replied_to(message: Message, turn: Turn) -> Report | None:
    """One's own report whose card, or whose own message, this one replies to."""
    replied = message.reply_to_message
    if replied is None:
        return None
    subject = await turn.session.scalar(
        select(Notice.subject).where(
            Notice.employee_id == turn.me.id,
            Notice.kind == "report",
            Notice.sent_to == turn.chat.id,
            Notice.message_id == replied.message_id,
        )
    )
    if subject is not None:
        return await turn.session.get(Report, int(subject))
    return await report_of_message(turn, replied.message_id)


async def newest_with_question(
    session: AsyncSession, author: Employee, *, since: datetime
) -> Activity | None:
    """The draft whose question was put last, if that is not long ago: its reminder put it anew."""
    card = and_(
        Notice.employee_id == author.id,
        Notice.kind == "report",
        Notice.subject == cast(Report.id, String),
        Notice.part == 0,
    )
    rows = await session.scalars(
        select(Activity)
        .join(Report, Report.id == Activity.report_id)
        .outerjoin(Notice, card)
        .where(
            Activity.author_id == author.id,
            Activity.state == State.DRAFT,
            Report.author_id == author.id,
            Report.written_at >= since - SHOWN_AGAIN_FOR,
            or_(Report.written_at >= since, Notice.sent_at >= since),
        )
        .order_by(Report.id.desc(), Activity.position)
    )
    return next((activity for activity in rows if activity.questions), None)


async def add_drafts(
    turn: Turn, report: Report, drafts: Mapping[int, Draft], *, written_at: datetime
) -> None:
    """Put drafts at their places in the report."""
    # Each keeps the unit where its author works: a transfer moves no history.
    posting = await posting_of(turn.session, turn.me, turn.office.today(turn.now))
    activities = [
        Activity(
            report_id=report.id,
            author_id=turn.me.id,
            unit_id=posting.unit_id if posting else None,
            position=position,
            questions=new.questions,
            written_at=written_at,
            **vars(new.words),
        )
        for position, new in drafts.items()
    ]
    await suggest_links(turn, activities)
    turn.session.add_all(activities)


async def _adopt_evidence(turn: Turn, report: Report) -> None:
    """What came before the words and waits for them, and the album that they are written under."""
    waits = and_(Evidence.report_id.is_(None), Evidence.added_at >= turn.now - EVIDENCE_WAITS)
    if report.album is not None:
        waits = or_(waits, Evidence.id.in_(await _strayed(turn, report.album)))
    await turn.session.execute(
        update(Evidence)
        .where(Evidence.author_id == report.author_id, waits)
        .values(report_id=report.id)
    )


async def _strayed(turn: Turn, album: str) -> list[int]:
    """Pieces that came before their album's caption, and went to the report before it."""
    of_album = select(Report.id).where(Report.album == album)
    rows = await turn.session.scalars(
        select(Evidence).where(
            Evidence.author_id == turn.me.id,
            Evidence.album == album,
            Evidence.report_id.not_in(of_album),
        )
    )
    strayed = rows.all()
    for report_id in {piece.report_id for piece in strayed if piece.report_id}:
        show_report(turn, report_id)
    return [piece.id for piece in strayed]


def _asked(question: Question, text: str) -> Asked:
    return Asked(
        question.about.value,
        tuple(
            Answer(option.day, option.minutes, option.start, option.end)
            for option in question.options
        ),
        question.span.of(text) if question.span else None,
    )
