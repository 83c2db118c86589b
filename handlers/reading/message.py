"""A message, read: its activities, and what has to be asked."""

from __future__ import annotations

from datetime import datetime

from handlers.reading.drafts import Desk, draft_of
from handlers.reading.finding import Line, read_line
from handlers.reading.found import Page
from handlers.reading.governing import decide_days
from handlers.reading.headers import Headers, day_of_header
from handlers.reading.labels import Label, sections
from handlers.reading.parts import parts
from handlers.reading.settling import settle
from handlers.reading.splitting import items
from handlers.reading.tokens import span_of, tokenise
from handlers.reading.understood import About, Question, ReadActivity, Reading
from handlers.reading.units import lexicon
from models.office import Office

_ADDRESSES = ("http://", "https://", "www.")
_LABELS = {"link", "tautan", "bukti", "dokumen", "foto"}


def read(text: str, said_at: datetime, office: Office) -> Reading:
    """Read what somebody wrote at this moment; days are relative to it."""
    page = page_of(without_addresses(text), said_at, office)
    desk = Desk()
    _read_lines(page, desk)
    desk.finish()
    return _answer(page, desk)


def without_addresses(text: str) -> str:
    """Lines of nothing but links are no activities: blanks of the same length, places stay."""
    return "\n".join(
        " " * len(line) if _is_only_addresses(line) else line for line in text.split("\n")
    )


def _is_only_addresses(line: str) -> bool:
    """Whether nothing is on the line but links, perhaps with a word before them that says so."""
    words = line.casefold().split()
    if words and words[0].rstrip(":") in _LABELS:
        words = [word for word in words[1:] if word != ":"]
    return bool(words) and all(word.startswith(_ADDRESSES) for word in words)


def page_of(text: str, said_at: datetime, office: Office) -> Page:
    """The message on the desk."""
    return Page(text, tokenise(text), office.local(said_at), lexicon(office.quantity_units))


def _read_lines(page: Page, desk: Desk) -> None:
    headers = Headers()
    in_order = [section for item in items(page.tokens) for section in sections(page.tokens, item)]
    for section, following in zip(in_order, [*in_order, None][1:], strict=True):
        if headers.is_name(section):
            continue
        line = read_line(page, section.first, section.after)
        if headers.leads(line, section, following, begun=bool(desk.drafts)):
            desk.day = day_of_header(line) or desk.day
        elif not headers.follows(line):
            details = headers.details(line, section)
            _put(line, Label.NOTE if details else section.label, desk)


def _put(line: Line, label: Label | None, desk: Desk) -> None:
    if not line.found and line.word_in(line.first, line.after) is None:
        return
    decide_days(line)
    drafts = [draft_of(part) for part in parts(line)]
    for draft, before in zip(drafts, [None, *drafts], strict=False):
        if before is not None:
            draft.takes_its_name_from(before, line.page)
        desk.put(draft, label)


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
