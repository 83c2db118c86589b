"""The card of a recap: a few lines, and buttons to other periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.appraisal.copying import CopyDays
from handlers.appraisal.realising import said_words, told_line
from handlers.appraisal.recapping import PAPER, RECAP, PrintRecap, ShowRecap
from handlers.cards import ROOM, Document, Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.documents.recap import file_name, period_name, recap_pdf
from handlers.documents.recap_picture import recap_picture
from handlers.turn import Say, named
from handlers.work.lines import shortened
from models.appraisal.naming_results import Key, NamedResult, results_named
from models.appraisal.papers import paper_of
from models.appraisal.planned import add_planned
from models.appraisal.progress import said_of
from models.appraisal.readers import Readable, readable
from models.appraisal.recaps import Recap, Share, busy_first, recap_of
from models.office import Kept
from models.people.employees import Language
from models.people.preferences import preferences_of
from models.work.periods import Period, Span

Row = list[InlineKeyboardButton]
Told = Mapping[Key, Sequence[str]]  # what was said of a result's indicators, in words
NOTHING_TOLD: Told = {}
ROOM_UNDER_A_PICTURE = 960  # of the 1,024 characters that Telegram lets a caption have


async def draw_recap(look: Look) -> Drawing:
    """The card of kind "recap"; its subject is whose it is, its facts say which period."""
    period, today = Period.named(look.notice.facts["period"]), look.office.today(look.now)
    person = int(look.notice.subject or 0)
    whose = await readable(look.session, look.to, person, period, today=today)
    if whose is None:
        return Drawing()  # they lead them no longer
    found = await recap_of(look.session, whose.employee.id, period, look.office, today=today,
                           scope=whose.scope)  # fmt: skip
    await add_planned(look.session, {whose.employee.id: found}, period, scope=whose.scope)
    named_results = await results_of(look, found)
    head = _figures(look, period, whose, found)
    foot = look.say("recap-foot", evidence=found.evidence, corrected=found.corrected,
                    is_theirs=whose.scope is not None)  # fmt: skip
    told = await told_in(look, period, found)
    lines = share_lines(look.say, found.shares, named_results, told)
    text = sheet(head, *fitting(look.say, lines, head, foot, room=await _room(look)), foot)
    name = look.say("week-name", person=named(whose.employee))
    shown = recap_picture(look.say, name, period, found, named_results, told)
    return Drawing((Page(text, _keyboard(look, period, person), picture=shown),))


async def _room(look: Look) -> int:
    """For whoever chose words only, all that a message holds."""
    wishes = await preferences_of(look.session, look.to.id)
    return ROOM_UNDER_A_PICTURE if wishes.pictures else ROOM


def fitting(say: Say, lines: Sequence[str], *around: str, room: int = ROOM) -> list[str]:
    """As many as one message holds; the picture has more, the paper has them all."""
    here = paged(lines, *around, room=room)[0] if lines else []
    left = len(lines) - len(here)
    return [*(lines[i] for i in here), *([say("and-more", count=left)] if left else [])]


async def draw_paper(look: Look) -> Drawing:
    """The card of kind "recap-paper": the PDF, drawn outside of any transaction."""
    person, _, name = (look.notice.subject or "").partition(":")
    period, today = Period.named(name), look.office.today(look.now)
    whose = await readable(look.session, look.to, int(person), period, today=today)
    if whose is None:
        return Drawing()
    paper = await paper_of(look.session, whose.employee, period, look.office, today=today,
                           scope=whose.scope)  # fmt: skip
    document = Document(
        file_name(paper, "pdf"),
        recap_pdf(look.say_in(Language.INDONESIAN), paper, look.office, now=look.now),
        mark=f"{look.notice.id}:{look.version}",
    )
    text = look.say("recap-paper", name=period_name(look.say, period))
    return Drawing((Page(text, document=document),))


async def told_in(look: Look, period: Period, found: Recap) -> Told:
    """What was said of indicators by the end of the period, of the plans that it was work for."""
    plans = {share.plan_id for share in found.shares if share.plan_id is not None}
    before = look.office.at(period.after.first, time())
    said = await said_of(look.session, plans, before=before)
    return {key: said_words(look.say, entries) for key, entries in said.items()}


async def results_of(look: Look, found: Recap) -> dict[Key, NamedResult]:
    plans = {share.plan_id for share in found.shares if share.plan_id is not None}
    return await results_named(look.session, plans) if plans else {}


def _figures(look: Look, period: Period, whose: Readable, found: Recap) -> str:
    return look.say(
        "recap-figures",
        name=period_name(look.say, period),
        person=named(whose.employee) if whose.scope is not None else None,
        owed=found.owed,
        reported=found.reported,
        on_time=found.on_time,
        activities=found.activities,
        minutes=found.minutes,
        target=found.target,
        percent=found.percent,
        approved=found.approved,
        waiting=found.waiting,
        returned=found.returned,
    )


def share_lines(
    say: Say, shares: Sequence[Share], results: dict[Key, NamedResult], told: Told = NOTHING_TOLD
) -> list[str]:
    """What went into which result; nothing for whoever has no plan and links nothing."""
    if not any(share.is_linked for share in shares):
        return []
    return [
        share_line(say, share, result, told.get((share.plan_id or 0, share.key or 0), ()))
        for share, result in busy_first(shares, results)
    ]


def share_line(say: Say, share: Share, result: NamedResult | None, told: Sequence[str] = ()) -> str:
    line = say(
        "recap-share",
        number=result.number if result else None,
        what=shortened(result.what) if result else None,
        is_task=share.is_task,
        count=share.activities,
        minutes=share.minutes,
        amounts=[(amount, unit) for unit, amount in share.amounts.items()],
    )
    return sheet(line, told_line(say, told))


def _keyboard(look: Look, period: Period, person: int) -> InlineKeyboardMarkup | None:
    mine = not person and period.span is not Span.YEAR
    copies = button(look.say("button-copy"), CopyDays.on(look, period=str(period)))
    prints = button(look.say("button-recap-paper"),
                    PrintRecap.on(look, period=str(period), person=person))  # fmt: skip
    return keyboard(
        _steps(look, period, person), _spans(look, period, person), [copies] if mine else [],
        [prints],
    )  # fmt: skip


def _steps(look: Look, period: Period, person: int) -> Row:
    """To the period before and after, as far as it is kept and has begun."""
    kept_since = look.office.today(look.office.kept_since(Kept.WORK, look.now))
    to = [("◀", period.before)] if period.before.last >= kept_since else []
    to += [("▶", period.after)] if period.after.first <= look.office.today(look.now) else []
    return [
        button(look.say("button-recap-step", arrow=arrow, name=period_name(look.say, one)),
               ShowRecap.on(look, period=str(one), person=person))
        for arrow, one in to
    ]  # fmt: skip


def _spans(look: Look, period: Period, person: int) -> Row:
    """The month, the quarter and the year around it; not the one that is shown."""
    day = min(period.last, look.office.today(look.now))
    return [
        button(look.say(f"button-recap-{span.value}"),
               ShowRecap.on(look, period=str(Period.of(span, day)), person=person))
        for span in Span
        if span is not period.span
    ]  # fmt: skip


CARDS = {RECAP: draw_recap, PAPER: draw_paper}
