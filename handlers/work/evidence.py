"""Evidence (bukti dukung): with a report, just after it, or in reply to its card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.methods import SendDocument, SendMediaGroup, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import CallbackQuery, InputMediaDocument, InputMediaPhoto, Message
from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handlers.cards import Drawing, Look, Page, card_as_shown
from handlers.turn import Known, Reply, Turn, in_words
from handlers.work.attaching import attach_links, is_nothing_but_links, paper_named, piece_in
from handlers.work.buttons import SeeEvidence
from handlers.work.drafting import report_replied_to, show_report
from handlers.work.reporting import take_text
from handlers.work.sending import show_reviewer
from models.refusals import Refusal
from models.work.activities import Activity
from models.work.evidence import Evidence, EvidenceKind, attached_to
from models.work.reports import Report
from models.work.states import State

ALBUM = 10  # pieces Telegram sends at once
COMES_WITHIN = timedelta(minutes=15)  # after the words it belongs to
STILL_TAKES = (State.DRAFT, State.RETURNED, State.SUBMITTED)  # what was decided stays as it was

router = Router(name="evidence")
router.message.filter(Known())
router.callback_query.filter(Known())


class EvidenceTooLate(Refusal):
    """The report was decided: its evidence stays as the reviewer saw it."""


class NothingButLinks(BaseFilter):
    """A message whose only words are addresses."""

    async def __call__(self, message: Message) -> bool:
        return is_nothing_but_links(message)


@router.message(F.photo | F.document)
async def take_evidence(message: Message, turn: Turn) -> Reply:
    """With a caption it is a report; else it belongs to the card it replies to, or what is near."""
    try:
        piece = piece_in(message, turn)
    except Refusal as refusal:
        return await _take_words_only(message, turn, refusal)
    turn.session.add(piece)
    await turn.session.flush()
    if message.caption and await report_replied_to(message, turn) is None:
        return await take_text(message, message.caption, turn)
    report = await _report_it_belongs_to(message, turn)
    if report is None:
        is_first = await _is_first_of_its_album(turn, piece)
        return message.answer(turn.say("evidence-waits")) if is_first else None
    piece.report_id = report.id
    await _show(turn, report, in_album=piece.album is not None)
    return None


@router.message(F.text, NothingButLinks())
async def take_links(message: Message, turn: Turn) -> Reply:
    report = await _report_it_belongs_to(message, turn)
    if report is None:
        return message.answer(turn.say("evidence-of-what"))
    await attach_links(turn, message, report)
    await _show(turn, report, in_album=False)
    return None


@router.callback_query(SeeEvidence.filter())
async def see(callback: CallbackQuery, callback_data: SeeEvidence, turn: Turn) -> Reply:
    """What came with the activities that the card shows: photos, documents, links."""
    card = await card_as_shown(turn, callback_data)
    reports = await turn.session.scalars(
        select(Activity.report_id).where(Activity.id.in_([a for a, _ in card.shown])).distinct()
    )
    attached = await attached_to(turn.session, list(reports))
    seen = [piece for piece in attached.pieces if piece.can_be_seen]
    hidden = attached.count - len(seen)
    answer = callback.answer(turn.say("evidence-not-yet", count=hidden) if hidden else None)
    return [answer, *_sends(turn, seen)]


async def add_paper(
    turn: Turn, file_id: str, unique: str, name: str, *, size: int | None, report: Report | None
) -> None:
    """A document that came earlier is evidence after all: of this report, or of what follows."""
    piece = paper_named(turn, file_id, unique, name, size=size)
    turn.session.add(piece)
    if report is None:
        return
    if not await turn.session.scalar(select(_still_takes(report.id))):
        raise EvidenceTooLate
    piece.report_id = report.id
    await _show(turn, report, in_album=False)


async def draw_refused(look: Look) -> Drawing:
    """News of kind "evidence-refused": which file it was, and the rule in words."""
    facts = look.notice.facts
    why = look.say(facts["why"], **facts["facts"])
    return Drawing((Page(look.say("evidence-refused", name=facts["name"], why=why)),))


async def _take_words_only(message: Message, turn: Turn, refusal: Refusal) -> Reply:
    """A file that is not taken throws away no report that came with it."""
    name = message.document.file_name if message.document else None
    why = in_words(turn.say, refusal)
    said = message.answer(turn.say("evidence-refused", name=name, why=why))
    if not message.caption:
        return said
    more = await take_text(message, message.caption, turn)
    return [said, *([more] if isinstance(more, TelegramMethod) else more or [])]


async def _report_it_belongs_to(message: Message, turn: Turn) -> Report | None:
    """The one replied to, else that of the same album, else what was written just before."""
    replied = await report_replied_to(message, turn)
    if replied is not None:
        if not await turn.session.scalar(select(_still_takes(replied.id))):
            raise EvidenceTooLate
        return replied
    album = message.media_group_id
    if album is not None:
        report = await turn.session.scalar(_of(turn.me.id).where(Report.album == album))
        if report is not None:
            return report
    return await report_near(turn.session, turn.me.id, turn.now)


async def report_near(session: AsyncSession, author_id: int, at: datetime) -> Report | None:
    """What somebody had written just before, if it still takes evidence."""
    return await session.scalar(
        _of(author_id).where(Report.written_at >= at - COMES_WITHIN, Report.written_at <= at)
    )


def _of(author_id: int) -> Select[Report]:
    return (
        select(Report)
        .where(Report.author_id == author_id, _still_takes(Report.id))
        .order_by(Report.id.desc())
        .limit(1)
    )


def _still_takes(report_id: int | InstrumentedAttribute[int]) -> Exists:
    return exists().where(Activity.report_id == report_id, Activity.state.in_(STILL_TAKES))


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


def _sends(turn: Turn, seen: Sequence[Evidence]) -> list[TelegramMethod[Any]]:
    """Photos, then documents, then the links as one message."""
    photos = [piece for piece in seen if piece.kind is EvidenceKind.PHOTO]
    papers = [piece for piece in seen if piece.kind is EvidenceKind.DOCUMENT]
    links = [piece.link for piece in seen if piece.kind is EvidenceKind.LINK]
    said = [SendMessage(chat_id=turn.chat.id, text=turn.say("evidence-links", links=links))]
    return [*_albums(turn, photos), *_albums(turn, papers), *(said if links else [])]


def _albums(turn: Turn, found: Sequence[Evidence]) -> list[TelegramMethod[Any]]:
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


def _album(turn: Turn, group: Sequence[Evidence]) -> TelegramMethod[Any]:
    if group[0].kind is EvidenceKind.PHOTO:
        return SendMediaGroup(
            chat_id=turn.chat.id, media=[InputMediaPhoto(media=one.file_id) for one in group]
        )
    return SendMediaGroup(
        chat_id=turn.chat.id, media=[InputMediaDocument(media=one.file_id) for one in group]
    )


CARDS = {"evidence-refused": draw_refused}
