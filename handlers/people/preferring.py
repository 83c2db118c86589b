"""/atur: one's own way, as one card of buttons."""

from __future__ import annotations

from enum import StrEnum

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy import update

from config.texts import LANGUAGES
from handlers.cards import Drawing, Look, Page, Press, button, card_as_shown, keyboard
from handlers.turn import Known, Reply, Turn
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.employees import Language
from models.people.preferences import own_preferences, preferences_of
from models.refusals import Refusal
from models.work.summing_up import KIND as WEEK

KIND = SUBJECT = "own-way"

router = Router(name="preferring")
router.message.filter(Known())
router.callback_query.filter(Known())


class OfficeForbids(Refusal):
    """The office has fixed this for everybody."""


class Wish(StrEnum):
    """What can be chosen."""

    PICTURES = "pictures"
    EARLIER_DAYS = "earlier-days"
    SUPERVISOR_TOO = "supervisor-too"
    LANGUAGE = "language"


class Prefer(Press, prefix="own-way"):
    """The other way round."""

    wish: Wish


@router.message(Command("atur", "settings"))
async def own_way(_message: Message, turn: Turn) -> Reply:
    show(turn.session, KIND, SUBJECT, to=turn.me.id, at=turn.now, urgent=True, anew=True)
    return None


@router.callback_query(Prefer.filter())
async def choose(callback: CallbackQuery, callback_data: Prefer, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    wish = callback_data.wish
    mine = await own_preferences(turn.session, turn.me.id)
    if wish is Wish.LANGUAGE:
        place = LANGUAGES.index(turn.me.language)
        turn.me.language = Language(LANGUAGES[(place + 1) % len(LANGUAGES)])
    elif wish is Wish.PICTURES:
        mine.pictures = not mine.pictures
        await _send_weeks_anew(turn)
    elif wish is Wish.SUPERVISOR_TOO:
        mine.supervisor_too = not mine.supervisor_too
    elif not turn.office.own_way.may_skip_earlier_days:
        raise OfficeForbids
    else:
        mine.earlier_days = not mine.earlier_days
    card.redraw()
    return callback.answer(turn.say_in(turn.me.language)("own-way-changed"))


async def _send_weeks_anew(turn: Turn) -> None:
    """A message with a picture cannot become one without, nor the other way round."""
    await turn.session.execute(
        update(Notice)
        .where(Notice.employee_id == turn.me.id, Notice.kind == WEEK)
        .values(sent_at=None)
        .execution_options(synchronize_session=False)
    )


async def draw_own_way(look: Look) -> Drawing:
    """The card of kind "own-way"."""
    mine = await preferences_of(look.session, look.to.id)
    text = look.say(
        "own-way",
        pictures=mine.pictures,
        earlier=mine.is_reminded_of_earlier_days(look.office),
        supervisor=mine.supervisor_too,
    )
    is_on = {
        Wish.SUPERVISOR_TOO: mine.supervisor_too,
        Wish.EARLIER_DAYS: mine.earlier_days,
        Wish.PICTURES: mine.pictures,
        Wish.LANGUAGE: True,
    }
    if not look.office.own_way.may_skip_earlier_days:
        del is_on[Wish.EARLIER_DAYS]
    rows = [
        [button(look.say(f"button-own-{wish.value}", on=on), Prefer.on(look, wish=wish))]
        for wish, on in is_on.items()
    ]
    return Drawing((Page(text, keyboard(*rows)),))


CARDS = {KIND: draw_own_way}
