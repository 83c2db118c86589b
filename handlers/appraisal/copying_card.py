"""The card of what is to be copied: a grey block a day, and a button where Telegram has room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import groupby

from aiogram.types import CopyTextButton, InlineKeyboardButton
from sqlalchemy import func, select

from handlers.appraisal.copying import COPYING, CopyDays, days_in
from handlers.cards import ROOM, Drawing, Look, Page, button, keyboard, paged, sheet, width
from handlers.documents.recap import period_name
from handlers.turn import Say
from handlers.work.lines import shortened
from models.appraisal.naming_results import Key, NamedResult, results_named
from models.people.employees import Language
from models.work.activities import Activity
from models.work.evidence import Attached, EvidenceKind, attached_to
from models.work.periods import Period, Span
from models.work.states import SENT

PASTED_IN = Language.INDONESIAN  # whatever the reader reads
COPIED_AT_ONCE = 256  # characters: what Telegram lets a button copy
BUTTONS_IN_A_ROW = 5
HEADS = 300  # characters kept free on a page for a day that goes on, and the foot
LINKS, LONGEST_LINK, LONGEST_RESULT = 3, 200, 120


@dataclass(frozen=True)
class Line:
    """One line to be copied; the first of a day brings the day's name along."""

    day: date
    words: str  # HTML
    number: int = 0
    work: str = ""  # what one activity's button copies; "" for none


async def draw_copying(look: Look) -> Drawing:
    """The card of kind "copying"; its facts say which days, and which page of them."""
    name = look.notice.facts["period"]
    first, last = days_in(name)
    activities = await _activities(look, first, last)
    lines = await _lines(look, activities)
    pages = _pages(look, lines)
    at = min(int(look.notice.facts.get("page", 0)), len(pages) - 1)
    text = sheet(
        look.say("copy-head", day=first if first == last else None,
                 name=period_name(look.say, Period.named(name)) if first != last else None,
                 page=at + 1, pages=len(pages)),
        *_blocks(look.say_in(PASTED_IN), pages[at]),
        look.say("copy-foot", nothing=not activities),
    )  # fmt: skip
    rows = [*_copies(look, pages[at], first == last), _turning(look, name, at, len(pages))]
    rows.append(await _days(look, first, last))
    return Drawing((Page(text, keyboard(*rows)),))


async def _activities(look: Look, first: date, last: date) -> list[Activity]:
    """What was sent and stands: what came back is to be corrected first."""
    rows = await look.session.scalars(
        select(Activity)
        .where(Activity.author_id == look.to.id, Activity.day.between(first, last))
        .where(Activity.state.in_(SENT))
        .order_by(Activity.day, Activity.start.nulls_last(), Activity.id)
    )
    return list(rows)


async def _lines(look: Look, activities: Sequence[Activity]) -> list[Line]:
    """Each day's activities, and last what proves them."""
    plans = {a.plan_id for a in activities if a.plan_id is not None}
    results = await results_named(look.session, plans) if plans else {}
    proofs = await _proofs(look, activities)
    found, say = [], look.say_in(PASTED_IN)
    for day, of_day in groupby(activities, key=lambda a: a.day):
        assert day is not None, "asked for by the query"
        for number, activity in enumerate(of_day, 1):
            words = _words(say, activity, results)
            found.append(Line(day, f"{number}. {words}", number, _work(say, activity)))
        if proofs[day].count:
            found.append(Line(day, _proof(say, proofs[day])))
    return found


def _words(say: Say, activity: Activity, results: dict[Key, NamedResult]) -> str:
    """In the order of Progres Harian: time, what was done, its amount, what it serves."""
    served = results.get((activity.plan_id or 0, activity.result_key or 0))
    return say("copy-activity", a=activity.written,
               serves=shortened(served.what, LONGEST_RESULT) if served else None)  # fmt: skip


def _work(say: Say, activity: Activity) -> str:
    """What goes into the field for the activity itself, as plain text."""
    text = unescape(say("copy-work", a=activity.written))
    return text if width(text) <= COPIED_AT_ONCE else ""


async def _proofs(look: Look, activities: Sequence[Activity]) -> dict[date, Attached]:
    """What came with each day's reports."""
    reports: defaultdict[date, set[int]] = defaultdict(set)
    for activity in activities:
        if activity.day is not None:
            reports[activity.day].add(activity.report_id)
    ids = sorted({a.report_id for a in activities})
    pieces = (await attached_to(look.session, ids)).pieces if ids else ()
    return {
        day: Attached(tuple(piece for piece in pieces if piece.report_id in theirs))
        for day, theirs in reports.items()
    }


def _proof(say: Say, attached: Attached) -> str:
    links = [piece.link for piece in attached.pieces if piece.kind is EvidenceKind.LINK]
    short = [link for link in links if link and len(link) <= LONGEST_LINK][:LINKS]
    return say("copy-proof", links=short, files=attached.count - len(links))


# Pages


def _pages(look: Look, lines: Sequence[Line]) -> list[list[Line]]:
    """As many lines as a message holds; a day that goes on is named again."""
    say = look.say_in(PASTED_IN)
    texts = [
        sheet("" if place and lines[place - 1].day == line.day else say("copy-day", day=line.day),
              line.words)
        for place, line in enumerate(lines)
    ]  # fmt: skip
    head = look.say("copy-head", day=None, name="", page=1, pages=1)
    foot = look.say("copy-foot", nothing=False)
    found = paged(texts, head, foot, room=ROOM - HEADS)
    return [[lines[place] for place in page] for page in found]


def _blocks(say: Say, page: Sequence[Line]) -> list[str]:
    """A tap on a grey block copies all of it."""
    return [f"<pre>{_block(say, list(lines))}</pre>"
            for _, lines in groupby(page, key=lambda line: line.day)]  # fmt: skip


def _block(say: Say, lines: Sequence[Line]) -> str:
    return sheet(say("copy-day", day=lines[0].day), *(line.words for line in lines))


def _copies(look: Look, page: Sequence[Line], of_a_day: bool) -> list[list[InlineKeyboardButton]]:
    """Of one day: a button an activity, and one for all of it, where Telegram has room for it."""
    if not of_a_day or not page:
        return []
    ones = [
        _copies_one(look.say("button-copy-one", number=line.number), line.work)
        for line in page
        if line.work
    ]
    whole = unescape(_block(look.say_in(PASTED_IN), page))
    rows = [ones[i : i + BUTTONS_IN_A_ROW] for i in range(0, len(ones), BUTTONS_IN_A_ROW)]
    if width(whole) <= COPIED_AT_ONCE:
        rows.append([_copies_one(look.say("button-copy-all"), whole)])
    return rows


def _copies_one(label: str, text: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=unescape(label), copy_text=CopyTextButton(text=text))


def _turning(look: Look, name: str, at: int, pages: int) -> list[InlineKeyboardButton]:
    to = [("◀", at - 1)] if at else []
    to += [("▶", at + 1)] if at + 1 < pages else []
    return [
        button(look.say("button-copy-page", arrow=arrow, page=one + 1),
               CopyDays.on(look, period=name, page=one))
        for arrow, one in to
    ]  # fmt: skip


async def _days(look: Look, first: date, last: date) -> list[InlineKeyboardButton]:
    """From a day to the ones beside it with something to copy, and to its month; or to the days."""
    theirs = (Activity.author_id == look.to.id, Activity.state.in_(SENT))
    if first != last:
        newest = await look.session.scalar(
            select(func.max(Activity.day)).where(*theirs, Activity.day.between(first, last))
        )
        to = [] if newest is None else [(look.say("button-copy-by-day"), newest.isoformat())]
    else:
        before = await look.session.scalar(
            select(func.max(Activity.day)).where(*theirs, Activity.day < first)
        )
        after = await look.session.scalar(
            select(func.min(Activity.day)).where(*theirs, Activity.day > first)
        )
        to = [
            (look.say("button-team-day", arrow=arrow, day=day), day.isoformat())
            for arrow, day in (("◀", before), ("▶", after))
            if day is not None
        ]
        month = Period.of(Span.MONTH, first)
        to.append((look.say("button-copy-month"), str(month)))
    return [button(label, CopyDays.on(look, period=period)) for label, period in to]


CARDS = {COPYING: draw_copying}
