"""/data_saya: a copy of everything that is kept of me, made outside the turn."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.cards import Document, Drawing, Look, Page, button, keyboard
from handlers.documents.own_records import OwnRecords
from handlers.people.own_data_buttons import SayWrong, show_own
from handlers.people.own_data_card import may_ask_again
from handlers.turn import Known, Reply, Say, Turn, named
from models.notices.telling import tell
from models.people.audit import Act, last_of, note
from models.people.own_records import OwnFile, own_files, own_tables

router = Router(name="own-records")

ROOM = 45_000_000  # bytes of evidence: Telegram takes a document of 50 MB
LONGEST_NAME = 80
PARTS = ("tables", "columns", "columns-of", "values", "ratings", "kinds", "reasons")


@router.message(Command("data_saya", "my_data"), Known())
async def my_records(_message: Message, turn: Turn) -> Reply:
    """One's own card; a copy follows, unless one was asked for within the hour."""
    earlier = await last_of(turn.session, Act.TOOK_OWN, turn.me)
    if may_ask_again(earlier, at=turn.now):
        note(turn.session, Act.TOOK_OWN, by=turn.me, at=turn.now, about=turn.me)
        tell(turn.session, "own-records", to=turn.me.id, at=turn.now)
    show_own(turn)
    return None


async def draw_own_records(look: Look) -> Drawing:
    files, left_out = await asyncio.to_thread(
        _fitting, await own_files(look.session, look.to), look.evidence
    )
    say, kept = look.say, look.office.keep_years
    about = say(
        "own-records-about", person=named(look.to), office=look.office.name, made_at=look.now,
        agency=look.office.agency, left_out=left_out, work=kept.work, notices=kept.notices,
        traces=kept.traces,
    )  # fmt: skip
    records = OwnRecords(
        title=str(say("own-records-title")),
        about=str(about),
        language=look.to.language.value,
        timezone=look.office.timezone,
        words=words_in(say),
        tables=tuple(await own_tables(look.session, look.to)),
        files=files,
    )
    today = look.office.today(look.now)
    document = Document(
        say("own-records-file", day=f"{today:%Y-%m-%d}"), records, f"own-records:{look.notice.id}"
    )
    text = say("own-records", files=len(files), left_out=left_out, agency=look.office.agency)
    wrong = button(say("button-say-wrong"), SayWrong.on(look))
    return Drawing((Page(text, keyboard([wrong]), document=document),))


def words_in(say: Say) -> dict[str, str]:
    """Lines of ``name = word``; a value comes after its column's name.

    Several texts, since none may be longer than a message.
    """
    texts = (say(f"own-records-{part}") for part in PARTS)
    lines = (line for text in texts for line in text.splitlines())
    return dict(line.split(" = ", 1) for line in lines)


def _fitting(files: list[OwnFile], folder: Path) -> tuple[tuple[tuple[Path, str], ...], int]:
    """The newest that fit into one document, and how many do not or are not on the disk."""
    fitting: list[tuple[Path, str]] = []
    room = ROOM
    for file in files:
        path = folder / file.sha256[:2] / file.sha256
        if file.size <= room and path.exists():
            fitting.append((path, f"{file.number}-{_safe(file.name)}"))
            room -= file.size
    return tuple(fitting), len(files) - len(fitting)


def _safe(name: str) -> str:
    """A name that leads nowhere when it is unpacked."""
    return re.sub(r"[^\w. ()-]+", "_", name)[-LONGEST_NAME:].lstrip(".")


CARDS = {"own-records": draw_own_records}
