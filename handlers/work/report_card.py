"""The author's card of one report: what was understood, where it stands, what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers.cards import Drawing, Look, Page, Press, button, keyboard, paged, sheet
from handlers.turn import named
from handlers.work.answering import likely_answers
from handlers.work.buttons import (
    AddMore,
    Amend,
    AskCorrection,
    Back,
    Change,
    Discard,
    DoubtSuperior,
    Field,
    Remove,
    RepeatReport,
    Reply,
    Restore,
    Send,
    ShowHistory,
)
from handlers.work.changes import INDENT, changed_line
from handlers.work.lines import NO_MARKS, line, minutes_of, rule_against, warning_about
from handlers.work.linking import ChooseLink, Links, links_of, results_to_choose
from handlers.work.seen import Seen, seen_by
from models.people.chats import reach
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.asking import Answer, Asked
from models.work.evidence import attached_to
from models.work.states import State


async def draw_report(look: Look) -> Drawing:
    """The card of kind "report"; its subject is the report's id."""
    activities = await _activities(look)
    thrown = [a for a in activities if a.state is State.CANCELLED and not a.kept]
    shown = [a for a in activities if a not in thrown]
    if not shown:
        return Drawing((_thrown_away(look, thrown),)) if thrown else Drawing()
    seen = await seen_by(look, shown)
    links = await links_of(look.session, look.to.id, shown)
    lines = list(_lines(look, seen, links))
    head = look.say("report-head", day=seen.day)
    foot = await _foot(look, seen)
    pages = paged(lines, head, foot)
    return Drawing(
        pages=tuple(
            Page(
                text=sheet(head, *(lines[i] for i in page), foot if page is pages[-1] else ""),
                keyboard=_keyboard(look, seen, links) if page is pages[-1] else None,
                shown=[(a.id, a.revision) for a in shown],
                waits=bool(seen.open),
            )
            for page in pages
        ),
        until=seen.changes_at(look),
    )


async def _activities(look: Look) -> list[Activity]:
    rows = await look.session.scalars(
        select(Activity)
        .where(Activity.report_id == int(look.notice.subject or 0))
        .order_by(Activity.position, Activity.id)
        .options(joinedload(Activity.reviewer))
    )
    return list(rows)


def _lines(look: Look, seen: Seen, links: Links) -> Iterator[str]:
    """The lines in order; what an earlier one claims of a day counts for the later ones."""
    for number, activity in enumerate(seen.activities, 1):
        text = line(
            look.say,
            number,
            activity,
            reviewer=activity.reviewer,
            day=activity.day if seen.day is None else None,
            closed=seen.is_closed(activity),
            marks=marks_for(look, seen, activity) if activity.is_open else NO_MARKS,
        )
        changed = changed_line(look.say, seen.before.get(activity.id), activity.written)
        link = links.line(look.say, activity)
        yield sheet(text, link, changed, _asked_for(look, seen, activity))


def _asked_for(look: Look, seen: Seen, activity: Activity) -> str:
    return INDENT + look.say("line-asked-for") if activity.id in seen.asked_for else ""


def marks_for(look: Look, seen: Seen, activity: Activity) -> dict[str, str | None]:
    """What is to be said about an open line: the rule against it, or what is asked or unusual."""
    day = seen.days[activity.day] if activity.day else None
    rule = rule_against(look.say, activity, day, look.now)
    if rule is not None:
        seen.rules[activity.id] = rule
        return {"rule": rule}
    warning = warning_about(look.say, activity, day)
    if day is not None:
        seen.days[day.day] = day.with_one_more(activity)
    return {"warning": warning, "question": _question(look, activity)}


def _question(look: Look, activity: Activity) -> str | None:
    if not activity.questions:
        return None
    asked = Asked.from_json(activity.questions[0])
    return look.say(f"ask-{asked.about}", said=asked.said)


async def _foot(look: Look, seen: Seen) -> str:
    to, changing = goes_to(seen), _chosen(look, seen)
    attached = await attached_to(look.session, [seen.activities[0].report_id])
    return look.say(
        "report-foot",
        minutes=minutes_of(seen.activities),
        several=len(seen.activities) > 1,
        evidence=attached.count,
        missing=attached.missing,
        open=len(seen.open),
        again=any(a.state is State.RETURNED for a in seen.sendable),
        sendable=len(seen.sendable),
        asked=[seen.number(activity) for activity in seen.asked],
        changing=seen.number(changing) if changing else None,
        waiting=bool(seen.waiting),
        to=named(to) if to else None,
        reach=(await reach(look.session, to)).value,
        agency=look.office.agency,
    )


def goes_to(seen: Seen) -> Employee | None:
    """Whom it was sent to; before that, whom it will be sent to."""
    if seen.waiting:
        return next((a.reviewer for a in seen.waiting if a.reviewer), None)
    return next((day.reviewer for day in seen.days.values() if day.reviewer), None)


def _chosen(look: Look, seen: Seen) -> Activity | None:
    """The activity that is being changed."""
    at = look.notice.facts.get("at") if look.mode == "amend" else None
    return next((activity for activity in seen.changeable if activity.id == at), None)


def _keyboard(look: Look, seen: Seen, links: Links) -> InlineKeyboardMarkup | None:
    linkable = [a for a in seen.changeable if links.version_for(a) is not None]
    if look.mode == "link" and linkable:
        return _links(look, seen, links, linkable)
    chosen = _chosen(look, seen)
    if chosen is not None:
        return _fields(look, seen, chosen)
    if look.mode == "amend" and seen.changeable:
        return _choice(look, seen, seen.changeable, Amend)
    if look.mode == "correct" and seen.correctable:
        return _choice(look, seen, seen.correctable, AskCorrection)
    if look.mode == "asking":
        return keyboard([button(look.say("button-cancel"), Back.on(look))])
    return _ordinary(look, seen, linkable)


def _links(
    look: Look, seen: Seen, links: Links, linkable: Sequence[Activity]
) -> InlineKeyboardMarkup | None:
    """Which activity, where there are several; then what it serves."""
    at = look.notice.facts.get("at") or (linkable[0].id if len(linkable) == 1 else 0)
    chosen = next((activity for activity in linkable if activity.id == at), None)
    if chosen is None:
        return _choice(look, seen, linkable, ChooseLink)
    back = [button(look.say("button-back"), Back.on(look))]
    return keyboard(*results_to_choose(look, links, chosen), back)


def _ordinary(look: Look, seen: Seen, linkable: Sequence[Activity]) -> InlineKeyboardMarkup | None:
    say = look.say
    send, change = [], []
    if seen.sendable:
        again = any(a.state is State.RETURNED for a in seen.sendable)
        send.append(button(say("button-send-again" if again else "button-send"), Send.on(look)))
    if seen.changeable:
        change.append(button(say("button-amend"), Amend.on(look)))
    if any(a.state is State.DRAFT for a in seen.activities):
        change.append(button(say("button-discard"), Discard.on(look)))
    repeat = []
    if all(a.state is State.APPROVED for a in seen.activities):
        repeat.append(button(say("button-repeat-report"), RepeatReport.on(look)))
    if seen.has_history:
        change.append(button(say("button-history"), ShowHistory.on(look)))
    link = [button(say("button-link"), ChooseLink.on(look))] if linkable else []
    return keyboard(*_answers(look, seen), send, change, link, _corrections(look, seen), repeat,
                    _doubt(look, seen))  # fmt: skip


def _doubt(look: Look, seen: Seen) -> list[InlineKeyboardButton]:
    """While it waits: perhaps with the wrong one."""
    if not seen.waiting:
        return []
    return [button(look.say("button-doubt-superior"), DoubtSuperior.on(look))]


def _corrections(look: Look, seen: Seen) -> list[InlineKeyboardButton]:
    """One of several is chosen first."""
    possible = seen.correctable
    if not possible:
        return []
    at = possible[0].id if len(possible) == 1 else 0
    return [button(look.say("button-correct"), AskCorrection.on(look, at=at))]


def _answers(look: Look, seen: Seen) -> list[list[InlineKeyboardButton]]:
    """The likely answers to the first open question, two a row."""
    if not seen.asked:
        return []
    activity, today = seen.asked[0], look.office.today(look.now)
    buttons = [
        button(_label(look, answer, today), Reply.on(look, at=activity.id, answer=index))
        for index, answer in enumerate(likely_answers(activity, today))
    ]
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def _label(look: Look, answer: Answer, today: date) -> str:
    return look.say("answer", answer=answer, today=today)


def _choice(
    look: Look, seen: Seen, activities: Sequence[Activity], press: type[Press]
) -> InlineKeyboardMarkup | None:
    numbers = [
        button(str(seen.number(activity)), press.on(look, at=activity.id))
        for activity in activities
    ]
    rows = [numbers[i : i + 6] for i in range(0, len(numbers), 6)]
    more = _more(look, seen) if press is Amend else []
    return keyboard(*rows[:16], more, [button(look.say("button-back"), Back.on(look))])


def _more(look: Look, seen: Seen) -> list[InlineKeyboardButton]:
    """Before anything is sent, another message says what else was done."""
    return [button(look.say("button-add"), AddMore.on(look))] if seen.has_history else []


def _fields(look: Look, seen: Seen, activity: Activity) -> InlineKeyboardMarkup | None:
    say = look.say

    def change(field: Field) -> InlineKeyboardButton:
        return button(say(f"button-{field.value}"), Change.on(look, at=activity.id, field=field))

    return keyboard(
        [change(Field.DAY), change(Field.TIME)],
        [change(Field.WHAT), change(Field.QUANTITY)],
        _more(look, seen),
        [
            button(say("button-remove"), Remove.on(look, at=activity.id)),
            button(say("button-done"), Back.on(look)),
        ],
    )


def _thrown_away(look: Look, thrown: Sequence[Activity]) -> Page:
    return Page(
        text=look.say("report-thrown-away", count=len(thrown)),
        keyboard=keyboard([button(look.say("button-restore"), Restore.on(look))]),
        shown=[(a.id, a.revision) for a in thrown],
    )


CARDS = {"report": draw_report}
