"""Documents: sent through the outbox, redrawn under the file where it stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pytest
from aiogram.exceptions import TelegramEntityTooLarge
from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    SendDocument,
    SendMessage,
    TelegramMethod,
)

from bot.drawing import Drawer
from bot.outbox import Outbox
from bot.sending import Sender
from handlers.cards import Document, Drawing, Look, Page
from models.notices.notices import Notice
from models.notices.telling import show
from tests.desk import TEXTS, Desk, Person


@dataclass
class Paper:
    """A card with or without a file; what it says is set by the test."""

    text: str = "Rekap"
    content: bytes | None = b"one"

    async def __call__(self, _look: Look) -> Drawing:
        if self.content is None:
            return Drawing((Page(self.text),))
        made = partial(bytes, self.content)
        document = Document("rekap.pdf", made, self.content.decode())
        return Drawing((Page(self.text, document=document),))


@dataclass
class Press:
    """Whoever shows the paper again."""

    desk: Desk
    tom: Person
    paper: Paper

    async def shows(self, text: str, content: bytes | None) -> list[type[TelegramMethod[object]]]:
        """Which calls it took."""
        self.paper.text, self.paper.content = text, content
        before = len(self.desk.wire.calls)
        async with self.desk.database.transaction() as session:
            show(session, "paper", "1", to=self.tom.employee.id, at=self.desk.now())
        drawer = Drawer(
            self.desk.database, self.desk.office, TEXTS, {"paper": self.paper}, self.desk.now
        )
        outbox = Outbox(
            database=self.desk.database,
            drawer=drawer,
            sender=Sender(self.desk.bot),
            now=self.desk.now,
            per_second=100_000,
        )
        await outbox.deliver_due()
        return [type(call) for call in self.desk.wire.calls[before:]]


@pytest.fixture
async def press(desk: Desk) -> Press:
    return Press(desk, await desk.hires("Tom"), Paper())


async def test_a_document_is_sent_with_its_name_and_caption(press: Press) -> None:
    assert await press.shows("Rekap November", b"one") == [SendDocument]
    assert press.tom.sees == "Rekap November"
    assert press.tom.card.document == ("rekap.pdf", b"one")


async def test_only_the_caption_changes_while_the_file_is_the_same(press: Press) -> None:
    await press.shows("Rekap", b"one")

    assert await press.shows("Rekap, ditandatangani", b"one") == [EditMessageCaption]
    assert [shown.text for shown in press.tom.screen] == ["Rekap, ditandatangani"]


async def test_another_file_takes_the_place_of_the_one_before(press: Press) -> None:
    await press.shows("Rekap", b"one")

    assert await press.shows("Rekap", b"two") != []
    assert await press.shows("Rekap baru", b"three") == [EditMessageMedia]
    assert press.tom.card.document == ("rekap.pdf", b"three")
    assert len(press.tom.screen) == 1


async def test_words_become_a_document_where_they_stand(press: Press) -> None:
    assert await press.shows("Sedang dibuat", None) == [SendMessage]
    assert await press.shows("Sudah jadi", b"one") == [EditMessageMedia]
    assert (press.tom.sees, press.tom.card.document) == ("Sudah jadi", ("rekap.pdf", b"one"))


async def test_a_document_does_not_become_words_but_gets_a_message_after_it(press: Press) -> None:
    await press.shows("Rekap", b"one")

    assert (await press.shows("Ditarik kembali", None))[0] is SendMessage
    assert [shown.text for shown in press.tom.screen] == ["Rekap", "Ditarik kembali"]


async def test_what_telegram_finds_too_large_is_not_sent_again(press: Press) -> None:
    def refuse(method: TelegramMethod[object]) -> None:
        raise TelegramEntityTooLarge(method, "Request Entity Too Large")

    press.desk.wire.before = refuse
    await press.shows("Rekap", b"one")

    assert await press.desk.count(Notice, Notice.due.is_not(None)) == 0
    assert await press.desk.count(Notice, Notice.trouble.is_not(None)) == 1
