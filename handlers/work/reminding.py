"""The reminder: which days are still open, and a tap for whatever stands in the way."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, Press, button, card_as_shown, keyboard
from handlers.turn import Known, Reply, Turn, named
from handlers.work.repeat_card import Row, day_buttons
from models.people.chats import chat_of
from models.people.preferences import preferences_of
from models.refusals import Refusal
from models.work.absences import BY_BUTTON, AbsenceKind
from models.work.open_days import OpenDay, open_days
from models.work.rings import KIND, last_rung, next_hour, put_off, rules_of
from models.work.routine import past_of

MOST_DAYS = 10

router = Router(name="reminding")
router.callback_query.filter(Known())


class ReportNow(Press, prefix="now"):
    """Lapor sekarang."""


class Snooze(Press, prefix="snooze"):
    """30 menit lagi."""


class Away(Press, prefix="away"):
    """Saya cuti / sakit / dinas luar: on this day, or (empty) on which?"""

    day: str = ""


class AwayAs(Press, prefix="away-as"):
    """As what; handled by ``being_away``."""

    day: str
    kind: AbsenceKind


class Stay(Press, prefix="stay"):
    """Out of the question of the absence."""


class NothingOpen(Refusal):
    """The report has come, or the day is closed: there is nothing to put off."""


@router.callback_query(ReportNow.filter())
async def report_now(callback: CallbackQuery, callback_data: ReportNow, turn: Turn) -> Reply:
    """Any text is a report, so an example is all it takes."""
    await card_as_shown(turn, callback_data)
    days = await open_days(turn.session, turn.chat, turn.office, now=turn.now)
    if not days:
        raise NothingOpen
    today = turn.office.today(turn.now)
    text = turn.say("report-now", days=[day.day for day in days], today=today)
    assert callback.message is not None, "the button stands under a message"
    return [callback.answer(), callback.message.answer(text)]


@router.callback_query(Snooze.filter())
async def snooze(callback: CallbackQuery, callback_data: Snooze, turn: Turn) -> Reply:
    """Half an hour later by the office's rules; not into the night."""
    card = await card_as_shown(turn, callback_data)
    duty = await last_rung(turn.session, turn.me.id)
    if duty is None or not await open_days(turn.session, turn.chat, turn.office, now=turn.now):
        raise NothingOpen
    rules = await rules_of(turn.session, duty, turn.office)
    wishes = await preferences_of(turn.session, turn.me.id)
    later = put_off(duty, turn.office, rules, wishes, at=turn.now)
    card.redraw(mode="snoozed")
    if later is None:
        following = await next_hour(turn.session, turn.me.id, after=turn.now)
        return callback.answer(turn.say("not-at-night", at=following), show_alert=True)
    return callback.answer(turn.say("snoozed", at=later))


@router.callback_query(Away.filter())
async def away(callback: CallbackQuery, callback_data: Away, turn: Turn) -> Reply:
    """Which day, if several are open; then as what."""
    card = await card_as_shown(turn, callback_data)
    days = await open_days(turn.session, turn.chat, turn.office, now=turn.now)
    if not days:
        raise NothingOpen
    one = days[0].day.isoformat() if len(days) == 1 else ""
    card.redraw(mode="away", day=callback_data.day or one)
    return callback.answer()


@router.callback_query(Stay.filter(F.notice))
async def stay(callback: CallbackQuery, callback_data: Stay, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw()
    return callback.answer()


async def draw_reminder(look: Look) -> Drawing:
    """The card of kind "reminder": withdrawn when nothing is open any more."""
    chat = await chat_of(look.session, look.to.id)
    days = await open_days(look.session, chat, look.office, now=look.now) if chat else []
    if not days:
        return Drawing()
    text = look.say(
        "reminder",
        me=named(look.to),
        by=look.notice.facts.get("by"),
        behalf=look.notice.facts.get("behalf"),
        days=[(day.day, day.last_day) for day in days[-MOST_DAYS:]],
        drafts=[(day.day, day.questions) for day in days if day.is_drafted][-MOST_DAYS:],
        dayless=any(draft.day is None for day in days for draft in day.drafts),
        bare=not all(day.is_drafted for day in days),
        today=look.office.today(look.now),
    )
    page = Page(text, _keyboard(look, days, await _repeats(look, days)), waits=True)
    return Drawing((page,), until=min(day.closes_at for day in days))


async def _repeats(look: Look, days: list[OpenDay]) -> list[Row]:
    """What today may be like, as long as nothing is written for it (it becomes today's draft)."""
    today = look.office.today(look.now)
    if not any(day.day == today and not day.is_drafted for day in days):
        return []
    return day_buttons(look, await past_of(look.session, look.to.id, today=today), today)


def _keyboard(look: Look, days: list[OpenDay], repeats: list[Row]) -> InlineKeyboardMarkup | None:
    facts = look.notice.facts
    if facts.get("mode") == "away":
        rows = _kinds(look, facts["day"]) if facts.get("day") else _which_day(look, days)
        return keyboard(*rows, [button(look.say("button-back"), Stay.on(look))])
    today = look.office.today(look.now)
    only_today = [day.day for day in days] == [today]
    later = [button(look.say("button-snooze", minutes=_minutes(look)), Snooze.on(look))]
    return keyboard(
        *repeats,
        [button(look.say("button-report-now"), ReportNow.on(look))],
        [] if facts.get("mode") == "snoozed" else later,
        [button(look.say("button-away", today=only_today), Away.on(look))],
    )


def _minutes(look: Look) -> int:
    return look.office.rules_on(look.office.today(look.now)).snooze_minutes


def _which_day(look: Look, days: list[OpenDay]) -> list[list[InlineKeyboardButton]]:
    return [
        [button(look.say("button-away-day", day=day.day), Away.on(look, day=day.day.isoformat()))]
        for day in days[-MOST_DAYS:]
    ]


def _kinds(look: Look, day: str) -> list[list[InlineKeyboardButton]]:
    return [
        [
            button(look.say(f"button-{kind.value}", day=day), AwayAs.on(look, day=day, kind=kind))
            for kind in BY_BUTTON
        ]
    ]


CARDS = {KIND: draw_reminder}
