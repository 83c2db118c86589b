"""The cards of a spreadsheet of ratings: the workbook, what came back in it, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from handlers.appraisal.evaluation_buttons import (
    SHEET,
    SHEET_BACK,
    SHEET_WRONG,
    ApplySheet,
    SignAll,
)
from handlers.appraisal.evaluation_cards import shown_of
from handlers.appraisal.evaluation_warning import unit_lines
from handlers.appraisal.evaluation_words import (
    achievement_in,
    period_name,
    predicate_in,
    rating_in,
)
from handlers.appraisal.rating_sheet_lines import lines_of
from handlers.appraisal.rating_sheet_words import plainly, titles_in, wrong_lines
from handlers.cards import Document, Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.documents.rating_sheet import Line, RatingWorkbook
from handlers.turn import named
from handlers.work.lines import shortened
from models.appraisal.appraisers import appraised_by, appraiser_of
from models.appraisal.evaluation_answers import Side
from models.appraisal.evaluations import Evaluation, EvaluationStage
from models.appraisal.finding_evaluations import (
    evaluations_with,
    newest_of,
    posting_for,
)
from models.appraisal.periods import Cadence, Span
from models.appraisal.rating_rows import Found
from models.appraisal.rating_sheets import RatingSheet
from models.appraisal.ratings import Predicate, Rating, UnitPredicate
from models.people.units import Unit

SIGNED_AT_ONCE = 50
ROOM_FOR_NAMES = 1600  # characters: beside them stand the warnings of some units, as many again


async def draw_sheet(look: Look) -> Drawing:
    """The card of kind "rating-sheet": a row for everybody who waits for a rating."""
    cadence, _, since = (look.notice.subject or "").partition(":")
    span = Span.holding(date.fromisoformat(since), Cadence(cadence))
    today = look.office.today(look.now)
    team = await appraised_by(look.session, look.to, look.office, today)
    found = await newest_of(look.session, [mate.id for mate in team], span)
    ready = [
        found[mate.id] for mate in team
        if mate.id in found and found[mate.id].may_be_rated(at=look.now)
        and look.to.is_same_as(await appraiser_of(look.session, mate, look.office, today))
    ]  # fmt: skip
    if not ready:
        return Drawing()
    waiting = sum(_is_self(found.get(mate.id)) for mate in team) - sum(map(_is_self, ready))
    text = look.say("rating-sheet", period=period_name(look.say, span), people=len(ready),
                    waiting=waiting)  # fmt: skip
    book = _workbook(look, span, await lines_of(look, span, ready))
    return Drawing((Page(text, document=_document(look, book)),))


def _is_self(one: Evaluation | None) -> bool:
    return one is None or one.stage is EvaluationStage.SELF


def _document(look: Look, book: RatingWorkbook) -> Document:
    name = look.say("rating-sheet-file", title=book.title.casefold().replace(" ", "-"))
    return Document(name, book, mark=f"{look.notice.id}:{look.version}")


def _workbook(
    look: Look, span: Span, lines: Sequence[Line], *, is_checked: bool = False
) -> RatingWorkbook:
    say, title = look.say, plainly(period_name(look.say, span))
    return RatingWorkbook(
        title=plainly(say("rating-sheet-title", period=title)),
        cadence=span.cadence.value,
        since=span.since.isoformat(),
        titles=titles_in(say),
        ratings=[plainly(rating_in(say, one)) for one in reversed(Rating)],
        of_units=[plainly(achievement_in(say, one)) for one in reversed(UnitPredicate)],
        advice=say("rating-sheet-advice", office=look.office.name).splitlines(),
        advice_title=plainly(say("rating-sheet-advice-title")),
        lines=lines,
        is_checked=is_checked,
    )


# What came back


async def draw_back(look: Look) -> Drawing:
    """The card of kind "rating-sheet-back": what it would change; once applied, what to sign."""
    one = await look.session.get(RatingSheet, int(look.notice.subject or 0))
    if one is None or one.employee_id != look.to.id or one.read_at is None:
        return Drawing()
    period = period_name(look.say, one.span)
    if one.applied_at is not None:
        return await _to_sign(look, one)
    if one.overtaken_at is not None:
        return Drawing((Page(look.say("rating-sheet-overtaken", period=period)),))
    found = [Found.from_json(row) for row in one.rows]
    ready = [row for row in found if row.is_ready]
    wrong = [row for row in found if row.wrong]
    counts = Counter(row.likely for row in ready if not row.left and row.likely)
    text = sheet(
        look.say("rating-sheet-back", period=period, ready=len(ready), wrong=len(wrong),
                 partly=sum(bool(row.left) for row in ready),
                 same=sum(not row.is_ready and not row.wrong for row in found),
                 replaced=sum(row.replaced for row in ready),
                 counts=_counted(look, counts)),
        *_fitting(look, [_wrong(look, row) for row in wrong]),
        look.say("rating-sheet-back-foot", ready=len(ready), wrong=len(wrong)),
    )  # fmt: skip
    shown = [(row.evaluation_id, row.edition) for row in ready if row.evaluation_id]
    go = [button(look.say("button-rating-sheet-apply", count=len(ready)), ApplySheet.on(look))]
    return Drawing((Page(text, keyboard(go if ready else []), shown, waits=bool(ready)),))


def _wrong(look: Look, row: Found) -> str:
    return look.say("rating-sheet-row", number=row.row.number, who=row.who,
                    name=shortened(row.row.name, 40), why=wrong_lines(look.say, row))  # fmt: skip


def _counted(look: Look, counts: Counter[Predicate]) -> list[tuple[str | None, int]]:
    return [(predicate_in(look.say, one), counts[one]) for one in reversed(Predicate)
            if counts[one]]  # fmt: skip


def _fitting(look: Look, lines: Sequence[str]) -> list[str]:
    here = paged(lines, room=ROOM_FOR_NAMES)[0] if lines else []
    left = len(lines) - len(here)
    return [*(lines[i] for i in here), *([look.say("and-more", count=left)] if left else [])]


async def _to_sign(look: Look, sheet_: RatingSheet) -> Drawing:
    """All that the sheet filled in and nobody has signed: the complete ones at one tap."""
    kept = await evaluations_with(look.session, sheet_.evaluations)
    unsigned = [one for one in kept.values() if one.signed_at is None]
    complete = [one for one in unsigned if not one.left(Side.APPRAISER)][:SIGNED_AT_ONCE]
    likely = {one.employee_id: found for one in complete if (found := one.likely())}
    partly = [
        look.say("rating-sheet-left", who=named(one.employee), left=len(one.left(Side.APPRAISER)))
        for one in unsigned if one.left(Side.APPRAISER)
    ]  # fmt: skip
    text = sheet(
        look.say("rating-sheet-filled", period=period_name(look.say, sheet_.span),
                 complete=len(complete), signed=len(kept) - len(unsigned),
                 counts=_counted(look, Counter(likely.values()))),
        *_fitting(look, partly),
        *await _warnings(look, complete, likely),
        look.say("rating-sheet-filled-foot", complete=len(complete)),
    )  # fmt: skip
    sign = [button(look.say("button-rating-sheet-sign", count=len(complete)), SignAll.on(look))]
    shown = [shown_of(one) for one in complete]
    return Drawing((Page(text, keyboard(sign if complete else []), shown, waits=bool(complete)),))


async def _warnings(
    look: Look, ones: Sequence[Evaluation], likely: dict[int, Predicate]
) -> list[str]:
    """The distribution pattern of every unit, with all these signed. It never blocks."""
    together: dict[int, tuple[Unit, dict[int, Predicate]]] = {}
    for one in ones:
        posting = await posting_for(look.session, one.employee, one.span,
                                    look.office.today(look.now))  # fmt: skip
        if posting is not None and one.employee_id in likely:
            _, theirs = together.setdefault(posting.unit_id, (posting.unit, {}))
            theirs[one.employee_id] = likely[one.employee_id]
    lines: list[str] = []
    for unit, theirs in together.values():
        lines += await unit_lines(look, unit, ones[0].span, theirs)
    return _fitting(look, lines)


async def draw_wrong(look: Look) -> Drawing:
    """The card of kind "rating-sheet-wrong": the rows that were not taken, to be put right."""
    one = await look.session.get(RatingSheet, int(look.notice.subject or 0))
    if one is None or one.employee_id != look.to.id or not one.is_open:
        return Drawing()
    wrong = [found for row in one.rows if (found := Found.from_json(row)).wrong]
    if not wrong:
        return Drawing()
    mine = await evaluations_with(look.session, [row.evaluation_id or 0 for row in wrong])
    told = {line.told[0]: line for line in await lines_of(look, one.span, list(mine.values()))}
    lines = [_as_sent(look, row, told.get(row.row.nip)) for row in wrong]
    text = look.say("rating-sheet-wrong-file", count=len(wrong))
    book = _workbook(look, one.span, lines, is_checked=True)
    return Drawing((Page(text, document=_document(look, book)),))


def _as_sent(look: Look, row: Found, line: Line | None) -> Line:
    """As it was sent; figures only where the person is one's own."""
    unknown = (row.row.nip, row.row.name)
    remark = "\n".join(plainly(why) for why in wrong_lines(look.say, row))
    return Line(
        line.told if line else unknown, row.row.cells, line.expected if line else {},
        bool(line and line.leads_unit), [column for column, _ in row.wrong if column], remark,
    )  # fmt: skip


CARDS = {SHEET: draw_sheet, SHEET_BACK: draw_back, SHEET_WRONG: draw_wrong}
