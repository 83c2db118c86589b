"""/riwayat: all that ever happened to an activity, for its author and its reviewer only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cards import Drawing, Look, Page, button, card_as_shown, keyboard, paged, sheet
from handlers.turn import Known, Reply, Say, Turn, named
from handlers.work.behalf import behalf_of
from handlers.work.buttons import ShowHistory
from handlers.work.changes import changes
from handlers.work.drafting import report_of_message
from handlers.work.lines import line, shortened
from models.appraisal.naming_results import results_named
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import Activity
from models.work.corrections import Correction
from models.work.history import CHANGED, Event, history_of
from models.work.link_changes import Link, LinkChange
from models.work.reports import Report
from models.work.written import PARTS, Written

KIND = "history"  # its subject is "report:id", "review:author:day" or "activity:id"
HAS_HISTORY = ("report", "review", "correction")  # kinds of cards

router = Router(name="history")
router.message.filter(Known())
router.callback_query.filter(Known())


class NotYourHistory(Refusal):
    """Somebody else's; it leaves a trace."""


class NoHistory(Refusal):
    """Nothing was ever sent of it."""


@router.message(Command("riwayat", "history"))
async def history(message: Message, turn: Turn) -> Reply:
    """Of the card or message that is replied to, else of one's newest report."""
    subject = await _subject_replied_to(message, turn) or await _newest(turn)
    if subject is None:
        raise NoHistory
    await _show(turn, subject)
    return None


@router.callback_query(ShowHistory.filter())
async def show_history(callback: CallbackQuery, callback_data: ShowHistory, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    notice = card.notice
    if notice.kind != KIND:
        await _show(turn, await _subject_of(turn.session, notice))
        return callback.answer()
    if callback_data.at:
        await _may_see(turn, await _activities(turn.session, str(notice.subject)), callback_data.at)
    card.redraw(at=callback_data.at)
    return callback.answer()


async def _show(turn: Turn, subject: str | None) -> None:
    found = await _activities(turn.session, subject or "")
    if not any(a.kept for a in found):
        raise NoHistory
    await _may_see(turn, found)
    show(turn.session, KIND, subject, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts={})


async def _may_see(turn: Turn, activities: Sequence[Activity], only: int = 0) -> None:
    """A forged button, or a card of when it was still theirs to review, opens nothing."""
    if not any(a.is_open_to(turn.me) and only in (0, a.id) for a in activities):
        trace = Trace(at=turn.now, chat_id=turn.chat.id, refusal=NotYourHistory.__name__)
        raise NotYourHistory(leaves=[trace])


async def _subject_replied_to(message: Message, turn: Turn) -> str | None:
    """What was replied to: a card, or one's own message."""
    replied = message.reply_to_message
    if replied is None:
        return None
    notice = await turn.session.scalar(
        select(Notice).where(
            Notice.employee_id == turn.me.id,
            Notice.sent_to == turn.chat.id,
            Notice.message_id == replied.message_id,
            Notice.kind.in_(HAS_HISTORY),
        )
    )
    if notice is not None:
        return await _subject_of(turn.session, notice)
    report = await report_of_message(turn, replied.message_id)
    return f"report:{report.id}" if report is not None else None


async def _subject_of(session: AsyncSession, notice: Notice) -> str | None:
    if notice.kind not in HAS_HISTORY:
        return None
    if notice.kind != "correction":
        return f"{notice.kind}:{notice.subject}"
    correction = await session.get_one(Correction, int(notice.subject or 0))
    return f"activity:{correction.activity_id}"


async def _newest(turn: Turn) -> str | None:
    report_id = await turn.session.scalar(
        select(Report.id)
        .join(Activity, Activity.report_id == Report.id)
        .where(Report.author_id == turn.me.id, Activity.kept > 0)
        .order_by(Report.id.desc())
        .limit(1)
    )
    return f"report:{report_id}" if report_id is not None else None


async def _activities(session: AsyncSession, subject: str) -> Sequence[Activity]:
    rows = await session.scalars(
        select(Activity).where(_meant(subject)).order_by(Activity.position, Activity.id)
    )
    return rows.all()


def _meant(subject: str) -> ColumnElement[bool]:
    kind, _, rest = subject.partition(":")
    if kind == "report":
        return Activity.report_id == int(rest)
    if kind == "activity":
        return Activity.id == int(rest)
    if kind != "review":
        return false()
    author_id, _, day = rest.partition(":")
    return and_(Activity.author_id == int(author_id), Activity.day == date.fromisoformat(day))


# The card


async def draw_history(look: Look) -> Drawing:
    """The card of kind "history": one activity's, or which one it should be."""
    found = await _activities(look.session, look.notice.subject or "")
    seen = [a for a in found if a.kept and a.is_open_to(look.to)]
    if not seen:
        return Drawing()
    at = look.notice.facts.get("at") or (seen[0].id if len(seen) == 1 else 0)
    one = next((a for a in seen if a.id == at), None)
    if one is None:
        return Drawing((_choice(look, seen),))
    return await _of_one(look, one, several=len(seen) > 1)


def _choice(look: Look, seen: Sequence[Activity]) -> Page:
    lines = [line(look.say, number, a, quiet=True) for number, a in enumerate(seen, 1)]
    head = look.say("history-which")
    fitting = paged(lines, head)[0]
    numbers = [button(str(i + 1), ShowHistory.on(look, at=seen[i].id)) for i in fitting]
    rows = [numbers[i : i + 6] for i in range(0, len(numbers), 6)]
    return Page(sheet(head, *(lines[i] for i in fitting)), keyboard(*rows))


async def _of_one(look: Look, activity: Activity, *, several: bool) -> Drawing:
    events = await history_of(look.session, activity)
    lines = [await _entry(look, event, by) for event, by in events]
    head = look.say("history-head", what=shortened(activity.what), day=activity.day)
    pages = paged(lines, head)
    return Drawing(
        tuple(
            Page(
                sheet(head, *(lines[i] for i in page)),
                _back(look) if several and page is pages[-1] else None,
            )
            for page in pages
        )
    )


def _back(look: Look) -> InlineKeyboardMarkup | None:
    return keyboard([button(look.say("button-back"), ShowHistory.on(look))])


async def _entry(look: Look, event: Event, by: Employee) -> str:
    """Who did what when, and with which words."""
    say, listed = look.say, []
    if event.relinked is not None:
        return await _relinked(look, event.relinked, by)
    if event.kind == CHANGED and event.words and event.before:
        listed = changes(say, event.before, event.words)
    return say(
        "history-entry",
        at=event.at,
        by=named(by),
        behalf=await behalf_of(look.session, event.decision, today=look.office.today(event.at))
        if event.decision
        else None,
        kind=event.kind,
        changes=listed,
        parts=_parts(say, event.words) if event.words and not listed else [],
        reason=event.reason,
    )


async def _relinked(look: Look, change: LinkChange, by: Employee) -> str:
    """From which planned result to which, in the words of the plan as it is now."""
    plans = {plan for plan in (change.plan_before_id, change.plan_id) if plan is not None}
    known = await results_named(look.session, plans)

    def served(link: Link | None, plan: int | None, key: int | None) -> str:
        result = known.get((plan or 0, key or 0))
        return look.say("link-served", number=result.number if result else None,
                        what=shortened(result.what) if result else None,
                        is_task=link is Link.TASK)  # fmt: skip

    return look.say(
        "history-relinked", at=change.at, by=named(by),
        old=served(change.link_before, change.plan_before_id, change.key_before),
        new=served(change.link, change.plan_id, change.result_key),
    )  # fmt: skip


def _parts(say: Say, words: Written) -> list[str]:
    """The words in short, part by part."""
    said = {
        part: say("written-part", part=part, w=words, what=shortened(words.what))
        for part in PARTS
        if part != "quantity" or words.quantity
    }
    return [text for text in said.values() if text]


CARDS = {KIND: draw_history}
