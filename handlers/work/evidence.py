"""Evidence (bukti dukung): photos and documents that come with a report, or just after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiogram import F, Router
from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto, TelegramMethod
from aiogram.types import CallbackQuery, InputMediaDocument, InputMediaPhoto, Message
from sqlalchemy import exists, func, select

from handlers.cards import card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.buttons import SeeEvidence
from handlers.work.drafting import show_report
from handlers.work.reporting import take_text
from handlers.work.sending import show_reviewer
from models.work.activities import Activity, State
from models.work.reports import Evidence, EvidenceKind, Report

ALBUM = 10  # pieces Telegram sends at once
COMES_WITHIN = timedelta(minutes=15)  # after the words it belongs to
STILL_TAKES = (State.DRAFT, State.RETURNED, State.SUBMITTED)  # what was decided stays as it was

router = Router(name="evidence")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.message(F.photo | F.document)
async def take_evidence(message: Message, turn: Turn) -> Reply:
    """With a caption it is a report; without one it belongs to the album or the report before."""
    evidence = _evidence(message, turn)
    turn.session.add(evidence)
    await turn.session.flush()
    if message.caption:
        return await take_text(message, message.caption, turn)
    report = await _report_it_belongs_to(turn, message.media_group_id)
    if report is None:
        is_first = await _is_first_of_its_album(turn, evidence)
        return message.answer(turn.say("evidence-waits")) if is_first else None
    evidence.report_id = report.id
    await _show(turn, report, in_album=evidence.album is not None)
    return None


@router.callback_query(SeeEvidence.filter())
async def see(callback: CallbackQuery, callback_data: SeeEvidence, turn: Turn) -> Reply:
    """The photos and documents of what the card shows, as Telegram keeps them."""
    card = await card_as_shown(turn, callback_data)
    rows = await turn.session.scalars(
        select(Evidence)
        .join(Activity, Activity.report_id == Evidence.report_id)
        .where(Activity.id.in_([activity for activity, _ in card.shown]))
        .distinct()
        .order_by(Evidence.id)
    )
    found = list(rows)
    pictures = [e for e in found if e.kind is EvidenceKind.PHOTO]
    papers = [e for e in found if e.kind is EvidenceKind.DOCUMENT]
    return [callback.answer(), *_sends(turn, pictures), *_sends(turn, papers)]


async def _report_it_belongs_to(turn: Turn, album: str | None) -> Report | None:
    """The report of the same album, else the one that was written just before."""
    mine = (
        select(Report)
        .where(Report.author_id == turn.me.id)
        .where(exists().where(Activity.report_id == Report.id, Activity.state.in_(STILL_TAKES)))
        .order_by(Report.id.desc())
        .limit(1)
    )
    if album is not None:
        report = await turn.session.scalar(mine.where(Report.album == album))
        if report is not None:
            return report
    since = turn.now - COMES_WITHIN
    return await turn.session.scalar(mine.where(Report.written_at >= since))


async def _show(turn: Turn, report: Report, *, in_album: bool) -> None:
    """On the author's card, and on the reviewer's; the pieces of an album are one change."""
    show_report(turn, report.id, urgent=not in_album)
    waiting = await turn.session.scalars(
        select(Activity).where(Activity.report_id == report.id, Activity.state == State.SUBMITTED)
    )
    for activity in waiting:
        show_reviewer(turn, activity)


async def _is_first_of_its_album(turn: Turn, evidence: Evidence) -> bool:
    if evidence.album is None:
        return True
    first = await turn.session.scalar(
        select(func.min(Evidence.id)).where(
            Evidence.author_id == turn.me.id, Evidence.album == evidence.album
        )
    )
    return first == evidence.id


def _sends(turn: Turn, found: list[Evidence]) -> list[TelegramMethod[Any]]:
    """An album takes 2 to 10 of one sort; a single one goes alone."""
    methods: list[TelegramMethod[Any]] = []
    for begin in range(0, len(found), ALBUM):
        group = found[begin : begin + ALBUM]
        methods.append(_album(turn, group) if len(group) > 1 else _single(turn, group[0]))
    return methods


def _single(turn: Turn, one: Evidence) -> TelegramMethod[Any]:
    if one.kind is EvidenceKind.PHOTO:
        return SendPhoto(chat_id=turn.chat.id, photo=one.file_id)
    return SendDocument(chat_id=turn.chat.id, document=one.file_id)


def _album(turn: Turn, group: list[Evidence]) -> TelegramMethod[Any]:
    if group[0].kind is EvidenceKind.PHOTO:
        return SendMediaGroup(
            chat_id=turn.chat.id, media=[InputMediaPhoto(media=one.file_id) for one in group]
        )
    return SendMediaGroup(
        chat_id=turn.chat.id, media=[InputMediaDocument(media=one.file_id) for one in group]
    )


def _evidence(message: Message, turn: Turn) -> Evidence:
    if message.photo:
        file_id, unique = message.photo[-1].file_id, message.photo[-1].file_unique_id
        kind, name = EvidenceKind.PHOTO, None
    else:
        assert message.document is not None, "the filter lets photos and documents in"
        file_id, unique = message.document.file_id, message.document.file_unique_id
        kind, name = EvidenceKind.DOCUMENT, message.document.file_name
    return Evidence(
        author_id=turn.me.id,
        kind=kind,
        file_id=file_id,
        file_unique_id=unique,
        name=name[:255] if name else None,
        album=message.media_group_id,
        added_at=turn.now,
    )
