"""/hari_ini: what is drafted, waiting, approved, came back; today, and what is open before."""

from __future__ import annotations

from datetime import date, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from handlers.appraisal.copying import CopyDays
from handlers.cards import (
    ROOM,
    Drawing,
    Look,
    Number,
    Page,
    Press,
    button,
    card_as_shown,
    keyboard,
    paged,
    sheet,
)
from handlers.turn import Known, Reply, Turn
from handlers.work.changes import INDENT
from handlers.work.drafting import show_report
from handlers.work.lines import line, minutes_of
from models.notices.telling import show
from models.work.activities import Activity
from models.work.days import day_of
from models.work.reports import Report
from models.work.states import OPEN, State

LOOKS_BACK = timedelta(days=21)
MOST_BUTTONS = 8

router = Router(name="today")
router.message.filter(Known())
router.callback_query.filter(Known())


class OpenReport(Press, prefix="report"):
    """The card of one report, at the end of the chat."""

    report: Number


@router.message(Command("hari_ini", "today"))
async def today(_message: Message, turn: Turn) -> Reply:
    show(turn.session, "today", "today", to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return None


@router.callback_query(OpenReport.filter())
async def open_report(callback: CallbackQuery, callback_data: OpenReport, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    report = await turn.session.get(Report, callback_data.report)
    if report is not None and report.author_id == turn.me.id:
        show_report(turn, report.id, urgent=True, anew=True)
    return callback.answer()


async def draw_today(look: Look) -> Drawing:
    """The card of kind "today": the day's activities, and open ones of earlier days."""
    day = look.office.today(look.now)
    activities = await _activities(look, day)
    of_today = [a for a in activities if a.day == day]
    earlier = await _still_open(look, [a for a in activities if a.day != day])
    shown = [*of_today, *earlier]
    lines = [
        sheet(
            line(look.say, n, a, reviewer=a.reviewer, day=a.day if a.day != day else None),
            _unsent(look, a),
        )
        for n, a in enumerate(shown, 1)
    ]
    head = _head(look, day, of_today, earlier)
    fitting = paged(lines, head, room=ROOM - 100)[0]
    left = len(lines) - len(fitting)
    more = look.say("and-more", count=left) if left else ""
    text = sheet(head, *(lines[i] for i in fitting), more)
    return Drawing((Page(text, _buttons(look, shown, of_today)),))


def _head(look: Look, day: date, of_today: list[Activity], earlier: list[Activity]) -> str:
    """What is in and what is not, told apart."""
    sent = [a for a in of_today if a.state is not State.DRAFT]
    dayless = [a for a in earlier if a.day is None]
    return look.say(
        "today-head",
        day=day,
        sent=len(sent),
        minutes=minutes_of(sent),
        unsent=len(of_today) - len(sent),
        dayless=len(dayless),
        earlier=len(earlier) - len(dayless),
    )


def _unsent(look: Look, activity: Activity) -> str:
    if activity.state is not State.DRAFT:
        return ""
    return INDENT + look.say("line-unsent", dayless=activity.day is None)


async def _activities(look: Look, today: date) -> list[Activity]:
    """Everything of today, and whatever is still with the author."""
    rows = await look.session.scalars(
        select(Activity)
        .where(
            Activity.author_id == look.to.id,
            Activity.written_at >= look.now - LOOKS_BACK,
            or_(Activity.day == today, Activity.state.in_(OPEN)),
            Activity.state != State.CANCELLED,
        )
        .order_by(Activity.day, Activity.start.nulls_last(), Activity.id)
        .options(joinedload(Activity.reviewer))
    )
    return list(rows)


async def _still_open(look: Look, activities: list[Activity]) -> list[Activity]:
    """An open draft whose entry window is over is no work left to do."""
    windows = {
        day: (await day_of(look.session, look.to, day, now=look.now, office=look.office)).window
        for day in sorted({a.day for a in activities if a.day is not None})
    }
    return [a for a in activities if a.day is None or look.now < a.closes_at(windows[a.day])]


def _buttons(
    look: Look, shown: list[Activity], of_today: list[Activity]
) -> InlineKeyboardMarkup | None:
    """A button for each report that wants something of its author; once none does, to copy."""
    reports = list(dict.fromkeys(a.report_id for a in shown if a.is_open))[:MOST_BUTTONS]
    day = next((a.day for a in of_today if a.is_sent), None)
    copying = [_copying(look, day)] if day and not reports else []
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
        ),
        copying,
    )


def _copying(look: Look, day: date) -> InlineKeyboardButton:
    return button(look.say("button-copy"), CopyDays.on(look, period=day.isoformat()))


CARDS = {"today": draw_today}
