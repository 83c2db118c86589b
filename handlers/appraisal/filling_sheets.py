"""Isi lewat Excel: a team's evaluations as a workbook, sent out, taken back, applied and signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Document, Message
from sqlalchemy import select

from handlers.appraisal.evaluation_buttons import (
    REVIEW,
    SHEET,
    SHEET_BACK,
    ApplySheet,
    FillSheet,
    SignAll,
)
from handlers.appraisal.evaluation_of_card import traced
from handlers.appraisal.opening_evaluations import open_span
from handlers.appraisal.signing import sign_one
from handlers.cards import ShownCard, card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn, named
from handlers.work.drafting import report_replied_to
from handlers.work.reporting import is_a_report
from models.appraisal.achievements import achieved
from models.appraisal.appraisers import appraised_by, appraiser_of
from models.appraisal.evaluation_answers import Side
from models.appraisal.evaluations import Evaluation, NotYourEvaluation
from models.appraisal.finding_evaluations import evaluations_with, newest_of, posting_for
from models.appraisal.rating_rows import Found
from models.appraisal.rating_sheets import RatingSheet
from models.appraisal.ratings import UnitPredicate
from models.notices.notices import Notice
from models.notices.telling import redraw, show
from models.refusals import Refusal

SPREADSHEETS = (".xlsx", ".xls", ".ods")
LARGEST = 3_000_000  # bytes; ours of a hundred people has some fifty thousand
NAMES_SHOWN = 30
ASKED_WITHIN = timedelta(days=120)

router = Router(name="filling-sheets")
router.message.filter(Known())
router.callback_query.filter(Known())


class NothingToRate(Refusal):
    """Nobody of the team waits for a rating."""


class MayBeRatings(BaseFilter):
    """A spreadsheet from somebody who has asked for ours, without a report beside it.

    Admins send other sheets too: theirs are told apart by what is in them (bot/errands.py).
    """

    async def __call__(self, message: Message, turn: Turn) -> bool:
        paper = message.document
        if paper is None or turn.me.is_admin or message.media_group_id or not _fits(paper):
            return False
        return (
            not is_a_report(message.caption or "", turn)
            and await report_replied_to(message, turn) is None
            and await _has_asked(turn)
        )


def _fits(paper: Document) -> bool:
    name = (paper.file_name or "").casefold()
    return name.endswith(SPREADSHEETS) and (paper.file_size or 0) <= LARGEST


async def _has_asked(turn: Turn) -> bool:
    return bool(
        await turn.session.scalar(
            select(Notice.id)
            .where(Notice.employee_id == turn.me.id, Notice.kind == SHEET)
            .where(Notice.sent_at > turn.now - ASKED_WITHIN)
            .limit(1)
        )
    )


@router.callback_query(FillSheet.filter())
async def fill(callback: CallbackQuery, callback_data: FillSheet, turn: Turn) -> Reply:
    """The workbook itself is made when it is sent."""
    await card_as_shown(turn, callback_data)
    span = open_span(turn, callback_data.cadence, callback_data.since)
    team = await appraised_by(turn.session, turn.me, turn.office, _today(turn))
    found = await newest_of(turn.session, [mate.id for mate in team], span)
    if not any(one.may_be_rated(at=turn.now) for one in found.values()):
        raise NothingToRate
    show(turn.session, SHEET, f"{span.cadence.value}:{span.since}", to=turn.me.id, at=turn.now,
         urgent=True, anew=True, facts={})  # fmt: skip
    return callback.answer(turn.say("rating-sheet-soon"))


@router.message(F.document, MayBeRatings())
async def take_sheet(message: Message, turn: Turn) -> Reply:
    """It is fetched and read outside the turn; what is no sheet of ours becomes evidence there."""
    paper = message.document
    assert paper is not None, "the filter lets documents in"
    await stop_asking(turn)
    turn.session.add(
        RatingSheet(employee_id=turn.me.id, file_id=paper.file_id,
                    file_unique_id=paper.file_unique_id, name=(paper.file_name or "")[-255:],
                    sent_at=turn.now, look_at=turn.now)
    )  # fmt: skip
    return message.answer(turn.say("rating-sheet-taken"))


@router.callback_query(ApplySheet.filter())
async def apply(callback: CallbackQuery, callback_data: ApplySheet, turn: Turn) -> Reply:
    """What was counted goes in, unless it has moved on since: that is refused by name."""
    card = await card_as_shown(turn, callback_data)
    sheet = await _sheet_of(turn, card)
    shown = dict(card.shown)
    found = [Found.from_json(row) for row in sheet.rows]
    ready = {one.evaluation_id: one for one in found if one.evaluation_id in shown}
    sheet.apply(at=turn.now)
    kept = await evaluations_with(turn.session, list(shown))
    refused, done = [], 0
    for id_, edition in shown.items():
        row, one = ready.get(id_), kept.get(id_)
        if one is None or row is None or not await _fill_in(turn, one, row, edition):
            refused += [named(one.employee)] if one else []
            continue
        done += 1
    card.redraw()
    said = turn.say("rating-sheet-applied", count=done, **_named(refused))
    told = [SendMessage(chat_id=turn.chat.id, text=said)] if refused else []
    return [callback.answer(), *told]


async def _fill_in(turn: Turn, one: Evaluation, row: Found, edition: int) -> bool:
    """Whether it was still as the card had it, and its appraiser's to rate."""
    leader = await appraiser_of(turn.session, one.employee, turn.office, _today(turn))
    try:
        one.check_side(Side.APPRAISER, by=turn.me, leader=leader, at=turn.now)
    except Refusal:
        return False
    if one.edition != edition:
        return False
    row.fill_in(one, at=turn.now)
    if row.of_unit is not None:
        await _achieve(turn, one, row.of_unit)
    await _redraw_review(turn, one)
    return True


async def _achieve(turn: Turn, one: Evaluation, predicate: UnitPredicate) -> None:
    """The unit's achievement, which its head's rating of results has followed already."""
    posting = await posting_for(turn.session, one.employee, one.span, _today(turn))
    if posting is not None:
        turn.session.add(achieved(posting.unit_id, one.span, predicate, by=turn.me, at=turn.now))


@router.callback_query(SignAll.filter())
async def sign_all(callback: CallbackQuery, callback_data: SignAll, turn: Turn) -> Reply:
    """Each as it was on the card; one that is not any more is named and left alone."""
    card = await card_as_shown(turn, callback_data)
    await _sheet_of(turn, card)
    kept = await evaluations_with(turn.session, [id_ for id_, _ in card.shown])
    refused, done = [], 0
    for id_, edition in card.shown:
        one = kept.get(id_)
        if one is None:
            continue
        if one.edition != edition or not await _signs(turn, one):
            refused.append(named(one.employee))
            continue
        done += 1
    card.redraw()
    said = turn.say("rating-sheet-signed", count=done, **_named(refused))
    return [callback.answer(), SendMessage(chat_id=turn.chat.id, text=said)]


async def _signs(turn: Turn, one: Evaluation) -> bool:
    leader = await appraiser_of(turn.session, one.employee, turn.office, _today(turn))
    try:
        await sign_one(turn, one, leader=leader)
    except Refusal:
        return False
    await _redraw_review(turn, one)
    return True


def _named(refused: Sequence[tuple[str, str]]) -> dict[str, object]:
    """As many as one message holds."""
    return {"refused": refused[:NAMES_SHOWN], "more": len(refused[NAMES_SHOWN:])}


async def _redraw_review(turn: Turn, one: Evaluation) -> None:
    """The card of this one evaluation, if it stands further up."""
    await redraw(turn.session, REVIEW, one.id, to=Notice.employee_id == turn.me.id, at=turn.now)


async def _sheet_of(turn: Turn, card: ShownCard) -> RatingSheet:
    """Only one's own, on its own card."""
    is_back = card.notice.kind == SHEET_BACK
    one = await turn.session.get(RatingSheet, int(card.notice.subject or 0)) if is_back else None
    if one is None or one.employee_id != turn.me.id:
        raise traced(turn, NotYourEvaluation)
    return one


def _today(turn: Turn) -> date:
    return turn.office.today(turn.now)
