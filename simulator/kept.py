"""Keeping a Telegram over a restart: its people, chats, files, waiting updates, and its time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiogram.types import Message, ReplyKeyboardMarkup, Update, User
from pydantic import BaseModel, ConfigDict

from simulator.chats import Chat
from simulator.files import StoredFile
from simulator.people import Person
from simulator.telegram import Telegram
from simulator.updates import Queued

EVERY = 2.0  # seconds between two looks whether anything happened


class KeptFile(BaseModel):
    """A file; see ``StoredFile``."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    unique_id: str
    kind: str
    content: bytes
    name: str
    mime: str
    path: str
    width: int
    height: int
    sizes: tuple[str, ...]


class KeptPerson(BaseModel):
    """Somebody and their chat with the bot."""

    user: User
    about: str
    hints: tuple[str, ...]
    start_code: str | None = None
    started: bool
    blocked: bool
    deactivated: bool
    keyboard: ReplyKeyboardMarkup | None = None
    messages: list[Message]


class KeptGroup(BaseModel):
    """A group and what was said there."""

    id: int
    title: str
    has_bot: bool
    had_bot: bool
    messages: list[Message]


class KeptUpdate(BaseModel):
    """An update that the bot has not fetched yet."""

    update: Update
    chat_id: int
    at: datetime


class Kept(BaseModel):
    """Everything that outlives the process; ``ahead`` is the clock's lead in seconds."""

    ahead: float
    people: list[KeptPerson]
    groups: list[KeptGroup]
    files: list[KeptFile]
    updates: list[KeptUpdate]


@asynccontextmanager
async def keeping(telegram: Telegram, path: Path) -> AsyncIterator[None]:
    """Begin with what the file holds, and write there what happens, as long as the block runs."""
    recall(telegram, path)
    keeper = asyncio.create_task(_keep_on(telegram, path))
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper
        keep(telegram, path)


async def _keep_on(telegram: Telegram, path: Path) -> None:
    with telegram.events.listening() as listener:
        while await listener.get():
            await asyncio.sleep(EVERY)
            while not listener.empty():
                listener.get_nowait()
            keep(telegram, path)


def keep(telegram: Telegram, path: Path) -> None:
    """Write it all, in one stroke: a kill in between leaves the file of before."""
    kept = Kept(
        ahead=(telegram.clock.now() - datetime.now(UTC)).total_seconds(),
        people=[_kept_person(person) for person in telegram.people.values()],
        groups=[
            KeptGroup(
                id=group.id,
                title=group.shown_as.title or "",
                has_bot=group.has_bot,
                had_bot=group.had_bot,
                messages=list(group.messages.values()),
            )
            for group in telegram.groups.values()
        ],
        files=[KeptFile(**vars(file)) for file in telegram.files],
        updates=[KeptUpdate(**vars(queued)) for queued in telegram.updates.pending()],
    )
    written = path.with_suffix(".new")
    written.write_text(
        kept.model_dump_json(by_alias=True, exclude_none=True, exclude_unset=True), "utf-8"
    )
    written.replace(path)


def _kept_person(person: Person) -> KeptPerson:
    chat = person.chat
    return KeptPerson(
        user=person.user,
        about=person.about,
        hints=person.hints,
        start_code=person.start_code,
        started=chat.started,
        blocked=chat.blocked,
        deactivated=chat.deactivated,
        keyboard=chat.keyboard,
        messages=list(chat.messages.values()),
    )


def recall(telegram: Telegram, path: Path) -> None:
    """Take over what was kept, if anything was."""
    if not path.exists():
        return
    kept = Kept.model_validate_json(path.read_text("utf-8"))
    telegram.clock.move_to(datetime.now(UTC) + timedelta(seconds=kept.ahead))
    for file in kept.files:
        telegram.files.restore(StoredFile(**dict(file)))
    for each in kept.people:
        _recall_person(telegram, each)
    for one in kept.groups:
        group = telegram.group(one.title, one.id)
        group.has_bot, group.had_bot = one.has_bot, one.had_bot
        _recall_messages(telegram, group, one.messages)
    telegram.updates.restore([Queued(**dict(queued)) for queued in kept.updates])


def _recall_person(telegram: Telegram, kept: KeptPerson) -> None:
    user = kept.user
    person = telegram.person(
        user.first_name,
        user.last_name,
        id=user.id,
        username=user.username,
        language_code=user.language_code or "id",
        about=kept.about,
        hints=kept.hints,
        start_code=kept.start_code,
    )
    chat = person.chat
    chat.started, chat.blocked, chat.deactivated = kept.started, kept.blocked, kept.deactivated
    chat.keyboard = kept.keyboard
    _recall_messages(telegram, chat, kept.messages)


def _recall_messages(telegram: Telegram, chat: Chat, messages: list[Message]) -> None:
    for message in messages:
        chat.add(message)
        telegram.message_ids.skip(message.message_id)
