"""Meninjau: /tinjau, everything that waits for a reviewer, across people, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers.cards import (
    Drawing,
    Look,
    Number,
    Page,
    Press,
    button,
    card_as_shown,
    keyboard,
    paged,
    sheet,
)
from handlers.people.queued_absences import opening_requests, requests_in_words
from handlers.turn import Known, Reply, Turn, named
from handlers.work.changes import changed_line
from handlers.work.deciding import Ruling, rule, waiting_for
from handlers.work.lines import line
from handlers.work.queued_corrections import in_words, opening
from handlers.work.reviewing import still_waiting, what_happened
from models.notices.telling import show
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.corrections import asked_of
from models.work.decisions import Verdict
from models.work.digests import KIND, SUBJECT
from models.work.known import Before, known_before
from models.work.requests_away import requests_to
from models.work.states import State

ON_A_PAGE = 10

router = Router(name="queue")
router.message.filter(Known())
router.callback_query.filter(Known())


class ApprovePage(Press, prefix="page-yes"):
    """Setujui yang tampil."""


class TurnPage(Press, prefix="page"):
    """Another page of the queue."""

    to: Number


class Open(Press, prefix="open"):
    """The card of one employee's day, at the end of the chat."""

    author: Number
    day: str


@router.message(Command("tinjau", "review"))
async def queue(message: Message, turn: Turn) -> Reply:
    if (
        await waiting_for(turn.session, turn.me)
        or await asked_of(turn.session, turn.me)
        or await requests_to(turn.session, turn.me.id, turn.office, turn.now)
    ):
        show_queue(turn, turn.me)
        return None
    return message.answer(turn.say("queue-empty"))


def show_queue(turn: Turn, to: Employee) -> None:
    """The queue as a new message, from its first page."""
    show(
        turn.session,
        KIND,
        SUBJECT,
        to=to.id,
        at=turn.now,
        urgent=True,
        anew=True,
        facts={"page": 0},
    )


@router.callback_query(ApprovePage.filter())
async def approve_page(callback: CallbackQuery, callback_data: ApprovePage, turn: Turn) -> Reply:
    """Exactly what the page showed, whoever wrote it."""
    card = await card_as_shown(turn, callback_data)
    waiting = await still_waiting(card)
    await rule(turn, waiting, Ruling(Verdict.APPROVED), shown_on=card.notice)
    await turn.session.flush()
    left = await waiting_for(turn.session, turn.me)
    card.redraw(page=0)
    return callback.answer(turn.say("approved", count=len(waiting), left=left))


@router.callback_query(TurnPage.filter())
async def turn_page(callback: CallbackQuery, callback_data: TurnPage, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw(page=callback_data.to)
    return callback.answer()


@router.callback_query(Open.filter())
async def open_day(callback: CallbackQuery, callback_data: Open, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    subject = f"{callback_data.author}:{callback_data.day}"
    shown = [a for a in await card.activities() if f"{a.author_id}:{a.day}" == subject]
    if not any(activity.is_waiting for activity in shown):
        raise what_happened(shown)
    show(
        turn.session,
        "review",
        subject,
        to=turn.me.id,
        at=turn.now,
        urgent=True,
        anew=True,
        facts={},
    )
    return callback.answer()


async def draw_queue(look: Look) -> Drawing:
    """The card of kind "queue": one page of what waits, grouped by person and day."""
    rows = await look.session.scalars(
        select(Activity)
        .where(Activity.reviewer_id == look.to.id, Activity.state == State.SUBMITTED)
        .order_by(Activity.day, Activity.author_id, Activity.start.nulls_last(), Activity.id)
        .options(joinedload(Activity.author))
    )
    waiting = list(rows)
    asked = await _asked(look)
    is_digest = bool(look.notice.facts.get("digest"))
    if not waiting:
        return _only(look, asked, is_digest=is_digest)
    before = await known_before(look.session, waiting)
    pages = _pages(look, waiting, before)
    number = min(int(look.notice.facts.get("page", 0)), len(pages) - 1)
    on_page = pages[number]
    text = look.say("queue-head", count=len(waiting), page=number + 1, pages=len(pages),
                    is_digest=is_digest)  # fmt: skip
    asked = asked if number == 0 else _Asked()
    below = f"\n{asked.words}" if asked.words else ""
    return Drawing(
        (
            Page(
                text=sheet(text, *_groups(look, on_page, before), below),
                keyboard=_keyboard(look, on_page, number, len(pages), asked),
                shown=[(a.id, a.revision) for a in on_page],
                waits=True,
            ),
        )
    )


@dataclass(frozen=True)
class _Asked:
    """What waits beside reports: corrections, and days away."""

    words: str = ""
    rows: Sequence[list[InlineKeyboardButton]] = ()


async def _asked(look: Look) -> _Asked:
    corrections = await asked_of(look.session, look.to)
    away = await requests_to(look.session, look.to.id, look.office, look.now)
    words = (in_words(look, corrections), requests_in_words(look, away))
    return _Asked(
        "\n\n".join(part for part in words if part),
        [*opening(look, corrections), *opening_requests(look, away)],
    )


def _only(look: Look, asked: _Asked, *, is_digest: bool) -> Drawing:
    """No report waits; perhaps something else does."""
    if asked.words:
        return Drawing((Page(asked.words, keyboard(*asked.rows), waits=True),))
    return Drawing(() if is_digest else (Page(look.say("queue-empty")),))


def _pages(
    look: Look, waiting: Sequence[Activity], before: Mapping[int, Before]
) -> list[list[Activity]]:
    """Ten a page, fewer if their words are long."""
    lines = [_heading(look, a) + _line(look, ON_A_PAGE, a, before) for a in waiting]
    head = look.say("queue-head", count=len(waiting), page=1, pages=2, is_digest=True)
    pages = paged(lines, head, most=ON_A_PAGE)
    return [[waiting[place] for place in page] for page in pages]


def _heading(look: Look, activity: Activity) -> str:
    return look.say("queue-person", author=named(activity.author), day=activity.day)


def _line(look: Look, number: int, activity: Activity, before: Mapping[int, Before]) -> str:
    return sheet(
        line(look.say, number, activity, quiet=True),
        changed_line(look.say, before.get(activity.id), activity.written),
    )


def _groups(look: Look, on_page: Sequence[Activity], before: Mapping[int, Before]) -> list[str]:
    texts, number = [], 0
    for _, group in groupby(on_page, key=lambda a: (a.author_id, a.day)):
        activities = list(group)
        texts.append(f"\n{_heading(look, activities[0])}")
        for activity in activities:
            number += 1
            texts.append(_line(look, number, activity, before))
    return texts


def _keyboard(
    look: Look, on_page: Sequence[Activity], number: int, count: int, asked: _Asked
) -> InlineKeyboardMarkup | None:
    say = look.say
    people = {(a.author_id, a.day): a.author for a in on_page}
    opens = [
        button(
            say("button-open", author=named(author), day=day),
            Open.on(look, author=author_id, day=day.isoformat() if day else ""),
        )
        for (author_id, day), author in people.items()
    ]
    steps = []
    if number:
        steps.append(button("◀", TurnPage.on(look, to=number - 1)))
    if number + 1 < count:
        steps.append(button("▶", TurnPage.on(look, to=number + 1)))
    return keyboard(
        [button(say("button-approve-page", count=len(on_page)), ApprovePage.on(look))],
        *([one] for one in opens),
        *asked.rows,
        steps,
    )


CARDS = {KIND: draw_queue}
