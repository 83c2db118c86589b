"""Menyunting: an edited message changes its activities along, line by line, also once sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram import F, Router
from aiogram.types import Message
from sqlalchemy import select

from handlers.reading import read
from handlers.turn import Known, Reply, Turn, in_words
from handlers.work.cancelling import ask_about_gone
from handlers.work.changing import change, check_changeable
from handlers.work.drafting import (
    Draft,
    add_drafts,
    drafts_from,
    report_of_message,
    show_report,
)
from handlers.work.lines import shortened
from handlers.work.reporting import without_command
from models.refusals import Refusal
from models.work.activities import Activity, OtherState
from models.work.matching import match
from models.work.reports import Report
from models.work.states import State

router = Router(name="following")
router.edited_message.filter(Known())


class LineUnclear(Refusal):
    """The new words of a line that was sent leave something open."""


@dataclass(frozen=True)
class Line:
    """An activity, and what its line was read as before the edit."""

    activity: Activity
    read: Draft


@dataclass
class Followed:
    """What came of an edit."""

    changed: int = 0
    again: list[Activity] = field(default_factory=list)  # approved before, to be approved again
    gone: list[Activity] = field(default_factory=list)  # sent, and no longer in the message
    found: list[Activity] = field(default_factory=list)  # in the message once more
    kept: list[tuple[Activity, Refusal]] = field(default_factory=list)  # as before, and why
    places: dict[int, Draft] = field(default_factory=dict)  # new lines

    @property
    def is_nothing(self) -> bool:
        return not (self.changed or self.gone or self.found or self.kept or self.places)


@router.edited_message(F.text | F.caption)
async def follow_the_edit(message: Message, turn: Turn) -> Reply:
    """Only lines whose words changed are changed. Telegram also tells of edits of nothing."""
    report = await report_of_message(turn, message.message_id)
    text = without_command(message.text or message.caption or "")
    if report is None or report.text == text:
        return None
    reading = read(text, turn.said_at, turn.office)
    if report.lead or not reading.activities:
        show_report(turn, report.id, anew=True)
        return message.answer(turn.say("edit-by-button"))
    activities = await _activities(turn, report)
    followed = await _follow(turn, report, activities, drafts_from(reading, text))
    report.text = text
    if followed.is_nothing:
        return None
    await add_drafts(turn, report, followed.places, written_at=turn.now)
    show_report(turn, report.id, urgent=True, anew=any(a.kept for a in activities))
    await ask_about_gone(turn, report, gone=followed.gone, found=followed.found)
    return message.answer(_said(turn, followed)) if followed.again or followed.kept else None


async def _activities(turn: Turn, report: Report) -> list[Activity]:
    rows = await turn.session.scalars(
        select(Activity)
        .where(Activity.report_id == report.id)
        .order_by(Activity.position, Activity.id)
    )
    return list(rows)


async def _follow(
    turn: Turn, report: Report, activities: Sequence[Activity], drafts: Sequence[Draft]
) -> Followed:
    """Match the lines, carry each change over, and put everything at its new place."""
    lines, vanished = _lines(turn, report, activities)
    places = match(
        [line.read.words for line in lines],
        [new.words for new in drafts],
        vanished=[line.read.words for line in vanished],
    )
    followed, standing = Followed(), set[int]()
    known = [*lines, *vanished]
    for place, (new, old) in enumerate(zip(drafts, places, strict=True)):
        if old is None or await _is_new(turn, known[old], new, followed):
            followed.places[place] = new
            continue
        activity = known[old].activity
        activity.position = place
        standing.add(activity.id)
        if old >= len(lines):
            followed.found.append(activity)
    for line in (line for old, line in enumerate(lines) if old not in places):
        await _let_go(turn, line.activity, followed)
    _put_behind([a for a in activities if a.id not in standing], lines=len(drafts))
    return followed


def _lines(
    turn: Turn, report: Report, activities: Sequence[Activity]
) -> tuple[list[Line], list[Line]]:
    """(the message's lines as they were read, what stands in the report beside them).

    Where the lines cannot be told apart any more, each is taken for what it says now.
    """
    before = drafts_from(read(report.text, turn.said_at, turn.office), report.text)
    inside = [a for a in activities if a.position < len(before)]
    if [a.position for a in inside] == list(range(len(before))):
        lines = [Line(a, read_as) for a, read_as in zip(inside, before, strict=True)]
    else:
        lines = [_as_it_is(a) for a in inside]
    beside = [a for a in activities if a not in inside and a.state is not State.CANCELLED]
    return lines, [_as_it_is(a) for a in beside]


def _as_it_is(activity: Activity) -> Line:
    return Line(activity, Draft(activity.written, activity.questions))


async def _is_new(turn: Turn, line: Line, new: Draft, followed: Followed) -> bool:
    """Carry a line's change over; say whether it is rather a new activity at its place."""
    activity = line.activity
    if new == line.read:
        return False
    if activity.state is State.CANCELLED:
        return True
    try:
        await _carry_over(turn, line, new, followed)
    except Refusal as refusal:
        followed.kept.append((activity, refusal))
    return False


async def _carry_over(turn: Turn, line: Line, new: Draft, followed: Followed) -> None:
    activity = line.activity
    words = activity.written.following(line.read.words, new.words)
    questions = _still_asked(activity, line.read, new)
    if activity.state is State.REJECTED:
        raise OtherState(state=activity.state, what=activity.what)
    if activity.is_sent and questions:
        raise LineUnclear
    was_approved = activity.state is State.APPROVED
    changed = await change(turn, activity, words)
    if activity.is_open and questions != activity.questions:
        activity.questions, changed = questions, True
    followed.changed += changed
    if changed and was_approved:
        followed.again.append(activity)


def _still_asked(activity: Activity, before: Draft, new: Draft) -> list[dict[str, Any]]:
    """What the new words ask, without what was answered before."""
    return [q for q in new.questions if q not in before.questions or q in activity.questions]


async def _let_go(turn: Turn, activity: Activity, followed: Followed) -> None:
    """A line has vanished: a draft simply goes, what was sent is asked about."""
    if activity.state is State.DRAFT:
        activity.cancel(by=turn.me, at=turn.now)
        followed.changed += 1
    elif activity.is_open or activity.is_sent:
        try:
            await check_changeable(turn, activity)
        except Refusal as refusal:
            followed.kept.append((activity, refusal))
        else:
            followed.gone.append(activity)


def _put_behind(activities: Sequence[Activity], *, lines: int) -> None:
    """What has no line of its own stands after all lines."""
    for place, activity in enumerate(activities, lines):
        activity.position = place


def _said(turn: Turn, followed: Followed) -> str:
    kept = [(shortened(a.what), in_words(turn.say, refusal)) for a, refusal in followed.kept]
    return turn.say("edit-followed", again=[shortened(a.what) for a in followed.again], kept=kept)
