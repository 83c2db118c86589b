"""The author's card of one report: what was understood, where it stands, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.turn import named
from handlers.work.buttons import Amend, Back, Change, Discard, Field, Remove, Reply, Restore, Send
from handlers.work.lines import line, minutes_of, rule_against, warning_about
from models.people.chats import chat_of
from models.people.employees import Employee
from models.work.activities import Activity, State
from models.work.asking import Answer, Asked
from models.work.days import Day, day_of
from models.work.reports import Evidence

MINUTES_OFFERED = (30, 60, 120, 180)


@dataclass
class Seen:
    """A report as it stands now, with all that the card says about it."""

    activities: list[Activity]
    days: dict[date, Day]
    rules: dict[int, str]  # activity id: why it cannot be sent

    @property
    def sendable(self) -> list[Activity]:
        return [
            a for a in self.activities if a.is_open and not a.questions and a.id not in self.rules
        ]

    @property
    def asked(self) -> Activity | None:
        return next((a for a in self.activities if a.is_open and a.questions), None)

    @property
    def changeable(self) -> list[Activity]:
        return [a for a in self.activities if a.is_open or a.is_waiting]

    @property
    def closes_at(self) -> datetime | None:
        """When the first open line can no longer be sent."""
        moments = [
            self.days[a.day].window.closes_at
            for a in self.activities
            if a.is_open and a.day in self.days and a.id not in self.rules
        ]
        return min(moments, default=None)


async def draw_report(look: Look) -> Drawing:
    """The card of kind "report"; its subject is the report's id."""
    activities = await activities_of_report(look, int(look.notice.subject or 0))
    thrown = [a for a in activities if a.state is State.CANCELLED and not a.kept]
    shown = [a for a in activities if a not in thrown]
    if not shown:
        return Drawing((_thrown_away(look, thrown),)) if thrown else Drawing()
    days = {
        day: await day_of(look.session, look.to, day, now=look.now, office=look.office)
        for day in sorted({a.day for a in shown if a.day is not None})
    }
    seen = Seen(shown, days, {})
    lines = await _lines(look, seen)
    head = look.say("report-head", days=sorted(days))
    foot = await _foot(look, seen)
    buttons = _keyboard(look, seen)
    pages = paged(lines, head, foot)
    return Drawing(
        pages=tuple(
            Page(
                text=sheet(head, *(lines[i] for i in page), foot if page is pages[-1] else ""),
                keyboard=buttons if page is pages[-1] else None,
                shown=[(a.id, a.revision) for a in shown],
                waits=any(a.is_open for a in shown),
            )
            for page in pages
        ),
        until=seen.closes_at,
    )


async def activities_of_report(look: Look, report_id: int) -> list[Activity]:
    rows = await look.session.scalars(
        select(Activity)
        .where(Activity.report_id == report_id)
        .order_by(Activity.position, Activity.id)
        .options(joinedload(Activity.reviewer))
    )
    return list(rows)


async def _lines(look: Look, seen: Seen) -> list[str]:
    lines = []
    for number, activity in enumerate(seen.activities, 1):
        day = seen.days.get(activity.day) if activity.day else None
        rule = warning = None
        if activity.is_open:
            rule = rule_against(look.say, activity, day, look.now)
            warning = warning_about(look.say, activity, day)
        if rule is not None:
            seen.rules[activity.id] = rule
        elif day is not None and activity.is_open and activity.day is not None:
            seen.days[activity.day] = day.with_one_more(activity)
        lines.append(
            line(
                look.say,
                number,
                activity,
                decider=activity.reviewer,
                rule=rule,
                warning=warning,
                question=_question(look, activity),
                day=activity.day if len(seen.days) > 1 else None,
            )
        )
    return lines


def _question(look: Look, activity: Activity) -> str | None:
    if not activity.is_open or not activity.questions:
        return None
    return look.say(f"ask-{activity.questions[0]['about']}")


async def _foot(look: Look, seen: Seen) -> str:
    report_id = seen.activities[0].report_id
    evidence = await look.session.scalar(
        select(func.count()).select_from(Evidence).where(Evidence.report_id == report_id)
    )
    to = next((a.reviewer for a in seen.activities if a.is_waiting and a.reviewer), None)
    waiting = any(a.is_waiting for a in seen.activities)
    if to is None and not waiting:
        to = next((day.reviewer for day in seen.days.values() if day.reviewer), None)
    return look.say(
        "report-foot",
        minutes=minutes_of(seen.activities),
        several=len(seen.activities) > 1,
        evidence=evidence,
        open=any(a.is_open for a in seen.activities),
        sendable=len(seen.sendable),
        waiting=waiting,
        to=named(to) if to else None,
        reachable=await is_reachable(look, to),
        agency=look.office.agency,
    )


async def is_reachable(look: Look, person: Employee | None) -> bool:
    if person is None:
        return False
    chat = await chat_of(look.session, person.id)
    return chat is not None and chat.blocked_at is None


def _keyboard(look: Look, seen: Seen) -> InlineKeyboardMarkup | None:
    mode = look.notice.facts.get("mode")
    at = next((a for a in seen.changeable if a.id == look.notice.facts.get("at")), None)
    if mode == "amend" and at is not None:
        return _fields(look, at)
    if mode == "amend" and seen.changeable:
        return _choice(look, seen)
    if mode == "asking":
        return keyboard([button(look.say("button-cancel"), Back.on(look))])
    return _ordinary(look, seen)


def _ordinary(look: Look, seen: Seen) -> InlineKeyboardMarkup | None:
    say = look.say
    send, change = [], []
    if seen.sendable:
        again = any(a.state is State.RETURNED for a in seen.sendable)
        send.append(button(say("button-send-again" if again else "button-send"), Send.on(look)))
    if seen.changeable:
        change.append(button(say("button-amend"), Amend.on(look)))
    if any(a.state is State.DRAFT for a in seen.activities):
        change.append(button(say("button-discard"), Discard.on(look)))
    return keyboard(*_answers(look, seen), send, change)


def _answers(look: Look, seen: Seen) -> list[list[InlineKeyboardButton]]:
    """The likely answers to the first open question, two a row."""
    activity = seen.asked
    if activity is None:
        return []
    buttons = [
        button(_label(look, answer), Reply.on(look, at=activity.id, answer=index))
        for index, answer in enumerate(likely_answers(activity))
    ]
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def likely_answers(activity: Activity) -> Sequence[Answer]:
    """What was doubtful gives its own answers; for a missing time some usual ones are offered."""
    asked = Asked.from_json(activity.questions[0])
    if asked.answers or asked.about != "minutes":
        return asked.answers
    return [Answer(minutes=minutes) for minutes in MINUTES_OFFERED]


def _label(look: Look, answer: Answer) -> str:
    return look.say("answer", answer=answer, today=look.office.today(look.now))


def _choice(look: Look, seen: Seen) -> InlineKeyboardMarkup | None:
    numbers = [
        button(str(number), Amend.on(look, at=activity.id))
        for number, activity in enumerate(seen.activities, 1)
        if activity in seen.changeable
    ]
    rows = [numbers[i : i + 6] for i in range(0, len(numbers), 6)]
    return keyboard(*rows[:16], [button(look.say("button-back"), Back.on(look))])


def _fields(look: Look, activity: Activity) -> InlineKeyboardMarkup | None:
    say = look.say

    def change(field: Field) -> InlineKeyboardButton:
        return button(say(f"button-{field.value}"), Change.on(look, at=activity.id, field=field))

    return keyboard(
        [change(Field.DAY), change(Field.TIME)],
        [change(Field.WHAT), change(Field.QUANTITY)],
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
