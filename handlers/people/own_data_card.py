"""One's own card: the copy that was asked for, and what is to be put right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers.cards import Drawing, Look, Page, button, keyboard
from handlers.people.own_data_buttons import SayWrong, ShowTrail, TakeBack
from handlers.people.own_trail import draw_trail
from handlers.turn import named
from models.people.audit import Act, last_of
from models.people.employees import Employee
from models.people.passing_rectifications import ALONE, OWN, waits_for
from models.people.rectifications import Rectification, last_rectification

APART = timedelta(hours=1)  # a copy of years is work for the machine
SAID_FOR = timedelta(days=30)  # that an answer stands on the card


async def draw_own_data(look: Look) -> Drawing:
    """The card of kind "own-data"; it turns to the trail and back."""
    page = look.notice.facts.get("page")
    return Drawing((await _home(look) if page is None else await draw_trail(look, page),))


async def _home(look: Look) -> Page:
    taken = await last_of(look.session, Act.TOOK_OWN, look.to)
    again = taken + APART if taken is not None and look.now < taken + APART else None
    asked = await _asked(look)
    is_open = asked is not None and asked.answer is None
    facts = {"taken": taken, "again": again, **await _request(look, asked)}
    act = button(look.say("button-rectification-back"), TakeBack.on(look))
    if not is_open:
        act = button(look.say("button-say-wrong"), SayWrong.on(look))
    trail = button(look.say("button-own-trail"), ShowTrail.on(look))
    return Page(look.say("own-data", **facts), keyboard([act], [trail]))


async def _asked(look: Look) -> Rectification | None:
    """The latest; what was answered long ago is in the copy."""
    asked = await last_rectification(look.session, look.to)
    if asked is None or asked.answer is None or look.now < asked.answer.at + SAID_FOR:
        return asked
    return None


async def _request(look: Look, asked: Rectification | None) -> dict[str, Any]:
    """Facts of what was asked for, of what came of it, and of whom it waits for."""
    answer = asked.answer if asked else None
    admin = answer.by if answer else None
    if asked is not None and answer is None:
        admin = await _waits_for(look, asked)
    return {
        "words": asked.words if asked else None,
        "at": asked.at if asked else None,
        "until": asked.until if asked else None,
        "admin": named(admin) if admin else None,
        "verdict": answer.verdict.value if answer else None,
        "answered_at": answer.at if answer else None,
        "because": answer.words if answer else None,
        "agency": look.office.agency,
    }


async def _waits_for(look: Look, asked: Rectification) -> Employee | None:
    return await waits_for(look.session, asked, look.to, look.office, at=look.now)


async def draw_alone(look: Look) -> Drawing:
    """The card of kind "rectification-alone"; it goes as soon as somebody can answer."""
    asked = await last_rectification(look.session, look.to)
    if asked is None or asked.answer is not None or str(asked.id) != look.notice.subject:
        return Drawing()
    if await _waits_for(look, asked) is not None:
        return Drawing()
    return Drawing((Page(look.say("rectification-alone", agency=look.office.agency)),))


def may_ask_again(taken: datetime | None, *, at: datetime) -> bool:
    """Whether a copy may be made now."""
    return taken is None or at >= taken + APART


CARDS = {OWN: draw_own_data, ALONE: draw_alone}
