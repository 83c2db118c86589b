"""/bulan: what each day of one's month was, as a calendar, and earlier months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.cards import Drawing, IsoDay, Look, Page, Press, button, card_as_shown, keyboard
from handlers.documents.month_picture import month_picture
from handlers.turn import Known, Reply, Turn, named
from models.notices.telling import show
from models.work.days_of_month import DayIs, DayOfMonth, asked_between, days_of
from models.work.figures import figures_of
from models.work.making_duties import AHEAD
from models.work.months import Month

KIND = SUBJECT = "month"
LOOKS_BACK = timedelta(days=400)
MOST_NAMED = 6  # holidays, which a caption has room for

router = Router(name="own-month")
router.message.filter(Known())
router.callback_query.filter(Known())


class ShowMonth(Press, prefix="month"):
    """Another month, where the card stands."""

    first: IsoDay


@router.message(Command("bulan", "month"))
async def own_month(_message: Message, turn: Turn) -> Reply:
    show(turn.session, KIND, SUBJECT, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"first": turn.office.today(turn.now).replace(day=1).isoformat()})  # fmt: skip
    return None


@router.callback_query(ShowMonth.filter())
async def another_month(callback: CallbackQuery, callback_data: ShowMonth, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw(first=callback_data.first)
    return callback.answer()


async def draw_month(look: Look) -> Drawing:
    """The card of kind "month"; its facts say which."""
    today = look.office.today(look.now)
    month = _within(date.fromisoformat(look.notice.facts["first"]), today)
    figures = await figures_of(look.session, look.to.id, month.first, month.last, today=today)
    asked = await asked_between(look.session, look.to.id, month.first, month.last)
    days = days_of(month.first, month.last, figures, asked)
    text = look.say(
        "month-own",
        first=month.first,
        owed=len(figures.owed),
        reported=len(figures.reported),
        minutes=figures.minutes,
        activities=figures.activities,
        approved=_of(days, DayIs.APPROVED),
        waiting=_of(days, DayIs.WAITING),
        returned=_of(days, DayIs.RETURNED),
        nothing=_of(days, DayIs.NOTHING),
        asked=_of(days, DayIs.ASKED),
        away=sorted(Counter(one.kind for one in days if one.what is DayIs.AWAY).items()),
        holidays=[(one.day, one.name) for one in days if one.what is DayIs.HOLIDAY][:MOST_NAMED],
    )
    name = look.say("week-name", person=named(look.to))
    shown = month_picture(look.say, name, month.first, days, figures, today)
    return Drawing((Page(text, keyboard(_steps(look, month, today)), picture=shown),))


def _within(day: date, today: date) -> Month:
    """The month of a day; one that a forged button made up is the nearest there is."""
    return Month(min(max(day, today - LOOKS_BACK), today + AHEAD).replace(day=1))


def _of(days: Sequence[DayOfMonth], what: DayIs) -> list[date]:
    return [one.day for one in days if one.what is what]


def _steps(look: Look, month: Month, today: date) -> list[InlineKeyboardButton]:
    """To the month before, and to the next as far as its days are made."""
    before = Month((month.first - timedelta(days=1)).replace(day=1))
    after = Month(month.last + timedelta(days=1))
    months = [("◀", before)] if before.first > today - LOOKS_BACK else []
    months += [("▶", after)] if after.last <= today + AHEAD else []
    return [
        button(
            f"{arrow} {look.say('month-name', first=one.first)}",
            ShowMonth.on(look, first=one.first.isoformat()),
        )
        for arrow, one in months
    ]


CARDS = {KIND: draw_month}
