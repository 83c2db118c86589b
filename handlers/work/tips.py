"""The weekly tip is switched off and on again on the card that brings it."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.cards import Look, Press, button, card_as_shown
from handlers.turn import Known, Reply, Turn
from models.work.tips import OFF, TIPS, tips_of
from models.work.weeks import View, Week

router = Router(name="tips")
router.callback_query.filter(Known())


class WantTips(Press, prefix="tips"):
    """Tip mingguan: on or off."""

    yes: bool


@router.callback_query(WantTips.filter())
async def want_tips(callback: CallbackQuery, callback_data: WantTips, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    mine = await tips_of(turn.session, turn.me.id)
    mine.is_off = not callback_data.yes
    tip = OFF if mine.is_off else mine.latest()
    card.redraw(**{**card.notice.facts, "tip": tip})
    return callback.answer(turn.say("tips-wanted", on=callback_data.yes))


def tip_on(look: Look, shown: Week) -> str | None:
    """The words of the tip that came with this week's card."""
    tip = look.notice.facts.get("tip")
    return look.say(f"tip-{tip}") if tip in TIPS and _is_of(look, shown) else None


def tip_switch(look: Look, shown: Week) -> list[InlineKeyboardButton]:
    """Off where there is one, on where there would be one."""
    tip = look.notice.facts.get("tip")
    if tip is None or not _is_of(look, shown):
        return []
    on = tip == OFF
    return [button(look.say("button-tips", on=on), WantTips.on(look, yes=on))]


def _is_of(look: Look, shown: Week) -> bool:
    """Whether the card shows the week it came for, not an earlier one that was turned to."""
    return look.notice.subject == f"{View.OWN}:{shown.monday}"
