"""A message, read: its activities, and what has to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from handlers.reading.drafts import Desk, draft_of
from handlers.reading.finding import Line, read_line
from handlers.reading.found import Page
from handlers.reading.governing import decide_days
from handlers.reading.headers import day_of_header, is_header, is_signature
from handlers.reading.labels import Label, sections
from handlers.reading.parts import parts
from handlers.reading.settling import settle
from handlers.reading.splitting import Item, items
from handlers.reading.tokens import span_of, tokenise
from handlers.reading.understood import About, Question, ReadActivity, Reading
from handlers.reading.units import lexicon
from models.office import Office


def read(text: str, said_at: datetime, office: Office) -> Reading:
    """Read what somebody wrote at this moment; days are relative to it."""
    page = page_of(text, said_at, office)
    desk = Desk()
    _read_items(page, desk)
    return _answer(page, desk)


def page_of(text: str, said_at: datetime, office: Office) -> Page:
    """The message on the desk."""
    return Page(text, tokenise(text), office.local(said_at), lexicon(office.quantity_units))


def _read_items(page: Page, desk: Desk) -> None:
    closed = False
    in_order = list(items(page.tokens))
    for item, after in zip(in_order, [*in_order[1:], None], strict=True):
        for label, line in _lines(page, item):
            if is_header(line, item, after) and not desk.drafts:
                desk.day = day_of_header(line) or desk.day
            elif not (closed and is_signature(line)):
                _put(line, label, desk)
            closed |= line.closes


def _lines(page: Page, item: Item) -> Iterator[tuple[Label | None, Line]]:
    """An item's sections, but for those that say who writes."""
    for label, first, after in sections(page.tokens, item.first, item.after):
        if label is not Label.WHO:
            yield label, read_line(page, first, after)


def _put(line: Line, label: Label | None, desk: Desk) -> None:
    decide_days(line)
    for part in parts(line):
        desk.put(draft_of(part), label)


def _answer(page: Page, desk: Desk) -> Reading:
    activities: list[ReadActivity] = []
    questions: list[Question] = []
    for draft in desk.drafts:
        for activity, asked in settle(page, draft, len(activities)):
            activities.append(activity)
            questions += asked
    if not activities or (desk.waiting and desk.waiting.times):
        waiting = desk.waiting
        span = span_of(page.tokens, waiting.first, waiting.after) if waiting else None
        questions.append(Question(About.WHAT, None, span=span))
    return Reading(tuple(activities), tuple(questions))
