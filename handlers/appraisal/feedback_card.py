"""The cards of feedback: where it is chosen and read, and what one person was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from aiogram.types import InlineKeyboardButton
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.appraisal.dialogue_cards import step_lines
from handlers.appraisal.expectation_page import ShowExpectations, expectation_page
from handlers.cards import Drawing, IsoDay, Look, Number, Page, Press, button, keyboard, sheet
from handlers.turn import Say, named
from handlers.work.lines import shortened
from models.appraisal.coaching import Agreement, coaching_for
from models.appraisal.dialogues import dialogues_of
from models.appraisal.feedback import Feedback, feedback_given, feedback_received, feedback_with
from models.appraisal.finding_plans import plan_on, version_in_force
from models.appraisal.plans import PlanVersion
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.states import SENT
from models.work.subordinates import subordinates_of

BOARD = "feedback-board"  # one a person
TOLD = "feedback"  # its subject is the feedback's id
ON_A_PAGE = 8  # people
READ_AT_ONCE = 5
DIALOGUES_SHOWN = 3  # with five steps each
DAYS_OFFERED = 4
ROOM_FOR_WORDS = 500  # five of them, with their answers, fit on one card
Row = list[InlineKeyboardButton]


class View(StrEnum):
    """What the board shows."""

    WHOM = "whom"
    ABOUT = "about"
    RECEIVED = "received"
    GIVEN = "given"
    DIALOGUES = "dialogues"
    COACHING = "coaching-read"
    EXPECTED = "expected"


class ShowFeedback(Press, prefix="fb"):
    """Another view of the board, or another page of it."""

    view: View
    page: Number = 0


class FeedbackTo(Press, prefix="fb-to"):
    """Whom it is for."""

    person: Number


class AboutPerson(Press, prefix="fb-all"):
    """Their work as a whole."""

    person: Number


class AboutDay(Press, prefix="fb-day"):
    """One day of theirs."""

    person: Number
    day: IsoDay


class AboutResult(Press, prefix="fb-rhk"):
    """One of their planned results, by its key."""

    person: Number
    at: Number


class HoldDialogue(Press, prefix="fb-dlg"):
    """Catat dialog kinerja."""

    person: Number


class NoteCoaching(Press, prefix="fb-coach"):
    """Catat bimbingan."""

    person: Number


class RateCoaching(Press, prefix="fb-rate"):
    """Nilai bimbingan atasan: one's own superior's."""


class OpenCoaching(Press, prefix="fb-read"):
    """The answers about a coaching session that were handed to whoever taps."""

    of: Number


class AnswerFeedback(Press, prefix="fb-re"):
    """Jawab: the feedback with this id."""

    to_feedback: Number


async def draw_board(look: Look) -> Drawing:
    """The card of kind "feedback-board"."""
    facts, today = look.notice.facts, look.office.today(look.now)
    team = await subordinates_of(look.session, look.to, look.office, today)
    view = View(facts.get("view", View.WHOM if team else View.RECEIVED))
    page = int(facts.get("page", 0))
    one = next((mate for mate in team if mate.id == facts.get("person")), None)
    if one is not None and view in (View.ABOUT, View.EXPECTED):
        return Drawing((await _of_person(look, view, one, today),))
    if view is View.COACHING:
        return Drawing((await _coaching(look, page, has_team=bool(team)),))
    if view is View.DIALOGUES:
        return Drawing((await _dialogues(look, has_team=bool(team)),))
    if view in (View.RECEIVED, View.GIVEN):
        return Drawing((await _read(look, view, page, has_team=bool(team)),))
    return Drawing((_whom(look, team, page),))


def _whom(look: Look, team: Sequence[Employee], page: int) -> Page:
    pages = max(1, -(-len(team) // ON_A_PAGE))
    page = min(page, pages - 1)
    people = [
        [button(look.say("button-feedback-person", who=named(one)),
                FeedbackTo.on(look, person=one.id))]
        for one in team[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    ]  # fmt: skip
    text = look.say("feedback-whom", nobody=not team)
    return Page(text, keyboard(*people, _steps(look, View.WHOM, page, page + 1 < pages),
                               _ways(look, View.WHOM, has_team=bool(team))))  # fmt: skip


async def _of_person(look: Look, view: View, one: Employee, today: date) -> Page:
    if view is View.ABOUT:
        return await _about(look, one, today)
    return await expectation_page(look, one, FeedbackTo.on(look, person=one.id))


async def _about(look: Look, one: Employee, today: date) -> Page:
    say = look.say
    days = [
        [button(say("button-feedback-day", day=day),
                AboutDay.on(look, person=one.id, day=day.isoformat()))]
        for day in await last_days(look.session, one.id, today)
    ]  # fmt: skip
    version = await plan_in_force(look.session, one.id, today)
    results = [
        [button(say("button-feedback-result", number=number, what=shortened(result.what, 40)),
                AboutResult.on(look, person=one.id, at=result.key))]
        for number, result in enumerate(version.results if version else (), 1)
    ]  # fmt: skip
    whole = [button(say("button-feedback-all"), AboutPerson.on(look, person=one.id))]
    talk = [button(say("button-feedback-dialogue"), HoldDialogue.on(look, person=one.id))]
    coach = [button(say("button-feedback-coaching"), NoteCoaching.on(look, person=one.id))]
    expect = [button(say("button-expectations"), ShowExpectations.on(look, person=one.id))]
    back = [button(say("button-back"), ShowFeedback.on(look, view=View.WHOM))]
    rows = (whole, *days, *results, talk, coach, expect, back)
    return Page(say("feedback-about", to=named(one)), keyboard(*rows))


async def _read(look: Look, view: View, page: int, *, has_team: bool) -> Page:
    fetch = feedback_received if view is View.RECEIVED else feedback_given
    skip = page * READ_AT_ONCE
    found = await fetch(look.session, look.to.id, most=READ_AT_ONCE + 1, skip=skip)
    here, is_mine = found[:READ_AT_ONCE], view is View.RECEIVED
    entries = [
        _entry(look.say, skip + n, one, of=one.by if is_mine else one.to, mine=is_mine)
        for n, one in enumerate(here, 1)
    ]
    answers = [
        button(look.say("button-feedback-answer-no", number=skip + n),
               AnswerFeedback.on(look, to_feedback=one.id))
        for n, one in enumerate(here, 1)
        if is_mine and one.answer is None
    ]  # fmt: skip
    text = sheet(look.say("feedback-list", view=view.value, nothing=not here), *entries)
    steps = _steps(look, view, page, len(found) > READ_AT_ONCE)
    rate = [button(look.say("button-feedback-rate-coaching"), RateCoaching.on(look))]
    ways = _ways(look, view, has_team=has_team)
    return Page(text, keyboard(answers, steps, rate if is_mine else [], ways))


async def _dialogues(look: Look, *, has_team: bool) -> Page:
    """The last dialogues on either side, with their steps."""
    lines: list[str] = []
    found = await dialogues_of(look.session, look.to.id, most=DIALOGUES_SHOWN)
    for one in found:
        other = one.leader if one.employee_id == look.to.id else one.employee
        lines += [
            look.say("dialogue-entry", at=one.at, other=named(other), open=one.is_open,
                     declined=one.declined_at is not None, topic=shortened(one.topic, 200)),
            *step_lines(look.say, one, reader=look.to.id),
        ]  # fmt: skip
    text = sheet(look.say("feedback-dialogues", nothing=not found), *lines)
    coaching = button(look.say("button-feedback-coaching-read"),
                      ShowFeedback.on(look, view=View.COACHING))  # fmt: skip
    ways = _ways(look, View.DIALOGUES, has_team=has_team)
    return Page(text, keyboard([coaching] if has_team else [], ways))


async def _coaching(look: Look, page: int, *, has_team: bool) -> Page:
    """What subordinates of one's subordinates said of being coached, for nobody else."""
    skip = page * READ_AT_ONCE
    found = await coaching_for(look.session, look.to.id, most=READ_AT_ONCE + 1, skip=skip)
    here = found[:READ_AT_ONCE]
    lines = [
        look.say("coaching-entry", number=number, at=one.at, coach=named(one.coach),
                 employee=named(one.employee),
                 counts=[(agreement.value, sum(a.agreement is agreement for a in one.answers))
                         for agreement in Agreement])
        for number, one in enumerate(here, skip + 1)
    ]  # fmt: skip
    numbers = [
        button(str(number), OpenCoaching.on(look, of=one.id))
        for number, one in enumerate(here, skip + 1)
    ]
    text = sheet(look.say("coaching-list", nothing=not here), *lines)
    steps = _steps(look, View.COACHING, page, len(found) > READ_AT_ONCE)
    return Page(text, keyboard(numbers, steps, _ways(look, View.COACHING, has_team=has_team)))


def _entry(say: Say, number: int, one: Feedback, *, of: Employee, mine: bool) -> str:
    answer = one.answer
    return say(
        "feedback-entry", number=number, of=named(of), mine=mine, at=one.at, about=matter(say, one),
        words=shortened(one.words, ROOM_FOR_WORDS // 2),
        answer=shortened(answer.words, ROOM_FOR_WORDS // 2) if answer else None,
    )  # fmt: skip


def _steps(look: Look, view: View, page: int, is_more: bool) -> Row:
    steps = [("◀", page - 1)] if page else []
    steps += [("▶", page + 1)] if is_more else []
    return [button(arrow, ShowFeedback.on(look, view=view, page=to)) for arrow, to in steps]


def _ways(look: Look, view: View, *, has_team: bool) -> Row:
    views = [View.WHOM, View.RECEIVED, View.GIVEN] if has_team else [View.RECEIVED]
    views.append(View.DIALOGUES)
    return [
        button(look.say(f"button-feedback-{one.value}"), ShowFeedback.on(look, view=one))
        for one in views
        if one is not view
    ]


async def draw_told(look: Look) -> Drawing:
    """The card of kind "feedback", for whom it was meant."""
    one = await feedback_with(look.session, int(look.notice.subject or 0))
    if one is None or one.to_id != look.to.id:
        return Drawing()
    text = look.say("feedback-told", by=named(one.by), at=one.at, about=matter(look.say, one),
                    words=one.words, answer=one.answer.words if one.answer else None)  # fmt: skip
    answer = [button(look.say("button-feedback-answer"),
                     AnswerFeedback.on(look, to_feedback=one.id))]  # fmt: skip
    return Drawing((Page(text, keyboard([] if one.answer else answer)),))


def matter(say: Say, one: Feedback) -> str:
    """What it is about, in a few words."""
    return say("feedback-of", about=one.about.value, day=one.day, result=one.result)


async def last_days(session: AsyncSession, employee_id: int, today: date) -> Sequence[date]:
    """The last days on which somebody reported, the newest first."""
    rows = await session.scalars(
        select(Activity.day)
        .where(Activity.author_id == employee_id, Activity.state.in_(SENT), Activity.day <= today)
        .distinct()
        .order_by(Activity.day.desc())
        .limit(DAYS_OFFERED)
    )
    return [day for day in rows if day is not None]


async def plan_in_force(session: AsyncSession, employee_id: int, today: date) -> PlanVersion | None:
    plan = await plan_on(session, employee_id, today)
    return await version_in_force(session, plan.id) if plan else None


CARDS = {BOARD: draw_board, TOLD: draw_told}
