"""An admin sends a sheet of the agency's: a dry run comes back, and *Terapkan*."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.cards import ShownCard, card_as_shown
from handlers.documents.sheets import is_spreadsheet
from handlers.office.errand_card import Apply, AsEvidence, AsSheet, Drop, KeepImport, UndoImport
from handlers.turn import Known, Reply, Turn
from handlers.work.drafting import report_replied_to
from handlers.work.evidence import add_paper, report_near
from handlers.work.reporting import is_a_report
from models.notices.telling import show
from models.people.errands import KIND, Errand, ErrandOver
from models.work.reports import Report

router = Router(name="errands")
router.message.filter(Known())
router.callback_query.filter(Known())


class SpreadsheetOfAdmin(BaseFilter):
    """One with a report, of an album or in reply to a report is evidence, as everybody's is."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        paper = message.document
        if paper is None or turn.who is None or not turn.who.is_admin:
            return False
        return (
            message.media_group_id is None
            and is_spreadsheet(paper.file_name)
            and not is_a_report(message.caption or "", turn)
            and await report_replied_to(message, turn) is None
        )


@router.message(SpreadsheetOfAdmin())
async def take_file(message: Message, turn: Turn) -> Reply:
    """Beside a report that was just written it is asked what the file is."""
    paper = message.document
    assert paper is not None, "the filter lets documents in"
    report = await report_near(turn.session, turn.me.id, turn.now)
    errand = Errand.of(
        turn.me, paper.file_id, paper.file_unique_id, paper.file_name or "",
        size=paper.file_size, report=report.id if report else None, at=turn.now,
    )  # fmt: skip
    turn.session.add(errand)
    await turn.session.flush()
    if report is None:
        return message.answer(turn.say("errand-soon"))
    show(turn.session, KIND, errand.id, to=turn.me.id, at=turn.now, urgent=True)
    return None


@router.callback_query(AsSheet.filter())
async def check(callback: CallbackQuery, callback_data: AsSheet, turn: Turn) -> Reply:
    card, errand = await _errand(turn, callback_data)
    errand.check(by=turn.me, at=turn.now)
    card.redraw()
    return callback.answer(turn.say("errand-soon"))


@router.callback_query(AsEvidence.filter())
async def take_as_evidence(callback: CallbackQuery, callback_data: AsEvidence, turn: Turn) -> Reply:
    card, errand = await _errand(turn, callback_data)
    number = errand.facts.get("report")
    errand.be_evidence()
    report = (
        await turn.session.get(Report, number)
        if number
        else await report_near(turn.session, turn.me.id, turn.now)
    )
    await add_paper(
        turn, errand.file_id, errand.file_unique_id, errand.name, size=errand.size, report=report
    )
    card.redraw()
    return callback.answer(None if report else turn.say("evidence-waits"))


@router.callback_query(Apply.filter())
async def apply(callback: CallbackQuery, callback_data: Apply, turn: Turn) -> Reply:
    """Only what this version of the card has shown; the work itself is done outside the turn."""
    card, errand = await _errand(turn, callback_data)
    errand.apply(by=turn.me, at=turn.now, without_wrong=bool(callback_data.without_wrong))
    card.redraw()
    return callback.answer()


@router.callback_query(Drop.filter())
async def drop(callback: CallbackQuery, callback_data: Drop, turn: Turn) -> Reply:
    card, errand = await _errand(turn, callback_data)
    errand.drop(by=turn.me)
    card.redraw()
    return callback.answer()


@router.callback_query(UndoImport.filter())
async def undo(callback: CallbackQuery, callback_data: UndoImport, turn: Turn) -> Reply:
    """Asked twice: the first tap only changes the buttons."""
    card, errand = await _errand(turn, callback_data)
    if callback_data.sure:
        errand.undo(by=turn.me, at=turn.now)
        card.redraw()
    else:
        errand.may_be_undone(by=turn.me)
        card.redraw(mode="undo")
    return callback.answer()


@router.callback_query(KeepImport.filter())
async def keep(callback: CallbackQuery, callback_data: KeepImport, turn: Turn) -> Reply:
    card, _ = await _errand(turn, callback_data)
    card.redraw()
    return callback.answer()


async def _errand(
    turn: Turn, press: Apply | AsSheet | AsEvidence | Drop | UndoImport | KeepImport
) -> tuple[ShownCard, Errand]:
    """The reader's own errand, if the card has shown what there is to decide now."""
    card = await card_as_shown(turn, press)
    errand = None
    if card.notice.kind == KIND:
        errand = await turn.session.get(Errand, int(card.notice.subject or 0), with_for_update=True)
    if errand is None or card.shown != [(errand.id, errand.checks)]:
        raise ErrandOver
    return card, errand
