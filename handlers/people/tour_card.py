"""The card of the tour: it looks like the real one, and says that it is practice."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.people.practising import Practice
from handlers.people.touring import TOUR, Do, GoOn, MakeReal, Practised, Step
from handlers.turn import named
from handlers.work.answering import likely_answers
from handlers.work.lines import NO_MARKS, line, minutes_of
from handlers.work.report_card import goes_to, marks_for
from handlers.work.seen import Seen, days_of
from models.work.activities import Activity
from models.work.states import State


async def draw_tour(look: Look) -> Drawing:
    """The card of kind "tour"; its facts say where it stands, and what was written."""
    practice = Practice.of(look.notice.facts)
    step = Step(look.notice.facts.get("step", Step.WRITE))
    if step is Step.READ and practice:
        return await _read(look, practice)
    if step is Step.SENT and practice:
        return await _sent(look, practice)
    return Drawing((Page(look.say(f"tour-{step.value}"), _ways_in(look, step)),))


def _ways_in(look: Look, step: Step) -> InlineKeyboardMarkup | None:
    if step is not Step.WRITE:
        return None
    return keyboard([_go(look, Do.WRITE)], [_go(look, Do.EXAMPLE)], [_go(look, Do.LEAVE)])


async def _read(look: Look, practice: Practice) -> Drawing:
    seen = await _seen(look, practice)
    lines = list(_lines(look, seen))
    to = goes_to(seen)
    foot = look.say(
        "tour-read-foot",
        minutes=minutes_of(seen.activities),
        several=len(seen.activities) > 1,
        asked=[seen.number(activity) for activity in seen.asked],
        sendable=len(seen.sendable),
        to=named(to) if to else None,
        own=practice.message_id > 0,
    )
    buttons = keyboard(*_answers(look, seen, practice), *_ways_on(look, seen, practice))
    return _pages(look.say("tour-read", day=seen.day), lines, foot, buttons)


async def _sent(look: Look, practice: Practice) -> Drawing:
    """As if it had gone to whoever would decide it."""
    seen = await _seen(look, practice)
    list(_lines(look, seen))  # finds what could not have been sent
    to = goes_to(seen)
    sent = seen.sendable
    for activity in sent:
        activity.state = State.SUBMITTED
    lines = [line(look.say, number, one, reviewer=to) for number, one in enumerate(sent, 1)]
    own = practice.message_id > 0
    foot = "\n" + look.say("tour-sent-foot", to=named(to) if to else None, own=own)
    buttons = keyboard(_real(look, practice), [_go(look, Do.LEAVE, "button-tour-finish")])
    return _pages(look.say("tour-sent", day=seen.day), lines, foot, buttons)


def _pages(head: str, lines: list[str], foot: str, buttons: InlineKeyboardMarkup | None) -> Drawing:
    pages = paged(lines, head, foot)
    return Drawing(
        tuple(
            Page(
                sheet(head, *(lines[i] for i in page), foot if page is pages[-1] else ""),
                buttons if page is pages[-1] else None,
            )
            for page in pages
        )
    )


async def _seen(look: Look, practice: Practice) -> Seen:
    """The activities as they would be; they are in no session, and so never written down."""
    activities = [
        Activity(position=place, questions=new.questions, written_at=practice.said_at,
                 **vars(new.words))
        for place, new in enumerate(practice.drafts(look.office))
    ]  # fmt: skip
    return Seen(activities, await days_of(look, activities), look.now, {}, {})


def _lines(look: Look, seen: Seen) -> Iterator[str]:
    for number, activity in enumerate(seen.activities, 1):
        day = activity.day if seen.day is None else None
        marks = {**NO_MARKS, **marks_for(look, seen, activity)}
        yield line(look.say, number, activity, day=day, marks=marks)


def _answers(look: Look, seen: Seen, practice: Practice) -> list[list[InlineKeyboardButton]]:
    """The likely answers to the first open question, two a row, as on a report's card."""
    if not seen.asked:
        return []
    activity, today = seen.asked[0], look.office.today(look.now)
    place, given = activity.position, len(practice.answers)
    buttons = [
        button(
            look.say("answer", answer=likely, today=today),
            Practised.on(look, place=place, given=given, answer=index),
        )
        for index, likely in enumerate(likely_answers(activity, today))
    ]
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def _ways_on(look: Look, seen: Seen, practice: Practice) -> list[list[InlineKeyboardButton]]:
    send = [_go(look, Do.SEND)] if seen.sendable else []
    again = [_go(look, Do.WRITE, "button-tour-again"), _go(look, Do.LEAVE, "button-tour-close")]
    return [send, _real(look, practice), again]


def _real(look: Look, practice: Practice) -> list[InlineKeyboardButton]:
    if not practice.message_id:
        return []
    return [button(look.say("button-tour-real"), MakeReal.on(look, message=practice.message_id))]


def _go(look: Look, do: Do, label: str = "") -> InlineKeyboardButton:
    return button(look.say(label or f"button-tour-{do.value}"), GoOn.on(look, do=do))


CARDS = {TOUR: draw_tour}
