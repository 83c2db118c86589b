"""What may be repeated, as buttons: on a card of its own, and below the reminder."""

from __future__ import annotations

from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton

from handlers.cards import Drawing, Look, Page, button, keyboard
from handlers.work.buttons import RepeatDay, RepeatOne, RepeatUsual
from handlers.work.lines import shortened
from handlers.work.repeating import KIND
from models.work.routine import Past, key_of, past_of

LABEL = 32  # characters of an activity's words
A_DAY = timedelta(days=1)

Row = list[InlineKeyboardButton]


async def draw_repeat(look: Look) -> Drawing:
    """The card of kind "repeat": last day, the weekday's pattern, and what is used most."""
    today = look.office.today(look.now)
    past = await past_of(look.session, look.to.id, today=today)
    often = [
        [
            button(
                look.say("button-repeat-one", what=shortened(words.what, LABEL), a=words),
                RepeatOne.on(look, key=key_of(words)),
            )
        ]
        for words in past.most_used()
    ]
    return Drawing(
        (Page(look.say("repeat-head"), keyboard(*day_buttons(look, past, today), *often)),)
    )


def day_buttons(look: Look, past: Past, today: date) -> list[Row]:
    """Seperti kemarin, and the weekday's pattern where it is another; empty without a past."""
    last = past.last_day(before=today)
    if last is None:
        return []
    label = look.say(
        "button-repeat-day", day=last, yesterday=last == today - A_DAY, count=len(past.days[last])
    )
    rows = [[button(label, RepeatDay.on(look, day=last.isoformat()))]]
    usual = past.usual_on(today.weekday(), today)
    if usual and {key_of(w) for w in usual} != {key_of(w) for w in past.days[last]}:
        label = look.say("button-repeat-usual", day=today, count=len(usual))
        rows.append([button(label, RepeatUsual.on(look))])
    return rows


CARDS = {KIND: draw_repeat}
