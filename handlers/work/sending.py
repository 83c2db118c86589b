"""Kirim and Buang: what happens to a report's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy import select

from handlers.cards import ShownCard, card_as_shown
from handlers.turn import Known, Reply, Turn, named
from handlers.work.buttons import Discard, Restore, Send
from models.notices.telling import show
from models.people.chats import Reach, reach
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.acting import Acting
from models.work.activities import Activity, OtherState
from models.work.days import Day, day_of
from models.work.revisions import Revision
from models.work.rings import redraw_reminder
from models.work.states import State
from models.work.telling_admins import tell_admin

router = Router(name="sending")
router.callback_query.filter(Known())


@router.callback_query(Send.filter())
async def send(callback: CallbackQuery, callback_data: Send, turn: Turn) -> Reply:
    """Submit every line that may be sent, exactly as the card showed it; the others stay."""
    card = await card_as_shown(turn, callback_data)
    activities = await card.activities()
    sent, left = await submit_all(turn, [a for a in activities if a.is_open])
    card.redraw()
    await redraw_reminder(turn.session, turn.me.id, at=turn.now)
    if not sent:
        raise left[0] if left else _nothing_left(activities)
    changed = card.count() - len(activities)  # since the card was drawn: to be looked at first
    text, alert = await _sent_in_words(turn, sent, len(left) + changed)
    return callback.answer(text, show_alert=alert)


async def submit_all(
    turn: Turn, activities: Sequence[Activity]
) -> tuple[list[Activity], list[Refusal]]:
    """(what was sent, why the rest was not). One bad line never throws away four good ones."""
    days: dict[date, Day] = {}
    sent: list[Activity] = []
    left: list[Refusal] = []
    for activity in activities:
        try:
            await _submit(turn, activity, days)
        except Refusal as refusal:
            left.append(refusal)
        else:
            sent.append(activity)
    return sent, left


async def _submit(turn: Turn, activity: Activity, days: dict[date, Day]) -> None:
    day = activity.day or turn.office.today(turn.now)
    if day not in days:
        days[day] = await day_of(turn.session, turn.me, day, now=turn.now, office=turn.office)
    found = days[day]
    before = await _sent_before(turn, activity)
    activity.submit(
        by=turn.me,
        to=found.reviewer,
        at=turn.now,
        window=found.window,
        others=found.minutes_besides(activity),
    )
    if found.acting is not None:
        await _hand_on(turn, activity, found.acting)
    if found.posting is not None:
        activity.unit_id = found.posting.unit_id
    days[day] = found.with_one_more(activity)
    show_review(turn, activity.author_id, *before)
    show_reviewer(turn, activity)


async def _hand_on(turn: Turn, activity: Activity, acting: Acting) -> None:
    """It goes to whoever acts today; where nobody can, the unit's admin learns of it."""
    activity.hand_to(acting.who, instead_of=acting.instead_of, capacity=acting.capacity)
    if acting.is_stuck:
        await tell_admin(turn.session, acting.who, turn.office, at=turn.now)


def show_reviewer(turn: Turn, activity: Activity) -> None:
    """The reviewer's card of this author and day is to be drawn."""
    show_review(turn, activity.author_id, activity.reviewer_id, activity.day)


def show_review(turn: Turn, author_id: int, reviewer_id: int | None, day: date | None) -> None:
    if reviewer_id is not None and day is not None:
        show(turn.session, "review", f"{author_id}:{day}", to=reviewer_id, at=turn.now)


async def _sent_before(turn: Turn, activity: Activity) -> tuple[int | None, date | None]:
    """To whom it went, and for which day, when it was last sent: it may leave that card."""
    if not activity.kept:
        return None, None
    day = await turn.session.scalar(
        select(Revision.day).where(
            Revision.activity_id == activity.id, Revision.number == activity.kept
        )
    )
    return activity.reviewer_id, day


@router.callback_query(Discard.filter())
async def discard(callback: CallbackQuery, callback_data: Discard, turn: Turn) -> Reply:
    """Throw the drafts away; out of the bin they come back, as long as nothing else stands."""
    card = await card_as_shown(turn, callback_data)
    drafts = await _in_state(card, State.DRAFT)
    for activity in drafts:
        activity.cancel(by=turn.me, at=turn.now)
    card.redraw()
    is_all = len(drafts) == card.count()  # then the card becomes the bin
    return callback.answer(turn.say("discarded", count=len(drafts), back=is_all))


@router.callback_query(Restore.filter())
async def restore(callback: CallbackQuery, callback_data: Restore, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    for activity in await _in_state(card, State.CANCELLED):
        activity.restore(by=turn.me)
    card.redraw()
    return callback.answer(turn.say("restored"))


async def _in_state(card: ShownCard, state: State) -> list[Activity]:
    shown = await card.activities()
    found = [a for a in shown if a.state is state]
    if not found:
        raise _nothing_left(shown)
    return found


def _nothing_left(activities: Sequence[Activity]) -> Refusal:
    """The button is older than what it speaks of: say how things stand instead."""
    first = activities[0] if activities else None
    return OtherState(state=first.state if first else None, what=first.what if first else "")


async def _sent_in_words(turn: Turn, sent: Sequence[Activity], left: int) -> tuple[str, bool]:
    """(what to say, whether it is worth a dialog): to whom it went and what stands in the way."""
    to, reached = await _hardest_to_reach(turn, sent)
    text = turn.say(
        "sent",
        to=named(to) if to else None,
        reach=reached.value,
        agency=turn.office.agency,
        left=left,
    )
    return text, bool(left) or reached is not Reach.REACHED


async def _hardest_to_reach(turn: Turn, sent: Sequence[Activity]) -> tuple[Employee | None, Reach]:
    """Of those it went to (days before a transfer have another reviewer), who needs a word."""
    found = []
    for reviewer_id in dict.fromkeys(activity.reviewer_id for activity in sent):
        reviewer = await turn.session.get(Employee, reviewer_id) if reviewer_id else None
        found.append((reviewer, await reach(turn.session, reviewer)))
    return next((one for one in found if one[1] is not Reach.REACHED), found[0])
