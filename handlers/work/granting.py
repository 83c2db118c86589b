"""A correction that somebody asks for: the reviewer sees old → new and why, and decides."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cards import (
    Drawing,
    Look,
    Page,
    ShownCard,
    button,
    card_as_shown,
    keyboard,
    sheet,
    stop_asking,
)
from handlers.turn import Known, Reply, Turn, ask, in_words, named
from handlers.work.buttons import DeclineCorrection, GrantCorrection
from handlers.work.changes import INDENT, changes
from handlers.work.correcting import KIND
from handlers.work.deciding import rules_of
from handlers.work.drafting import show_report
from handlers.work.lines import line, shortened
from handlers.work.sending import show_review, show_reviewer
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import tell
from models.office import Office
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.acting import Acting, Ways
from models.work.activities import Activity
from models.work.corrections import AlreadyAnswered, Correction, CorrectionAnswer

router = Router(name="granting")
router.callback_query.filter(Known())
router.message.filter(Known())


class Declining(StatesGroup):
    """Why it stays as it stands."""

    reason = Step()


class NotYourCorrection(Refusal):
    """A forged button; it leaves a trace."""


@router.callback_query(GrantCorrection.filter())
async def grant(callback: CallbackQuery, callback_data: GrantCorrection, turn: Turn) -> Reply:
    """Setujui perbaikan: what was asked for stands, and is marked as corrected."""
    card = await card_as_shown(turn, callback_data)
    correction, activity = await _asked(turn, card.notice)
    before = activity.day
    await stop_asking(turn, card.notice.id)  # why not: it was just let in
    acting = await _acting(turn.session, correction, turn.office, turn.now)
    answer = correction.granted(activity, by=turn.me, at=turn.now, acting=acting)
    await _settle(turn, correction, activity, answer)
    show_review(turn, activity.author_id, activity.reviewer_id, before)
    card.redraw()
    return callback.answer(turn.say("correction-granted"))


@router.callback_query(DeclineCorrection.filter())
async def decline(callback: CallbackQuery, callback_data: DeclineCorrection, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    correction, activity = await _asked(turn, card.notice)
    if correction.answer is not None:
        raise AlreadyAnswered
    await stop_asking(turn)
    await turn.state.set_state(Declining.reason)
    await turn.state.set_data({"notice": card.notice.id})
    question = turn.say(
        "why-decline",
        author=named(await turn.session.get_one(Employee, activity.author_id)),
        what=shortened(activity.what),
        least=(await rules_of(turn, activity)).reason_at_least,
    )
    return [callback.answer(), ask(turn, question)]


@router.message(Declining.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    notice = await turn.session.get_one(Notice, (await turn.state.get_data())["notice"])
    correction, activity = await _asked(turn, notice)
    if correction.answer is not None:
        await stop_asking(turn)  # so that the next text is nobody's reason
        return message.answer(in_words(turn.say, AlreadyAnswered()))
    least = (await rules_of(turn, activity)).reason_at_least
    words = (message.text or "").strip()
    acting = await _acting(turn.session, correction, turn.office, turn.now)
    answer = correction.declined(activity, words, by=turn.me, at=turn.now, least=least,
                                 acting=acting)  # fmt: skip
    await turn.state.clear()
    await _settle(turn, correction, activity, answer)
    ShownCard(turn, notice, []).redraw()
    return message.answer(turn.say("correction-declined"))


async def _asked(turn: Turn, notice: Notice) -> tuple[Correction, Activity]:
    """What the card speaks of; a card of another kind has been forged."""
    if notice.kind != KIND:
        trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourCorrection.__name__)
        raise NotYourCorrection(leaves=[trace])
    correction = await turn.session.get_one(Correction, int(notice.subject or 0))
    return correction, await turn.session.get_one(Activity, correction.activity_id)


async def _acting(
    session: AsyncSession, correction: Correction, office: Office, now: datetime
) -> Acting:
    """Who decides on it today; by name it was asked of the reviewer by the roster."""
    official = await session.get_one(Employee, correction.reviewer_id)
    ways = Ways(session, office, office.today(now))
    return await ways.acting(official, author_id=correction.by_id)


async def _is_for(look: Look, correction: Correction) -> bool:
    """Whoever may decide sees it, and then whoever has."""
    if correction.answer is not None:
        return correction.answer.by_id == look.to.id
    acting = await _acting(look.session, correction, look.office, look.now)
    return acting.who.is_same_as(look.to)


async def _settle(
    turn: Turn, correction: Correction, activity: Activity, answer: CorrectionAnswer
) -> None:
    turn.session.add(answer)
    await turn.session.flush()
    turn.session.expire(correction, ["answer"])
    show_reviewer(turn, activity)
    show_report(turn, activity.report_id, to=activity.author_id)
    assert activity.day is not None, "what is corrected has a day"
    tell(
        turn.session,
        "correction-settled",
        to=activity.author_id,
        at=turn.now,
        by=named(turn.me),
        granted=answer.is_granted,
        day=activity.day.isoformat(),
        what=shortened(activity.what, 80),
        because=answer.reason,
    )


async def draw_correction(look: Look) -> Drawing:
    """The card of kind "correction": what stands, what is wanted, and what came of it."""
    correction = await look.session.get_one(Correction, int(look.notice.subject or 0))
    if not await _is_for(look, correction):
        return Drawing()
    activity = await look.session.get_one(Activity, correction.activity_id)
    author = await look.session.get_one(Employee, correction.by_id)
    answer = correction.answer
    head = look.say("correction-head", author=named(author), day=activity.day)
    foot = look.say(
        "correction-foot",
        reason=correction.reason,
        at=correction.at,
        answered_at=answer.at if answer else None,
        granted=answer is not None and answer.is_granted,
        because=answer.reason if answer else None,
    )
    page = Page(
        text=sheet(head, line(look.say, 1, activity, quiet=True), _wish(look, correction, activity),
                   foot),
        keyboard=None if answer else _decisions(look),
        shown=[(activity.id, activity.revision)],
        waits=answer is None,
    )  # fmt: skip
    # Somebody else may act from tomorrow on.
    tomorrow = look.office.today(look.now) + timedelta(days=1)
    return Drawing((page,), until=None if answer else look.office.at(tomorrow, time.min))


def _wish(look: Look, correction: Correction, activity: Activity) -> str:
    """What is wanted beside what stands; once it is answered, the line above says how it stands."""
    if correction.answer is not None:
        return ""
    wanted = correction.wanted
    listed = changes(look.say, activity.written, wanted) if wanted else []
    return INDENT + look.say(
        "correction-wish", changes=listed, cancels=wanted is None, late=not correction.revision
    )


def _decisions(look: Look) -> InlineKeyboardMarkup | None:
    return keyboard(
        [button(look.say("button-grant"), GrantCorrection.on(look))],
        [button(look.say("button-decline"), DeclineCorrection.on(look))],
    )


CARDS = {KIND: draw_correction}
