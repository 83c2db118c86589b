"""What a message brings along as evidence: its photo or document, and the links in its words."""

from __future__ import annotations

from aiogram.types import Message
from sqlalchemy import select

from handlers.reading import without_addresses
from handlers.turn import Turn
from models.work.evidence import Evidence, EvidenceKind
from models.work.files import check_name, check_size
from models.work.reports import Report

MOST_LINKS = 10
LONGEST_LINK = 2000
SURELY = ("http://", "https://", "www.")  # "rapat.id" is no link, whatever Telegram thinks


def piece_in(message: Message, turn: Turn) -> Evidence:
    """The photo or document; raises what its name or size alone refuses."""
    if message.photo:
        photo = message.photo[-1]
        piece = _piece(turn, EvidenceKind.PHOTO, photo.file_id, photo.file_unique_id)
        piece.album = message.media_group_id
        return piece
    paper = message.document
    assert paper is not None, "the filter lets photos and documents in"
    piece = paper_named(
        turn, paper.file_id, paper.file_unique_id, paper.file_name, size=paper.file_size
    )
    piece.album = message.media_group_id
    return piece


def paper_named(
    turn: Turn, file_id: str, unique: str, name: str | None, *, size: int | None
) -> Evidence:
    """A document by what Telegram says of it; raises what its name or size alone refuses."""
    check_name(name)
    check_size(size, turn.office.evidence)
    piece = _piece(turn, EvidenceKind.DOCUMENT, file_id, unique)
    piece.name = name[-255:] if name else None
    return piece


def links_in(message: Message) -> list[str]:
    """The addresses in a message's words, each once."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or []
    found = [
        entity.url or "" if entity.type == "text_link" else entity.extract_from(text)
        for entity in entities
        if entity.type in ("url", "text_link")
    ]
    links = [link for link in found if _is_link(link)]
    return list(dict.fromkeys(links))[:MOST_LINKS]


def is_nothing_but_links(message: Message) -> bool:
    """A message whose only words are addresses."""
    links, rest = links_in(message), without_addresses(message.text or "")
    for link in links:
        rest = rest.replace(link, "")
    return bool(links) and not rest.strip()


async def attach_links(turn: Turn, message: Message, report: Report) -> None:
    """The links of the words are evidence of their report; none is there twice."""
    links = links_in(message)
    if not links:
        return
    there = await turn.session.scalars(
        select(Evidence.link).where(Evidence.report_id == report.id, Evidence.link.in_(links))
    )
    known = set(there)
    for link in links:
        if link not in known:
            piece = _piece(turn, EvidenceKind.LINK)
            piece.album = message.media_group_id
            piece.link, piece.report_id, piece.fetch_at = link, report.id, None
            turn.session.add(piece)


def _is_link(link: str) -> bool:
    return len(link) <= LONGEST_LINK and (link.casefold().startswith(SURELY) or "/" in link)


def _piece(turn: Turn, kind: EvidenceKind, file_id: str = "", unique: str = "") -> Evidence:
    return Evidence(
        author_id=turn.me.id,
        kind=kind,
        file_id=file_id,
        file_unique_id=unique,
        added_at=turn.now,
        fetch_at=turn.now,
    )
