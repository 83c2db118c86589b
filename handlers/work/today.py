"""/hari_ini: what is drafted, waiting, approved, came back; today, and what is open before."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from handlers.cards import Drawing, Look, Page, Press, button, card_as_shown, keyboard, sheet
from handlers.turn import Known, Reply, Turn
from handlers.work.drafting import show_report
from handlers.work.lines import line, minutes_of
from models.notices.telling import show
from models.people.employees import Employee
from models.work.activities import OPEN, Activity, State
from models.work.days import day_of
from models.work.reports import Report

LOOKS_BACK = timedelta(days=21)
MOST_BUTTONS = 8

router = Router(name="today")
router.message.filter(Known())
router.callback_query.filter(Known())


class OpenReport(Press, prefix="report"):
    """The card of one report, at the end of the chat."""

    report: int


@router.message(Command("hari_ini", "today"))
async def today(_message: Message, turn: Turn) -> Reply:
    show(turn.session, "today", "today", to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return None


@router.callback_query(OpenReport.filter())
async def open_report(callback: CallbackQuery, callback_data: OpenReport, turn: Turn) -> Reply:
    await card_as_shown(turn.session, turn.me, callback_data, turn.now)
    report = await turn.session.get(Report, callback_data.report)
    if report is not None and report.author_id == turn.me.id:
        show_report(turn.session, report.id, to=turn.me, at=turn.now, urgent=True, anew=True)
    return callback.answer()


async def draw_today(look: Look) -> Drawing:
    """The card of kind "today": the day's activities, and open ones of earlier days."""
    day = look.office.today(look.now)
    activities = await _todays(look.session, look.to, look, day_starts=look.now - LOOKS_BACK)
    of_today = [a for a in activities if a.day == day]
    still_open = [a for a in activities if a.day != day and await _can_be_sent(look, a)]
    shown = [*of_today, *still_open]
    lines = [
        line(look.say, n, a, decider=a.reviewer, day=a.day if a.day != day else None)
        for n, a in enumerate(shown, 1)
    ]
    head = look.say("today-head", day=day, count=len(of_today), minutes=minutes_of(of_today))
    text = sheet(head, *_fitting(look, lines))
    return Drawing((Page(text, _buttons(look, shown)),))


def _fitting(look: Look, lines: list[str]) -> list[str]:
    """As many lines as one message takes; the rest is counted."""
    used = 0
    fitting: list[str] = []
    for text in lines:
        used += len(text) + 1
        if used > 3400:
            return [*fitting, look.say("and-more", count=len(lines) - len(fitting))]
        fitting.append(text)
    return fitting


async def _todays(
    session: AsyncSession, me: Employee, look: Look, *, day_starts: datetime
) -> list[Activity]:
    """Everything of today, and whatever is still with the author."""
    rows = await session.scalars(
        select(Activity)
        .where(
            Activity.author_id == me.id,
            Activity.written_at >= day_starts,
            or_(
                Activity.day == look.office.today(look.now),
                Activity.state.in_(OPEN),
            ),
            Activity.state != State.CANCELLED,
        )
        .order_by(Activity.day, Activity.start.nulls_last(), Activity.id)
        .options(joinedload(Activity.reviewer))
    )
    return list(rows)


async def _can_be_sent(look: Look, activity: Activity) -> bool:
    """An open draft whose entry window is over is no work left to do."""
    if activity.day is None:
        return True
    day = await day_of(look.session, look.to, activity.day, now=look.now, office=look.office)
    return look.now < day.window.closes_at


def _buttons(look: Look, shown: list[Activity]) -> InlineKeyboardMarkup | None:
    """A button for each report that still wants something of its author."""
    reports = list(dict.fromkeys(a.report_id for a in shown if a.is_open))[:MOST_BUTTONS]
    numbers = {a.report_id: n for n, a in reversed(list(enumerate(shown, 1)))}
    return keyboard(
        *(
            [
                button(
                    look.say("button-open-report", number=numbers[report_id]),
                    OpenReport.on(look, report=report_id),
                )
            ]
            for report_id in reports
        )
    )


CARDS = {"today": draw_today}
