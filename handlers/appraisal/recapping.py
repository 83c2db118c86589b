"""/rekap: a month, a quarter or a year in figures; one's own, or a subordinate's to read."""

from __future__ import annotations

from typing import Annotated

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from pydantic import AfterValidator

from handlers.cards import Number, Press, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.week import not_your_team
from models.appraisal.readers import Readable, readable
from models.notices.telling import show
from models.work.periods import Period, Span

RECAP = "recap"  # the card; its subject is whose: 0 is the reader's own
PAPER = "recap-paper"  # the PDF; its subject is "<whose>:<period>"

router = Router(name="recapping")
router.message.filter(Known())
router.callback_query.filter(Known())


def _a_period(written: str) -> str:
    """A forged button that is no period is no button."""
    Period.named(written)
    return written


PeriodName = Annotated[str, AfterValidator(_a_period)]


class ShowRecap(Press, prefix="recap"):
    """Another period where the card stands; from any other card a new one."""

    period: PeriodName
    person: Number = 0


class PrintRecap(Press, prefix="recap-pdf"):
    """The same to print and to sign, as a document."""

    period: PeriodName
    person: Number = 0


@router.message(Command("rekap", "recap"))
async def recap(_message: Message, turn: Turn) -> Reply:
    this = Period.of(Span.MONTH, turn.office.today(turn.now))
    show_recap(turn, this, anew=True)
    return None


@router.callback_query(ShowRecap.filter())
async def another(callback: CallbackQuery, callback_data: ShowRecap, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    period = Period.named(callback_data.period)
    await must_read(turn, callback_data.person, period)
    show_recap(turn, period, callback_data.person, anew=card.notice.kind != RECAP)
    return callback.answer()


@router.callback_query(PrintRecap.filter())
async def print_recap(callback: CallbackQuery, callback_data: PrintRecap, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    person, period = callback_data.person, Period.named(callback_data.period)
    await must_read(turn, person, period)
    show(turn.session, PAPER, f"{person}:{period}", to=turn.me.id, at=turn.now, urgent=True,
         anew=True)  # fmt: skip
    return callback.answer(turn.say("recap-paper-soon"))


def show_recap(turn: Turn, period: Period, person: int = 0, *, anew: bool) -> None:
    show(turn.session, RECAP, person, to=turn.me.id, at=turn.now, urgent=True, anew=anew,
         facts={"period": str(period)})  # fmt: skip


async def must_read(turn: Turn, person: int, period: Period) -> Readable:
    """Refuse somebody else's recap, and leave a trace; theirs whom one leads may be read."""
    today = turn.office.today(turn.now)
    found = await readable(turn.session, turn.me, person, period, today=today)
    if found is None:
        raise not_your_team(turn)
    return found
