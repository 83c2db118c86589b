"""Evidence is fetched over HTTP, from the file server that the Bot API has beside it."""

from __future__ import annotations

from aiogram import Bot
from sqlalchemy import select

from bot.fetching import Fetching
from models.work.evidence import Evidence, EvidenceKind
from models.work.files import File
from simulator.people import Person
from simulator.telegram import Telegram
from tests.desk import Desk
from tests.wire import A_PDF


async def test_a_document_comes_from_telegram_byte_by_byte(
    telegram: Telegram, bot: Bot, ani: Person, desk: Desk
) -> None:
    document = ani.sends_document(A_PDF, "notulen.pdf").document
    assert document is not None
    tom = await desk.hires("Tom")
    async with desk.database.transaction() as session:
        session.add(
            Evidence(
                author_id=tom.employee.id,
                kind=EvidenceKind.DOCUMENT,
                file_id=document.file_id,
                file_unique_id=document.file_unique_id,
                name="notulen.pdf",
                added_at=desk.time,
                fetch_at=desk.time,
            )
        )
    fetching = Fetching(
        database=desk.database,
        bot=bot,
        office=desk.office,
        shelf=desk.shelf,
        now=desk.now,
        wake_outbox=lambda: None,
    )

    assert await fetching.fetch_due() == 1
    async with desk.database.transaction() as session:
        file = (await session.scalars(select(File))).one()
    assert (file.kind, file.size) == ("pdf", len(A_PDF))
    assert desk.shelf.path_of(file.sha256).read_bytes() == A_PDF
